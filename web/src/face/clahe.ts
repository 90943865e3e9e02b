/**
 * Contrast limited adaptive histogram equalisation, as OpenCV has it (Zuiderveld 1994).
 *
 * Each of 8x8 tiles has its own table of gray levels, from its histogram cut at a limit; what is
 * cut off is given to all levels alike. A pixel is read from the four tables about it, bilinearly.
 */

import { asByte, clamp } from "./rounding";

const LEVELS = 256;
const fround = Math.fround;

export interface ClaheConfig {
  readonly clipLimit: number;
  /** in each direction; the side must be a multiple */
  readonly tiles: number;
}

/** A square gray picture, equalised. */
export function clahe(gray: Uint8Array, sidePx: number, config: ClaheConfig): Uint8Array {
  const tilePx = sidePx / config.tiles;
  const limit = Math.max(1, Math.floor((config.clipLimit * tilePx * tilePx) / LEVELS));
  const tables = tablesOf(gray, sidePx, tilePx, limit);
  const result = new Uint8Array(gray.length);
  const spots = Array.from({ length: sidePx }, (_, k) => spotOf(k, tilePx, config.tiles));
  let at = 0;
  for (const down of spots) {
    for (const along of spots) {
      const level = gray[at] ?? 0;
      const read = (row: number, column: number): number =>
        tables[(row * config.tiles + column) * LEVELS + level] ?? 0;
      const upper = between(
        read(down.before, along.before),
        read(down.before, along.after),
        along.share,
      );
      const lower = between(
        read(down.after, along.before),
        read(down.after, along.after),
        along.share,
      );
      result[at++] = asByte(between(upper, lower, down.share));
    }
  }
  return result;
}

interface Spot {
  readonly before: number;
  readonly after: number;
  readonly share: number;
}

/** Between which tiles' middles a pixel lies, and how far. */
function spotOf(pixel: number, tilePx: number, tiles: number): Spot {
  const place = fround(fround(pixel * fround(1 / tilePx)) - 0.5);
  const first = Math.floor(place);
  return {
    before: clamp(first, 0, tiles - 1),
    after: clamp(first + 1, 0, tiles - 1),
    share: fround(place - first),
  };
}

function between(before: number, after: number, share: number): number {
  return fround(fround(before * fround(1 - share)) + fround(after * share));
}

function tablesOf(gray: Uint8Array, sidePx: number, tilePx: number, limit: number): Uint8Array {
  const tiles = sidePx / tilePx;
  const tables = new Uint8Array(tiles * tiles * LEVELS);
  const counts = new Int32Array(LEVELS);
  const scale = fround((LEVELS - 1) / (tilePx * tilePx));
  for (let tile = 0; tile < tiles * tiles; tile++) {
    counts.fill(0);
    const start = Math.floor(tile / tiles) * tilePx * sidePx + (tile % tiles) * tilePx;
    for (let y = 0; y < tilePx; y++) {
      for (let x = 0; x < tilePx; x++) {
        const level = gray[start + y * sidePx + x] ?? 0;
        counts[level] = (counts[level] ?? 0) + 1;
      }
    }
    clip(counts, limit);
    let sum = 0;
    for (let level = 0; level < LEVELS; level++) {
      sum += counts[level] ?? 0;
      tables[tile * LEVELS + level] = asByte(fround(sum * scale));
    }
  }
  return tables;
}

/** No count above the limit; what is cut off goes to all, the rest of it to every so many. */
function clip(counts: Int32Array, limit: number): void {
  let excess = 0;
  for (let level = 0; level < LEVELS; level++) {
    const count = counts[level] ?? 0;
    if (count > limit) {
      excess += count - limit;
      counts[level] = limit;
    }
  }
  const each = Math.floor(excess / LEVELS);
  let rest = excess - each * LEVELS;
  for (let level = 0; level < LEVELS; level++) counts[level] = (counts[level] ?? 0) + each;
  const step = rest > 0 ? Math.max(1, Math.floor(LEVELS / rest)) : 1;
  for (let level = 0; level < LEVELS && rest > 0; level += step, rest--) {
    counts[level] = (counts[level] ?? 0) + 1;
  }
}
