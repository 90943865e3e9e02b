/** Whether weights enter a forecast: where not, or none are there yet, they tell of nothing. */

import type { Attention } from "../../api/journey";

export function tells({ available, why, weights }: Attention): boolean {
  return available && weights.length > 0 && !why.includes("enters no forecast");
}
