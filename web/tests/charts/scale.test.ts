import { describe, expect, it } from "vitest";

import { clamp, linear, niceTicks, radiusOf } from "../../src/charts/scale";

describe("linear", () => {
  it("takes the ends of a domain to the ends of its range, and the middle to the middle", () => {
    const scale = linear([-1, 1], [100, 0]);
    expect([scale(-1), scale(0), scale(1)]).toEqual([100, 50, 0]);
  });

  it("puts a domain without width into the middle", () => {
    expect(linear([3, 3], [0, 10])(3)).toBe(5);
  });
});

describe("niceTicks", () => {
  it("counts in ones, twos or fives", () => {
    expect(niceTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(niceTicks(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(niceTicks(0.07, 0.42, 4)).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  it("never leaves the domain, whatever the domain", () => {
    for (const [low, high] of [
      [-3.3, 912.7],
      [1e-6, 2e-5],
      [-70, -7.2],
    ] as const)
      for (const tick of niceTicks(low, high, 6)) {
        expect(tick).toBeGreaterThanOrEqual(low - 1e-12);
        expect(tick).toBeLessThanOrEqual(high + 1e-12);
      }
  });

  it("gives one tick where there is one value", () => {
    expect(niceTicks(2, 2)).toEqual([2]);
  });
});

it("a value is held between its bounds", () => {
  expect([clamp(-2, -1, 1), clamp(0.3, -1, 1), clamp(9, -1, 1)]).toEqual([-1, 0.3, 1]);
});

it("four times as many have twice the radius", () => {
  expect(radiusOf(25, 100, 20)).toBe(10);
  expect(radiusOf(0, 100, 20)).toBe(3);
});
