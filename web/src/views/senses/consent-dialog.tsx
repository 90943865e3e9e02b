/** Asks once, before a sense is first used. */

import type { Consent } from "../../api/consents";
import { t } from "../../i18n";
import { Sheet } from "../../ui/sheet";
import { termsParts } from "./consent";

interface Props {
  consent: Consent;
  onAgree: () => void;
  onRefuse: () => void;
}

export function ConsentDialog({ consent, onAgree, onRefuse }: Props) {
  return (
    <Sheet title={consent.title} onClose={onRefuse}>
      <div class="consent-terms stack" lang="en">
        {termsParts(consent.terms).map((part, k) =>
          part.kind === "text" ? (
            <p key={k}>{part.text}</p>
          ) : (
            <ul key={k}>
              {part.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          ),
        )}
      </div>
      <div class="row consent-answers">
        <button type="button" class="button" onClick={onRefuse}>
          {t("senses.consent.no")}
        </button>
        <button type="button" class="button primary" onClick={onAgree}>
          {t("senses.consent.yes")}
        </button>
      </div>
    </Sheet>
  );
}
