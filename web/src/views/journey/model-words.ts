/** A mental model in sentences. */

import type { MentalModel } from "../../api/journey";
import { percent } from "../../charts/numbers";
import { stateName } from "../../charts/state-diagram";
import { t } from "../../i18n";
import { QUADRANTS } from "../../plane/quadrants";

/** Of each state: how often one stays, and where one goes most often else. */
export function modelWords(model: MentalModel): string[] {
  return QUADRANTS.map((state, i) => {
    const row = model.transitions[i] ?? [];
    const elsewhere = QUADRANTS.map((to, j) => ({
      to,
      chance: j === i ? -1 : (row[j] ?? 0),
    })).reduce((best, one) => (one.chance > best.chance ? one : best));
    return t("journey.model_sentence", {
      state: stateName(state),
      step: stepWords(model.step_min),
      stay: stayWords(model, i),
      other: stateName(elsewhere.to),
      chance: percent(elsewhere.chance),
    });
  });
}

/** "60% (± 5%)" for a listener's own; of many people that would be how much they differ. */
function stayWords({ name, transitions, low, high }: MentalModel, i: number): string {
  const stay = transitions[i]?.[i] ?? 0;
  const error = ((high[i] ?? 0) - (low[i] ?? 0)) / 4; // two deviations to each side
  if (name !== "personal" || error < 0.005) return percent(stay);
  return t("journey.model_range", { stay: percent(stay), error: percent(error) });
}

export function stepWords(minutes: number): string {
  if (minutes < 60) return t("journey.minutes", { n: minutes });
  return minutes === 60 ? t("journey.an_hour") : t("journey.hours_n", { n: minutes / 60 });
}
