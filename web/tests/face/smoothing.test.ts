import { describe, expect, it } from "vitest";

import { expressionEntropy, faceState } from "../../src/face/reading";
import { FrameSmoother, TimeSmoother, type Smoother } from "../../src/face/smoothing";
import { apart, golden, item, rowsOf } from "./golden";

const frames = rowsOf(golden.smoothing.given);

describe.each([
  ["frames", () => new FrameSmoother()],
  ["time", () => new TimeSmoother()],
] as const)("smoothing by %s", (name, make) => {
  it("gives Python's means and labels", () => {
    const smoother: Smoother = make();
    const wanted = golden.smoothing[name];
    const means = rowsOf(wanted.means);
    frames.forEach((frame, k) => {
      const told = smoother.add(frame, item(golden.smoothing.at_s, k));
      expect(told.label).toBe(item(wanted.labels, k));
      expect(apart(told.probabilities, item(means, k))).toBeLessThan(1e-5);
    });
    expect(new Set(wanted.labels).size).toBeGreaterThan(1);
  });

  it("starts anew after a reset", () => {
    const smoother: Smoother = make();
    const [first, last] = [item(frames, 0), item(frames, 79)];
    smoother.add(first, 5);
    smoother.reset();
    expect(apart(smoother.add(last, 0).probabilities, last)).toBeLessThan(1e-5);
  });

  it("refuses what is no distribution", () => {
    expect(() => make().add([1, 1, 0, 0, 0, 0, 0], 0)).toThrow(RangeError);
  });
});

it("refuses a frame before the last one", () => {
  const smoother = new TimeSmoother();
  smoother.add(item(frames, 0), 1);
  expect(() => smoother.add(item(frames, 0), 0.5)).toThrow(RangeError);
});

it("places expressions in the plane as Python does", () => {
  golden.affect.given.forEach((p, k) => {
    const state = faceState(p);
    expect(apart([state.valence, state.arousal], item(golden.affect.points, k))).toBeLessThan(1e-9);
    const variances = [state.valenceVariance, state.arousalVariance];
    expect(apart(variances, item(golden.affect.variances, k))).toBeLessThan(1e-9);
    expect(expressionEntropy(p)).toBeCloseTo(item(golden.affect.entropy, k), 9);
  });
});
