/** What a listener must agree to before some things are kept. */

import { signal } from "@preact/signals";

import { ServiceError, get, put, remove } from "./client";

export interface Consent {
  name: string;
  title: string;
  terms: string;
  agreed_at: string | null;
}

export async function consentOf(name: string): Promise<Consent | null> {
  const { consents } = await get<{ consents: Consent[] }>("/privacy");
  return consents.find((one) => one.name === name) ?? null;
}

/** Agree to the words that were shown; they are kept as they stand. */
export async function agree(name: string, terms: string): Promise<void> {
  await put(`/privacy/consents/${name}`, { terms });
}

/** What was taken back last, here or in another page of this browser. */
export const withdrawn = signal<{ name: string } | null>(null);

const pages = "BroadcastChannel" in window ? new BroadcastChannel("moodarc.consents") : null;
pages?.addEventListener("message", ({ data }: MessageEvent<string>) => {
  withdrawn.value = { name: data };
});

/** Take back what was agreed to; whatever needs it stops at once, before the service answers. */
export async function withdraw(name: string): Promise<void> {
  withdrawn.value = { name };
  pages?.postMessage(name);
  await remove(`/privacy/consents/${name}`);
}

/** Whether a request was refused because something must be agreed to first. */
export function needsConsent(error: unknown): boolean {
  return error instanceof ServiceError && error.problem.type.endsWith("consent-needed");
}
