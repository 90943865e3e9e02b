/** Kinds of stored things in words that anyone knows. */

import type { Stored } from "../../api/privacy";
import { t, type Key } from "../../i18n";

const KINDS = [
  "readings",
  "events",
  "decisions",
  "sessions",
  "corrections",
  "samples",
  "facts",
  "files",
  "tokens",
] as const;

type Kind = (typeof KINDS)[number];

const isKnown = (what: string): what is Kind => (KINDS as readonly string[]).includes(what);

/** A kind that is new here keeps the service's own name. */
export function whatWords(what: string): string {
  return isKnown(what) ? t(`privacy.what_${what}` satisfies Key) : what;
}

export function whyWords(stored: Pick<Stored, "what" | "why">): string {
  return isKnown(stored.what) ? t(`privacy.why_${stored.what}` satisfies Key) : stored.why;
}
