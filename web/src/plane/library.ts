/** The library's dots, fetched when the page opens and while it grows. */

import { computed, effect, signal } from "@preact/signals";

import { bytes } from "../api/client";
import { track, type Track } from "../api/library";
import { scan } from "../api/live";
import { libraryTurn } from "../api/scanning";
import { DotIndex, NO_DOTS, dotsOf, type Dots } from "./dots";

export const dots = signal<Dots>(NO_DOTS);
export const dotIndex = computed(() => new DotIndex(dots.value));

/** What was pointed at last; a whole library of tracks in full would fill the memory. */
const MOST_NAMED = 200;
const names = new Map<number, Promise<Track>>();
let asked = false;

export async function fetchDots(): Promise<void> {
  try {
    dots.value = dotsOf(await bytes("/library/plane"));
    names.clear(); // a track may have another name now
  } catch {
    // the notice of the frame tells that the service is away; the plane is of use without dots
  }
}

/** Fetch them once, and anew after each scan. */
export function keepDots(): void {
  if (asked) return;
  asked = true;
  void fetchDots();
  let seen = "";
  effect(() => {
    const turn = `${libraryTurn.value} ${scan.value?.state === "done"}`;
    if (seen && turn !== seen) void fetchDots();
    seen = turn;
  });
}

/** What a dot is; asked once of each of the last ones. */
export function trackOf(id: number): Promise<Track> {
  const known = names.get(id);
  if (known) return known;
  const asked = track(id);
  asked.catch(() => names.delete(id));
  names.set(id, asked);
  const [oldest] = names.keys();
  if (names.size > MOST_NAMED && oldest !== undefined) names.delete(oldest);
  return asked;
}
