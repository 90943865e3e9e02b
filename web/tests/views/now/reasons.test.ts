import { expect, test } from "vitest";

import { language } from "../../../src/i18n";
import {
  barsOf,
  causeKey,
  endingSaid,
  reasonKey,
  restOf,
  signed,
} from "../../../src/views/now/reasons";

const REASONS = [
  { name: "affect_match", value: -0.02, text: "near" },
  { name: "preference", value: 0.5, text: "liked" },
  { name: "certainty", value: 0.001, text: "known" },
  { name: "flow_key", value: -0.25, text: "far" },
];

test("the weightiest part comes first and has the longest bar", () => {
  const bars = barsOf(REASONS);
  expect(bars.map(({ name }) => name)).toEqual(["preference", "flow_key", "affect_match"]);
  expect(bars.map(({ length }) => length)).toEqual([1, 0.5, 0.04]);
});

test("bars and rest add up to the score", () => {
  const total = REASONS.reduce((sum, { value }) => sum + value, 0);
  const shown = barsOf(REASONS).reduce((sum, { value }) => sum + value, 0);
  expect(shown + restOf(REASONS)).toBeCloseTo(total, 9);
  expect(barsOf([])).toEqual([]);
});

test("a number carries its sign, and nothing has none", () => {
  expect([0.5, -0.256, -0.001].map(signed)).toEqual(["+0.50", "−0.26", "0.00"]);
});

test("a number is written as the language writes it", () => {
  language.value = "de";
  expect([1.5, -0.256].map(signed)).toEqual(["+1,50", "−0,26"]);
  language.value = "en";
});

test("what the service says of causes and endings has words of our own", () => {
  expect(causeKey("the feeling moved by 0.31")).toBe("cause.moved");
  expect(causeKey("something of a later version")).toBeNull();
  expect(endingSaid("the goal is reached and held")).toBe("You are where you wanted to be.");
  expect(endingSaid("?")).toBe("The session is over.");
  expect([reasonKey("taste"), reasonKey("of_later")]).toEqual(["reason.taste", null]);
});
