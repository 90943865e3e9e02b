/** The senses as the service keeps them: each can be off, and says how much it weighs. */

import { signal } from "@preact/signals";

import { UnreachableError, get, put } from "../../api/client";
import type { Point, Quadrant, Reading } from "../../api/types";
import { sentenceOf } from "../../app/sentence-of";
import { UNINFORMED_VARIANCE } from "../../face/reading";
import { quadrantOf } from "../../plane/quadrants";
import { termOf } from "../../plane/words";

export type SenseName = "face" | "wearable" | "note" | "sliders" | "seed";

export interface Sense {
  name: SenseName;
  on: boolean;
  consent: boolean;
  last: Reading | null;
  /** share of the belief that rests on it, 0 to 1 */
  weight: number;
  status: string;
}

export const senses = signal<readonly Sense[]>([]);
export const sensesProblem = signal<string | null>(null);

export function senseOf(name: SenseName): Sense | null {
  return senses.value.find((sense) => sense.name === name) ?? null;
}

export async function refreshSenses(): Promise<void> {
  try {
    const answer = await get<Sense[] | { items: Sense[] }>("/senses");
    senses.value = Array.isArray(answer) ? answer : answer.items;
    sensesProblem.value = null;
  } catch (error) {
    // that nobody answers is told on every view
    sensesProblem.value = error instanceof UnreachableError ? null : sentenceOf(error);
  }
}

export async function switchSense(name: SenseName, on: boolean): Promise<void> {
  senses.value = senses.value.map((sense) => (sense.name === name ? { ...sense, on } : sense));
  try {
    await put(`/senses/${name}`, { on });
  } finally {
    await refreshSenses();
  }
}

/** How sure a reading is, 0 to 1: by how much less it leaves open than knowing nothing; as
 * `certainty` in `serving.wire.affect`. */
export function certaintyOf(reading: Pick<Reading, "valence_sd" | "arousal_sd">): number {
  const open = reading.valence_sd * reading.arousal_sd;
  return Math.min(1, Math.max(0, 1 - open / UNINFORMED_VARIANCE));
}

export type Sureness = "sure" | "fairly" | "hardly";

export function surenessOf(certainty: number): Sureness {
  if (certainty >= 0.66) return "sure";
  return certainty >= 0.33 ? "fairly" : "hardly";
}

/** The colour of a feeling; none where its word, the same on every view, is neutral. */
export function tintOf(point: Point): Quadrant | "neutral" {
  return termOf(point) === "neutral" ? "neutral" : quadrantOf(point);
}
