/** Numbers and changes of feeling, as the listener's language writes them. */

import type { Point } from "../api/types";
import { locale, t, type Key } from "../i18n";

export function number(value: number, digits = 2): string {
  const scale = 10 ** digits;
  const rounded = Math.round(value * scale) / scale + 0; // no "-0.00"
  const written = rounded.toLocaleString(locale.value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return withMinus(written);
}

export function count(value: number): string {
  return value.toLocaleString(locale.value);
}

export function signed(value: number): string {
  const written = value.toLocaleString(locale.value, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "exceptZero",
  });
  return withMinus(written);
}

/** A minus as wide as a plus, where a hyphen is written. */
function withMinus(written: string): string {
  return written.replace("-", "−");
}

export function percent(share: number, digits = 0): string {
  return share.toLocaleString(locale.value, { style: "percent", maximumFractionDigits: digits });
}

/** Less than this is no change: it is below what two reports of one mood differ by. */
const UNFELT = 0.05;

/** Whether a change of feeling is one: the same for words, arrows and the end of a session. */
export function isFelt({ valence, arousal }: Point): boolean {
  return Math.max(Math.abs(valence), Math.abs(arousal)) >= UNFELT;
}

const MUCH = 0.35;
const SOME = 0.15;

/** A change in words: "a little more pleasant, much calmer". */
export function changeWords(shift: Point): string {
  if (!isFelt(shift)) return t("chart.unchanged");
  return [
    oneChange(shift.valence, "chart.pleasanter", "chart.unpleasanter"),
    oneChange(shift.arousal, "chart.livelier", "chart.calmer"),
  ]
    .filter((part) => part !== null)
    .join(", ");
}

function oneChange(value: number, more: Key, less: Key): string | null {
  if (Math.abs(value) < UNFELT) return null;
  const what = t(value > 0 ? more : less);
  if (Math.abs(value) >= MUCH) return t("chart.much", { what });
  return Math.abs(value) < SOME ? t("chart.a_little", { what }) : what;
}
