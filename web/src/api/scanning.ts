/** Whether music is being read just now; asked seldom where not, often where it is. */

import { effect, signal } from "@preact/signals";

import { get } from "./client";
import { connection, live } from "./live";
import { received } from "./live-state";
import type { Job } from "./types";

interface Health {
  tracks: number;
  analysed: number;
  scanning: boolean;
  preparing: boolean;
}

const IDLE_MS = 20_000;
const BUSY_MS = 2_000;

/** Counts up when the library is ready after a change. */
export const libraryTurn = signal(0);

let timer: ReturnType<typeof setTimeout> | undefined;
let wasBusy = false;

/** Look at once, for instance because a scan was asked for. */
export function lookForScan(): void {
  clearTimeout(timer);
  void look();
}

/** Look whenever the service is there, for as long as the page lives. */
export function watchScans(): void {
  effect(() => {
    if (connection.value === "open") lookForScan();
  });
}

async function look(): Promise<void> {
  let busy = wasBusy;
  try {
    const health = await get<Health>("/health");
    busy = health.scanning || health.preparing;
    if (health.scanning || wasBusy) tell(await jobOf(health));
    if (wasBusy) libraryTurn.value += 1;
    wasBusy = busy;
  } catch {
    // the service is away; when it is back, this is asked anew
  }
  if (connection.value !== "open") return;
  timer = setTimeout(() => void look(), busy ? BUSY_MS : IDLE_MS);
}

/** The newest job; a listener who may not manage scans sees how many tracks are known. */
async function jobOf(health: Health): Promise<Job> {
  const state = health.scanning ? "running" : "done";
  try {
    const [newest] = await get<Job[]>("/scans");
    if (newest) return newest;
  } catch {
    // not allowed
  }
  const { tracks: total, analysed } = health;
  return { id: "", state, done: analysed, total, analysed, failed: [], message: "", folders: [] };
}

function tell(job: Job): void {
  live.value = received(live.value, { type: "scan", job }, new Date().toISOString());
}
