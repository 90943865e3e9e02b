/** What a listener is asked to agree to, in their language, in the words that the service keeps. */

import type { Consent } from "../api/consents";
import { language } from "../i18n";
import "./sheet.css";
import { termsParts } from "./terms-parts";

/** In a language that the service does not ask in, its own words. */
const asked = (consent: Consent) => consent.wordings[language.value] ?? consent;

export const consentTitle = (consent: Consent): string => asked(consent).title;

export const consentTerms = (consent: Consent): string => asked(consent).terms;

export function ConsentTerms({ consent }: { consent: Consent }) {
  return <Terms words={consentTerms(consent)} />;
}

export function Terms({ words }: { words: string }) {
  return (
    <div class="consent-terms stack">
      {termsParts(words).map((part, k) =>
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
