import { expect, test } from "vitest";

import { goingOn, progressOf } from "../../src/api/progress";
import type { Job } from "../../src/api/types";

const JOB: Job = {
  id: "a",
  state: "running",
  done: 0,
  total: 48,
  analysed: 0,
  failed: [],
  message: "scanning",
  folders: [],
};

test("composing is told as what it is", () => {
  const composing = { ...JOB, message: "composing piece 3 of 16" };
  expect(progressOf(composing)).toEqual({ composes: true, done: 3, total: 48 });
  expect(progressOf({ ...JOB, message: "listening to what was composed" }).composes).toBe(true);
  expect(progressOf({ ...JOB, done: 2 })).toEqual({ composes: false, done: 2, total: 48 });
});

test("a bar never runs backwards within a job, and begins anew with another", () => {
  const far = goingOn(null, { ...JOB, message: "composing piece 4 of 4" });
  const next = goingOn(far, { ...JOB, message: "listening to what was composed", done: 1 });
  expect(progressOf(next).done).toBe(4);
  expect(progressOf(goingOn(next, { ...JOB, id: "b", done: 1 })).done).toBe(1);
});
