/** Why a track stands where it stands, in the listener's words; an unknown reason stays English. */

import { t, type Key } from "../../i18n";
import { partName } from "../library/plain-words";
import { difference } from "./difference";
import {
  at,
  inPlainWords,
  near,
  nearness,
  NUMBER,
  plain,
  pointOf,
  shareOf,
  TITLE,
  toldBy,
  value,
  whole,
  word,
  type Found,
  type Said,
  type Template,
} from "./said";

const REASONS: Record<string, readonly Template[]> = {
  affect_match: [
    [
      whole(
        `(?<far>${NUMBER}) from (?<what>the path|the feeling);.* wants ${at("wanted")}, this track is at ${at("here")}`,
      ),
      matchSaid,
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
      whole(`(?<share>\\d+)% like the forecast;.*`),
      (found) => t("said.forecast", { share: shareOf(found.share) }),
    ],
  ],
  felt: [
    [
      whole(`will probably leave you at ${at("then")}; give or take (?<spread>${NUMBER})`),
      (found) => t("said.felt", { feeling: word(found, "then"), spread: value(found.spread) }),
    ],
  ],
  known_from: [
    [whole("known from (?<parts>.*)"), (found) => t("said.known", { parts: partsOf(found.parts) })],
  ],
  arrival: [
    [
      whole(
        `ends (?<far>${NUMBER}) from the goal(?: and leaves you (?<you>${NUMBER}) from it)?; the goal is ${at("goal")}`,
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
      whole(`(?<share>\\d+)% likely to please you;.*`),
      (found) => t("said.pleases", { share: shareOf(found.share) }),
    ],
    [
      whole(`suits you more than (?<share>\\d+)% of your library;.*`),
      (found) => t("said.suits", { share: shareOf(found.share) }),
    ],
    [whole("suits you more than all the rest of your library;.*"), plain("said.suits_best")],
    [whole("suits you less than all the rest of your library;.*"), plain("said.suits_least")],
  ],
  taste: [
    [
      whole(`(?<share>\\d+)% like the seed; that is ${TITLE}`),
      (found) => t("said.like", { share: shareOf(found.share), title: found.title ?? "" }),
    ],
  ],
  novelty: [
    [whole("not heard before"), plain("said.new")],
    [whole("heard within the hour"), plain("said.just_now")],
    [whole("heard an hour ago"), plain("said.hour_ago")],
    [whole("heard (?<n>\\d+) hours ago"), (found) => t("said.hours_ago", { n: Number(found.n) })],
    [whole("heard (?<n>\\d+) days ago"), (found) => t("said.days_ago", { n: Number(found.n) })],
    [whole("heard a year ago or longer"), plain("said.long_ago")],
  ],
  context: [
    [whole("more like what you play at this hour;.*"), plain("said.hour_more")],
    [whole("like what you play at any hour;.*"), plain("said.hour_any")],
    [whole("less like what you play at this hour;.*"), plain("said.hour_less")],
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
    [whole("sounds different;.*"), plain("said.another_sound")],
    [whole("sounds neither alike nor different;.*"), plain("said.neither_sound")],
  ],
  artist_repetition: [
    [
      whole(
        "artist heard (?<n>\\d+) tracks? before; that is (?<artist>.*?)" +
          "(?<forced>, and no list of this length without it was found)?",
      ),
      (found) =>
        t(found.forced === undefined ? "said.artist" : "said.artist_forced", {
          n: Number(found.n),
          artist: found.artist ?? "",
        }),
    ],
  ],
};

/** How near a track comes; where one word fits both points, by what they differ. */
function matchSaid(found: Found): string {
  const what = found.what === "the path" ? "path" : "feeling";
  const [here, wanted] = [word(found, "here"), word(found, "wanted")];
  const said = { near: near(what, found.far), here, wanted };
  const how = difference(pointOf(found, "here"), pointOf(found, "wanted"));
  const isOff = !["at", "near"].includes(nearness(Number(found.far)));
  if (isOff && here === wanted && how !== null) return t("said.match_same", { ...said, how });
  return t(what === "path" ? "said.match_path" : "said.match", said);
}

function tempoKey(times?: string): Key {
  if (times === undefined) return "said.tempo";
  return times === " (x2)" ? "said.tempo_double" : "said.tempo_half";
}

const OWN: Record<string, string> = {
  "your correction": "correction",
  "your corrections of others": "corrections",
};

/** Parts with their shares: "sound 71%, your correction 29%". */
function partsOf(text?: string): string {
  const parts = [...(text ?? "").matchAll(/(\D+) (\d+)%(?:, |$)/g)];
  return parts
    .map(([, name = "", share]) => `${partName(OWN[name] ?? name)} ${shareOf(share)}`)
    .join(" · ");
}

/** What a part of a score says. */
export function reasonSaid(name: string, text: string): Said {
  const told = toldBy(REASONS[name] ?? [], text);
  return told
    ? { text: told.text, lang: undefined }
    : { text: inPlainWords(text.split(";")[0] ?? text), lang: "en" };
}
