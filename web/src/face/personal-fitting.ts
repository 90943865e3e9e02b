/**
 * Fitting a listener's own head, and whether it is any better (LE-5).
 *
 * As `sensing/face/personal_fitting.py`: multinomial logistic regression with an L2 pull towards
 * the population's answer; the pull is chosen by four folds of neighbouring pictures; the last third
 * of each expression's pictures is held out; a head is worth keeping only if it is better there.
 */

import type { Answer } from "./classifier";
import { argMax, EXPRESSIONS } from "./expressions";
import { minimised, MINIMISER } from "./minimising";
import { logProbabilities, personalProbabilities, type PersonalHead } from "./personal";
import { roundHalfEven } from "./rounding";

/** Of an expression; of fewer nothing can be held out that says anything. */
export const LEAST_PICTURES = 5;
const FOLDS = 4;
const LEAST_SCALE = 1e-6;

export interface CalibrationConfig {
  readonly heldOut: number;
  readonly pulls: readonly number[];
  readonly iterations: number;
}

export const CALIBRATION: CalibrationConfig = {
  heldOut: 1 / 3,
  pulls: [0.3, 1, 3, 10, 30, 100, 300],
  iterations: 60,
};

/** What the network says of a picture, and what it was to show. */
export interface Example extends Answer {
  readonly shown: number;
}

export interface Held {
  readonly loss: number;
  readonly accuracy: number;
}

/** Log loss and accuracy after each iteration; the first entry is the population's answer. */
export interface Curves {
  readonly fitted: Held[];
  readonly held: Held[];
}

export interface Calibration {
  readonly head: PersonalHead;
  readonly curves: Curves;
  readonly pull: number;
  readonly nFitted: number;
  readonly nHeld: number;
  /** rows are what was shown */
  readonly before: number[][];
  readonly after: number[][];
  readonly inUse: Held | null;
  readonly isBetter: boolean;
}

/** Whether there are at least two expressions, and none of too few pictures. */
export function canFit(counts: readonly number[]): boolean {
  const some = counts.filter((n) => n > 0);
  return some.length >= 2 && some.every((n) => n >= LEAST_PICTURES);
}

/** Fit a head on a part of the pictures, in recorded order, and try it on the rest. */
export function fitPersonalHead(
  examples: readonly Example[],
  classifier: string,
  inUse: PersonalHead | null = null,
  config: CalibrationConfig = CALIBRATION,
): Calibration {
  if (!canFit(countsOf(examples))) {
    throw new RangeError(`expected two expressions with ${LEAST_PICTURES} pictures each`);
  }
  const isHeld = lastOfEach(examples, config.heldOut);
  const fitted = examples.filter((_, k) => !isHeld[k]);
  const held = examples.filter((_, k) => isHeld[k]);
  const curves: Curves = { fitted: [], held: [] };
  const pull = choosePull(fitted, config);
  const head = fit({ examples: fitted, classifier, pull, iterations: config.iterations }, (now) => {
    curves.fitted.push(tried(now, fitted));
    curves.held.push(tried(now, held));
  });
  const used = inUse?.classifier === classifier ? tried(inUse, held) : null;
  const [first, last] = [curves.held[0], curves.held.at(-1)];
  return {
    head,
    curves,
    pull,
    nFitted: fitted.length,
    nHeld: held.length,
    before: confusion(held, (one) => one.probabilities),
    after: confusion(held, (one) => personalProbabilities(head, one)),
    inUse: used,
    isBetter: beats(last, first) && (used === null || beats(last, used)),
  };
}

/** Pictures of each expression. */
export function countsOf(examples: readonly Example[]): number[] {
  return EXPRESSIONS.map((_, place) => examples.filter((one) => one.shown === place).length);
}

function beats(held: Held | undefined, other: Held | undefined): boolean {
  if (!held || !other) return false;
  return held.loss < other.loss && held.accuracy >= other.accuracy;
}

/** The last pictures of each expression, at least one and not all. */
function lastOfEach(examples: readonly Example[], share: number): boolean[] {
  const counts = countsOf(examples);
  const seen = EXPRESSIONS.map(() => 0);
  return examples.map(({ shown }) => {
    const n = counts[shown] ?? 0;
    const held = Math.min(Math.max(1, roundHalfEven(share * n)), n - 1);
    const number = (seen[shown] ?? 0) + 1;
    seen[shown] = number;
    return number > n - held;
  });
}

/** The strength with the least log loss over folds of neighbouring pictures. */
function choosePull(fitted: readonly Example[], config: CalibrationConfig): number {
  const counts = countsOf(fitted);
  const seen = EXPRESSIONS.map(() => 0);
  const fold = fitted.map(({ shown }) => {
    const number = seen[shown] ?? 0;
    seen[shown] = number + 1;
    return Math.floor((number * FOLDS) / (counts[shown] ?? 1));
  });
  const losses = config.pulls.map((pull) => {
    let total = 0;
    for (const number of new Set(fold)) {
      const rest = fitted.filter((_, k) => fold[k] !== number);
      const left = fitted.filter((_, k) => fold[k] === number);
      const head = fit({ examples: rest, classifier: "", pull, iterations: config.iterations });
      total += left.length * tried(head, left).loss;
    }
    return total;
  });
  return config.pulls[losses.indexOf(Math.min(...losses))] ?? 1;
}

interface Task {
  readonly examples: readonly Example[];
  readonly classifier: string;
  readonly pull: number;
  readonly iterations: number;
}

function fit(task: Task, watch: (head: PersonalHead) => void = () => undefined): PersonalHead {
  const problem = new Problem(task.examples, task.pull);
  const start = new Float64Array(problem.size);
  const headOf = (at: Float64Array): PersonalHead => problem.head(at, task.classifier);
  watch(headOf(start));
  const config = { ...MINIMISER, iterations: task.iterations };
  return headOf(
    minimised(problem.loss, start, config, (at) => {
      watch(headOf(at));
    }),
  );
}

/** The loss over the steps away from the population: of A, B and c, joined row by row. */
class Problem {
  private readonly centre: number[];
  private readonly scale: number[];
  private readonly present: number[];
  private readonly width: number;
  private readonly n: number;
  private readonly inputs: Float64Array;
  private readonly cost: number;

  constructor(
    private readonly examples: readonly Example[],
    pull: number,
  ) {
    this.n = examples.length;
    const depth = examples[0]?.features.length ?? 0;
    const columns = Array.from({ length: depth }, (_, k) =>
      examples.map((one) => one.features[k] ?? 0),
    );
    this.centre = columns.map(mean);
    this.scale = columns.map((column, k) => {
      const spread = Math.sqrt(mean(column.map((value) => (value - (this.centre[k] ?? 0)) ** 2)));
      return spread > LEAST_SCALE ? spread : 1;
    });
    this.width = EXPRESSIONS.length + depth + 1;
    this.present = [...new Set(examples.map((one) => one.shown))].sort((a, b) => a - b);
    this.inputs = new Float64Array(this.n * this.width);
    examples.forEach((one, row) => {
      this.inputs.set(this.inputOf(one), row * this.width);
    });
    this.cost = pull / this.n;
  }

  get size(): number {
    return this.present.length * this.width;
  }

  /** The loss at these steps; its gradient is written. */
  readonly loss = (at: Float64Array, slope: Float64Array): number => {
    const { width, present } = this;
    let squares = 0;
    for (let k = 0; k < at.length; k++) {
      const step = at[k] ?? 0;
      squares += step * step;
      slope[k] = 2 * this.cost * step;
    }
    let sum = 0;
    const shares = new Float64Array(present.length);
    for (let row = 0; row < this.n; row++) {
      const target = present.indexOf(this.examples[row]?.shown ?? -1);
      this.sharesOf(row, at, shares);
      sum -= Math.log(Math.max(shares[target] ?? 0, 2.3e-308));
      for (let k = 0; k < present.length; k++) {
        const miss = ((shares[k] ?? 0) - (k === target ? 1 : 0)) / this.n;
        const [from, to] = [row * width, k * width];
        for (let j = 0; j < width; j++) {
          slope[to + j] = (slope[to + j] ?? 0) + miss * (this.inputs[from + j] ?? 0);
        }
      }
    }
    return sum / this.n + this.cost * squares;
  };

  /** The head at these steps; an expression that was not shown keeps its row. */
  head(at: Float64Array, classifier: string): PersonalHead {
    const n = EXPRESSIONS.length;
    const rows = EXPRESSIONS.map((_, place) => {
      const k = this.present.indexOf(place);
      if (k < 0) return new Array<number>(this.width).fill(0);
      return Array.from(at.subarray(k * this.width, (k + 1) * this.width));
    });
    return {
      mixing: rows.map((row, k) => row.slice(0, n).map((step, j) => step + (j === k ? 1 : 0))),
      weights: rows.map((row) => row.slice(n, -1)),
      bias: rows.map((row) => row.at(-1) ?? 0),
      centre: this.centre,
      scale: this.scale,
      classifier,
    };
  }

  /** Log-probabilities, standardised features, 1. */
  private inputOf(one: Example): number[] {
    const standard = Array.from(
      one.features,
      (value, k) => (value - (this.centre[k] ?? 0)) / (this.scale[k] ?? 1),
    );
    return [...logProbabilities(one.probabilities), ...standard, 1];
  }

  private sharesOf(row: number, at: Float64Array, shares: Float64Array): void {
    const from = row * this.width;
    let highest = -Infinity;
    this.present.forEach((place, k) => {
      let score = this.inputs[from + place] ?? 0;
      const to = k * this.width;
      for (let j = 0; j < this.width; j++)
        score += (at[to + j] ?? 0) * (this.inputs[from + j] ?? 0);
      shares[k] = score;
      highest = Math.max(highest, score);
    });
    let sum = 0;
    for (let k = 0; k < shares.length; k++) {
      const grown = Math.exp((shares[k] ?? 0) - highest);
      shares[k] = grown;
      sum += grown;
    }
    for (let k = 0; k < shares.length; k++) shares[k] = (shares[k] ?? 0) / sum;
  }
}

function tried(head: PersonalHead, examples: readonly Example[]): Held {
  let [loss, right] = [0, 0];
  for (const one of examples) {
    const p = personalProbabilities(head, one);
    loss -= Math.log(Math.max(p[one.shown] ?? 0, 1e-12));
    if (argMax(p) === one.shown) right += 1;
  }
  return { loss: loss / examples.length, accuracy: right / examples.length };
}

function confusion(
  examples: readonly Example[],
  tell: (one: Example) => ArrayLike<number>,
): number[][] {
  const counts = EXPRESSIONS.map(() => EXPRESSIONS.map(() => 0));
  for (const one of examples) {
    const row = counts[one.shown];
    const told = argMax(tell(one));
    if (row) row[told] = (row[told] ?? 0) + 1;
  }
  return counts;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
