/** How far a job is: what it does, told so that it never runs backwards. */

import type { Job } from "./types";

const COMPOSING = /^compos\w+ piece (\d+) of (\d+)/;

export interface Progress {
  composes: boolean;
  done: number;
  total: number;
}

/** Composing and listening take turns, so that the pieces count that are made or heard. */
export function progressOf(job: Job): Progress {
  const composed = COMPOSING.exec(job.message);
  const made = composed ? Number(composed[1]) : 0;
  const composes = job.message.startsWith("composing") || job.message.endsWith("was composed");
  return { composes, done: Math.max(job.done, made), total: Math.max(job.total, job.done) };
}

/** A job as it is now, not less far than it was told to be before. */
export function goingOn(before: Job | null, now: Job): Job {
  if (before?.id !== now.id || now.state !== "running") return now;
  const done = Math.max(progressOf(before).done, progressOf(now).done);
  return { ...now, done, total: Math.max(before.total, now.total) };
}
