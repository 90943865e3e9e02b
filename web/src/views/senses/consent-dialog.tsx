/** Asks once, before a sense is first used. */

import type { Consent } from "../../api/consents";
import { t } from "../../i18n";
import { ConsentTerms, consentTitle } from "../../ui/consent-terms";
import { Sheet } from "../../ui/sheet";

interface Props {
  consent: Consent;
  onAgree: () => void;
  onRefuse: () => void;
}

export function ConsentDialog({ consent, onAgree, onRefuse }: Props) {
  return (
    <Sheet title={consentTitle(consent)} onClose={onRefuse}>
      <ConsentTerms consent={consent} />
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
