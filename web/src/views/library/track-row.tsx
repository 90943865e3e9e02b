import { genreName } from "../../ui/genres";
import type { TrackBrief } from "../../api/types";
import { stateName } from "../../charts/state-diagram";
import { clock } from "../../charts/times";
import { t } from "../../i18n";
import { PlaneMark } from "./plane-mark";
import { ROW_PX } from "./windows";

interface Props {
  row: number;
  total: number;
  /** null while its page is on the way */
  track: TrackBrief | null;
  chosen: number | null;
  reachable: boolean;
  choose: (track: TrackBrief) => void;
}

export function TrackRow({ row, total, track, chosen, reachable, choose }: Props) {
  const place = { height: `${ROW_PX}px`, transform: `translateY(${row * ROW_PX}px)` };
  return (
    <div
      class="track-place"
      style={place}
      role="listitem"
      aria-posinset={row + 1}
      aria-setsize={total}
    >
      <button
        type="button"
        class={track?.track_id === chosen ? "track-row chosen" : "track-row"}
        data-row={row}
        tabIndex={reachable ? 0 : -1}
        aria-current={track?.track_id === chosen ? "true" : undefined}
        aria-disabled={track === null}
        onClick={() => {
          if (track) choose(track);
        }}
      >
        {track ? <Words track={track} /> : <span class="track-waiting" />}
      </button>
    </div>
  );
}

function Words({ track }: { track: TrackBrief }) {
  const quadrant = track.affect?.quadrant ?? null;
  return (
    <>
      <PlaneMark affect={track.affect} />
      <span class="track-words">
        <span class="track-title">{track.title}</span>
        <span class="track-by dim small">
          {[track.artist, track.genre && genreName(track.genre)]
            .filter((part) => part !== null)
            .join(" · ")}
        </span>
      </span>
      <span class="track-mood small">
        {track.status !== "present"
          ? t("library.missing")
          : quadrant
            ? stateName(quadrant)
            : track.affect
              ? t("library.between")
              : t("library.unheard")}
      </span>
      <span class="track-length small dim">
        {track.duration_s === null ? "" : clock(track.duration_s)}
      </span>
    </>
  );
}
