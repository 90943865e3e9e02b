/**
 * Faces and the geometry of their boxes.
 *
 * As `sensing/face/boxes.py`: pixels are continuous (the left edge of the first is 0, its right
 * edge 1), and a box may leave the picture.
 */

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

export type Place = readonly [x: number, y: number];

export interface Face {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** that it is a face, (0, 1] */
  readonly score: number;
  /** left eye, right eye, nose, left and right corner of the mouth, as seen in the picture */
  readonly landmarks: readonly Place[];
}

export function areaOf(face: Face): number {
  return face.width * face.height;
}

export function boxOf(face: Face): Box {
  return [face.left, face.top, face.left + face.width, face.top + face.height];
}

/** Intersection over union. */
export function overlap(box: Box, other: Box): number {
  const common = shared(box, other);
  return quotient(common, area(box) + area(other) - common);
}

/** Intersection over the smaller of the two areas: 1 for a box inside. */
export function overlapOfSmaller(box: Box, other: Box): number {
  return quotient(shared(box, other), Math.min(area(box), area(other)));
}

/** Greedy non-maximum suppression: places of the boxes that stay, best first. */
export function distinct(
  boxes: readonly Box[],
  scores: readonly number[],
  limit: number,
  measure: (box: Box, other: Box) => number = overlap,
): number[] {
  const order = bestFirst(scores);
  const kept: number[] = [];
  for (const place of order) {
    const box = boxes[place];
    if (!box) continue;
    const clashes = kept.some((other) => measure(boxes[other] ?? box, box) > limit);
    if (!clashes) kept.push(place);
  }
  return kept;
}

/** Places by score, the highest first; of equal ones the first in order. */
export function bestFirst(scores: readonly number[]): number[] {
  return scores.map((_, place) => place).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
}

/** Each edge moved by its offset, in widths and heights of the box. */
export function regressed(box: Box, offsets: Box): Box {
  const width = box[2] - box[0];
  const height = box[3] - box[1];
  return [
    box[0] + offsets[0] * width,
    box[1] + offsets[1] * height,
    box[2] + offsets[2] * width,
    box[3] + offsets[3] * height,
  ];
}

/** The square about the same centre, as long as the longer side. */
export function squared(box: Box): Box {
  const x = (box[0] + box[2]) / 2;
  const y = (box[1] + box[3]) / 2;
  const half = Math.max(box[2] - box[0], box[3] - box[1], 0) / 2;
  return [x - half, y - half, x + half, y + half];
}

/** With `share` of its width and height added on each side. */
export function grownBox(box: Box, share: number): Box {
  const width = (box[2] - box[0]) * share;
  const height = (box[3] - box[1]) * share;
  return [box[0] - width, box[1] - height, box[2] + width, box[3] + height];
}

function shared(box: Box, other: Box): number {
  const width = Math.min(box[2], other[2]) - Math.max(box[0], other[0]);
  const height = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
  return Math.max(width, 0) * Math.max(height, 0);
}

function area(box: Box): number {
  return Math.max(box[2] - box[0], 0) * Math.max(box[3] - box[1], 0);
}

/** A box without area overlaps nothing. */
function quotient(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
