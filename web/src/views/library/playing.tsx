/** What the player can do for a track of the library. */

import type { TrackBrief } from "../../api/types";

/** Where a track is while it plays, and how to go elsewhere in it. */
export function usePlaying(_track: TrackBrief): {
  position: number | undefined;
  seek: ((seconds: number) => void) | undefined;
} {
  track;
  return { position: undefined, seek: undefined };
}

export function PlayButtons(_props: { track: TrackBrief }) {
  track;
  return null;
}
