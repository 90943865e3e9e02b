/**
 * From a face in a picture to the network's input (EM-1), as `sensing/face/preprocessing.py`.
 *
 * 48x48 points of the box are read bilinearly from gray, in double precision, rounded once; edge
 * pixels go on beyond the picture. Then CLAHE, clip limit 2, 8x8 tiles; divided by 255.
 */

import type { Face } from "./boxes";
import { clahe } from "./clahe";
import type { Picture } from "./picture";
import { clamp } from "./rounding";

/** Side of the network's input. */
export const SIDE_PX = 48;
/** Share of its width and height by which the box grows on each side (EM-1). */
export const MARGIN = 0.1;
/** Side of a FER-2013 tile in widths of MTCNN's box. */
export const FER_SIDE = 1.23;

const CLAHE = { clipLimit: 2, tiles: 8 };

/** The face with a larger box about the same centre. */
export function grown(face: Face, margin: number = MARGIN): Face {
  return {
    ...face,
    left: face.left - margin * face.width,
    top: face.top - margin * face.height,
    width: face.width * (1 + 2 * margin),
    height: face.height * (1 + 2 * margin),
  };
}

/** The face with the square box that FER-2013 has about its faces. */
export function asFer(face: Face): Face {
  const side = FER_SIDE * face.width;
  const left = face.left + face.width / 2 - side / 2;
  const top = face.top + face.height / 2 - side / 2;
  return { ...face, left, top, width: side, height: side };
}

/** The network's input for a framed box: 48x48 values in [0, 1]. */
export function framedPicture(image: Picture, frame: Face): Float32Array {
  return equalised(grayOf(image, frame));
}

/** Local contrast made equal (CLAHE), and scaled. */
export function equalised(gray: Uint8Array): Float32Array {
  return Float32Array.from(clahe(gray, SIDE_PX, CLAHE), (level) => level / 255);
}

/** The box's content, 48x48 gray levels. */
export function grayOf(image: Picture, box: Face): Uint8Array {
  const rows = points(box.top, box.height, image.height);
  const columns = points(box.left, box.width, image.width);
  const gray = new Uint8Array(SIDE_PX * SIDE_PX);
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      const upper = across(image, row.before, column);
      const lower = across(image, row.after, column);
      gray[at++] = Math.floor(upper * (1 - row.share) + lower * row.share + 0.5);
    }
  }
  return gray;
}

interface Point {
  readonly before: number;
  readonly after: number;
  readonly share: number;
}

/** The pixels before and after each of 48 points, and the share of the latter. */
function points(start: number, length: number, limit: number): Point[] {
  return Array.from({ length: SIDE_PX }, (_, k) => {
    const place = start + ((k + 0.5) * length) / SIDE_PX - 0.5;
    const first = Math.floor(place);
    return {
      before: clamp(first, 0, limit - 1),
      after: clamp(first + 1, 0, limit - 1),
      share: place - first,
    };
  });
}

function across(image: Picture, row: number, column: Point): number {
  const before = luma(image, row * image.width + column.before);
  return before * (1 - column.share) + luma(image, row * image.width + column.after) * column.share;
}

function luma(image: Picture, pixel: number): number {
  const { data } = image;
  const at = 3 * pixel;
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}
