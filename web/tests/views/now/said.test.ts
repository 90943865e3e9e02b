import { expect, test } from "vitest";

import { difference } from "../../../src/views/now/difference";
import { inPlainWords, nearness } from "../../../src/views/now/said";
import { intentSaid, wantedKey } from "../../../src/views/now/said-intent";
import { reachSaid } from "../../../src/views/now/said-reach";
import { reasonSaid } from "../../../src/views/now/said-reasons";

test("how near a track comes is told with a word for each point", () => {
  const match =
    "0.26 from the path; happy-to-peaceful path wants valence +0.40 arousal +0.30, " +
    "this track is at valence +0.40 arousal -0.10";
  expect(reasonSaid("affect_match", match).text).toBe(
    "Some way from where the music should be: it sounds relaxed; at this point of the way: happy",
  );
});

test("what is not known stays as the service said it, and is marked as English", () => {
  expect(reasonSaid("of_later", "new; more")).toEqual({ text: "new", lang: "en" });
  expect(reasonSaid("flow_key", "a thing of later")).toEqual({
    text: "a thing of later",
    lang: "en",
  });
});

test("how near a list comes is told sentence by sentence", () => {
  const text =
    "Ends at (valence +0.40 arousal -0.10), 1.04 from the goal (valence +0.40 arousal +0.30). " +
    'Nearer is "Mr. One. Two", 0.12 away; it plays earlier. 4 of the 12 tracks asked for: ' +
    "the library holds 4 that can be played. Something of a later version.";
  expect(reachSaid(text)).toEqual([
    { text: "Ends far from the goal: it sounds relaxed at last; wanted: happy.", lang: undefined },
    { text: "“Mr. One. Two” is nearer, but plays earlier.", lang: undefined },
    { text: "4 of the 12 tracks asked for; 4 can be played here.", lang: undefined },
    { text: "Something of a later version.", lang: "en" },
  ]);
  expect(reachSaid("")).toEqual([]);
});

test("a point becomes a word without the brackets around it", () => {
  expect(inPlainWords("at (valence +0.40 arousal -0.10), far")).toBe("at “relaxed”, far");
});

test("near is what counts as reached, and far costs more than an eighth of the bar", () => {
  expect([0, 0.2, 0.25, 0.26, 0.99, 1].map(nearness)).toEqual([
    "at",
    "near",
    "near",
    "off",
    "off",
    "far",
  ]);
});

test("where one word fits track and feeling, it is told by what they differ", () => {
  const match =
    "0.50 from the feeling; staying happy wants valence +0.30 arousal +0.30, " +
    "this track is at valence +0.60 arousal +0.70";
  expect(reasonSaid("affect_match", match).text).toBe(
    "Some way from the feeling: happy too, but livelier and brighter",
  );
  const near = match.replace("0.50", "0.20");
  expect(reasonSaid("affect_match", near).text).toBe(
    "Close to the feeling: it sounds happy; wanted: happy",
  );
});

test("a difference is told by its larger part first, with its size", () => {
  const here = { valence: 0.2, arousal: -0.5 };
  expect(difference(here, { valence: 0, arousal: 0.4 })).toBe("much calmer and a little brighter");
  expect(difference(here, { valence: 0.6, arousal: -0.5 })).toBe("heavier");
  expect(difference(here, here)).toBeNull();
});

test("what a seed was taken to ask for has no bare numbers", () => {
  const reason =
    '"Is it" is happy (+0.40 +0.30), and lately you were sad (-0.40 -0.30), read 2 times';
  expect(intentSaid(reason).text).toBe(
    "Your song sounds happy: much brighter and livelier than you felt lately (bored).",
  );
  expect(intentSaid("of later")).toEqual({ text: "of later", lang: "en" });
});

test("of a seed that lies in the same corner, what differs is told", () => {
  const reason = '"Is it" is sad (-0.10 -0.60), and lately you were sad (-0.60 -0.30), read once';
  expect(intentSaid(reason).text).toBe(
    "Your song sounds sleepy: brighter and calmer than you felt lately (sad).",
  );
  const alike = '"Is it" is sad (-0.40 -0.30), and lately you were sad (-0.45 -0.35), read once';
  expect(intentSaid(alike).text).toBe("Your song sounds bored, about as you felt lately.");
});

test("whether brighter or livelier is wanted goes by the goal that was made of it", () => {
  const target = { valence: 0.2, arousal: 0.6 };
  const enhance = { kind: "enhance" } as const;
  expect(wantedKey(enhance, { kind: "lift", target })).toBe("intent.enhance");
  expect(wantedKey(enhance, { kind: "energise", target })).toBe("intent.enhance_lively");
  expect(wantedKey({ kind: "modulate" }, { kind: "match", target: null })).toBe("intent.modulate");
});
