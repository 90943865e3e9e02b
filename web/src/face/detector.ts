/**
 * Faces in a picture by MTCNN (EM-1): propose in a pyramid, refine, conclude with landmarks.
 *
 * As `sensing/face/detector.py`: after each network threshold, box regression and non-maximum
 * suppression, with the thresholds and overlaps of MTCNN's published code.
 */

import {
  areaOf,
  bestFirst,
  distinct,
  overlapOfSmaller,
  regressed,
  squared,
  type Box,
  type Face,
  type Place,
} from "./boxes";
import { crops } from "./crops";
import { boxAt, ONET_PX, RNET_PX, type MtcnnNetworks } from "./mtcnn";
import type { Picture } from "./picture";
import { CELL_PX, levels, levelShapes } from "./pyramid";

const STRIDE_PX = 2;
const SAME_LEVEL_OVERLAP = 0.5;
const OVERLAP = 0.7;

export interface DetectorConfig {
  readonly minFacePx: number;
  readonly scaleFactor: number;
  readonly thresholds: readonly [number, number, number];
  readonly maxPixels: number;
  readonly maxProposals: number;
}

export const DETECTOR: DetectorConfig = {
  minFacePx: 40,
  scaleFactor: 0.709,
  thresholds: [0.6, 0.7, 0.7],
  maxPixels: 16_000_000,
  maxProposals: 1000,
};

interface Scored {
  boxes: Box[];
  scores: number[];
}

export class FaceDetector {
  constructor(
    private readonly networks: MtcnnNetworks,
    readonly config: DetectorConfig = DETECTOR,
  ) {}

  /** All faces, largest first. */
  async detect(image: Picture): Promise<Face[]> {
    return this.concluded(image, await this.refined(image, await this.proposed(image)));
  }

  /** The faces in and about given boxes, by R-Net and O-Net alone: for tracking. */
  async refine(image: Picture, boxes: readonly Box[]): Promise<Face[]> {
    return this.concluded(image, await this.refined(image, solid(boxes.map(squared))));
  }

  /** Squares that P-Net takes for faces, over all levels. */
  private async proposed(image: Picture): Promise<Box[]> {
    const excess = Math.max(1, (image.width * image.height) / this.config.maxPixels);
    const smallest = this.config.minFacePx * Math.sqrt(excess);
    const found: Scored = { boxes: [], scores: [] };
    const shapes = levelShapes(image, smallest, this.config.scaleFactor);
    for (const level of levels(image, shapes)) {
      const { boxes, scores } = await this.onLevel(level, image);
      found.boxes.push(...boxes);
      found.scores.push(...scores);
    }
    const { boxes, scores } = best(found, this.config.maxProposals);
    return solid(distinct(boxes, scores, OVERLAP).map((k) => squared(at(boxes, k))));
  }

  /** Boxes in pixels of the picture, and their scores. */
  private async onLevel(level: Picture, image: Picture): Promise<Scored> {
    const { columns, probability, offsets } = await this.networks.propose(level);
    const across = image.width / level.width;
    const down = image.height / level.height;
    const cells: number[] = [];
    probability.forEach((p, cell) => {
      if (p > this.config.thresholds[0]) cells.push(cell);
    });
    const given = {
      boxes: cells.map((cell) => cellBox(cell, columns)),
      scores: cells.map((cell) => probability[cell] ?? 0),
    };
    const { boxes, scores } = best(given, this.config.maxProposals);
    const kept = distinct(boxes, scores, SAME_LEVEL_OVERLAP);
    return {
      boxes: kept.map((k) => {
        const box = at(boxes, k);
        const cell = ((box[1] / STRIDE_PX) * columns + box[0] / STRIDE_PX) | 0;
        const moved = regressed(box, boxAt(offsets, cell, probability.length));
        return [moved[0] * across, moved[1] * down, moved[2] * across, moved[3] * down];
      }),
      scores: kept.map((k) => scores[k] ?? 0),
    };
  }

  /** Squares that R-Net keeps. */
  private async refined(image: Picture, boxes: readonly Box[]): Promise<Box[]> {
    if (!boxes.length) return [];
    const { scores, offsets } = await this.networks.refine(crops(image, boxes, RNET_PX));
    const passed = placesAbove(scores, this.config.thresholds[1]);
    const moved = passed.map((k) => regressed(at(boxes, k), at(offsets, k)));
    const told = passed.map((k) => scores[k] ?? 0);
    return solid(distinct(moved, told, OVERLAP).map((k) => squared(at(moved, k))));
  }

  /** Faces that O-Net keeps. */
  private async concluded(image: Picture, boxes: readonly Box[]): Promise<Face[]> {
    if (!boxes.length) return [];
    const told = await this.networks.conclude(crops(image, boxes, ONET_PX));
    const passed = placesAbove(told.scores, this.config.thresholds[2]);
    const moved = passed.map((k) => regressed(at(boxes, k), at(told.offsets, k)));
    const scores = passed.map((k) => told.scores[k] ?? 0);
    return distinct(moved, scores, OVERLAP, overlapOfSmaller)
      .map((k) => {
        const place = passed[k] ?? 0;
        const landmarks = placed(at(boxes, place), told.landmarks[place] ?? []);
        return faceOf(at(moved, k), scores[k] ?? 0, landmarks);
      })
      .sort((a, b) => areaOf(b) - areaOf(a));
  }
}

/**
 * The largest central face: the one with the largest area x (1 - distance from the middle), the
 * distance in half diagonals of the picture.
 */
export function chooseFace(
  faces: readonly Face[],
  size: { width: number; height: number },
): Face | null {
  const reach = Math.hypot(size.width, size.height) / 2;
  const prominence = (face: Face): number => {
    const x = face.left + face.width / 2 - size.width / 2;
    const y = face.top + face.height / 2 - size.height / 2;
    return areaOf(face) * Math.max(0, 1 - Math.hypot(x, y) / reach);
  };
  let chosen: Face | null = null;
  for (const face of faces) if (!chosen || prominence(face) > prominence(chosen)) chosen = face;
  return chosen;
}

function faceOf(box: Box, score: number, landmarks: readonly Place[]): Face {
  const [left, top, right, bottom] = box;
  return { left, top, width: right - left, height: bottom - top, score, landmarks };
}

function placed(box: Box, shares: readonly Place[]): Place[] {
  return shares.map(([x, y]) => [box[0] + x * (box[2] - box[0]), box[1] + y * (box[3] - box[1])]);
}

function cellBox(cell: number, columns: number): Box {
  const x = (cell % columns) * STRIDE_PX;
  const y = Math.floor(cell / columns) * STRIDE_PX;
  return [x, y, x + CELL_PX, y + CELL_PX];
}

/** The n of the highest scores, in their order. */
function best(given: Scored, n: number): Scored {
  if (given.scores.length <= n) return given;
  const places = bestFirst(given.scores)
    .slice(0, n)
    .sort((a, b) => a - b);
  return {
    boxes: places.map((k) => at(given.boxes, k)),
    scores: places.map((k) => given.scores[k] ?? 0),
  };
}

function placesAbove(scores: readonly number[], limit: number): number[] {
  return scores.flatMap((score, place) => (score > limit ? [place] : []));
}

/** Without those of less than a pixel: regression may turn a box inside out. */
function solid(boxes: readonly Box[]): Box[] {
  return boxes.filter((box) => box[2] - box[0] >= 1);
}

function at(boxes: readonly Box[], place: number): Box {
  return boxes[place] ?? [0, 0, 0, 0];
}
