/** Lines with gaps: what was not measured is not drawn. */

/** Where and how sure, at one place of the horizontal axis. */
export interface Moment {
  x: number;
  valence: number;
  arousal: number;
  valence_sd: number;
  arousal_sd: number;
}

/** Moments that follow each other closely enough to be joined by a line. */
export function runsOf<At extends { x: number }>(moments: readonly At[], gap: number): At[][] {
  const runs: At[][] = [];
  let last: At | undefined;
  for (const moment of [...moments].sort((a, b) => a.x - b.x)) {
    if (last !== undefined && moment.x - last.x <= gap) runs.at(-1)?.push(moment);
    else runs.push([moment]);
    last = moment;
  }
  return runs;
}

/** The moment nearest to a place, or none of none. */
export function nearest<At extends { x: number }>(moments: readonly At[], x: number): At | null {
  let best: At | null = null;
  for (const one of moments)
    if (best === null || Math.abs(one.x - x) < Math.abs(best.x - x)) best = one;
  return best;
}
