/** How a sentence of the service is told in the listener's words; its kinds stand in `said-*.ts`.
 *
 * That each of them is known here, `tests/serving/golden_sentences.json` proves: it holds what the
 * service can say, said by itself (`tools/make_golden_sentences.py`).
 */

import { number, percent } from "../../charts/numbers";
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

/** A distance on the plane as one would say it: the whole plane is 2 wide. */
export function nearness(distance: number): Nearness {
  if (distance < 0.1) return "at";
  if (distance < 0.25) return "near";
  return distance < 0.5 ? "off" : "far";
}

/** A sentence of the service with a word in the place of each point of the plane. */
export function inPlainWords(text: string): string {
  return text.replace(POINT, (_, valence: string, arousal: string) => {
    return `“${feeling({ valence: Number(valence), arousal: Number(arousal) })}”`;
  });
}

export const near = (what: "goal" | "path" | "feeling", distance?: string): string =>
  t(`said.${what}_${nearness(Number(distance))}`);

/** The word of a point whose parts are named (`at`). */
export const word = (found: Found, name: string): string =>
  feeling({ valence: Number(found[`${name}_v`]), arousal: Number(found[`${name}_a`]) });

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
