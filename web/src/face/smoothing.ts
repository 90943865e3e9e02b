/**
 * From many frames' probabilities to steady ones, and a label that does not flicker (EM-3).
 *
 * As `sensing/face/smoothing.py`: `FrameSmoother`, the paper's, counts frames; `TimeSmoother`, the
 * one that is used, counts seconds, so that 5 frames a second give the mean that 30 give.
 */

import { argMax, checked, EXPRESSIONS, expressionAt, type Expression } from "./expressions";

export const PAPER_FRAMES_PER_S = 30;
const LEAST_STEP_S = 1e-6;

export interface Smoothed {
  readonly probabilities: number[];
  readonly label: Expression;
}

/** Takes the usable frames of one face in order; others are simply not given to it. */
export interface Smoother {
  add(probabilities: ArrayLike<number>, atS: number): Smoothed;
  reset(): void;
}

export interface FrameSmoothingConfig {
  readonly windowFrames: number;
  readonly windows: number;
}

export interface TimeSmoothingConfig {
  readonly timeConstantS: number;
  readonly margin: number;
  readonly longestStepS: number;
}

export const FRAME_SMOOTHING: FrameSmoothingConfig = { windowFrames: 10, windows: 5 };
export const TIME_SMOOTHING: TimeSmoothingConfig = {
  timeConstantS: 0.5,
  margin: 0.2,
  longestStepS: 0.25,
};

/** Mean of the last frames; the label changes after so many windows that differ from it. */
export class FrameSmoother implements Smoother {
  private frames: number[][] = [];
  private nFrames = 0;
  private nDiffering = 0;
  private label: number | null = null;

  constructor(readonly config: FrameSmoothingConfig = FRAME_SMOOTHING) {}

  reset(): void {
    this.frames = [];
    this.nFrames = 0;
    this.nDiffering = 0;
    this.label = null;
  }

  add(probabilities: ArrayLike<number>): Smoothed {
    this.frames.push(checked(probabilities));
    if (this.frames.length > this.config.windowFrames) this.frames.shift();
    this.nFrames += 1;
    const mean = meanOf(this.frames);
    const told = argMax(mean);
    this.label ??= told;
    if (this.nFrames > 1 && this.nFrames % this.config.windowFrames === 0) this.count(told);
    return { probabilities: mean, label: expressionAt(this.label) };
  }

  private count(told: number): void {
    this.nDiffering = told === this.label ? 0 : this.nDiffering + 1;
    if (this.nDiffering >= this.config.windows) {
      this.label = told;
      this.nDiffering = 0;
    }
  }
}

/** Exponential mean over time; the label changes once another leads it by a margin. */
export class TimeSmoother implements Smoother {
  private sum: number[] = EXPRESSIONS.map(() => 0);
  private weight = 0;
  private lastS: number | null = null;
  private label: number | null = null;

  constructor(readonly config: TimeSmoothingConfig = TIME_SMOOTHING) {}

  reset(): void {
    this.sum = EXPRESSIONS.map(() => 0);
    this.weight = 0;
    this.lastS = null;
    this.label = null;
  }

  add(probabilities: ArrayLike<number>, atS: number): Smoothed {
    const frame = checked(probabilities);
    const stepS = this.advance(atS);
    const weight = -Math.expm1(-stepS / this.config.timeConstantS);
    this.sum = this.sum.map((share, k) => share + weight * (frame[k] ?? 0));
    this.weight += weight;
    const mean = this.sum.map((share) => share / this.weight);
    return { probabilities: mean, label: expressionAt(this.decide(mean)) };
  }

  /** Let time pass; the time that the frame at its end stands for. */
  private advance(atS: number): number {
    if (!Number.isFinite(atS) || (this.lastS !== null && atS < this.lastS)) {
      throw new RangeError(`a frame at ${atS} s follows one at ${String(this.lastS)} s`);
    }
    const elapsedS = this.lastS === null ? 1 / PAPER_FRAMES_PER_S : atS - this.lastS;
    const kept = Math.exp(-elapsedS / this.config.timeConstantS);
    this.sum = this.sum.map((share) => share * kept);
    this.weight *= kept;
    this.lastS = atS;
    return Math.min(Math.max(elapsedS, LEAST_STEP_S), this.config.longestStepS);
  }

  private decide(mean: readonly number[]): number {
    const told = argMax(mean);
    const lead = (mean[told] ?? 0) - (mean[this.label ?? told] ?? 0);
    if (this.label === null || lead > this.config.margin) this.label = told;
    return this.label;
  }
}

function meanOf(frames: readonly number[][]): number[] {
  return EXPRESSIONS.map(
    (_, k) => frames.reduce((sum, frame) => sum + (frame[k] ?? 0), 0) / frames.length,
  );
}
