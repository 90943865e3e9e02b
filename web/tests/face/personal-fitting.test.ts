import { describe, expect, it } from "vitest";

import { minimised, MINIMISER } from "../../src/face/minimising";
import { personalProbabilities, populationHead } from "../../src/face/personal";
import { canFit, fitPersonalHead, type Example } from "../../src/face/personal-fitting";
import { apart, golden, item, rowsOf } from "./golden";

const { fitting } = golden;
const features = rowsOf(fitting.features);
const examples: Example[] = rowsOf(fitting.population).map((population, k) => ({
  probabilities: Float32Array.from(population),
  features: Float32Array.from(item(features, k)),
  shown: item(fitting.shown, k),
}));

describe("a personal head", () => {
  const found = fitPersonalHead(examples, "made-up");

  it("is fitted as Python fits it", () => {
    expect(found.pull).toBe(fitting.pull);
    expect(found.nHeld).toBe(fitting.n_held);
    expect(found.before).toEqual(fitting.before);
    expect(found.after).toEqual(fitting.after);
    expect(found.isBetter).toBe(fitting.is_better);
    const told = examples.map((one) => personalProbabilities(found.head, one));
    expect(apart(told.flat(), fitting.probabilities.flat())).toBeLessThan(0.01);
    expect(apart(found.head.mixing.flat(), fitting.head.mixing.flat())).toBeLessThan(0.02);
    expect(apart(found.head.weights.flat(), fitting.head.weights.flat())).toBeLessThan(0.02);
    expect(apart(found.head.centre, fitting.head.centre)).toBeLessThan(1e-6);
    expect(apart(found.head.scale, fitting.head.scale)).toBeLessThan(1e-6);
  });

  it("has curves that start and end where Python's do", () => {
    const { fitted, held } = found.curves;
    const ends = [fitted, held].flatMap((curve) =>
      (["loss", "accuracy"] as const).map((what) => [
        item(curve, 0)[what],
        item(curve, curve.length - 1)[what],
      ]),
    );
    expect(apart(ends.flat(), fitting.curve_ends.flat())).toBeLessThan(0.005);
  });

  it("is not better than itself", () => {
    expect(fitPersonalHead(examples, "made-up", found.head).isBetter).toBe(false);
  });

  it("changes nothing where nothing was learned", () => {
    const head = populationHead(10, "made-up");
    fitting.untouched.forEach((wanted, k) => {
      expect(apart(personalProbabilities(head, item(examples, k)), wanted)).toBeLessThan(1e-6);
    });
  });

  it("needs two expressions of five pictures", () => {
    expect(canFit([5, 5, 0, 0, 0, 0, 0])).toBe(true);
    expect(canFit([5, 4, 0, 0, 0, 0, 0])).toBe(false);
    expect(canFit([50, 0, 0, 0, 0, 0, 0])).toBe(false);
    expect(() => fitPersonalHead(examples.slice(0, 20), "made-up")).toThrow(RangeError);
  });
});

it("finds the bottom of a narrow valley", () => {
  const valley = (at: Float64Array, slope: Float64Array): number => {
    const [x = 0, y = 0] = at;
    slope[0] = -400 * x * (y - x * x) - 2 * (1 - x);
    slope[1] = 200 * (y - x * x);
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  };
  const config = { ...MINIMISER, iterations: 200, leastGain: 0, leastSlope: 1e-8 };
  expect(apart(minimised(valley, Float64Array.of(-1.2, 1), config), [1, 1])).toBeLessThan(1e-5);
});
