/** The service's plain words in the listener's language. */

import { t } from "../../i18n";
import { QUADRANTS } from "../../plane/quadrants";
import { TERMS } from "./terms";

/** A Thayer term or "neutral" is translated; anything else is told as it came. */
export function plainWord(word: string): string {
  if (word === "neutral") return t("senses.quadrant.neutral");
  const term = QUADRANTS.flatMap((quadrant) => TERMS[quadrant]).find((one) => one === word);
  return term ? t(`senses.term.${term}`) : word;
}
