/** The seven expressions in the order of the classifier's outputs (EM-2), and where they lie. */

export const EXPRESSIONS = [
  "angry",
  "disgust",
  "fear",
  "happy",
  "sad",
  "surprise",
  "neutral",
] as const;

export type Expression = (typeof EXPRESSIONS)[number];

/** EM-4, printed in [0, 1]: valence and arousal. */
const PRINTED: Record<Expression, readonly [number, number]> = {
  angry: [0.18, 0.76],
  disgust: [0.15, 0.54],
  fear: [0.22, 0.82],
  happy: [0.88, 0.64],
  sad: [0.2, 0.28],
  surprise: [0.55, 0.78],
  neutral: [0.5, 0.4],
};

/** Of each expression valence and arousal in [-1, 1]. */
export const EXPRESSION_AFFECT: readonly (readonly [number, number])[] = EXPRESSIONS.map((name) => {
  const [valence, arousal] = PRINTED[name];
  return [2 * valence - 1, 2 * arousal - 1];
});

/** The place of the highest; the first of equal ones. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if ((values[k] ?? 0) > (values[best] ?? 0)) best = k;
  return best;
}

/** The expression of a place. */
export function expressionAt(place: number): Expression {
  return EXPRESSIONS[place] ?? "neutral";
}

/** Seven probabilities that sum to 1; refused where they are none. */
export function checked(probabilities: ArrayLike<number>): number[] {
  const p = Array.from(probabilities);
  const sum = p.reduce((total, share) => total + share, 0);
  const isOne = p.length === EXPRESSIONS.length && p.every((share) => share >= 0);
  if (!isOne || !(Math.abs(sum - 1) <= 1e-3)) {
    throw new RangeError(`expression is ${p.join(", ")}; expected seven probabilities, sum 1`);
  }
  return p.map((share) => share / sum);
}
