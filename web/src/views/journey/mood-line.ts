/** One line out of what is known of a listener's moods, and what the line spans. */

import type { Bucket, Forecast, Mood } from "../../api/journey";
import type { Moment } from "../../charts/runs";
import { DAY, HOUR } from "../../charts/times";

export type Span = "hours" | "days" | "weeks";

interface Reach {
  length: number;
  bucket: Bucket;
  /** What lies further apart is not joined. */
  gap: number;
  /** From the beginning of a bucket to where its moment is drawn: its middle. */
  middle: number;
}

export const REACHES: Record<Span, Reach> = {
  hours: { length: DAY, bucket: "minutes", gap: 2.5 * HOUR, middle: 0 },
  days: { length: 14 * DAY, bucket: "day", gap: 2.5 * DAY, middle: DAY / 2 },
  weeks: {
    length: 26 * 7 * DAY,
    bucket: "week",
    gap: 2.5 * 7 * DAY,
    middle: 3.5 * DAY,
  },
};

const LEAST_SHOWN = HOUR / 2;

/** When a line begins: with what is known, so that the first minutes of it are not one dot. */
export function beginOf(moments: readonly Moment[], since: number, until: number): number {
  const first = moments[0]?.x ?? since;
  const shown = Math.max(LEAST_SHOWN, (until - first) * 1.05);
  return Math.max(since, until - shown);
}

/** The belief where there is one; else all readings of a moment, each as sure as it is. */
export function moodLine(mood: readonly Mood[]): Moment[] {
  const beliefs = mood.filter((one) => one.modality === "belief");
  if (beliefs.length > 0) return sorted(beliefs.map(momentOf));
  const together = new Map<string, Mood[]>();
  for (const one of mood) together.set(one.at, [...(together.get(one.at) ?? []), one]);
  return sorted([...together.values()].map(pooled));
}

/** Each moment in the middle of its bucket, as it tells of all of it; none after now. */
export function inTheMiddle(moments: readonly Moment[], middle: number, now: number): Moment[] {
  return moments.map((one) => ({ ...one, x: Math.min(one.x + middle, now) }));
}

/** Where a whole bucket begins, so that the first one of a line tells of all of it. */
export function beginOfBucket(at: number, bucket: Bucket): Date {
  const begin = bucket === "week" ? weekBegin(at) : new Date(at);
  if (bucket === "day" || bucket === "week") begin.setHours(0, 0, 0, 0);
  return begin;
}

/** Monday of a moment's week. */
export function weekBegin(at: number): Date {
  const day = new Date(at);
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return day;
}

/** The forecast as moments from now on. */
export function forecastLine(forecast: Forecast, now: number): Moment[] {
  return sorted(forecast.points.map((one) => ({ ...one, x: now + one.hours * HOUR })));
}

function momentOf(mood: Mood): Moment {
  const { valence, arousal, valence_sd, arousal_sd } = mood;
  return { x: Date.parse(mood.at), valence, arousal, valence_sd, arousal_sd };
}

const LEAST_SD = 0.02;

function pooled(moods: readonly Mood[]): Moment {
  const part = (value: "valence" | "arousal") => {
    let [weights, sum] = [0, 0];
    for (const one of moods) {
      const weight = 1 / Math.max(LEAST_SD, one[`${value}_sd`]) ** 2;
      weights += weight;
      sum += weight * one[value];
    }
    return { mean: sum / weights, sd: Math.sqrt(1 / weights) };
  };
  const [valence, arousal] = [part("valence"), part("arousal")];
  return {
    x: Date.parse(moods[0]?.at ?? ""),
    valence: valence.mean,
    arousal: arousal.mean,
    valence_sd: valence.sd,
    arousal_sd: arousal.sd,
  };
}

function sorted(moments: Moment[]): Moment[] {
  return moments.sort((a, b) => a.x - b.x);
}
