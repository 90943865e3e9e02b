/** Sentences of the service in the listener's words; one that is not known stays in English. */

import { number, percent } from "../../charts/numbers";
import { t, type Key } from "../../i18n";
import { feeling } from "../../plane/words";

export interface Said {
  text: string;
  /** Of a sentence that could not be told in the page's language. */
  lang: "en" | undefined;
}

type Found = Record<string, string | undefined>;
type Template = readonly [RegExp, (found: Found) => string];
type Nearness = "at" | "near" | "off" | "far";

const NUMBER = String.raw`[+−-]?\d+(?:\.\d+)?`;
const TITLE = String.raw`"(?<title>.*?)"`;
const POINT = /\(?valence ([+−-]?\d\.\d+),? arousal ([+−-]?\d\.\d+)\)?/g;

/** A distance on the plane as one would say it: the whole plane is 2 wide. */
export function nearness(distance: number): Nearness {
  if (distance < 0.1) return "at";
  if (distance < 0.25) return "near";
  return distance < 0.5 ? "off" : "far";
}

/** A sentence of the service with a word in the place of each point of the plane. */
export function inPlainWords(text: string): string {
  return text.replace(POINT, (_, valence: string, arousal: string) => {
    return `“${feeling({ valence: Number(valence), arousal: Number(arousal) })}”`;
  });
}

const near = (what: "goal" | "path" | "feeling", distance?: string): string =>
  t(`said.${what}_${nearness(Number(distance))}`);

const word = (found: Found, name: string): string =>
  feeling({ valence: Number(found[`${name}_v`]), arousal: Number(found[`${name}_a`]) });

/** The pattern of a point, its parts named. */
const at = (name: string): string =>
  `valence (?<${name}_v>${NUMBER}),? arousal (?<${name}_a>${NUMBER})`;

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`, "s");
const start = (pattern: string): RegExp => new RegExp(`^${pattern} ?`, "s");
const shareOf = (text?: string): string => percent(Number(text) / 100);
const value = (text?: string, digits = 2): string => number(Number(text), digits);
const plain = (key: Key) => () => t(key);

const REASONS: Record<string, readonly Template[]> = {
  affect_match: [
    [
      whole(
        `(?<far>${NUMBER}) from (?<what>the path|the feeling);.* wants ${at("wanted")}, this track is at ${at("here")}`,
      ),
      (found) =>
        t("said.match", {
          near: near(found.what === "the path" ? "path" : "feeling", found.far),
          here: word(found, "here"),
          wanted: word(found, "wanted"),
        }),
    ],
  ],
  certainty: [
    [
      whole(`known to \\+-(?<own>${NUMBER});.*`),
      (found) => t("said.certainty", { own: value(found.own) }),
    ],
  ],
  emotion_match: [
    [
      whole(`(?<share>${NUMBER}) like the forecast;.*`),
      (found) => t("said.forecast", { share: percent(Number(found.share)) }),
    ],
  ],
  felt: [
    [
      whole(`you are expected at ${at("then")} after it; give or take (?<spread>${NUMBER})`),
      (found) => t("said.felt", { feeling: word(found, "then"), spread: value(found.spread) }),
    ],
  ],
  arrival: [
    [
      whole(
        `ends (?<far>${NUMBER}) from the goal(?: and leaves you (?<you>${NUMBER}) from it)?; it is ${at("goal")}`,
      ),
      (found) =>
        t(found.you === undefined ? "said.arrival" : "said.arrival_you", {
          near: near("goal", found.far),
          goal: word(found, "goal"),
          you: near("goal", found.you),
        }),
    ],
  ],
  preference: [
    [
      whole(`(?:should please you by )?(?<share>\\d+)%(?: likely to please you)?;.*`),
      (found) => t("said.pleases", { share: shareOf(found.share) }),
    ],
    [
      whole(`suits you more than (?<share>\\d+) ?% of your library;.*`),
      (found) => t("said.suits", { share: shareOf(found.share) }),
    ],
  ],
  taste: [
    [
      whole(`(?<share>\\d+)% like the seed; that is ${TITLE}`),
      (found) => t("said.like", { share: shareOf(found.share), title: found.title ?? "" }),
    ],
  ],
  novelty: [
    [whole("not heard before"), plain("said.new")],
    [whole(`heard (?<n>\\d+) days ago`), (found) => t("said.days_ago", { n: Number(found.n) })],
    [whole(`heard (?<n>\\d+) hours ago`), (found) => t("said.hours_ago", { n: Number(found.n) })],
  ],
  context: [
    [whole("more what you play at this hour;.*"), plain("said.hour_more")],
    [whole("less what you play at this hour;.*"), plain("said.hour_less")],
  ],
  flow_tempo: [
    [whole("no beat to compare"), plain("said.no_beat")],
    [
      whole(`(?<from>\\d+) to (?<to>\\d+) bpm(?<times> \\(x2\\)| \\(x1/2\\))?`),
      (found) => t(tempoKey(found.times), { from: found.from ?? "", to: found.to ?? "" }),
    ],
  ],
  flow_key: [
    [whole("no key to compare"), plain("said.no_key")],
    [whole("same key;.*"), plain("said.same_key")],
    [whole("relative key;.*"), plain("said.relative_key")],
    [whole("(?:key )?a fifth away.*"), plain("said.near_key")],
    [whole("(?:key )?\\d+ fifths away.*"), plain("said.far_key")],
  ],
  flow_loudness: [
    [whole("as loud as before"), plain("said.as_loud")],
    [
      whole(`(?<by>${NUMBER}) LU (?<how>louder|softer)`),
      (found) =>
        t(found.how === "louder" ? "said.louder" : "said.softer", { by: value(found.by, 1) }),
    ],
  ],
  flow_timbre: [
    [whole("no sound to compare"), plain("said.no_sound")],
    [whole("sounds alike;.*"), plain("said.alike")],
    [whole("another sound;.*"), plain("said.another_sound")],
    [whole("a sound neither like it nor unlike;.*"), plain("said.neither_sound")],
  ],
  artist_repetition: [
    [
      whole("artist heard (?<n>\\d+) tracks? before;.*"),
      (found) => t("said.artist", { n: Number(found.n) }),
    ],
  ],
};

function tempoKey(times?: string): Key {
  if (times === undefined) return "said.tempo";
  return times === " (x2)" ? "said.tempo_double" : "said.tempo_half";
}

/** What a part of a score says. */
export function reasonSaid(name: string, text: string): Said {
  for (const [pattern, say] of REASONS[name] ?? []) {
    const found = pattern.exec(text);
    if (found) return { text: say(found.groups ?? {}), lang: undefined };
  }
  return { text: inPlainWords(text.split(";")[0] ?? text), lang: "en" };
}

const PLACE = String.raw`\w+ \((${NUMBER}) (${NUMBER})\)`;
const SEED = new RegExp(`is ${PLACE}`);
const LATELY = new RegExp(`lately you were ${PLACE}`);

/** Why a seed was taken to ask for a goal. */
export function intentSaid(reason: string): Said {
  const song = placeOf(SEED.exec(reason));
  const felt = placeOf(LATELY.exec(reason));
  if (song === null) return { text: reason, lang: "en" };
  const text =
    felt === null ? t("intent.because_song", { song }) : t("intent.because", { song, felt });
  return { text, lang: undefined };
}

function placeOf(found: RegExpExecArray | null): string | null {
  return found && feeling({ valence: Number(found[1]), arousal: Number(found[2]) });
}

const AXES: Record<string, Key> = {
  sadder: "said.none_sadder",
  happier: "said.none_happier",
  calmer: "said.none_calmer",
  livelier: "said.none_livelier",
};
const AWAY = `${TITLE}, ${NUMBER} away`;

/** Parts of the service's account of a list, each at its beginning. */
const REACH: readonly Template[] = [
  [
    start(`Goes along with the forecast: cosine (?<share>${NUMBER}) on average\\.`),
    (found) => t("said.reach_forecast", { share: percent(Number(found.share)) }),
  ],
  [
    start(`Stays (?<far>${NUMBER}) from the feeling \\(${at("goal")}\\) on average\\.`),
    (found) =>
      t("said.reach_stays", { near: near("feeling", found.far), goal: word(found, "goal") }),
  ],
  [
    start(`Ends at \\(${at("end")}\\), (?<far>${NUMBER}) from the goal \\(${at("goal")}\\)\\.`),
    (found) =>
      t("said.reach_ends", {
        end: word(found, "end"),
        near: near("goal", found.far),
        goal: word(found, "goal"),
      }),
  ],
  [
    start(`The library holds too few tracks there for this length; the nearest is ${AWAY}\\.`),
    (found) => t("said.reach_too_few", { title: found.title ?? "" }),
  ],
  [
    start(`Nearer is ${AWAY}; it (?<why>plays earlier|fits the list less well as a whole)\\.`),
    (found) =>
      t(found.why === "plays earlier" ? "said.reach_earlier" : "said.reach_fits_less", {
        title: found.title ?? "",
      }),
  ],
  [
    start(`No track lies nearer(?: than ${AWAY})?\\.`),
    (found) =>
      found.title === undefined
        ? t("said.reach_nearest")
        : t("said.reach_nearest_is", { title: found.title }),
  ],
  [
    start(
      `No track is (?<which>sadder|happier|calmer|livelier) than (?:valence|arousal) ${NUMBER}(?:; the nearest is ${AWAY})?\\.`,
    ),
    (found) => t(AXES[found.which ?? ""] ?? "said.reach_nearest"),
  ],
  [
    start(
      `(?<n>\\d+) of the (?<wanted>\\d+) tracks asked for: (?:the library holds (?<held>\\d+) that can be played|no more fit into [\\d:]+)\\.`,
    ),
    (found) => t("said.reach_fewer", { n: Number(found.n), wanted: found.wanted ?? "" }),
  ],
  [
    start(
      `Lasts (?<lasts>[\\d:]+) of (?<wanted>[\\d:]+): (?:the library holds only \\d+ tracks that can be played|no list of these tracks was found that fills the time better)\\.`,
    ),
    (found) => t("said.reach_shorter", { lasts: found.lasts ?? "", wanted: found.wanted ?? "" }),
  ],
];

/** How near a list comes to its goal, a sentence an entry. */
export function reachSaid(text: string): Said[] {
  const said: Said[] = [];
  let rest = text.trim();
  while (rest) {
    const next = taken(rest);
    if (!next) return [...said, { text: inPlainWords(rest), lang: "en" }];
    said.push({ text: next.text, lang: undefined });
    rest = rest.slice(next.length);
  }
  return said;
}

function taken(text: string): { text: string; length: number } | null {
  for (const [pattern, say] of REACH) {
    const found = pattern.exec(text);
    if (found) return { text: say(found.groups ?? {}), length: found[0].length };
  }
  return null;
}
