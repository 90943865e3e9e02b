import { afterEach, expect, test } from "vitest";

import { aBelief } from "../examples";
import { setLanguage } from "../../src/i18n";
import { sureness, youAre } from "../../src/plane/sureness";

const from = (source: string, certainty = 0.9) => ({ ...aBelief(-0.4, -0.4), source, certainty });

afterEach(() => {
  setLanguage("en");
});

test.each(["self_report now", "self_report 3 min ago and 2 more"])(
  "who said so just now feels it: %s",
  (source) => {
    expect(sureness(from(source, 0.5))).toBe("now.sure");
  },
);

test.each([
  "face now",
  "face now and 2 more",
  "text now",
  "wearable 1 min ago",
  "self_report 45 min ago",
  "self_report 120 min ago",
])("what was seen, read or said long ago only seems so, however sure: %s", (source) => {
  expect(sureness(from(source))).toBe("now.seem");
});

test("what is hardly known is a guess", () => {
  expect(sureness(from("no reading yet", 0))).toBe("now.guess");
  expect(sureness(from("face now", 0.2))).toBe("now.guess");
});

test("who does not see the plane is told as surely as who does", () => {
  const place = "bored: quite unpleasant, quite calm.";
  expect(youAre(from("self_report now"))).toBe(`You feel ${place}`);
  expect(youAre(from("face now"))).toBe(`You seem ${place}`);
  expect(youAre(from("no reading yet", 0))).toBe(`I can only guess: ${place}`);
  setLanguage("de");
  expect(youAre(from("self_report now"))).toMatch(/^Du fühlst dich gelangweilt: ziemlich/);
});
