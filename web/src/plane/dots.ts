/** The library as dots: read from the service's bytes, found by place, drawn in four strokes. */

import type { Point } from "../api/types";
import { spotOf, type Frame } from "./geometry";

/** Tracks as columns; `quadrant` 0 is none, 1 to 4 happy, angry, sad, peaceful. */
export interface Dots {
  ids: Uint32Array;
  valence: Float32Array;
  arousal: Float32Array;
  quadrant: Uint8Array;
}

export const NO_DOTS: Dots = {
  ids: new Uint32Array(),
  valence: new Float32Array(),
  arousal: new Float32Array(),
  quadrant: new Uint8Array(),
};

const HEADER_BYTES = 8;
const CELLS = 64;
const FEW = 600;

/** The columns of `GET /library/plane`; none where the bytes are not what they say. */
export function dotsOf(buffer: ArrayBuffer): Dots {
  if (buffer.byteLength < HEADER_BYTES) return NO_DOTS;
  const n = new Uint32Array(buffer, 0, 1)[0] ?? 0;
  if (buffer.byteLength < HEADER_BYTES + 13 * n) return NO_DOTS;
  return {
    ids: new Uint32Array(buffer, HEADER_BYTES, n),
    valence: new Float32Array(buffer, HEADER_BYTES + 4 * n, n),
    arousal: new Float32Array(buffer, HEADER_BYTES + 8 * n, n),
    quadrant: new Uint8Array(buffer, HEADER_BYTES + 12 * n, n),
  };
}

/** Which dots lie in which cell of a coarse grid, so that a pointer asks only its neighbours. */
export class DotIndex {
  #cells = new Map<number, number[]>();

  constructor(private readonly dots: Dots) {
    for (let row = 0; row < dots.ids.length; row += 1) {
      const key = cell(dots.valence[row] ?? 0) * CELLS + cell(dots.arousal[row] ?? 0);
      const there = this.#cells.get(key);
      if (there) there.push(row);
      else this.#cells.set(key, [row]);
    }
  }

  /** The row of the dot nearest to a point, -1 where none lies within the radius. */
  nearest(point: Point, radius: number): number {
    let [best, least] = [-1, radius ** 2];
    const [left, right] = [cell(point.valence - radius), cell(point.valence + radius)];
    const [low, high] = [cell(point.arousal - radius), cell(point.arousal + radius)];
    for (let column = left; column <= right; column += 1) {
      for (let line = low; line <= high; line += 1) {
        for (const row of this.#cells.get(column * CELLS + line) ?? []) {
          const off =
            ((this.dots.valence[row] ?? 0) - point.valence) ** 2 +
            ((this.dots.arousal[row] ?? 0) - point.arousal) ** 2;
          if (off <= least) [best, least] = [row, off];
        }
      }
    }
    return best;
  }
}

/** Radius (CSS pixels) and opacity of a dot: the more of them, the smaller and fainter. */
export function dotLook(n: number, size: number): { radius: number; alpha: number } {
  const crowd = Math.sqrt(Math.max(1, n) / FEW);
  const radius = Math.max(0.9, Math.min(4, (size / 150) * Math.min(1, 1 / crowd ** 0.6)));
  return { radius, alpha: Math.max(0.22, Math.min(0.8, 0.8 / crowd ** 0.55)) };
}

/** Draws all dots, one colour after the other: a colour is set four times, not once a dot. */
export function drawDots(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  dots: Dots,
  frame: Frame,
  colours: readonly string[],
): void {
  const { radius, alpha } = dotLook(dots.ids.length, frame.size);
  const round = dots.ids.length <= 8 * FEW;
  context.save();
  context.globalAlpha = alpha;
  colours.forEach((colour, quadrant) => {
    context.fillStyle = colour;
    if (round) drawRound(context, dots, { frame, quadrant, radius });
    else drawSquare(context, dots, { frame, quadrant, radius });
  });
  context.restore();
}

interface Stroke {
  frame: Frame;
  quadrant: number;
  radius: number;
}

function drawRound(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  dots: Dots,
  { frame, quadrant, radius }: Stroke,
): void {
  eachOf(dots, quadrant, frame, (x, y) => {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  });
}

/** Of a dot two pixels wide nobody sees that it is square, and it costs a tenth. */
function drawSquare(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  dots: Dots,
  { frame, quadrant, radius }: Stroke,
): void {
  eachOf(dots, quadrant, frame, (x, y) => {
    context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
  });
}

function eachOf(
  dots: Dots,
  quadrant: number,
  frame: Frame,
  draw: (x: number, y: number) => void,
): void {
  for (let row = 0; row < dots.ids.length; row += 1) {
    if (dots.quadrant[row] !== quadrant) continue;
    const point = { valence: dots.valence[row] ?? 0, arousal: dots.arousal[row] ?? 0 };
    const { x, y } = spotOf(point, frame);
    draw(x, y);
  }
}

function cell(value: number): number {
  return Math.max(0, Math.min(CELLS - 1, Math.floor(((value + 1) / 2) * CELLS)));
}
