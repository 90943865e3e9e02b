/** Why a seed was taken to ask for a goal, in the listener's words. */

import type { Goal, Intent, Point } from "../../api/types";
import { t, type Key } from "../../i18n";
import { feeling } from "../../plane/words";
import { difference } from "./difference";
import { NUMBER, type Said } from "./said";

const PLACE = String.raw`\w+ \((${NUMBER}) (${NUMBER})\)`;
const SEED = new RegExp(`is ${PLACE}, and `, "s");
const LATELY = new RegExp(`, and lately you were ${PLACE}, read `, "s");
const ONCE = /; the one time before, you chose to (be led|stay)$/;
const BEFORE = /; you chose to be led (\d+) of (\d+) times before$/;

/** What a seed was taken to ask for; which way they would be led, the goal made of it tells. */
export function wantedKey(intent: Pick<Intent, "kind">, goal: Goal | null): Key {
  const isLively = intent.kind === "enhance" && goal?.kind === "energise";
  return isLively ? "intent.enhance_lively" : `intent.${intent.kind}`;
}

export function intentSaid(reason: string): Said {
  const song = placeOf(SEED.exec(reason));
  const felt = placeOf(LATELY.exec(reason));
  if (song === null) return { text: reason, lang: "en" };
  return { text: [because(song, felt), ...before(reason)].join(" "), lang: undefined };
}

/** What was compared: the service goes by the gap between song and feeling, not by their words. */
function because(place: Point, lately: Point | null): string {
  const song = feeling(place);
  if (lately === null) return t("intent.because_song", { song });
  const [how, felt] = [difference(place, lately), feeling(lately)];
  if (how === null) return t("intent.because_alike", { song });
  return t("intent.because", { song, how, felt });
}

function placeOf(found: RegExpExecArray | null): Point | null {
  return found && { valence: Number(found[1]), arousal: Number(found[2]) };
}

/** What they chose before, where they did. */
function before(reason: string): string[] {
  const once = ONCE.exec(reason);
  if (once) return [t(once[1] === "stay" ? "intent.stayed_before" : "intent.led_before")];
  const [, led, n] = BEFORE.exec(reason) ?? [];
  return led === undefined ? [] : [t("intent.chosen_before", { led, n: Number(n) })];
}
