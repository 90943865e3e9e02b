/** What the listener wants of the next session, before it begins. */

import { signal } from "@preact/signals";

import * as api from "../../api/live";
import type { StartMessage } from "../../api/messages";
import type { Goal, TrackBrief } from "../../api/types";

export const wishedGoal = signal<Goal | null>(null);
export const wishedMinutes = signal<number | null>(null);
export const wishedSeed = signal<TrackBrief | null>(null);

/** The goal that counts now: of the session that plays, else the one wished for. */
export function goalNow(): Goal | null {
  return api.session.value?.phase === "playing" ? api.goal.value : wishedGoal.value;
}

/** Set the goal of the session that plays, or wish for it. */
export function choose(goal: Goal): void {
  if (api.session.value?.phase === "playing") api.setGoal(goal);
  else wishedGoal.value = goal;
}

export function forgetWishes(): void {
  wishedGoal.value = wishedMinutes.value = wishedSeed.value = null;
}

/** The wish as a session's start takes it; what was not wished for is left out. */
export function wish(): Omit<StartMessage, "type"> {
  return {
    ...(wishedGoal.value ? { goal: wishedGoal.value } : {}),
    ...(wishedMinutes.value ? { minutes: wishedMinutes.value } : {}),
    ...(wishedSeed.value ? { seed_track_id: wishedSeed.value.track_id } : {}),
  };
}
