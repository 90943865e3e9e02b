/** Why a track stands where it stands, as bars that add up to its score. */

import type { Reason } from "../../api/types";
import { signed as written } from "../../charts/numbers";
import { t } from "../../i18n";
import { en, type Key } from "../../i18n/words";

export interface Bar {
  name: string;
  value: number;
  /** Length of the bar as a share of the longest, 0 to 1. */
  length: number;
  text: string;
}

const LEAST_SHOWN = 0.005;

/** Bars, the weightiest first; parts that count nothing are left out. */
export function barsOf(reasons: readonly Reason[]): Bar[] {
  const longest = Math.max(...reasons.map(({ value }) => Math.abs(value)), 1e-9);
  return reasons
    .filter(({ value }) => Math.abs(value) >= LEAST_SHOWN)
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .map(({ name, value, text }) => ({ name, value, text, length: Math.abs(value) / longest }));
}

/** What all parts that are too small for a bar come to. */
export function restOf(reasons: readonly Reason[]): number {
  return reasons
    .filter(({ value }) => Math.abs(value) < LEAST_SHOWN)
    .reduce((sum, { value }) => sum + value, 0);
}

/** With its sign, as the listener's language writes it; a true minus, as wide as a plus. */
export function signed(value: number): string {
  return written(value).replace("-", "−");
}

/** The words for a part of a score; a part of a later service keeps its own name. */
export function reasonKey(name: string): Key | null {
  const key = `reason.${name}`;
  return key in en ? (key as Key) : null;
}

const CAUSES: readonly (readonly [RegExp, Key])[] = [
  [/^the session began/, "cause.began"],
  [/^the goal changed/, "cause.goal"],
  [/^a track was skipped/, "cause.skipped"],
  [/^a track was banned/, "cause.banned"],
  [/^the feeling moved/, "cause.moved"],
  [/^more music was found/, "cause.found"],
  [/^the list ran out/, "cause.ran_out"],
];

export function causeKey(cause: string): Key | null {
  return CAUSES.find(([pattern]) => pattern.test(cause))?.[1] ?? null;
}

const ENDINGS: readonly (readonly [RegExp, Key])[] = [
  [/^the listener stopped$/, "ending.stopped"],
  [/^the time is up$/, "ending.time_up"],
  [/^the goal is reached and held$/, "ending.reached"],
  [/^nothing more can be played$/, "ending.nothing_left"],
  [/^nothing could be played$/, "ending.nothing_played"],
  [/^a new session began$/, "ending.replaced"],
  [/^interrupted$/, "ending.interrupted"],
  [/^(?<n>\d+) tracks in a row cannot be played;/, "ending.unplayable"],
];

/** Why a session ended, in the page's words. */
export function endingSaid(reason: string): string {
  for (const [pattern, key] of ENDINGS) {
    const found = pattern.exec(reason);
    if (found) return t(key, { n: found.groups?.n ?? "" });
  }
  return t("ending.other");
}
