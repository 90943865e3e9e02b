/** What Python made: `tools/make_golden_faces.py`. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { inflateSync } from "node:zlib";

import { asRgb, picture, type Picture } from "../../src/face/picture";

export interface Packed {
  dtype: "uint8" | "float32";
  shape: number[];
  data: string;
}

interface RawFace {
  left: number;
  top: number;
  width: number;
  height: number;
  score: number;
  landmarks: [number, number][];
}

type Quad = [number, number, number, number];

export interface Golden {
  frames: Packed[];
  texture: Packed;
  resizing: {
    halved: Packed;
    linear: Packed[];
    pieces: Quad[];
    area: Packed[];
    gray: Packed;
    level_shapes: [number, number][];
    levels: Packed[];
  };
  equalising: { given: Packed[]; equalised: Packed[]; sharpness: number[] };
  boxes: {
    given: Quad[];
    scores: number[];
    offsets: Quad[];
    overlaps: number[][];
    overlaps_of_smaller: number[][];
    distinct: number[];
    distinct_of_smaller: number[];
    regressed: Quad[];
    squared: Quad[];
  };
  detection: {
    boxes: Quad[];
    crops_24: Packed;
    crops_48: Packed;
    pnet: Packed[];
    rnet: Packed[];
    onet: Packed[];
    detected: RawFace[][];
    of_two: RawFace[];
    tracked: RawFace[][];
    of_texture: RawFace[];
  };
  reading: {
    faces: RawFace[];
    pictures: Packed;
    probabilities: number[][];
    features: Packed;
    yaw: number[];
    tilt: number[];
    validity: { how: string; face: RawFace; validity: string }[];
    observed: number[][];
  };
  smoothing: {
    given: Packed;
    at_s: number[];
    frames: { labels: string[]; means: Packed };
    time: { labels: string[]; means: Packed };
  };
  affect: {
    given: number[][];
    entropy: number[];
    points: [number, number][];
    variances: [number, number][];
    scores: Record<string, number>;
    terms_point: [number, number];
    terms_shares: Quad;
  };
  fitting: {
    population: Packed;
    features: Packed;
    shown: number[];
    pull: number;
    n_held: number;
    before: number[][];
    after: number[][];
    head: {
      mixing: number[][];
      weights: number[][];
      bias: number[];
      centre: number[];
      scale: number[];
    };
    probabilities: number[][];
    curve_ends: [number, number][];
    is_better: boolean;
    untouched: number[][];
  };
}

export const ROOT = resolve(import.meta.dirname, "../../..");

export const golden = JSON.parse(
  readFileSync(resolve(ROOT, "tests/serving/golden_faces/golden.json"), "utf8"),
) as Golden;

export function bytesOf(packed: Packed): Uint8Array {
  return new Uint8Array(inflateSync(Buffer.from(packed.data, "base64")));
}

export function floatsOf(packed: Packed): Float32Array {
  return new Float32Array(bytesOf(packed).buffer);
}

/** An array of rows of floats. */
export function rowsOf(packed: Packed): number[][] {
  const flat = floatsOf(packed);
  const width = packed.shape.slice(1).reduce((product, n) => product * n, 1);
  return Array.from({ length: packed.shape[0] ?? 0 }, (_, k) =>
    Array.from(flat.subarray(k * width, (k + 1) * width)),
  );
}

export function pictureOf(packed: Packed): Picture {
  const [height = 0, width = 0, channels = 1] = packed.shape;
  const made = picture(width, height, channels === 3 ? 3 : 1);
  made.data.set(bytesOf(packed));
  return made;
}

/** The largest difference of any two values, which must be equally many. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let k = 0; k < a.length; k++) {
    const gap = Math.abs((a[k] ?? NaN) - (b[k] ?? NaN));
    if (!(gap <= most)) most = gap;
  }
  return most;
}

export function item<Item>(items: readonly Item[], place: number): Item {
  const found = items[place];
  if (found === undefined) throw new RangeError(`nothing at ${place}`);
  return found;
}

export { asRgb };
