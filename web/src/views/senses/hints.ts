/** What would help where a face cannot be read, by the reason. */

import type { Key } from "../../i18n";
import type { CameraProblem } from "../../face/state";
import {
  CUT_OFF,
  NO_FACE,
  TILTED,
  TOO_BLURRED,
  TOO_BRIGHT,
  TOO_DARK,
  TOO_SMALL,
  TURNED_AWAY,
  VALID,
} from "../../face/validity";

const HINTS: Readonly<Record<string, Key>> = {
  [NO_FACE]: "senses.hint.noFace",
  [TOO_SMALL]: "senses.hint.small",
  [CUT_OFF]: "senses.hint.cutOff",
  [TURNED_AWAY]: "senses.hint.turned",
  [TILTED]: "senses.hint.tilted",
  [TOO_DARK]: "senses.hint.dark",
  [TOO_BRIGHT]: "senses.hint.bright",
  [TOO_BLURRED]: "senses.hint.blurred",
};

export function hintOf(validity: string): Key | null {
  return validity === VALID ? null : (HINTS[validity] ?? "senses.hint.noFace");
}

export function problemKey(problem: CameraProblem): Key {
  return `senses.problem.${problem}`;
}
