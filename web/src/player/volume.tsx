/** How loud, for all tracks alike: their own differences are levelled already. */

import { t } from "../i18n";
import { VolumeIcon } from "../ui/icons";
import { player } from ".";

export function Volume() {
  const volume = player.volume.value;
  return (
    <label class="volume" title={t("player.volume")}>
      <VolumeIcon size={20} />
      <input
        type="range"
        class="slider"
        aria-label={t("player.volume")}
        min={0}
        max={1}
        step={0.05}
        value={volume}
        style={{ "--filled": `${100 * volume}%` }}
        onInput={(event) => {
          player.setVolume(Number(event.currentTarget.value), false);
        }}
        onChange={(event) => {
          player.setVolume(Number(event.currentTarget.value), true);
        }}
      />
    </label>
  );
}
