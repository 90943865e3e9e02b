import { useState } from "preact/hooks";

import { withdraw, type Consent } from "../../api/consents";
import { Failure } from "../../app/loaded";
import { dateOnly } from "../../charts/times";
import { ConsentTerms, Terms } from "../../ui/consent-terms";
import { locale, t, type Key } from "../../i18n";

/** What the listener agreed to, with its terms, and how to take it back. */
export function ConsentsCard({
  consents,
  changed,
}: {
  consents: readonly Consent[];
  changed: () => void;
}) {
  return (
    <section class="card" aria-labelledby="consents-title">
      <h2 id="consents-title">{t("privacy.consents")}</h2>
      <p class="lead">{t("privacy.consents_lead")}</p>
      <ul class="consents">
        {consents.map((one) => (
          <ConsentRow key={one.name} consent={one} changed={changed} />
        ))}
      </ul>
    </section>
  );
}

const TITLES: Record<string, Key> = {
  camera: "privacy.consent_camera",
  calibration: "privacy.consent_calibration",
  wearables: "privacy.consent_wearables",
  notes: "privacy.consent_notes",
  sensitive: "privacy.consent_sensitive",
};

function ConsentRow({ consent, changed }: { consent: Consent; changed: () => void }) {
  const [error, setError] = useState<Error | null>(null);
  const { name, agreed_at, earlier_at, agreed_words } = consent;
  const key = TITLES[name];
  return (
    <li>
      <div class="head">
        <h3>{key ? t(key) : consent.title}</h3>
        <span class={agreed_at === null ? "chip" : "chip agreed"}>{stateWords(consent)}</span>
      </div>
      {earlier_at !== null && <p class="small notice">{t("privacy.asked_again")}</p>}
      {agreed_words !== null && (
        <details>
          <summary>{t("privacy.terms_agreed")}</summary>
          <Terms words={agreed_words} />
        </details>
      )}
      {agreed_at === null && (
        <details>
          <summary>{t("privacy.terms")}</summary>
          <ConsentTerms consent={consent} />
        </details>
      )}
      {agreed_words !== null && (
        <button
          type="button"
          class="button"
          onClick={() => {
            setError(null);
            withdraw(name).then(changed, (reason: unknown) => {
              setError(reason as Error);
            });
          }}
        >
          {t("privacy.withdraw")}
        </button>
      )}
      {error && <Failure error={error} />}
    </li>
  );
}

function stateWords({ agreed_at, earlier_at }: Consent): string {
  if (agreed_at !== null) return t("privacy.agreed", { date: dateOnly(agreed_at, locale.value) });
  if (earlier_at === null) return t("privacy.not_agreed");
  return t("privacy.agreed_before", { date: dateOnly(earlier_at, locale.value) });
}
