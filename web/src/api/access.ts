/** Who asks, as the service sees it, and what they may; whether it asks for a token first. */

import { computed, effect, signal } from "@preact/signals";

import { ServiceError } from "./client";
import { connection } from "./live";
import { me as askMe, type Me } from "./privacy";

const REFUSED = [401, 403];

export type Door = "asking" | "open" | "shut";

export const door = signal<Door>("asking");
export const me = signal<Me | null>(null);

/** Ask who we are; a service that does not answer shuts nobody out. */
export async function knock(): Promise<Door> {
  try {
    me.value = await askMe();
    door.value = "open";
  } catch (error) {
    const isRefused = error instanceof ServiceError && REFUSED.includes(error.problem.status);
    door.value = isRefused ? "shut" : "open";
  }
  return door.value;
}

/** A line that broke may have broken because the token opens nothing any more. */
export function watchDoor(): void {
  effect(() => {
    if (connection.value === "open" ? me.peek() === null : connection.value === "lost")
      void knock();
  });
}

/** Until it is known, nothing is held back: the service decides in the end. */
const may = (scope: string) => computed(() => me.value?.scopes.includes(scope) ?? true);

/** Read in music; files that tell where music lies. */
export const mayManage = may("manage");
/** Sound, and the library. */
export const mayHear = may("library");
