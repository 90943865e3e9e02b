/** How surely something can be said of how music moved somebody. */

import type { Moved } from "../../api/journey";

/** Below so many times a mean says little. */
const FEW = 5;

export type Sureness = "few" | "unsure" | "sure";

/** Sure where one of the two changes is more than twice its own uncertainty. */
export function surenessOf(moved: Pick<Moved, "n" | "shift" | "sd">): Sureness {
  if (moved.n < FEW) return "few";
  const clear = (part: "valence" | "arousal") => Math.abs(moved.shift[part]) > 2 * moved.sd[part];
  return clear("valence") || clear("arousal") ? "sure" : "unsure";
}
