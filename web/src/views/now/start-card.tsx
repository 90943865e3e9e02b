/** Before the music: one button, and what may be said first. */

import { session } from "../../api/live";
import { t } from "../../i18n";
import { hearHere, startListening } from "../../player";
import { PlayIcon } from "../../ui/icons";
import { TrackSearch } from "../../ui/track-search";
import { GoalChips } from "./goal-card";
import { wish, wishedMinutes, wishedSeed } from "./wish";

const MINUTES = [15, 30, 45, 60, 90, 120];

export function StartCard() {
  return (
    <section class="card stack start-card" aria-label={t("now.start")}>
      <button
        type="button"
        class="button primary big"
        onClick={() => {
          startListening(wish());
        }}
      >
        <PlayIcon size={24} /> {t("now.play")}
      </button>
      {session.value?.resumable && (
        <button type="button" class="button" onClick={hearHere}>
          {t("now.resume")}
        </button>
      )}
      <h2>{t("now.wish")}</h2>
      <GoalChips />
      <div class="start-fields">
        <TrackSearch
          label={t("now.seed")}
          chosen={wishedSeed.value}
          onChoose={(track) => {
            wishedSeed.value = track;
          }}
        />
        <label class="field">
          {t("now.minutes")}
          <select
            value={wishedMinutes.value ?? ""}
            onChange={(event) => {
              wishedMinutes.value = Number(event.currentTarget.value) || null;
            }}
          >
            <option value="">{t("now.open_end")}</option>
            {MINUTES.map((minutes) => (
              <option key={minutes} value={minutes}>
                {t("player.minutes", { minutes })}
              </option>
            ))}
          </select>
        </label>
      </div>
    </section>
  );
}
