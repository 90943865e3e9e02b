/** How loud: from decibels to factors, and the fade before sleep. */

const MOST_GAIN_DB = 12;
export const FADE_S = 30;

/** The factor of a gain in decibels; bounded, so that a wrong analysis hurts nobody's ears. */
export function factorOf(gainDb: number): number {
  const bounded = Math.max(-40, Math.min(MOST_GAIN_DB, Number.isFinite(gainDb) ? gainDb : 0));
  return 10 ** (bounded / 20);
}

/** Loudness of the last half minute before sleep: 1 before it, 0 at its end. */
export function fadeOf(remainingS: number): number {
  const share = Math.max(0, Math.min(1, remainingS / FADE_S));
  return share ** 2; // the ear hears loudness by ratios: a straight line would drop at its end
}
