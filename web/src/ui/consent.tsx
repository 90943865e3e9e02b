/** The terms of something, and the one button that agrees to them. */

import { useEffect, useState } from "preact/hooks";

import { agree, consentOf, type Consent } from "../api/consents";
import { t } from "../i18n";

interface AskConsentProps {
  name: string;
  onAgreed: () => void;
}

export function AskConsent({ name, onAgreed }: AskConsentProps) {
  const [consent, setConsent] = useState<Consent | null>(null);
  useEffect(() => {
    consentOf(name).then(setConsent, () => undefined);
  }, [name]);
  if (!consent) return null;
  const accept = async () => {
    await agree(name);
    onAgreed();
  };
  return (
    <div class="notice stack" role="group" aria-label={consent.title}>
      <p>{t("consent.why")}</p>
      <p class="terms small" lang="en">
        {consent.terms}
      </p>
      <button type="button" class="button" onClick={() => void accept()}>
        {t("consent.agree")}
      </button>
    </div>
  );
}
