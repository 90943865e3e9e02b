/** Which way a feeling moved, in words. */

import type { Point } from "../../api/types";
import { isFelt } from "../../charts/numbers";
import type { Key } from "../../i18n";

/** By the greater of the two; "hardly" where neither is worth a word. */
export function movedKey(shift: Point | null): Key {
  if (!shift) return "moved.unknown";
  const { valence, arousal } = shift;
  if (!isFelt(shift)) return "moved.hardly";
  if (Math.abs(valence) >= Math.abs(arousal)) return valence > 0 ? "moved.up" : "moved.down";
  return arousal > 0 ? "moved.livelier" : "moved.calmer";
}
