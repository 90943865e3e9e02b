/** The picture of a track; where it has none, the colour of what it expresses. */

import { useState } from "preact/hooks";

import { connection } from "../api/live";
import { coverUrl } from "../api/tracks";
import type { TrackBrief } from "../api/types";
import "./cover.css";
import { LibraryIcon } from "./icons";

/** Tracks that have no picture: not asked for again while the page lives. */
const without = new Set<number>();

export function Cover({ track, large = false }: { track: TrackBrief; large?: boolean }) {
  const [, setMissing] = useState<number | null>(null);
  const quadrant = track.affect?.quadrant ?? "";
  return (
    <span class={`cover ${quadrant}${large ? " large" : ""}`} aria-hidden="true">
      {without.has(track.track_id) ? (
        <LibraryIcon size={large ? 34 : 20} />
      ) : (
        <img
          src={coverUrl(track.track_id)}
          alt=""
          loading="lazy"
          onError={() => {
            if (connection.value === "open") without.add(track.track_id);
            setMissing(track.track_id);
          }}
        />
      )}
    </span>
  );
}
