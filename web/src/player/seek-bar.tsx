/** Where in the track; to be dragged or moved by keys. */

import { clock } from "../charts/times";
import { t } from "../i18n";
import { player } from ".";

const STEPS: Record<string, number> = {
  ArrowLeft: -5,
  ArrowDown: -5,
  ArrowRight: 5,
  ArrowUp: 5,
};

export function SeekBar() {
  const [position, duration] = [player.position.value, player.duration.value];
  return (
    <div class="seek">
      <span class="dim small">{clock(position)}</span>
      <input
        type="range"
        class="slider"
        aria-label={t("player.seek")}
        aria-valuetext={t("player.position", { at: clock(position), of: clock(duration) })}
        min={0}
        max={Math.max(1, duration)}
        step={0.1}
        value={position}
        disabled={!player.current.value}
        style={{ "--filled": `${duration ? (100 * position) / duration : 0}%` }}
        onKeyDown={(event) => {
          const step = STEPS[event.key];
          if (!step || !duration) return;
          event.preventDefault();
          player.seek(Math.max(0, Math.min(duration - 1, position + step)));
        }}
        onInput={(event) => {
          player.seek(Number(event.currentTarget.value));
        }}
      />
      <span class="dim small">{clock(duration)}</span>
    </div>
  );
}
