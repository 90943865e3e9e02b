/** What page and worker say to each other. Frames go in; only numbers come out. */

import type { Calibration } from "./personal-fitting";
import type { ClassifierConfig } from "./classifier";
import type { Expression } from "./expressions";
import type { PersonalHead } from "./personal";
import type { Engine } from "./relay";

/** Where the networks lie, and how the last one is calibrated. */
export interface FaceModel {
  readonly pnet: string;
  readonly rnet: string;
  readonly onet: string;
  readonly expression: string;
  /** the last one with fewer products, for one picture; its weights are in the other file */
  readonly quick: string | null;
  readonly classifier: ClassifierConfig;
}

export type ToWorker =
  | { type: "open"; model: FaceModel; head: PersonalHead | null; threads: number }
  | { type: "frame"; frame: ImageBitmap; atS: number }
  | { type: "head"; head: PersonalHead | null }
  | { type: "reset" }
  /** keep what the network says of the next pictures as examples of an expression; null: stop */
  | { type: "record"; shown: number | null; most: number }
  | { type: "forget"; shown: number | null }
  | { type: "fit"; inUse: PersonalHead | null };

export interface FoundBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a frame showed. */
export interface Sight {
  readonly atS: number;
  readonly validity: string;
  readonly nFaces: number;
  /** in shares of the picture */
  readonly box: FoundBox | null;
  readonly score: number;
  /** smoothed, where the face can be read */
  readonly probabilities: readonly number[] | null;
  readonly label: Expression | null;
  readonly timing: Timing;
}

/** Milliseconds of a frame by what they were spent on. */
export interface Timing {
  readonly draw: number;
  readonly look: number;
  /** of the whole picture, not only where the face was */
  readonly searched: boolean;
  /** whether the expression network was asked */
  readonly told: boolean;
}

export type FromWorker =
  | { type: "ready"; ms: number; threads: number; version: string; engine: Engine }
  /** what runs the expression network from now on, once it was tried or failed */
  | { type: "engine"; engine: Engine; why: string }
  | { type: "seen"; sight: Sight }
  | { type: "counts"; counts: number[] }
  | { type: "fitted"; calibration: Calibration }
  | { type: "failed"; what: "open" | "frame" | "fit"; why: string };
