/** How one point of the plane differs from another, in words: "brighter and a little calmer". */

import type { Point } from "../../api/types";
import { t, type Key } from "../../i18n";

const HARDLY = 0.1;
const LITTLE = 0.3;
const MUCH = 0.7;

/** What is different about `here`, the larger part first; null where hardly anything is. */
export function difference(here: Point, there: Point): string | null {
  const parts: { by: number; more: Key; less: Key }[] = [
    { by: here.valence - there.valence, more: "differs.brighter", less: "differs.heavier" },
    { by: here.arousal - there.arousal, more: "differs.livelier", less: "differs.calmer" },
  ];
  const words = parts
    .filter(({ by }) => Math.abs(by) >= HARDLY)
    .sort((one, other) => Math.abs(other.by) - Math.abs(one.by))
    .map(({ by, more, less }) => byHowMuch(Math.abs(by), t(by > 0 ? more : less)));
  const [first = null, second] = words;
  return first !== null && second !== undefined ? t("differs.both", { first, second }) : first;
}

function byHowMuch(by: number, word: string): string {
  if (by >= MUCH) return t("differs.much", { word });
  return by < LITTLE ? t("differs.a_little", { word }) : word;
}
