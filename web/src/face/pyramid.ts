/**
 * The image pyramid: one window of 12 pixels meets faces of every size in smaller copies.
 *
 * As `sensing/face/pyramid.py`: a level is made from the one before it, halved as often as it can
 * be and read bilinearly after that.
 */

import type { Picture } from "./picture";
import { halved, resizedLinear } from "./resizing";
import { roundHalfEven } from "./rounding";

/** Side of P-Net's window. */
export const CELL_PX = 12;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size of each level, largest first. */
export function levelShapes(size: Size, minFacePx: number, factor: number): Size[] {
  const found: Size[] = [];
  let facePx = minFacePx;
  while (facePx <= Math.min(size.width, size.height)) {
    found.push({
      height: roundHalfEven((size.height * CELL_PX) / facePx),
      width: roundHalfEven((size.width * CELL_PX) / facePx),
    });
    facePx /= factor;
  }
  return found;
}

/** The picture at each size. */
export function* levels(image: Picture, sizes: readonly Size[]): Generator<Picture> {
  let level = image;
  for (const { width, height } of sizes) {
    while (level.height >= 2 * height && level.width >= 2 * width) level = halved(level);
    if (width !== level.width || height !== level.height) {
      level = resizedLinear(level, width, height);
    }
    yield level;
  }
}
