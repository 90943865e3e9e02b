/** In which of its states the view is. */

import { signal } from "@preact/signals";

import { summary as askSummary, type LibrarySummary } from "../../api/library";
import type { Connection } from "../../api/live-client";
import type { Job, Session } from "../../api/types";

export type Stage = "waiting" | "offline" | "empty" | "scanning" | "idle" | "playing" | "ended";

export interface Known {
  session: Session | null;
  connection: Connection;
  summary: LibrarySummary | null;
  scan: Job | null;
  hasEnded: boolean;
}

export function stageOf({ session, connection, summary, scan, hasEnded }: Known): Stage {
  if (session?.phase === "playing") return "playing";
  if (hasEnded) return "ended";
  if (!session) return connection === "lost" ? "offline" : "waiting";
  if (summary?.playable === 0) return isRunning(scan) ? "scanning" : "empty";
  return "idle";
}

export function isRunning(job: Job | null): boolean {
  return job?.state === "running" || job?.state === "queued";
}

export const summary = signal<LibrarySummary | null>(null);

export async function fetchSummary(): Promise<void> {
  try {
    summary.value = await askSummary();
  } catch {
    // the frame tells that the service is away; what was known stays
  }
}
