import { act, cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { aBelief, aSession } from "../../examples";
import { feel, live } from "../../../src/api/live";
import { NOTHING_KNOWN, received } from "../../../src/api/live-state";
import type { SaidFeeling } from "../../../src/api/types";
import { FeelHead } from "../../../src/views/now/feel-head";

const NOW = "2026-11-21T22:00:00Z";
const FIRST = "How do you feel? A word is enough, whenever you like.";

beforeEach(() => {
  const belief = { ...aBelief(0.4, -0.2), source: "face now and 1 more" };
  const answer = JSON.stringify({ reading: null, belief });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(answer, { status: 201 })));
  const playing = received(NOTHING_KNOWN, { type: "state", session: aSession() }, NOW);
  live.value = received(playing, { type: "sense" }, NOW);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  live.value = NOTHING_KNOWN;
});

test("before anything was heard, nothing is said of how it is now", () => {
  render(<FeelHead />);
  expect(screen.getByText(FIRST)).toBeTruthy();
});

test.each<[SaidFeeling, boolean]>([
  [{ kind: "point", valence: 0.4, arousal: -0.2 }, true],
  [{ kind: "word", word: "calm" }, true],
  [{ kind: "note", text: "tired" }, true],
  [{ kind: "seed", track_id: 1 }, false],
])("the question goes where the listener says how they feel: %o", async (said, goes) => {
  render(<FeelHead />);
  await act(() => feel(said).then(() => undefined));
  expect(screen.queryByText(FIRST) === null).toBe(goes);
});
