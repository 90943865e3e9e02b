/** Fall asleep to it: the music fades away after some minutes. */

import { t } from "../i18n";
import { MoonIcon } from "../ui/icons";
import { player } from ".";

const MINUTES = [15, 30, 45, 60, 90];

export function SleepTimer() {
  const leftMs = player.sleepLeftMs.value;
  const left = leftMs === null ? null : Math.max(1, Math.ceil(leftMs / 60_000));
  return (
    <label class="sleep" title={t("player.sleep")}>
      <MoonIcon size={20} />
      <span class="visually-hidden">{t("player.sleep")}</span>
      <select
        value={left === null ? "" : "on"}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value !== "on") player.sleepIn(value ? Number(value) : null);
        }}
      >
        <option value="">{t("player.no_sleep")}</option>
        {left !== null && <option value="on">{t("player.sleeps_in", { minutes: left })}</option>}
        {MINUTES.map((minutes) => (
          <option key={minutes} value={minutes}>
            {t("player.minutes", { minutes })}
          </option>
        ))}
      </select>
    </label>
  );
}
