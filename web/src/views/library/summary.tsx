import type { LibrarySummary } from "../../api/library";
import { count, percent } from "../../charts/numbers";
import { stateName } from "../../charts/state-diagram";
import { t } from "../../i18n";
import { QUADRANTS } from "../../plane/quadrants";

/** The library in a line, and how its moods divide it. */
export function SummaryLine({ summary }: { summary: LibrarySummary }) {
  const whole = QUADRANTS.reduce((sum, state) => sum + summary.by_quadrant[state], 0);
  return (
    <div class="summary">
      <p class="dim">
        {t("library.summary", {
          tracks: count(summary.tracks),
          length: lengthWords(summary.total_duration_s),
        })}
        {summary.analysed < summary.tracks &&
          ` ${t("library.summary_unheard", { n: count(summary.tracks - summary.analysed) })}`}
      </p>
      {whole > 0 && (
        <>
          <div class="shares" aria-hidden="true">
            {QUADRANTS.map((state) => (
              <span
                key={state}
                class={`share ${state}`}
                style={{ flexGrow: summary.by_quadrant[state] }}
              />
            ))}
          </div>
          <ul class="share-names small">
            {QUADRANTS.map((state) => (
              <li key={state}>
                <span class={`dot ${state}`} aria-hidden="true" /> {stateName(state)}{" "}
                {percent(summary.by_quadrant[state] / whole)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function lengthWords(seconds: number): string {
  const hours = seconds / 3600;
  return hours < 2
    ? t("library.length_minutes", { n: count(Math.round(seconds / 60)) })
    : t("library.length_hours", { n: count(Math.round(hours)) });
}
