/** Which sights are told to the service: one a second, and at once where the label changes. */

import type { ExpressionShares, SaidFeeling } from "../api/types";
import type { Expression } from "./expressions";
import type { Sight } from "./messages";

const EVERY_S = 1;
/** A label that has just changed may change back. */
const LEAST_S = 0.25;

export type SaidExpression = Extract<SaidFeeling, { kind: "expression" }>;

export class Reporting {
  private lastS = -Infinity;
  private label: Expression | null = null;

  /** What is to be said of a sight; null where nothing is. */
  of(sight: Sight): SaidExpression | null {
    if (!sight.probabilities || !sight.label) return null;
    const sinceS = sight.atS - this.lastS;
    const isNew = sight.label !== this.label;
    if (sinceS < (isNew ? LEAST_S : EVERY_S)) return null;
    this.lastS = sight.atS;
    this.label = sight.label;
    return {
      kind: "expression",
      probabilities: toSum1(sight.probabilities),
      faces: Math.max(1, sight.nFaces),
      confidence: Math.min(1, Math.max(0, round(sight.score))),
    };
  }
}

/** To four places, the rest given to the largest. */
export function toSum1(probabilities: readonly number[]): ExpressionShares {
  const rounded = probabilities.map(round);
  const largest = rounded.indexOf(Math.max(...rounded));
  const rest = 1 - rounded.reduce((sum, p) => sum + p, 0);
  const at = (k: number) => (k === largest ? round((rounded[k] ?? 0) + rest) : (rounded[k] ?? 0));
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6)];
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
