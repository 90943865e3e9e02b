/** Asks once, before a sense is first used. */

import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n";
import { termsParts, type Consent } from "./consent";

interface Props {
  consent: Consent;
  onAgree: () => void;
  onRefuse: () => void;
}

export function ConsentDialog({ consent, onAgree, onRefuse }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="consent card stack"
      aria-labelledby="consent-title"
      onClose={onRefuse}
    >
      <h2 id="consent-title">{consent.title}</h2>
      <div class="consent-terms stack">
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
        <button
          type="button"
          class="button"
          onClick={() => {
            dialog.current?.close();
          }}
        >
          {t("senses.consent.no")}
        </button>
        <button type="button" class="button primary" onClick={onAgree}>
          {t("senses.consent.yes")}
        </button>
      </div>
    </dialog>
  );
}
