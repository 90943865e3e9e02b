/** What is looked for in the library, and how the service is asked for it. */

import type { Quadrant } from "../../api/types";

export type RangeName =
  "energy" | "danceability" | "acousticness" | "instrumentalness" | "tempo_bpm";

/** The ends of each range; a thumb at its end asks for nothing. */
export const RANGES: Record<RangeName, { low: number; high: number; step: number }> = {
  energy: { low: 0, high: 1, step: 0.05 },
  danceability: { low: 0, high: 1, step: 0.05 },
  acousticness: { low: 0, high: 1, step: 0.05 },
  instrumentalness: { low: 0, high: 1, step: 0.05 },
  tempo_bpm: { low: 40, high: 220, step: 5 },
};
export const RANGE_NAMES = Object.keys(RANGES) as RangeName[];

export type Sort = "title" | "artist" | "added" | "valence" | "arousal" | "tempo_bpm" | "energy";
export const SORTS: readonly Sort[] = [
  "title",
  "artist",
  "added",
  "valence",
  "arousal",
  "energy",
  "tempo_bpm",
];

export interface Wanted {
  search: string;
  quadrant: Quadrant | null;
  genre: string;
  ranges: Partial<Record<RangeName, readonly [number, number]>>;
  sort: Sort;
  descending: boolean;
}

export const EVERYTHING: Wanted = {
  search: "",
  quadrant: null,
  genre: "",
  ranges: {},
  sort: "title",
  descending: false,
};

/** The query of a wish, without the page; equal wishes have equal queries. */
export function queryOf(wanted: Wanted): string {
  const query = new URLSearchParams();
  const search = wanted.search.trim();
  if (search) query.set("search", search);
  if (wanted.quadrant) query.set("quadrant", wanted.quadrant);
  if (wanted.genre) query.set("genre", wanted.genre);
  for (const name of RANGE_NAMES) {
    const range = wanted.ranges[name];
    if (!range) continue;
    if (range[0] > RANGES[name].low) query.set(`min_${name}`, String(range[0]));
    if (range[1] < RANGES[name].high) query.set(`max_${name}`, String(range[1]));
  }
  query.set("sort", wanted.sort);
  query.set("order", wanted.descending ? "desc" : "asc");
  return query.toString();
}

export function isEverything(wanted: Wanted): boolean {
  return queryOf({ ...wanted, sort: "title", descending: false }) === queryOf(EVERYTHING);
}

/** A range after one of its thumbs was moved: the two never pass each other. */
export function moved(
  range: readonly [number, number],
  thumb: 0 | 1,
  value: number,
): readonly [number, number] {
  return thumb === 0
    ? [Math.min(value, range[1]), range[1]]
    : [range[0], Math.max(value, range[0])];
}
