/** What the player can do for a track of the library. */

import type { TrackBrief } from "../../api/types";
import { t } from "../../i18n";
import { player, startListening } from "../../player";

/** Where a track is while it plays, and how to go elsewhere in it. */
export function usePlaying(track: TrackBrief): {
  position: number | undefined;
  seek: ((seconds: number) => void) | undefined;
} {
  const isCurrent = player.current.value?.track_id === track.track_id;
  const canPlay = track.status === "present";
  return {
    position: isCurrent ? player.position.value : undefined,
    seek: canPlay
      ? (seconds) => {
          if (isCurrent) player.seek(seconds);
          else playNow(track, seconds);
        }
      : undefined,
  };
}

export function PlayButtons({ track }: { track: TrackBrief }) {
  if (track.status !== "present") return null;
  return (
    <div class="row">
      <button
        type="button"
        class="button primary"
        onClick={() => {
          playNow(track, 0);
        }}
      >
        {t("library.play_now")}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          startListening({ seed_track_id: track.track_id });
        }}
      >
        {t("library.play_from")}
      </button>
    </div>
  );
}

/** Called from a tap, so that the browser lets it sound. */
function playNow(track: TrackBrief, atS: number): void {
  player.take();
  player.begin({ track, why: "", gain_db: track.gain_db }, atS);
}
