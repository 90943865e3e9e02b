/** The terms of something, and the two answers to them. */

import { useEffect, useState } from "preact/hooks";

import { agree, consentOf, type Consent } from "../api/consents";
import { t } from "../i18n";
import { ConsentTerms, consentTerms, consentTitle } from "./consent-terms";

interface AskConsentProps {
  name: string;
  onAgreed: () => void;
  onRefused: () => void;
}

export function AskConsent({ name, onAgreed, onRefused }: AskConsentProps) {
  const [consent, setConsent] = useState<Consent | null>(null);
  useEffect(() => {
    consentOf(name).then(setConsent, () => undefined);
  }, [name]);
  if (!consent) return null;
  const accept = async () => {
    try {
      await agree(name, consentTerms(consent));
    } catch {
      setConsent(await consentOf(name)); // its words may have changed since they were shown
      return;
    }
    onAgreed();
  };
  return (
    <div class="notice stack" role="group" aria-label={consentTitle(consent)}>
      <p>{t("consent.why")}</p>
      <h3>{consentTitle(consent)}</h3>
      <ConsentTerms consent={consent} />
      <div class="row">
        <button type="button" class="button" onClick={onRefused}>
          {t("consent.refuse")}
        </button>
        <button type="button" class="button" onClick={() => void accept()}>
          {t("consent.agree")}
        </button>
      </div>
    </div>
  );
}
