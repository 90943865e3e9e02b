/** The four quadrants of the plane. */

import type { Point, Quadrant } from "../api/types";

/** In the order of every matrix of the service. */
export const QUADRANTS: readonly Quadrant[] = ["happy", "angry", "sad", "peaceful"];

export function quadrantOf({ valence, arousal }: Point): Quadrant {
  if (arousal >= 0) return valence >= 0 ? "happy" : "angry";
  return valence >= 0 ? "peaceful" : "sad";
}
