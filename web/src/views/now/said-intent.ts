/** Why a seed was taken to ask for a goal, in the listener's words. */

import { t } from "../../i18n";
import { feeling } from "../../plane/words";
import { NUMBER, type Said } from "./said";

const PLACE = String.raw`\w+ \((${NUMBER}) (${NUMBER})\)`;
const SEED = new RegExp(`is ${PLACE}, and `, "s");
const LATELY = new RegExp(`, and lately you were ${PLACE}, read `, "s");
const ONCE = /; the one time before, you chose to (be led|stay)$/;
const BEFORE = /; you chose to be led (\d+) of (\d+) times before$/;

export function intentSaid(reason: string): Said {
  const song = placeOf(SEED.exec(reason));
  const felt = placeOf(LATELY.exec(reason));
  if (song === null) return { text: reason, lang: "en" };
  const because =
    felt === null ? t("intent.because_song", { song }) : t("intent.because", { song, felt });
  return { text: [because, ...before(reason)].join(" "), lang: undefined };
}

function placeOf(found: RegExpExecArray | null): string | null {
  return found && feeling({ valence: Number(found[1]), arousal: Number(found[2]) });
}

/** What they chose before, where they did. */
function before(reason: string): string[] {
  const once = ONCE.exec(reason);
  if (once) return [t(once[1] === "stay" ? "intent.stayed_before" : "intent.led_before")];
  const [, led, n] = BEFORE.exec(reason) ?? [];
  return led === undefined ? [] : [t("intent.chosen_before", { led, n: Number(n) })];
}
