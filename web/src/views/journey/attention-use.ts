/** Whether what the forecaster looks at enters a forecast; else it would tell of nothing. */

import type { Attention } from "../../api/journey";

export function isUsed({ why }: Pick<Attention, "why">): boolean {
  return !why.includes("enters no forecast");
}
