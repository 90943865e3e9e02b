/**
 * Pieces of a picture at a fixed size: what R-Net and O-Net look at.
 *
 * As `sensing/face/crops.py`, and to the bytes of `cv2.warpAffine`: places to 1/32 of a pixel,
 * mid-gray where a box leaves the picture. A large piece is taken from a halved copy.
 */

import type { Box } from "./boxes";
import type { Picture } from "./picture";
import { halved } from "./resizing";
import { roundHalfEven } from "./rounding";

const OUTSIDE = 128;
const SHARES = 32;
/** Of a picture, itself and its halved copies: R-Net's pieces and O-Net's are taken from the same. */
const copiesOf = new WeakMap<Picture, Picture[]>();

/** The boxes' contents one after another, `n * sidePx * sidePx * 3` bytes. */
export function crops(image: Picture, boxes: readonly Box[], sidePx: number): Uint8Array {
  const size = sidePx * sidePx * 3;
  const pieces = new Uint8Array(boxes.length * size);
  const copies = copiesOf.get(image) ?? [image];
  copiesOf.set(image, copies);
  boxes.forEach((box, k) => {
    let halvings = Math.max(0, Math.floor(Math.log2((box[2] - box[0]) / sidePx)));
    let last = copies.at(-1) ?? image;
    while (copies.length <= halvings && Math.min(last.width, last.height) > 1) {
      last = halved(last);
      copies.push(last);
    }
    halvings = Math.min(halvings, copies.length - 1);
    const scale = 2 ** halvings;
    const small: Box = [box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale];
    cropInto(pieces.subarray(k * size, (k + 1) * size), copies[halvings] ?? image, small, sidePx);
  });
  return pieces;
}

function cropInto(piece: Uint8Array, image: Picture, box: Box, sidePx: number): void {
  const columns = places(box[0], box[2], sidePx, true);
  const rows = places(box[1], box[3], sidePx, false);
  let at = 0;
  for (const [y, down] of rows) {
    for (const [x, across] of columns) {
      for (let c = 0; c < 3; c++) {
        const upper =
          level(image, x, y, c) * (SHARES - across) + level(image, x + 1, y, c) * across;
        const lower =
          level(image, x, y + 1, c) * (SHARES - across) + level(image, x + 1, y + 1, c) * across;
        piece[at++] = ((upper * (SHARES - down) + lower * down) * SHARES + 16384) >> 15;
      }
    }
  }
}

/** Of each target pixel's centre the pixel before it, and how many 1/32 it lies after that. */
function places(start: number, end: number, n: number, isAcross: boolean): [number, number][] {
  const step = (end - start) / n;
  const offset = start + step / 2 - 0.5;
  return Array.from({ length: n }, (_, k) => {
    // OpenCV rounds the sum along a column, and the parts along a row, to 1/1024
    const place = isAcross
      ? roundHalfEven(offset * 1024) + roundHalfEven(step * k * 1024)
      : roundHalfEven((step * k + offset) * 1024);
    const fine = (place + 16) >> 5;
    return [fine >> 5, fine & (SHARES - 1)];
  });
}

function level(image: Picture, x: number, y: number, c: number): number {
  if (x < 0 || y < 0 || x >= image.width || y >= image.height) return OUTSIDE;
  return image.data[(y * image.width + x) * 3 + c] ?? OUTSIDE;
}
