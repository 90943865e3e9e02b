/** What a listener must agree to before some things are kept. */

import { signal } from "@preact/signals";

import { ServiceError, get, put, remove } from "./client";

export interface Consent {
  name: string;
  title: string;
  terms: string;
  /** As the page asks, by language. */
  wordings: Record<string, { title: string; terms: string }>;
  /** null where it is not agreed to in words of today. */
  agreed_at: string | null;
  /** When earlier words were agreed to, where those of today are not. */
  earlier_at: string | null;
  /** The words that were agreed to, today's or earlier ones. */
  agreed_words: string | null;
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
