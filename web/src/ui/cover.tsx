/** The picture of a track; where it has none, the colour of what it expresses. */

import { useState } from "preact/hooks";

import { coverUrl } from "../api/tracks";
import type { TrackBrief } from "../api/types";
import "./cover.css";
import { LibraryIcon } from "./icons";

export function Cover({ track, large = false }: { track: TrackBrief; large?: boolean }) {
  const [missing, setMissing] = useState<number | null>(null);
  const quadrant = track.affect?.quadrant ?? "";
  return (
    <span class={`cover ${quadrant}${large ? " large" : ""}`} aria-hidden="true">
      {missing === track.track_id ? (
        <LibraryIcon size={large ? 34 : 20} />
      ) : (
        <img
          src={coverUrl(track.track_id)}
          alt=""
          loading="lazy"
          onError={() => {
            setMissing(track.track_id);
          }}
        />
      )}
    </span>
  );
}
