/** What the page itself remembers of a listener goes when they go. */

import { forgetAll } from "../../api/live";
import { libraryTurn } from "../../api/scanning";
import { headInUse } from "../../face/head-store";
import { lastRead, turnOff } from "../../face/state";
import { forgetHeard } from "../../player";
import { forgetWishes } from "../now/wish";

/** Taste, not trace: how the page looks and speaks may stay. */
const KEPT = ["moodarc.theme", "moodarc.language"];

/** All that is shown, played, looked at or waits to be told. */
export function forgetLive(): void {
  turnOff();
  forgetHeard();
  forgetWishes();
  forgetAll();
  lastRead.value = null;
  headInUse.value = false;
}

/** That, and what the browser keeps. */
export async function forgetPage(): Promise<void> {
  forgetLive();
  libraryTurn.value += 1; // the plane without the listener's corrections
  for (const key of Object.keys(localStorage))
    if (key.startsWith("moodarc") && !KEPT.includes(key)) localStorage.removeItem(key);
  sessionStorage.clear();
  if (!("indexedDB" in globalThis)) return;
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
}
