/** All that the service can say (`tools/make_golden_sentences.py`) is told in the page's words. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { afterEach, expect, test } from "vitest";

import { progressOf } from "../../../src/api/progress";
import type { Job } from "../../../src/api/types";
import { LANGUAGES, setLanguage, t } from "../../../src/i18n";
import { tells } from "../../../src/views/journey/attention-use";
import { partName } from "../../../src/views/library/plain-words";
import { causeKey, endingSaid, reasonKey } from "../../../src/views/now/reasons";
import type { Said } from "../../../src/views/now/said";
import { intentSaid } from "../../../src/views/now/said-intent";
import { reachSaid } from "../../../src/views/now/said-reach";
import { reasonSaid } from "../../../src/views/now/said-reasons";
import { whatWords } from "../../../src/views/privacy/plain-words";

const FILE = resolve(import.meta.dirname, "../../../../tests/serving/golden_sentences.json");
const GOLDEN = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, string[]>;
const TITLE = 'Mr. "One"; two, 0.12 away (x2)';
const ARTIST = "Ann; of A";

/** What the page makes of the sentences of each kind. */
const TELLERS: Record<string, (text: string) => Said[]> = {
  cause: (text) => keyed(causeKey(text)),
  ending: (text) => [{ text: endingSaid(text), lang: undefined }],
  factor: (text) => keyed(reasonKey(text)),
  intent: (text) => [intentSaid(text)],
  part: (name) => known(name, partName(name)),
  reach: reachSaid,
  stored: (what) => known(what, whatWords(what)),
};

/** Words for a name, where the page has some. */
function known(name: string, words: string): Said[] {
  return [{ text: words, lang: words === name ? "en" : undefined }];
}

function keyed(key: Parameters<typeof t>[0] | null): Said[] {
  return key ? [{ text: t(key), lang: undefined }] : [{ text: "", lang: "en" }];
}

function told(kind: string, text: string): Said[] {
  const teller = TELLERS[kind];
  if (teller) return teller(text);
  expect(kind).toMatch(/^reason\./);
  return [reasonSaid(kind.replace("reason.", ""), text)];
}

const AT = "2026-01-05T12:00:00Z";
const JOB: Job = {
  id: "a",
  state: "running",
  done: 0,
  total: 16,
  analysed: 0,
  failed: [],
  message: "",
  folders: [],
};

/** What is looked at and never shown. */
const SIGNS = ["attention.used", "attention.unused", "job.composing"];
const CASES = Object.entries(GOLDEN)
  .filter(([kind]) => !SIGNS.includes(kind))
  .flatMap(([kind, texts]) => texts.map((text) => [kind, text] as const));

const numbersOf = (text: string): number[] =>
  (
    text
      .replaceAll(TITLE, "")
      .replace(/(\d),(\d)/g, "$1.$2")
      .match(/\d+(?:\.\d+)?/g) ?? []
  ).map(Number);

afterEach(() => {
  setLanguage("en");
});

test.each(LANGUAGES.map(({ code }) => code))("every sentence is told in %s", (code) => {
  setLanguage(code);
  const unknown = CASES.filter(([kind, text]) =>
    told(kind, text).some(({ text: words, lang }) => lang !== undefined || words === ""),
  );
  expect(unknown).toEqual([]);
  const other = CASES.filter(
    ([kind, text]) => kind === "ending" && endingSaid(text) === t("ending.other"),
  );
  expect(other).toEqual([]);
});

test("what the page only looks at is understood", () => {
  const [began, going, made] = (GOLDEN["job.composing"] ?? []).map((message) =>
    progressOf({ ...JOB, message }),
  );
  expect(began).toEqual({ composes: true, done: 0, total: 16 });
  expect(going).toEqual({ composes: true, done: 3, total: 16 });
  expect(made).toEqual({ composes: true, done: 0, total: 16 });
  for (const use of ["used", "unused"]) {
    const [why = ""] = GOLDEN[`attention.${use}`] ?? [];
    const weights = [{ at: AT, modality: "note", label: "calm", weight: 1 }];
    expect([use, tells({ available: true, why, weights })]).toEqual([use, use === "used"]);
  }
});

test("every part of a score has a name of its own", () => {
  const reasons = Object.keys(GOLDEN).filter((kind) => kind.startsWith("reason."));
  expect(reasons.length).toBeGreaterThan(10);
  for (const kind of reasons) expect([kind, reasonKey(kind.slice(7))]).toEqual([kind, kind]);
});

test.each(LANGUAGES.map(({ code }) => code))("no place stays empty or is made up in %s", (code) => {
  setLanguage(code);
  for (const [kind, text] of CASES) {
    for (const { text: words } of told(kind, text)) {
      const said = `${kind}: ${text} → ${words}`;
      expect(words.trim(), said).toBe(words);
      expect(words.replaceAll(TITLE, "T"), said).not.toMatch(
        /[{}]|undefined|NaN|\+-| {2}|“”|„“|\(\)|: ?[.;]| [.,;:)]/,
      );
      const given = numbersOf(text);
      for (const number of numbersOf(words)) expect(given, said).toContain(number);
    }
  }
});

test.each(LANGUAGES.map(({ code }) => code))("titles and artists are kept whole in %s", (code) => {
  setLanguage(code);
  for (const [kind, text] of CASES.filter(([kind]) => kind !== "intent")) {
    const words = told(kind, text)
      .map((said) => said.text)
      .join(" ");
    for (const name of [TITLE, ARTIST].filter((one) => text.includes(one))) {
      expect(words, text).toContain(name);
    }
  }
});

const first = (kind: string, beginning: string): string =>
  GOLDEN[kind]?.find((text) => text.includes(beginning)) ?? `no sentence with ${beginning}`;

const wordsOf = (kind: string, beginning: string): string =>
  told(kind, first(kind, beginning))
    .map(({ text }) => text)
    .join(" ");

test("they read well in English", () => {
  expect(wordsOf("reason.novelty", "an hour")).toBe("Heard an hour ago");
  expect(wordsOf("reason.preference", "all the rest")).toBe(
    "Suits you more than all the rest of your music",
  );
  expect(wordsOf("reason.artist_repetition", "2 tracks")).toBe(
    "Ann; of A played 2 tracks before; no other list of this length was found",
  );
  expect(wordsOf("reach", "no more fit")).toBe(
    "Just at the feeling (happy) on average. 2 of the 3 tracks asked for: no more fit into 7:00.",
  );
  expect(wordsOf("intent", "the one time before")).toBe(
    "Your song sounds happy; how you feel, you have not said lately. The one time before, you chose to stay.",
  );
});

test("they read well in German", () => {
  setLanguage("de");
  expect(wordsOf("reason.flow_tempo", "x2")).toBe(
    "Von 120 auf 242 Schläge pro Minute, doppelt so schnell",
  );
  expect(wordsOf("reason.novelty", "12 hours")).toBe("Vor 12 Stunden gehört");
  expect(wordsOf("reason.flow_loudness", "softer")).toBe("1,5 dB leiser");
  expect(wordsOf("reach", "calmer than arousal +0.00.")).toBe(
    "Endet ein Stück neben dem Ziel: klingt zuletzt neutral; gewünscht: ruhig. Ruhigere Musik ist nicht da.",
  );
  expect(wordsOf("ending", "in a row")).toBe("3 Stücke nacheinander ließen sich nicht spielen.");
});
