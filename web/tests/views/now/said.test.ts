import { expect, test } from "vitest";

import { inPlainWords, nearness } from "../../../src/views/now/said";
import { intentSaid } from "../../../src/views/now/said-intent";
import { reachSaid } from "../../../src/views/now/said-reach";
import { reasonSaid } from "../../../src/views/now/said-reasons";

test("how near a track comes is told with a word for each point", () => {
  const match =
    "0.26 from the path; happy-to-peaceful path wants valence +0.40 arousal +0.30, " +
    "this track is at valence +0.40 arousal -0.10";
  expect(reasonSaid("affect_match", match).text).toBe(
    "Some way from where the music should be: it sounds relaxed; wanted: happy",
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
    "Ends at (valence +0.40 arousal -0.10), 0.84 from the goal (valence +0.40 arousal +0.30). " +
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
  expect([0, 0.2, 0.4, 1].map(nearness)).toEqual(["at", "near", "off", "far"]);
});

test("what a seed was taken to ask for has no bare numbers", () => {
  const reason =
    '"Is it" is happy (+0.40 +0.30), and lately you were sad (-0.40 -0.30), read 2 times';
  expect(intentSaid(reason).text).toBe("Your song sounds happy; lately you felt bored.");
  expect(intentSaid("of later")).toEqual({ text: "of later", lang: "en" });
});
