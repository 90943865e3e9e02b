/** Lists that moodarc made. */

import { get } from "./client";

/** Whether any list was made for the listener yet. */
export async function hasList(signal?: AbortSignal): Promise<boolean> {
  const { total } = await get<{ total: number }>("/decisions?limit=1", signal);
  return total > 0;
}
