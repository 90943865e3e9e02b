import { expect, test } from "vitest";

import type { LibrarySummary } from "../../../src/api/library";
import type { Job } from "../../../src/api/types";
import { aSession } from "../../examples";
import { stageOf, type Known } from "../../../src/views/now/stage";

const idle = { ...aSession(), phase: "idle" as const, playing: null };
const known: Known = {
  session: idle,
  connection: "open",
  summary: null,
  scan: null,
  hasEnded: false,
};
const empty = { playable: 0 } as LibrarySummary;
const job = { state: "running" } as Job;

test("before the first answer it waits, and says so where there is none", () => {
  expect(stageOf({ ...known, session: null, connection: "connecting" })).toBe("waiting");
  expect(stageOf({ ...known, session: null, connection: "lost" })).toBe("offline");
});

test("music that plays is shown even while the service is away", () => {
  expect(stageOf({ ...known, session: aSession(), connection: "lost" })).toBe("playing");
});

test("a library without music is empty, or being read", () => {
  expect(stageOf({ ...known, summary: empty })).toBe("empty");
  expect(stageOf({ ...known, summary: empty, scan: job })).toBe("scanning");
  expect(stageOf({ ...known, summary: { ...empty, playable: 3 }, scan: job })).toBe("idle");
});

test("an end is shown until it is put away", () => {
  expect(stageOf({ ...known, hasEnded: true })).toBe("ended");
  expect(stageOf(known)).toBe("idle");
});
