/**
 * Faces from frame to frame: the next search starts at the last boxes.
 *
 * As `sensing/face/tracking.py`: R-Net and O-Net alone look again where the faces were; a full
 * search is made every so many frames, and at once where a face is lost.
 */

import { boxOf, grownBox, type Face } from "./boxes";
import type { FaceDetector } from "./detector";
import type { Picture } from "./picture";

export interface TrackerConfig {
  readonly fullSearchEvery: number;
  readonly growth: number;
}

export const TRACKER: TrackerConfig = { fullSearchEvery: 15, growth: 0 };

export class FaceTracker {
  private faces: Face[] = [];
  private size = "";
  private trackedFrames = 0;
  /** whether the last frame was searched whole */
  searched = false;

  constructor(
    readonly detector: FaceDetector,
    readonly config: TrackerConfig = TRACKER,
  ) {}

  /** Forget the last frames. */
  reset(): void {
    this.faces = [];
    this.size = "";
    this.trackedFrames = 0;
  }

  /** The faces of the next frame, largest first. */
  async track(image: Picture): Promise<Face[]> {
    const size = `${image.width}x${image.height}`;
    const wornOut = this.trackedFrames + 1 >= this.config.fullSearchEvery;
    const isDue = wornOut || !this.faces.length || size !== this.size;
    let faces = isDue ? [] : await this.seenAgain(image);
    this.trackedFrames += 1;
    this.searched = faces.length < Math.max(1, this.faces.length);
    if (this.searched) {
      faces = await this.detector.detect(image);
      this.trackedFrames = 0;
    }
    this.faces = faces;
    this.size = size;
    return faces;
  }

  private seenAgain(image: Picture): Promise<Face[]> {
    const boxes = this.faces.map((face) => grownBox(boxOf(face), this.config.growth));
    return this.detector.refine(image, boxes);
  }
}
