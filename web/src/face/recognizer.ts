/**
 * From frames to what they show: find the face, check it, classify it, steady it (EM-1 to EM-4).
 *
 * As `sensing/face/recognizer.py`: frames in which the face cannot be read are gaps; a face is
 * stayed with while its box overlaps its last one, and another one that is read starts anew.
 */

import { boxOf, overlap, type Face } from "./boxes";
import type { Answer, ExpressionClassifier } from "./classifier";
import { chooseFace } from "./detector";
import { personalProbabilities, type PersonalHead } from "./personal";
import type { Picture } from "./picture";
import { asFer, framedPicture } from "./preprocessing";
import { TimeSmoother, type Smoothed, type Smoother } from "./smoothing";
import type { FaceTracker } from "./tracking";
import { VALID, validityOf } from "./validity";

/** Overlap with its last box of a face that is stayed with. */
const SAME_FACE = 0.2;

/**
 * How often an expression is told while a face is followed. Zero is as Python has it: every frame.
 * A frame in which the whole picture was searched has cost enough, for as long as that lasts.
 */
export interface Rhythm {
  readonly everyS: number;
  readonly searchedEveryS: number;
}

export const EVERY_FRAME: Rhythm = { everyS: 0, searchedEveryS: 0 };

/** What a frame holds. */
export interface Seen {
  readonly validity: string;
  readonly nFaces: number;
  readonly face: Face | null;
  /** the mean up to now, where the face could be read */
  readonly smoothed: Smoothed | null;
  /** of this frame alone, where it was asked for */
  readonly answer: Answer | null;
}

export class FaceRecognizer {
  head: PersonalHead | null = null;
  private last: Face | null = null;
  private told: { readonly atS: number; readonly smoothed: Smoothed } | null = null;

  constructor(
    private readonly tracker: FaceTracker,
    private readonly classifier: ExpressionClassifier,
    private readonly rhythm: Rhythm = EVERY_FRAME,
    private readonly smoother: Smoother = new TimeSmoother(),
  ) {}

  /** Forget the stream. */
  reset(): void {
    this.smoother.reset();
    this.tracker.reset();
    this.last = null;
    this.told = null;
  }

  /** The next frame of the stream, at a time in seconds. */
  async observe(frame: Picture, atS: number): Promise<Seen> {
    const faces = await this.tracker.track(frame);
    const face = this.stayedWith(faces, frame);
    const validity = validityOf(frame, face);
    if (face && this.isLast(face)) this.last = face; // also where it cannot be read: it may move
    if (!face || validity !== VALID) {
      return { validity, nFaces: faces.length, face, smoothed: null, answer: null };
    }
    if (this.last !== face) this.startAnew(face);
    const { told } = this;
    if (told && atS - told.atS < this.rest) {
      return { validity, nFaces: faces.length, face, smoothed: told.smoothed, answer: null };
    }
    const [answer] = await this.classifier.answers(framedPicture(frame, asFer(face)));
    if (!answer) throw new Error("the network gave no answer");
    const smoothed = this.smoother.add(this.probabilities(answer), atS);
    this.told = { atS, smoothed };
    return { validity, nFaces: faces.length, face, smoothed, answer };
  }

  private probabilities(answer: Answer): ArrayLike<number> {
    return this.head ? personalProbabilities(this.head, answer) : answer.probabilities;
  }

  /** Seconds for which what was told last is still good. */
  private get rest(): number {
    return this.tracker.searched ? this.rhythm.searchedEveryS : this.rhythm.everyS;
  }

  private isLast(face: Face): boolean {
    return this.last !== null && overlap(boxOf(face), boxOf(this.last)) >= SAME_FACE;
  }

  private startAnew(face: Face): void {
    if (this.last) this.smoother.reset();
    this.told = null;
    this.last = face;
  }

  /** The face that was read before, where it is still seen; else the largest central one. */
  private stayedWith(faces: readonly Face[], frame: Picture): Face | null {
    if (this.last) {
      const last = boxOf(this.last);
      const shared = faces.map((face) => overlap(boxOf(face), last));
      const most = Math.max(...shared);
      if (most >= SAME_FACE) return faces[shared.indexOf(most)] ?? null;
    }
    return chooseFace(faces, frame);
  }
}
