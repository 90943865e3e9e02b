/** What can be said of how music moved somebody, and how surely. */

import type { Moved } from "../../api/journey";

/** Below so many times a mean says little. */
const FEW = 5;

export type Sureness = "few" | "unsure" | "sure";

/** Sure where one of the two changes is more than twice its own uncertainty. */
export function surenessOf(moved: Pick<Moved, "n" | "shift" | "sd">): Sureness {
  if (moved.n < FEW) return "few";
  const clear = (part: "valence" | "arousal") =>
    Math.abs(moved.shift[part]) > 2 * standardError(moved.sd[part], moved.n);
  return clear("valence") || clear("arousal") ? "sure" : "unsure";
}

export function standardError(sd: number, n: number): number {
  return sd / Math.sqrt(Math.max(1, n));
}

/** The most moving first; what rests on few times does not push itself forward. */
export function byStrength(moved: readonly Moved[]): Moved[] {
  const strength = (one: Moved) =>
    Math.hypot(one.shift.valence, one.shift.arousal) * (one.n / (one.n + FEW));
  return [...moved].sort((a, b) => strength(b) - strength(a));
}
