/** From seven probabilities to a point and what it leaves open (EM-4); `sensing/face/reading.py`. */

import { checked, EXPRESSION_AFFECT } from "./expressions";

export const UNINFORMED_VARIANCE = 1 / 3;
/** Of what is felt about what is shown, by dimension: an assumption. */
export const FELT_VARIANCE = 0.0625;
/** What a mood word leaves open, of valence and of arousal. */
const WITHIN = [0.08, 0.22] as const;

export interface FaceState {
  readonly valence: number;
  readonly arousal: number;
  readonly valenceVariance: number;
  readonly arousalVariance: number;
  /** 0 for one sure expression, 1 where all seven are alike */
  readonly entropy: number;
}

/** Where the expressions lie together, and how surely. */
export function faceState(probabilities: ArrayLike<number>): FaceState {
  const p = checked(probabilities);
  const entropy = expressionEntropy(p);
  const [valence, arousal] = [meanOf(p, 0), meanOf(p, 1)];
  return {
    valence,
    arousal,
    entropy,
    valenceVariance: variance(p, 0, valence, entropy),
    arousalVariance: variance(p, 1, arousal, entropy),
  };
}

/** Entropy in units of ln 7. */
export function expressionEntropy(probabilities: ArrayLike<number>): number {
  const p = checked(probabilities);
  const sum = p.reduce((total, share) => total - (share > 0 ? share * Math.log(share) : 0), 0);
  return Math.min(1, Math.max(0, sum / Math.log(p.length)));
}

function meanOf(p: readonly number[], axis: 0 | 1): number {
  return p.reduce((sum, share, k) => sum + share * (EXPRESSION_AFFECT[k]?.[axis] ?? 0), 0);
}

function variance(p: readonly number[], axis: 0 | 1, mean: number, doubt: number): number {
  const apart = p.reduce(
    (sum, share, k) => sum + share * ((EXPRESSION_AFFECT[k]?.[axis] ?? 0) - mean) ** 2,
    WITHIN[axis],
  );
  const shown = (1 - doubt) * apart + doubt * Math.max(apart, UNINFORMED_VARIANCE);
  return Math.min(shown + FELT_VARIANCE, UNINFORMED_VARIANCE);
}
