/** What has been: moods, what was heard, what it did, and the models drawn from it. */

import { get } from "./client";
import type { Point, Shares, TrackBrief } from "./types";

export interface SurePoint extends Point {
  valence_sd: number;
  arousal_sd: number;
}

export interface Mood extends SurePoint {
  at: string;
  modality: string;
  n: number;
}

export interface Heard {
  track: TrackBrief;
  at: string;
  how: "finish" | "skip" | "ban" | "stopped";
  before: SurePoint;
  after: SurePoint;
  /** null where no feeling was read meanwhile: the belief alone went on. */
  felt_shift: Point | null;
  expected_shift: Point | null;
}

export type MovedBy = "track" | "artist" | "genre";

export interface Moved {
  by: MovedBy;
  name: string;
  track_id?: number | null;
  n: number;
  /** The mean change, shrunk towards that of all music. */
  shift: Point;
  /** How unsure the mean is. */
  sd: Point;
}

export interface Journey {
  mood: Mood[];
  heard: Heard[];
  moved: Moved[];
}

export type Bucket = "minutes" | "hour" | "day" | "week";

export type ModelName = "personal" | "population";

export interface MentalModel {
  name: string;
  steps: number;
  step_min: number;
  transitions: number[][];
  stationary: number[];
  /** Two deviations below and above the chance of staying, by state. */
  low: number[];
  high: number[];
}

export interface Attention {
  available: boolean;
  why: string;
  weights: { at: string; modality: string; label: string; weight: number }[];
}

export interface Genre {
  name: string;
  n: number;
  perceived: Point;
  felt_shift: Point | null;
  n_felt: number;
}

export interface Forecast {
  source: string;
  points: (SurePoint & { hours: number; shares: Shares })[];
}

export const journey = (since: Date, until: Date, bucket: Bucket, signal?: AbortSignal) =>
  get<Journey>(
    `/journey?since=${since.toISOString()}&until=${until.toISOString()}&bucket=${bucket}`,
    signal,
  );

export const mentalModel = (model: ModelName, signal?: AbortSignal) =>
  get<MentalModel>(`/mental-model?model=${model}`, signal);

export const attention = (signal?: AbortSignal) => get<Attention>("/attention", signal);

export const genreMap = (signal?: AbortSignal) => get<{ genres: Genre[] }>("/genre-map", signal);

export const forecast = (hours: number, signal?: AbortSignal) =>
  get<Forecast>(`/forecast?hours=${hours}&every_min=60`, signal);
