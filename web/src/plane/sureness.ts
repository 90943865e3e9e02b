/** How surely a feeling is told: "you feel" is said only to who said so. */

import type { Belief } from "../api/types";
import { t, type Key } from "../i18n";
import { spoken } from "./words";

const GUESS_BELOW = 0.3;
/** Minutes for which a word or a point of the listener's own stands as they gave it. */
const OWN_FOR = 10;
const OWN = /^self_report (?:now|(?<minutes>\d+) min ago)/;

/** Whether the newest that is known is the listener's own word or point, given just now. */
export function isOwnWord({ source }: Pick<Belief, "source">): boolean {
  const found = OWN.exec(source);
  return found !== null && Number(found.groups?.minutes ?? 0) <= OWN_FOR;
}

/** "You feel", "You seem" or "I can only guess:". A camera, however sure, shows what seems. */
export function sureness(belief: Pick<Belief, "source" | "certainty">): Key {
  if (belief.certainty < GUESS_BELOW) return "now.guess";
  return isOwnWord(belief) ? "now.sure" : "now.seem";
}

/** The belief in a sentence, for who does not see the plane. */
export function youAre(belief: Belief): string {
  return t("plane.you_are", { how: t(sureness(belief)), place: spoken(belief) });
}
