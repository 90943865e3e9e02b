/** From the valence-arousal plane to the screen and back, and the shapes drawn on it. */

import type { Belief, Point } from "../api/types";

/** Where the plane [-1, 1] x [-1, 1] lies: a square of `size` CSS pixels with a margin round it. */
export interface Frame {
  size: number;
  margin: number;
}

export interface Spot {
  x: number;
  y: number;
}

export interface Ellipse {
  /** Half axes in plane units, the greater first. */
  major: number;
  minor: number;
  /** Of the major axis, anticlockwise from pleasant, in radians. */
  angle: number;
}

export function spotOf(point: Point, { size, margin }: Frame): Spot {
  const scale = (size - 2 * margin) / 2;
  return {
    x: margin + (point.valence + 1) * scale,
    y: margin + (1 - point.arousal) * scale,
  };
}

export function pointOf({ x, y }: Spot, { size, margin }: Frame): Point {
  const scale = (size - 2 * margin) / 2;
  return within({ valence: (x - margin) / scale - 1, arousal: 1 - (y - margin) / scale });
}

export function within({ valence, arousal }: Point): Point {
  const clipped = (value: number) => Math.max(-1, Math.min(1, value));
  return { valence: clipped(valence), arousal: clipped(arousal) };
}

export function moved(point: Point, valence: number, arousal: number): Point {
  const step = (value: number) => Math.round(value * 100) / 100; // no 0.15000000000000002
  return within({
    valence: step(point.valence + valence),
    arousal: step(point.arousal + arousal),
  });
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.valence - b.valence, a.arousal - b.arousal);
}

/** The ellipse one standard deviation round a belief: the roots and axes of its covariance. */
export function ellipseOf(
  belief: Pick<Belief, "valence_sd" | "arousal_sd" | "correlation">,
): Ellipse {
  const { valence_sd, arousal_sd, correlation } = belief;
  const a = valence_sd ** 2;
  const c = arousal_sd ** 2;
  const b = correlation * valence_sd * arousal_sd;
  const middle = (a + c) / 2;
  const reach = Math.hypot((a - c) / 2, b);
  return {
    major: Math.sqrt(middle + reach),
    minor: Math.sqrt(Math.max(0, middle - reach)),
    angle: Math.atan2(2 * b, a - c) / 2,
  };
}

export interface Curve {
  control1: Spot;
  control2: Spot;
  to: Spot;
}

/** A smooth line through all spots (Catmull-Rom as cubic Bezier pieces). */
export function smoothed(spots: readonly Spot[]): Curve[] {
  const at = (index: number): Spot =>
    spots[Math.max(0, Math.min(spots.length - 1, index))] ?? { x: 0, y: 0 };
  return spots.slice(1).map((to, index) => {
    const [before, from, after] = [at(index - 1), at(index), at(index + 2)];
    return {
      control1: { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 },
      control2: { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 },
      to,
    };
  });
}
