/** The listener's own head, kept by the service: numbers only. */

import { effect, signal } from "@preact/signals";

import { get, put, remove } from "../api/client";
import { withdrawn } from "../api/consents";
import { EXPRESSIONS } from "./expressions";
import type { PersonalHead } from "./personal";
import type { Calibration } from "./personal-fitting";

/** `GET` and `PUT /face-head`: the head, and its confusion counts by true expression. */
export interface FaceHead extends PersonalHead {
  report: Record<string, number[]>;
}

/** Whether the listener has a head for the network in use. */
export const headInUse = signal(false);

effect(() => {
  if (withdrawn.value?.name === "calibration") headInUse.value = false; // erased with it
});

/** The head for this version of the network; null where there is none. */
export async function ownHead(version: string): Promise<PersonalHead | null> {
  const head = await get<FaceHead | null>("/face-head");
  headInUse.value = head?.classifier === version;
  if (!head || !headInUse.value) return null;
  const { mixing, weights, bias, centre, scale, classifier } = head;
  return { mixing, weights, bias, centre, scale, classifier };
}

export async function keepHead(found: Calibration): Promise<void> {
  await put("/face-head", told(found));
  headInUse.value = true;
}

export async function forgetHead(): Promise<void> {
  await remove("/face-head");
  headInUse.value = false;
}

/** As it travels. */
export function told(found: Calibration): FaceHead {
  const report = Object.fromEntries(EXPRESSIONS.map((name, k) => [name, found.after[k] ?? []]));
  return { ...found.head, report };
}
