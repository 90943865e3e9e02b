import { describe, expect, it } from "vitest";

import { nearest, runsOf } from "../../src/charts/runs";
import { quadrantOf } from "../../src/plane/quadrants";

describe("runsOf", () => {
  it("breaks a line where nothing was measured for longer than the gap", () => {
    const runs = runsOf([{ x: 0 }, { x: 1 }, { x: 5 }, { x: 6 }], 2);
    expect(runs.map((run) => run.map((one) => one.x))).toEqual([
      [0, 1],
      [5, 6],
    ]);
  });

  it("puts moments in order, keeps each of them, and none of none", () => {
    expect(runsOf([{ x: 3 }, { x: 1 }, { x: 2 }], 1).flat()).toHaveLength(3);
    expect(runsOf([{ x: 3 }, { x: 1 }, { x: 2 }], 1)[0]?.[0]?.x).toBe(1);
    expect(runsOf([], 1)).toEqual([]);
  });
});

it("a quadrant is told by its two signs", () => {
  expect([
    quadrantOf({ valence: 0.1, arousal: 0.1 }),
    quadrantOf({ valence: -0.1, arousal: 0.1 }),
    quadrantOf({ valence: -0.1, arousal: -0.1 }),
    quadrantOf({ valence: 0.1, arousal: -0.1 }),
  ]).toEqual(["happy", "angry", "sad", "peaceful"]);
});

it("the nearest moment is found, or none of none", () => {
  expect(nearest([{ x: 0 }, { x: 10 }], 6)?.x).toBe(10);
  expect(nearest([], 6)).toBeNull();
});
