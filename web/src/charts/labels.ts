/** Names beside dots so that no two lie on each other; who finds no place goes without. */

import type { Spot } from "./strokes";

export interface Named {
  name: string;
  x: number;
  y: number;
  radius: number;
}

export interface Placed {
  name: string;
  x: number;
  y: number;
}

const LETTER = 6.8;
const LINE = 15;

/** The first in the list choose first. Places tried: above, below, right, left, and the corners;
 * none on another dot, which it would be read to name. */
export function placeLabels(dots: readonly Named[], size: number): Placed[] {
  const placed: (Placed & { half: number })[] = [];
  for (const dot of dots) {
    const half = (dot.name.length * LETTER) / 2;
    const free = places(dot, half).filter(
      (one) =>
        one.x - half >= 2 &&
        one.x + half <= size - 2 &&
        one.y >= LINE &&
        one.y <= size - 4 &&
        placed.every(
          (other) =>
            Math.abs(other.x - one.x) > other.half + half + 4 || Math.abs(other.y - one.y) > LINE,
        ),
    );
    const isClear = (one: Spot) =>
      dots.every((other) => other === dot || !covers(other, one, half));
    const spot = free.find(isClear);
    if (spot) placed.push({ name: dot.name, half, ...spot });
  }
  return placed.map(({ name, x, y }) => ({ name, x, y }));
}

/** Whether a dot lies under a label. */
function covers(dot: Named, label: Spot, half: number): boolean {
  const dx = Math.max(0, Math.abs(dot.x - label.x) - half);
  const dy = Math.max(0, Math.abs(dot.y - (label.y - LINE / 3)) - LINE / 2);
  return Math.hypot(dx, dy) < dot.radius;
}

function places(dot: Named, half: number) {
  const { x, y, radius } = dot;
  return [
    { x, y: y - radius - 5 },
    { x, y: y + radius + 13 },
    { x: x + radius + half + 5, y: y + 4 },
    { x: x - radius - half - 5, y: y + 4 },
    { x: x + half + 3, y: y - radius - 5 },
    { x: x - half - 3, y: y - radius - 5 },
    { x: x + half + 3, y: y + radius + 13 },
    { x: x - half - 3, y: y + radius + 13 },
  ];
}
