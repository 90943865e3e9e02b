/** What a listener is asked to agree to, in the page's own words and their language. */

import type { Consent } from "../api/consents";
import { t, type Key } from "../i18n";
import "./sheet.css";
import { termsParts } from "./terms-parts";

const NAMES = ["camera", "calibration", "wearables", "notes", "sensitive"] as const;

const keyOf = (name: string, what: "title" | "terms"): Key | null => {
  const known = NAMES.find((one) => one === name);
  return known ? `consent.${known}.${what}` : null;
};

/** One that this page does not know keeps the service's own words. */
export function consentTitle({ name, title }: Consent): string {
  const key = keyOf(name, "title");
  return key ? t(key) : title;
}

export function consentTerms({ name, terms }: Consent): string {
  const key = keyOf(name, "terms");
  return key ? t(key) : terms;
}

export function ConsentTerms({ consent }: { consent: Consent }) {
  return (
    <div class="consent-terms stack">
      {termsParts(consentTerms(consent)).map((part, k) =>
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
  );
}
