/** What is kept of the listener, and how it goes away. */

import { get, remove } from "./client";
import type { Consent } from "./consents";

export interface Stored {
  what: string;
  n: number;
  first: string | null;
  last: string | null;
  why: string;
}

export interface Privacy {
  stored: Stored[];
  consents: Consent[];
  listener: string;
  /** Told to those only who manage the service. */
  where: string | null;
}

export interface Erased {
  erased: Record<string, number>;
  files: number;
}

export interface Me {
  listener: string;
  scopes: string[];
  needs_token: boolean;
}

export const privacy = (signal?: AbortSignal) => get<Privacy>("/privacy", signal);

export const me = (signal?: AbortSignal) => get<Me>("/me", signal);

export const erase = (listener: string) =>
  remove<Erased>(`/listener?confirm=${encodeURIComponent(listener)}`);

export const signOut = () => remove("/auth");
