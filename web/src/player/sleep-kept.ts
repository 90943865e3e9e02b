/** The sleep timer outlives a reload of its tab. */

import { effect } from "@preact/signals";

import type { Player } from "./player";

const STORED = "moodarc.sleep";

/** Take up the timer where it is still to come, and keep it from now on. */
export function keepSleep(
  player: Pick<Player, "sleepAt" | "sleepUntil">,
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
  now = Date.now(),
): void {
  const at = Number(storage.getItem(STORED));
  if (at > now) player.sleepUntil(at);
  effect(() => {
    const { value } = player.sleepAt;
    if (value === null) storage.removeItem(STORED);
    else storage.setItem(STORED, String(value));
  });
}
