import { afterEach, expect, test } from "vitest";

import { setLanguage } from "../../../src/i18n";
import {
  inPlainWords,
  intentSaid,
  nearness,
  reachSaid,
  reasonSaid,
} from "../../../src/views/now/sentences";

afterEach(() => {
  setLanguage("en");
});

const MATCH =
  "0.26 from the path; happy-to-peaceful path wants valence +0.40 arousal +0.30, " +
  "this track is at valence +0.40 arousal -0.10";

test("known reasons are told in the page's words, in either language", () => {
  const cases = [
    ["affect_match", MATCH],
    ["certainty", "known to +-0.31; the wanted feeling to +-0.25"],
    ["felt", "you are expected at valence +0.32 arousal -0.02 after it; give or take 0.29"],
    ["arrival", "ends 0.84 from the goal; it is valence +0.40 arousal +0.30"],
    ["preference", "52% likely to please you; 50% is usual, says taste"],
    ["taste", '80% like the seed; that is "Here; there"'],
    ["novelty", "heard 1 hours ago"],
    ["context", "more what you play at this hour; odds 70 to 30"],
    ["flow_tempo", "96 to 190 bpm (x2)"],
    ["flow_key", "key a fifth away; C major after G major"],
    ["flow_loudness", "1.2 LU louder"],
    ["flow_timbre", "sounds alike; more than 80% of pairs of tracks do"],
    ["artist_repetition", "artist heard 2 tracks before; that is Alba"],
  ] as const;
  for (const language of ["en", "de"] as const) {
    setLanguage(language);
    for (const [name, text] of cases) {
      const said = reasonSaid(name, text);
      expect(said.lang, `${name}: ${said.text}`).toBeUndefined();
      expect(said.text).not.toMatch(/\{|undefined|NaN|\+-/);
    }
  }
  setLanguage("en");
  expect(reasonSaid(...cases[0]).text).toBe(
    "Some way from where the music should be: it sounds relaxed; wanted: happy",
  );
  expect(reasonSaid(...cases[1]).text).toBe("Known to ±0.31");
  expect(reasonSaid(...cases[4]).text).toBe("Likely to please you, 52%");
  expect(reasonSaid(...cases[6]).text).toBe("Heard an hour ago");
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
    { text: "Ends far from the goal: at relaxed, wanted is happy.", lang: undefined },
    { text: "“Mr. One. Two” is nearer, but plays earlier.", lang: undefined },
    { text: "4 of the 12 tracks asked for: there are no more.", lang: undefined },
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
