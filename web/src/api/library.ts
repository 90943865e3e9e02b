/** Tracks, scans, corrections and files of history. */

import { get, post, put, remove } from "./client";
import type { Job, Listed, Point, Quadrant, TrackBrief } from "./types";

export interface Summary {
  tracks: number;
  analysed: number;
  playable: number;
  /** By quadrant; one without tracks may be absent. */
  by_quadrant: Record<string, number>;
  genres: { name: string; count: number }[];
  total_duration_s: number;
  revision: string;
}

export interface Descriptors {
  valence: number;
  energy: number;
  danceability: number;
  acousticness: number;
  instrumentalness: number;
  liveness: number;
  speechiness: number;
  tempo_bpm: number;
  beat_strength: number;
  loudness_lufs: number;
  key: number;
  mode: number;
  key_strength: number;
  time_signature: number;
  duration_s: number;
}

export interface Curve {
  start_s: number[];
  window_s: number;
  valence: number[];
  arousal: number[];
  valence_sd: number[];
  arousal_sd: number[];
}

export interface Track extends TrackBrief {
  path: string | null;
  descriptors: Descriptors | null;
  curve: Curve | null;
  parts: { name: string; valence: number; arousal: number; share: number }[];
  /** What the listener said of it, if anything stands. */
  correction: object | null;
  neighbours: TrackBrief[];
}

export type Correcting = { is: Quadrant } | { not: Quadrant } | { at: Point };

export interface Corrected {
  /** Where it lay for this listener; null where no list uses it. */
  before: Point | null;
  after: Point | null;
  neighbours_moved: number;
}

export interface Imported {
  read: number;
  matched: number;
  unmatched: number;
  events: number;
}

export const summary = (signal?: AbortSignal) => get<Summary>("/library/summary", signal);

export const tracks = (query: string, signal?: AbortSignal) =>
  get<Listed<TrackBrief>>(`/tracks?${query}`, signal);

export const track = (id: number, signal?: AbortSignal) => get<Track>(`/tracks/${id}`, signal);

export const correct = (id: number, said: Correcting) =>
  put<Corrected>(`/tracks/${id}/correction`, said);

export const undoCorrection = (id: number) => remove<Corrected>(`/tracks/${id}/correction`);

export const beginScan = (folders: readonly string[]) =>
  post<Job>("/scans", folders.length > 0 ? { folders } : {});

export const endScan = (id: string) => remove<Job>(`/scans/${id}`);

export const scans = (signal?: AbortSignal) => get<Job[]>("/scans", signal);

export function importHistory(file: File): Promise<Imported> {
  const form = new FormData();
  form.append("file", file);
  form.append("kind", "auto");
  return post<Imported>("/history/import", form);
}
