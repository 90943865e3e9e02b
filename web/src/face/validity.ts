/** Whether a face can be read at all; where not, why. As `sensing/face/validity.py`. */

import { areaOf, type Face } from "./boxes";
import { asGray, cutOut, type Picture } from "./picture";
import { SIDE_PX } from "./preprocessing";
import { resizedArea } from "./resizing";
import { roundHalfEven } from "./rounding";

export const VALID = "ok";
export const NO_FACE = "no face";
export const TOO_SMALL = "the face is too small";
export const CUT_OFF = "the face is cut off";
export const TURNED_AWAY = "the face is turned away";
export const TILTED = "the head is tilted";
export const TOO_DARK = "the face is too dark";
export const TOO_BRIGHT = "the face is too bright";
export const TOO_BLURRED = "the face is blurred";

const NOSE_DEPTH = 0.5;
const LEAST_DEVIATION = 1;
const LEAST_EYES_PX = 1e-3;

export interface ValidityConfig {
  readonly minFacePx: number;
  readonly minInside: number;
  readonly maxYawDeg: number;
  readonly maxTiltDeg: number;
  readonly minHighlight: number;
  readonly maxShadow: number;
  readonly minSharpness: number;
}

export const LIMITS: ValidityConfig = {
  minFacePx: 40,
  minInside: 0.75,
  maxYawDeg: 40,
  maxTiltDeg: 35,
  minHighlight: 30,
  maxShadow: 225,
  minSharpness: 0.15,
};

/** `VALID`, or the first reason why the face must not be read. */
export function validityOf(
  image: Picture,
  face: Face | null,
  limits: ValidityConfig = LIMITS,
): string {
  if (!face) return NO_FACE;
  return ofPlace(face, image, limits) ?? ofLight(image, face, limits) ?? VALID;
}

/** How far the head is turned, in degrees; > 0 where the nose points to the picture's right. */
export function yawDeg(face: Face): number {
  const [left, right, nose] = face.landmarks;
  if (!left || !right || !nose) return 0;
  const [x, y] = [right[0] - left[0], right[1] - left[1]];
  const between = Math.hypot(x, y);
  if (between < LEAST_EYES_PX) return 90; // one eye before the other: a profile
  const aside = (nose[0] - (left[0] + right[0]) / 2) * x + (nose[1] - (left[1] + right[1]) / 2) * y;
  return degrees(Math.atan(aside / between ** 2 / NOSE_DEPTH));
}

/** How far the line between the eyes leans, in degrees; > 0 where the right one is lower. */
export function tiltDeg(face: Face): number {
  const [left, right] = face.landmarks;
  if (!left || !right) return 0;
  return degrees(Math.atan2(right[1] - left[1], right[0] - left[0]));
}

/** Deviation of the Laplacian over that of the picture itself, of 48x48 gray levels. */
export function sharpness(gray: Uint8Array): number {
  const edges: number[] = [];
  for (let y = 1; y < SIDE_PX - 1; y++) {
    for (let x = 1; x < SIDE_PX - 1; x++) {
      const at = y * SIDE_PX + x;
      const around =
        (gray[at - 1] ?? 0) +
        (gray[at + 1] ?? 0) +
        (gray[at - SIDE_PX] ?? 0) +
        (gray[at + SIDE_PX] ?? 0);
      edges.push(around - 4 * (gray[at] ?? 0));
    }
  }
  return deviation(edges) / Math.max(deviation(Array.from(gray)), LEAST_DEVIATION);
}

/** Linear between the two nearest, as `numpy.quantile`. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const before = sorted[low] ?? 0;
  return before + (place - low) * ((sorted[low + 1] ?? before) - before);
}

function ofPlace(face: Face, image: Picture, limits: ValidityConfig): string | null {
  if (Math.min(face.width, face.height) < limits.minFacePx) return TOO_SMALL;
  if (shareInside(face, image) < limits.minInside) return CUT_OFF;
  if (Math.abs(tiltDeg(face)) > limits.maxTiltDeg) return TILTED;
  return Math.abs(yawDeg(face)) > limits.maxYawDeg ? TURNED_AWAY : null;
}

function shareInside(face: Face, image: Picture): number {
  const width = Math.min(face.left + face.width, image.width) - Math.max(face.left, 0);
  const height = Math.min(face.top + face.height, image.height) - Math.max(face.top, 0);
  return (Math.max(width, 0) * Math.max(height, 0)) / areaOf(face);
}

function ofLight(image: Picture, face: Face, limits: ValidityConfig): string | null {
  const gray = smallGray(image, face);
  if (quantile(gray, 0.95) < limits.minHighlight) return TOO_DARK;
  if (quantile(gray, 0.05) > limits.maxShadow) return TOO_BRIGHT;
  return sharpness(gray) < limits.minSharpness ? TOO_BLURRED : null;
}

/** What of the box lies in the picture, averaged down to 48x48. */
function smallGray(image: Picture, face: Face): Uint8Array {
  const left = Math.max(0, roundHalfEven(face.left));
  const top = Math.max(0, roundHalfEven(face.top));
  const right = Math.min(image.width, roundHalfEven(face.left + face.width));
  const bottom = Math.min(image.height, roundHalfEven(face.top + face.height));
  const inside = cutOut(image, left, top, { width: right - left, height: bottom - top });
  return asGray(resizedArea(inside, SIDE_PX, SIDE_PX)).data;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
