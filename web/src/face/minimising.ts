/**
 * A smooth function's minimum by L-BFGS (Nocedal and Wright, *Numerical Optimization*, 2006,
 * algorithms 7.4 and 7.5), with a line search for the strong Wolfe conditions (3.5, 3.6).
 */

/** The value at a point; the gradient is written into the second array. */
export type Smooth = (at: Float64Array, slope: Float64Array) => number;

export interface MinimiserConfig {
  readonly iterations: number;
  /** pairs of steps that are remembered */
  readonly memory: number;
  /** ends where the value falls by less, as a share of it */
  readonly leastGain: number;
  /** ends where no slope is steeper */
  readonly leastSlope: number;
}

/** As `scipy.optimize.minimize(method="L-BFGS-B")` has them. */
export const MINIMISER: MinimiserConfig = {
  iterations: 60,
  memory: 10,
  leastGain: 2.2e-9,
  leastSlope: 1e-5,
};

const ENOUGH = 1e-4;
const FLAT = 0.9;
const TRIES = 20;

interface Spot {
  readonly at: Float64Array;
  readonly value: number;
  readonly slope: Float64Array;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly weight: number;
}

/** The least point found from a start; `watch` is given each iteration's. */
export function minimised(
  smooth: Smooth,
  start: Float64Array,
  config: MinimiserConfig = MINIMISER,
  watch: (at: Float64Array) => void = () => undefined,
): Float64Array {
  let here = evaluated(smooth, start);
  let pairs: Pair[] = [];
  for (let k = 0; k < config.iterations; k++) {
    if (largest(here.slope) <= config.leastSlope) break;
    let direction = turned(here.slope, pairs);
    if (dot(direction, here.slope) >= 0) {
      pairs = [];
      direction = here.slope.map((value) => -value);
    }
    const first = pairs.length ? 1 : Math.min(1, 1 / Math.sqrt(dot(here.slope, here.slope)));
    const next = alongLine(smooth, here, direction, first);
    if (!next) break;
    watch(next.at);
    pairs = remembered(pairs, here, next, config.memory);
    const gain = (here.value - next.value) / Math.max(Math.abs(here.value), next.value, 1);
    here = next;
    if (gain <= config.leastGain) break;
  }
  return here.at;
}

function evaluated(smooth: Smooth, at: Float64Array): Spot {
  const slope = new Float64Array(at.length);
  return { at, value: smooth(at, slope), slope };
}

/** The slope turned by what is known of the curvature: the two loops of algorithm 7.4. */
function turned(slope: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = slope.map((value) => -value);
  const shares = pairs.map(() => 0);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const pair = pairs[k];
    if (!pair) continue;
    const share = pair.weight * dot(pair.step, direction);
    shares[k] = share;
    addTo(direction, pair.change, -share);
  }
  const newest = pairs.at(-1);
  if (newest) {
    const size = 1 / (newest.weight * dot(newest.change, newest.change));
    direction.forEach((value, k) => (direction[k] = value * size));
  }
  pairs.forEach((pair, k) => {
    addTo(direction, pair.step, (shares[k] ?? 0) - pair.weight * dot(pair.change, direction));
  });
  return direction;
}

function remembered(pairs: readonly Pair[], here: Spot, next: Spot, memory: number): Pair[] {
  const step = next.at.map((value, k) => value - (here.at[k] ?? 0));
  const change = next.slope.map((value, k) => value - (here.slope[k] ?? 0));
  const curvature = dot(step, change);
  if (curvature <= 1e-16 * dot(change, change)) return [...pairs];
  return [...pairs, { step, change, weight: 1 / curvature }].slice(-memory);
}

/** A point along the direction that is lower and flatter; null where there is none. */
function alongLine(
  smooth: Smooth,
  here: Spot,
  direction: Float64Array,
  first: number,
): Spot | null {
  const steep = dot(here.slope, direction);
  let [low, high] = [0, Infinity];
  let length = first;
  let best: Spot | null = null;
  for (let k = 0; k < TRIES; k++) {
    const at = here.at.map((value, j) => value + length * (direction[j] ?? 0));
    const spot = evaluated(smooth, at);
    const isLower = spot.value <= here.value + ENOUGH * length * steep;
    const slope = dot(spot.slope, direction);
    if (!isLower) high = length;
    else {
      if (!best || spot.value < best.value) best = spot;
      if (Math.abs(slope) <= -FLAT * steep) return spot;
      if (slope < 0) low = length;
      else high = length;
    }
    length = Number.isFinite(high) ? (low + high) / 2 : 2 * length;
  }
  return best;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

function addTo(sum: Float64Array, values: Float64Array, share: number): void {
  for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + share * (values[k] ?? 0);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
