import { useState } from "preact/hooks";

import { withdraw, type Consent } from "../../api/consents";
import { Failure } from "../../app/loaded";
import { dateOnly } from "../../charts/times";
import { ConsentTerms } from "../../ui/consent-terms";
import { language, t, type Key } from "../../i18n";

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
  const { name, agreed_at } = consent;
  const key = TITLES[name];
  return (
    <li>
      <div class="head">
        <h3>{key ? t(key) : consent.title}</h3>
        <span class={agreed_at === null ? "chip" : "chip agreed"}>
          {agreed_at === null
            ? t("privacy.not_agreed")
            : t("privacy.agreed", { date: dateOnly(agreed_at, language.value) })}
        </span>
      </div>
      <details>
        <summary>{t("privacy.terms")}</summary>
        <ConsentTerms consent={consent} />
      </details>
      {agreed_at !== null && (
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
