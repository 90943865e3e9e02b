/** Tracks in full, and where what belongs to them lies. */

import { urlOf } from "./client";
import type { Point, Quadrant, TrackBrief } from "./types";

export interface Track extends TrackBrief {
  path: string | null;
  descriptors: Record<string, number | null> | null;
  curve: {
    start_s: number[];
    window_s: number;
    valence: number[];
    arousal: number[];
    valence_sd: number[];
    arousal_sd: number[];
  } | null;
  parts: { name: string; valence: number; arousal: number; share: number }[];
  correction: { is?: Quadrant; not?: Quadrant; at?: Point } | null;
  neighbours: TrackBrief[];
}

export interface LibrarySummary {
  tracks: number;
  analysed: number;
  playable: number;
  by_quadrant: Partial<Record<Quadrant, number>>;
  genres: { name: string; count: number }[];
  total_duration_s: number;
  revision: string;
}

export function audioUrl(trackId: number): string {
  return urlOf(`/tracks/${String(trackId)}/audio`);
}

export function coverUrl(trackId: number): string {
  return urlOf(`/tracks/${String(trackId)}/cover`);
}

/** "Title, Artist", or the title alone. */
export function nameOf(track: Pick<TrackBrief, "title" | "artist">): string {
  return track.artist ? `${track.title}, ${track.artist}` : track.title;
}

/** 187 as "3:07". */
export function clock(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–:––";
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
