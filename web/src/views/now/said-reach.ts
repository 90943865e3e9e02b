/** How near a list comes to its goal and why no nearer, in the listener's words. */

import { t, type Key } from "../../i18n";
import {
  at,
  inPlainWords,
  near,
  NUMBER,
  plain,
  start,
  shareOf,
  TITLE,
  toldBy,
  value,
  word,
  type Said,
  type Template,
} from "./said";

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
    start(`Goes along with the forecast: (?<share>\\d+)% like it on average\\.`),
    (found) => t("said.reach_forecast", { share: shareOf(found.share) }),
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
    start(`Nearer is ${AWAY}; it plays earlier\\.`),
    (found) => t("said.reach_earlier", { title: found.title ?? "" }),
  ],
  [
    start(`Nearer is ${AWAY}; it fits the list less well as a whole\\.`),
    (found) => t("said.reach_fits_less", { title: found.title ?? "" }),
  ],
  [start("No track lies nearer\\."), plain("said.reach_nearest")],
  [
    start(`No track lies nearer than ${AWAY}\\.`),
    (found) => t("said.reach_nearest_is", { title: found.title ?? "" }),
  ],
  [
    start(
      `No track is (?<which>sadder|happier|calmer|livelier) than (?:valence|arousal) ${NUMBER}\\.`,
    ),
    (found) => none(found.which),
  ],
  [
    start(
      `No track is (?<which>sadder|happier|calmer|livelier) than (?:valence|arousal) ${NUMBER}; ` +
        `the nearest is ${AWAY}\\.`,
    ),
    (found) => `${none(found.which)} ${t("said.reach_next", { title: found.title ?? "" })}`,
  ],
  [
    start(
      `(?<n>\\d+) of the (?<wanted>\\d+) tracks asked for: the library holds (?<held>\\d+) that can be played\\.`,
    ),
    (found) =>
      t("said.reach_fewer", {
        n: Number(found.n),
        wanted: found.wanted ?? "",
        held: found.held ?? "",
      }),
  ],
  [
    start(
      `(?<n>\\d+) of the (?<wanted>\\d+) tracks asked for: no more fit into (?<time>[\\d:]+)\\.`,
    ),
    (found) =>
      t("said.reach_no_room", {
        n: Number(found.n),
        wanted: found.wanted ?? "",
        time: found.time ?? "",
      }),
  ],
  [
    start(
      `Lasts (?<lasts>[\\d:]+) of (?<wanted>[\\d:]+): the library holds only (?:one|\\d+) tracks? that can be played\\.`,
    ),
    (found) => t("said.reach_all", { lasts: found.lasts ?? "", wanted: found.wanted ?? "" }),
  ],
  [
    start(
      `Lasts (?<lasts>[\\d:]+) of (?<wanted>[\\d:]+): no list of these tracks was found that fills the time better\\.`,
    ),
    (found) => t("said.reach_shorter", { lasts: found.lasts ?? "", wanted: found.wanted ?? "" }),
  ],
  [
    start(`Within (?<gap>${NUMBER}) a track of the best possible score\\.`),
    (found) => t("said.reach_within", { gap: value(found.gap, 3) }),
  ],
];

const none = (which?: string): string => t(AXES[which ?? ""] ?? "said.reach_nearest");

/** How near a list comes to its goal, a sentence an entry. */
export function reachSaid(text: string): Said[] {
  const said: Said[] = [];
  let rest = text.trim();
  while (rest) {
    const next = toldBy(REACH, rest);
    if (!next) return [...said, { text: inPlainWords(rest), lang: "en" }];
    said.push({ text: next.text, lang: undefined });
    rest = rest.slice(next.length);
  }
  return said;
}
