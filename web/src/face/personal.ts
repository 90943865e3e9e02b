/**
 * A listener's own reading of the network's answers (LE-5), as `sensing/face/personal.py`:
 *
 *     p' = softmax(A log p + B (features - centre) / scale + c)
 *
 * Where A = 1, B = 0, c = 0 it is the population's answer.
 */

import { softmax, type Answer } from "./classifier";
import { EXPRESSIONS } from "./expressions";

export const LEAST_PROBABILITY = 1e-6;

export interface PersonalHead {
  /** A, 7 x 7 */
  readonly mixing: number[][];
  /** B, 7 x features */
  readonly weights: number[][];
  /** c */
  readonly bias: number[];
  readonly centre: number[];
  readonly scale: number[];
  /** version of the network that it was fitted on; of no use with another */
  readonly classifier: string;
}

/** The head that changes nothing. */
export function populationHead(nFeatures: number, classifier: string): PersonalHead {
  return {
    mixing: EXPRESSIONS.map((_, k) => EXPRESSIONS.map((__, j) => (j === k ? 1 : 0))),
    weights: EXPRESSIONS.map(() => new Array<number>(nFeatures).fill(0)),
    bias: EXPRESSIONS.map(() => 0),
    centre: new Array<number>(nFeatures).fill(0),
    scale: new Array<number>(nFeatures).fill(1),
    classifier,
  };
}

/** The listener's probabilities. */
export function personalProbabilities(head: PersonalHead, answer: Answer): number[] {
  const told = logProbabilities(answer.probabilities);
  const standard = Array.from(
    answer.features,
    (value, k) => (value - (head.centre[k] ?? 0)) / (head.scale[k] ?? 1),
  );
  return softmax(
    head.bias.map((bias, k) => bias + dot(head.mixing[k], told) + dot(head.weights[k], standard)),
  );
}

/** Logarithms of a distribution, bounded below. */
export function logProbabilities(probabilities: ArrayLike<number>): number[] {
  const kept = Array.from(probabilities, (p) => Math.max(p, LEAST_PROBABILITY));
  const whole = Math.log(kept.reduce((sum, p) => sum + p, 0));
  return kept.map((p) => Math.log(p) - whole);
}

function dot(weights: readonly number[] | undefined, values: readonly number[]): number {
  return values.reduce((sum, value, k) => sum + value * (weights?.[k] ?? 0), 0);
}
