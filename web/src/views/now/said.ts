/** How a sentence of the service is told in the listener's words; its kinds stand in `said-*.ts`.
 *
 * That each of them is known here, `tests/serving/golden_sentences.json` proves: it holds what the
 * service can say, said by itself (`tools/make_golden_sentences.py`).
 */

import { number, percent } from "../../charts/numbers";
import type { Point } from "../../api/types";
import { t, type Key } from "../../i18n";
import { feeling } from "../../plane/words";

export interface Said {
  text: string;
  /** Of a sentence that could not be told in the page's language. */
  lang: "en" | undefined;
}

export type Found = Record<string, string | undefined>;
export type Template = readonly [RegExp, (found: Found) => string];
export type Nearness = "at" | "near" | "off" | "far";

export const NUMBER = String.raw`[+−-]?\d+(?:\.\d+)?`;
export const TITLE = String.raw`"(?<title>.*?)"`;
const POINT = /\(?valence ([+−-]?\d\.\d+),? arousal ([+−-]?\d\.\d+)\)?/g;

const AT_WITHIN = 0.1;
const FAR_FROM = 1;
/** As in the service: so near counts as reached (`PathPolicy.near`). */
const REACHED_WITHIN = 0.25;

/** A distance on the plane as one would say it.
 *
 * The plane is 2 wide. The score counts the squared distance against that of opposite corners, 8;
 * below 1, where "far" begins, at most an eighth of it is lost, so "far" would belie the bar.
 */
export function nearness(distance: number): Nearness {
  if (distance < AT_WITHIN) return "at";
  if (distance <= REACHED_WITHIN) return "near";
  return distance < FAR_FROM ? "off" : "far";
}

/** A sentence of the service with a word in the place of each point of the plane. */
export function inPlainWords(text: string): string {
  return text.replace(POINT, (_, valence: string, arousal: string) => {
    return `“${feeling({ valence: Number(valence), arousal: Number(arousal) })}”`;
  });
}

export const near = (what: "goal" | "path" | "feeling", distance?: string): string =>
  t(`said.${what}_${nearness(Number(distance))}`);

/** A point whose parts are named (`at`). */
export const pointOf = (found: Found, name: string): Point => ({
  valence: Number(found[`${name}_v`]),
  arousal: Number(found[`${name}_a`]),
});

/** The word of such a point. */
export const word = (found: Found, name: string): string => feeling(pointOf(found, name));

/** The pattern of a point, its parts named. */
export const at = (name: string): string =>
  `valence (?<${name}_v>${NUMBER}),? arousal (?<${name}_a>${NUMBER})`;

export const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`, "s");
export const start = (pattern: string): RegExp => new RegExp(`^${pattern}(?: |$)`, "s");
export const shareOf = (text?: string): string => percent(Number(text) / 100);
export const value = (text?: string, digits = 2): string => number(Number(text), digits);
export const plain = (key: Key) => () => t(key);

/** What the first template that fits makes of a sentence, and how much of it that was. */
export function toldBy(
  templates: readonly Template[],
  text: string,
): { text: string; length: number } | null {
  for (const [pattern, say] of templates) {
    const found = pattern.exec(text);
    if (found) return { text: say(found.groups ?? {}), length: found[0].length };
  }
  return null;
}
