import { expect, test } from "vitest";

import { factorOf, fadeOf } from "../../src/player/levels";

test("six decibels double, and no analysis makes more than four times as loud", () => {
  expect(factorOf(0)).toBe(1);
  expect(factorOf(6.0206)).toBeCloseTo(2);
  expect(factorOf(90)).toBeLessThan(4);
  expect(factorOf(Number.NaN)).toBe(1);
});

test("the fade begins at 1 and ends at 0", () => {
  expect([fadeOf(100), fadeOf(30), fadeOf(15), fadeOf(0), fadeOf(-5)]).toEqual([1, 1, 0.25, 0, 0]);
});
