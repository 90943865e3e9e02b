import { describe, expect, it } from "vitest";

import { heaviest } from "../../../src/views/journey/heaviest";
import { modelWords } from "../../../src/views/journey/model-words";
import {
  beginOfBucket,
  inTheMiddle,
  moodLine,
  weekBegin,
} from "../../../src/views/journey/mood-line";
import { surenessOf } from "../../../src/views/journey/moved-words";

const mood = (
  modality: string,
  valence: number,
  valence_sd: number,
  at = "2026-01-01T10:00:00Z",
) => ({
  at,
  modality,
  n: 1,
  valence,
  arousal: 0,
  valence_sd,
  arousal_sd: 0.2,
});

describe("moodLine", () => {
  it("is the belief where there is one", () => {
    const line = moodLine([mood("belief", 0.3, 0.1), mood("face", -0.9, 0.1)]);
    expect(line.map((one) => one.valence)).toEqual([0.3]);
  });

  it("weighs readings of one moment by how sure they are, and is surer than each", () => {
    const [one] = moodLine([mood("self_report", 1, 0.1), mood("face", 0, 0.2)]);
    expect(one?.valence).toBeCloseTo(0.8); // weights 100 and 25
    expect(one?.valence_sd).toBeCloseTo(Math.sqrt(1 / 125));
  });

  it("runs from early to late", () => {
    const line = moodLine([
      mood("belief", 1, 0.1, "2026-01-02T00:00:00Z"),
      mood("belief", 0, 0.1, "2026-01-01T00:00:00Z"),
    ]);
    expect(line.map((one) => one.valence)).toEqual([0, 1]);
  });
});

describe("what moved somebody", () => {
  const moved = (n: number, valence: number) => ({
    n,
    shift: { valence, arousal: 0 },
    sd: { valence: 0.05, arousal: 0.05 },
  });

  it("says little of few, and is sure only beyond twice its error", () => {
    expect(surenessOf(moved(2, 0.9))).toBe("few");
    expect(surenessOf(moved(16, 0.09))).toBe("unsure");
    expect(surenessOf(moved(16, 0.11))).toBe("sure");
  });
});

it("a model is told in a sentence a state, with the likeliest way out", () => {
  const words = modelWords({
    name: "personal",
    steps: 9,
    step_min: 60,
    transitions: [
      [0.6, 0.1, 0, 0.3],
      [0.2, 0.5, 0.2, 0.1],
      [0, 0, 0.9, 0.1],
      [0.25, 0.25, 0, 0.5],
    ],
    stationary: [0.25, 0.25, 0.25, 0.25],
    low: [0.5, 0.5, 0.9, 0.4],
    high: [0.7, 0.5, 0.9, 0.6],
  });
  expect(words).toHaveLength(4);
  expect(words[0]?.replace(/\s%/g, "%")).toBe(
    "When happy: still happy an hour later 60% (± 5%) of the time, otherwise most often peaceful (30%).",
  );
  expect(words[1]?.replace(/\s%/g, "%")).toContain("50% of the time"); // taken as certain
});

it("a day or a week stands in its middle, and no moment after now", () => {
  const at = { valence: 0, arousal: 0, valence_sd: 0.1, arousal_sd: 0.1 };
  const line = inTheMiddle(
    [
      { ...at, x: 0 },
      { ...at, x: 80 },
    ],
    50,
    100,
  );
  expect(line.map((one) => one.x)).toEqual([50, 100]);
  expect(weekBegin(new Date(2026, 10, 22, 12).getTime()).getDate()).toBe(16);
  const monday = beginOfBucket(new Date(2026, 10, 22, 12).getTime(), "week");
  expect(monday).toEqual(new Date(2026, 10, 16));
});

it("the moments that count most stay in their order", () => {
  const all = [0.1, 0.4, 0.2, 0.3].map((weight) => ({ weight }));
  expect(heaviest(all, 2).map((one) => one.weight)).toEqual([0.4, 0.3]);
  expect(heaviest(all, 9)).toHaveLength(4);
});
