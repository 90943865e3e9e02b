/** What a track is, in words that anyone knows. */

import type { Descriptors } from "../../api/library";
import type { PerceivedAffect, Quadrant } from "../../api/types";
import { number } from "../../charts/numbers";
import { stateName } from "../../charts/state-diagram";
import { t, type Key } from "../../i18n";
import { QUADRANTS } from "../../plane/quadrants";

export const METERS = [
  "energy",
  "danceability",
  "valence",
  "beat_strength",
  "acousticness",
  "instrumentalness",
  "liveness",
  "speechiness",
] as const satisfies readonly (keyof Descriptors)[];

const KEYS = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"];

/** "A minor"; none where no key was found. */
export function keyName(key: number, mode: number): string | null {
  const tonic = KEYS[key];
  if (tonic === undefined) return null;
  if (mode < 0) return tonic;
  return t(mode === 1 ? "library.major" : "library.minor", { tonic });
}

export function tempoWords(bpm: number): string {
  if (bpm <= 0) return t("library.no_beat");
  const pace: Key = bpm < 80 ? "library.slow" : bpm < 120 ? "library.walking" : "library.fast";
  return t("library.beats", { n: number(bpm, 0), pace: t(pace) });
}

export function loudnessWords(lufs: number): string {
  const how: Key = lufs < -23 ? "library.soft" : lufs < -12 ? "library.medium" : "library.loud";
  return `${t(how)} (${number(lufs, 1)} LUFS)`;
}

/** "Sounds happy, fairly sure." */
export function soundsLike(affect: PerceivedAffect): string {
  const ranked = [...QUADRANTS].sort((a, b) => affect.shares[b] - affect.shares[a]);
  const [first, second] = ranked as [Quadrant, Quadrant];
  const share = affect.shares[first];
  if (share < 0.45)
    return t("library.sounds_between", { one: stateName(first), other: stateName(second) });
  const sure: Key =
    share > 0.85 ? "library.very_sure" : share > 0.65 ? "library.fairly_sure" : "library.rather";
  return t("library.sounds", { state: stateName(first), sure: t(sure) });
}

const PARTS: Record<string, Key> = {
  sound: "library.part_sound",
  lyrics: "library.part_lyrics",
  genre: "library.part_genre",
  words: "library.part_words",
  artist: "library.part_artist",
  album: "library.part_album",
  listener: "library.part_listener",
  correction: "library.part_listener",
  corrections: "library.part_others",
};

/** Where a part of the estimate comes from; a part that is new here keeps its own name. */
export function partName(name: string): string {
  const key = PARTS[name];
  return key ? t(key) : name;
}
