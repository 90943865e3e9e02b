/** Where the four states of the mental model stand, and how the arrows between them run.

The states stand as on the plane: angry and happy above, sad and peaceful below. Each arrow bends
to its right, so that there and back never lie on each other; staying is a ring at the corner. */

import type { Quadrant } from "../api/types";
import { QUADRANTS } from "../plane/quadrants";
import type { Spot } from "./strokes";

const SIDE: Record<Quadrant, readonly [number, number]> = {
  happy: [1, -1],
  angry: [-1, -1],
  sad: [-1, 1],
  peaceful: [1, 1],
};

export interface Arc {
  from: Quadrant;
  to: Quadrant;
  probability: number;
  start: Spot;
  bend: Spot;
  end: Spot;
  /** Where the number stands. */
  label: Spot;
  /** Stroke width. */
  width: number;
}

export interface Loop {
  state: Quadrant;
  probability: number;
  centre: Spot;
  radius: number;
  width: number;
  label: Spot;
}

export interface StateLayout {
  size: number;
  states: { state: Quadrant; centre: Spot; radius: number; share: number }[];
  arcs: Arc[];
  loops: Loop[];
}

/** Wide enough for the longest name of a state ("angespannt"). */
const LEAST_RADIUS = 42;

/** Arrows under this chance are left out of the picture; the table has them all. */
export const DRAWN = 0.005;

export function layStates(
  transitions: readonly (readonly number[])[],
  stationary: readonly number[],
  size: number,
): StateLayout {
  const reach = size * 0.26;
  const radius = Math.max(LEAST_RADIUS, size * 0.095);
  const centreOf = (state: Quadrant): Spot => ({
    x: size / 2 + SIDE[state][0] * reach,
    y: size / 2 + SIDE[state][1] * reach,
  });
  const chance = (i: number, j: number) => transitions[i]?.[j] ?? 0;
  const states = QUADRANTS.map((state, i) => ({
    state,
    centre: centreOf(state),
    radius,
    share: stationary[i] ?? 0,
  }));
  const arcs = QUADRANTS.flatMap((from, i) =>
    QUADRANTS.flatMap((to, j) =>
      i === j || chance(i, j) < DRAWN
        ? []
        : [{ from, to, ...arc(centreOf(from), centreOf(to), radius, chance(i, j)) }],
    ),
  );
  const loops = QUADRANTS.map((state, i) => loopAt(state, centreOf(state), radius, chance(i, i)));
  return { size, states, arcs, loops };
}

export function arcPath(arc: Pick<Arc, "start" | "bend" | "end">): string {
  const { start, bend, end } = arc;
  const s = (value: number) => String(Number(value.toFixed(1)));
  return `M${s(start.x)} ${s(start.y)}Q${s(bend.x)} ${s(bend.y)} ${s(end.x)} ${s(end.y)}`;
}

function arc(from: Spot, to: Spot, radius: number, probability: number): Omit<Arc, "from" | "to"> {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const normal = { x: -(to.y - from.y) / length, y: (to.x - from.x) / length };
  const bent = length * 0.14;
  const bend = {
    x: (from.x + to.x) / 2 + normal.x * bent,
    y: (from.y + to.y) / 2 + normal.y * bent,
  };
  const start = towards(from, bend, radius + 2);
  const end = towards(to, bend, radius + 9);
  // Two arrows of one pair, and the diagonals, carry their numbers at different places.
  const label = onCurve(start, bend, end, 0.36);
  return { probability, start, bend, end, label, width: widthOf(probability) };
}

function loopAt(state: Quadrant, centre: Spot, radius: number, probability: number): Loop {
  const [right, down] = SIDE[state];
  const out = radius * 1.1;
  return {
    state,
    probability,
    centre: { x: centre.x + right * out, y: centre.y + down * out },
    radius: radius * 0.6,
    width: widthOf(probability),
    label: { x: centre.x + right * out, y: centre.y + down * out },
  };
}

function widthOf(probability: number): number {
  return 1 + 9 * Math.min(1, Math.max(0, probability));
}

function towards(from: Spot, to: Spot, by: number): Spot {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    x: from.x + ((to.x - from.x) * by) / length,
    y: from.y + ((to.y - from.y) * by) / length,
  };
}

function onCurve(start: Spot, bend: Spot, end: Spot, at: number): Spot {
  const [a, b, c] = [(1 - at) ** 2, 2 * at * (1 - at), at ** 2];
  return { x: a * start.x + b * bend.x + c * end.x, y: a * start.y + b * bend.y + c * end.y };
}
