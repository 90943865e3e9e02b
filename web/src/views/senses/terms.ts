/** Thayer's twelve terms, and what scores for them say (BAEK eq. 1-3 and 10); `affect/thayer.py`. */

import type { Point, Quadrant, Shares, Term } from "../../api/types";
import { QUADRANTS } from "../../plane/quadrants";

export const HIGHEST_SCORE = 5;

/** In their order round the circle, three in each quadrant. */
export const TERMS = {
  happy: ["pleased", "happy", "excited"],
  angry: ["annoyed", "angry", "nervous"],
  sad: ["sad", "bored", "sleepy"],
  peaceful: ["calm", "peaceful", "relaxed"],
} as const satisfies Record<Quadrant, readonly Term[]>;

export type Scores = Partial<Record<Term, number>>;

const ALL: readonly Term[] = QUADRANTS.flatMap((quadrant) => [...TERMS[quadrant]]);

/** Share of each quadrant: its terms' scores over the sum of all; nothing where none is scored. */
export function termsShares(scores: Scores): Shares | null {
  const total = sum(ALL, scores);
  if (total === 0) return null;
  return {
    happy: sum(TERMS.happy, scores) / total,
    angry: sum(TERMS.angry, scores) / total,
    sad: sum(TERMS.sad, scores) / total,
    peaceful: sum(TERMS.peaceful, scores) / total,
  };
}

/** Mean of the terms' points weighted by their scores; nothing where none is scored. */
export function termsPoint(scores: Scores): Point | null {
  const total = sum(ALL, scores);
  if (total === 0) return null;
  return ALL.reduce(
    (point, term, place) => {
      const weight = (scores[term] ?? 0) / total;
      const angle = ((15 + 30 * place) * Math.PI) / 180;
      return {
        valence: point.valence + weight * Math.cos(angle),
        arousal: point.arousal + weight * Math.sin(angle),
      };
    },
    { valence: 0, arousal: 0 },
  );
}

/** Those above 0, as they are sent. */
export function scored(scores: Scores): Scores {
  return Object.fromEntries(Object.entries(scores).filter(([, score]) => score > 0));
}

function sum(terms: readonly Term[], scores: Scores): number {
  return terms.reduce((total, term) => total + (scores[term] ?? 0), 0);
}
