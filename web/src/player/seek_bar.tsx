/** Where in the track; to be dragged or moved by keys. */

import { clock } from "../api/tracks";
import { t } from "../i18n";
import { player } from ".";

const STEP_S = 5;

export function SeekBar() {
  const [position, duration] = [player.position.value, player.duration.value];
  return (
    <div class="seek">
      <span class="dim small">{clock(position)}</span>
      <input
        type="range"
        aria-label={t("player.seek")}
        aria-valuetext={t("player.position", { at: clock(position), of: clock(duration) })}
        min={0}
        max={Math.max(1, duration)}
        step={STEP_S}
        value={position}
        disabled={!player.current.value}
        style={{ "--filled": `${duration ? (100 * position) / duration : 0}%` }}
        onInput={(event) => {
          player.seek(Number(event.currentTarget.value));
        }}
      />
      <span class="dim small">{clock(duration)}</span>
    </div>
  );
}
