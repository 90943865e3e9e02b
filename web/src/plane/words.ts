/** A point of the plane in plain words: one of Thayer's twelve terms, or how far along each axis. */

import type { Point, Term } from "../api/types";
import { t, type Key } from "../i18n";

/** Round the circle from pleasant, 30 degrees apart, the first at 15. */
export const TERMS = [
  "pleased",
  "happy",
  "excited",
  "annoyed",
  "angry",
  "nervous",
  "sad",
  "bored",
  "sleepy",
  "calm",
  "peaceful",
  "relaxed",
] as const satisfies readonly Term[];

const NEUTRAL_WITHIN = 0.12;
const SLIGHT_WITHIN = 0.08;
const STRONG_FROM = 0.55;

export function termOf({ valence, arousal }: Point): Term | "neutral" {
  if (Math.hypot(valence, arousal) < NEUTRAL_WITHIN) return "neutral";
  const turn = Math.atan2(arousal, valence) / (2 * Math.PI);
  return TERMS[Math.floor(((turn + 1) % 1) * TERMS.length)] ?? "neutral";
}

/** "happy", in the language of the page. */
export function feeling(point: Point): string {
  return t(`feeling.${termOf(point)}`);
}

/** "quite pleasant, a little calm": for who cannot see the plane. */
export function spoken(point: Point): string {
  const across = along(point.valence, "plane.pleasant", "plane.unpleasant");
  const up = along(point.arousal, "plane.lively", "plane.calm");
  const place = [across, up].filter(Boolean).join(", ") || t("plane.middle");
  return t("plane.spoken", { feeling: feeling(point), place });
}

function along(value: number, more: Key, less: Key): string {
  const far = Math.abs(value);
  if (far < SLIGHT_WITHIN) return "";
  const word = t(value > 0 ? more : less);
  if (far >= STRONG_FROM) return t("plane.very", { word });
  return far < STRONG_FROM / 2 ? t("plane.a_little", { word }) : t("plane.quite", { word });
}
