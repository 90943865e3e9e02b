/** A moment of the past in a few words: what was felt, and who said so. */

import { en } from "../../i18n/words";
import { t, type Key } from "../../i18n";

/** "calm, said by you"; what has no word of its own here keeps the service's. */
export function momentName(label: string, modality: string): string {
  const feeling = wordOf(`feeling.${label}`, label);
  const by = wordOf(`journey.by_sense_${modality}`, modality);
  return `${feeling}, ${by}`;
}

function wordOf(key: string, otherwise: string): string {
  return key in en ? t(key as Key) : otherwise;
}
