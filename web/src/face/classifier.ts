/**
 * What a face shows: seven calibrated probabilities (EM-2), and features.
 *
 * As `sensing/face/classifier.py`: softmax(logits / temperature) of the head that the model names;
 * of the votes, the eighth, contempt, is left out and the rest sums to 1.
 */

import { EXPRESSIONS } from "./expressions";
import { output, type Network } from "./network";
import { SIDE_PX } from "./preprocessing";

export interface ClassifierConfig {
  readonly version: string;
  readonly reading: "labels" | "votes";
  readonly temperatures: { readonly labels: number; readonly votes: number };
}

export interface Answer {
  readonly probabilities: Float32Array;
  readonly features: Float32Array;
}

export class ExpressionClassifier {
  constructor(
    private readonly network: Network,
    readonly config: ClassifierConfig,
  ) {}

  /** Of pictures of 48x48 values in [0, 1], one after another. */
  async answers(pictures: Float32Array): Promise<Answer[]> {
    const n = pictures.length / (SIDE_PX * SIDE_PX);
    const told = await this.network({ data: pictures, dims: [n, SIDE_PX, SIDE_PX] });
    const { reading, temperatures } = this.config;
    const logits = output(told, reading);
    const features = output(told, "features");
    const width = logits.dims[1] ?? EXPRESSIONS.length;
    const depth = features.dims[1] ?? 0;
    return Array.from({ length: n }, (_, k) => {
      const kept = logits.data.subarray(k * width, k * width + EXPRESSIONS.length);
      const scores = Array.from(kept, (logit) => logit / temperatures[reading]);
      return {
        probabilities: Float32Array.from(softmax(scores)),
        features: features.data.slice(k * depth, (k + 1) * depth),
      };
    });
  }
}

/** Exponentials that sum to 1. */
export function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const grown = scores.map((score) => Math.exp(score - highest));
  const sum = grown.reduce((total, value) => total + value, 0);
  return grown.map((value) => value / sum);
}
