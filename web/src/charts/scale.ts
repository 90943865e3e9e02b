/** From values to places on a drawing, and the round numbers written beside them. */

export type Range = readonly [number, number];
export type Scale = (value: number) => number;

/** A straight scale; a domain without width lands in the middle of the range. */
export function linear(domain: Range, range: Range): Scale {
  const [low, high] = domain;
  const [start, end] = range;
  if (high === low) return () => (start + end) / 2;
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Round numbers (1, 2 or 5 times a power of ten) inside a domain, about as many as wanted. */
export function niceTicks(low: number, high: number, wanted = 5): number[] {
  if (!(high > low) || wanted < 1) return [low];
  const step = niceStep((high - low) / wanted);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(digits)),
  );
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const part = rough / power;
  if (part <= 1.0001) return power;
  if (part <= 2.0001) return 2 * power;
  return part <= 5.0001 ? 5 * power : 10 * power;
}

/** A radius whose area grows with n, so that twice as many look twice as much. */
export function radiusOf(n: number, most: number, largest: number, least = 3): number {
  if (most <= 0 || n <= 0) return least;
  return Math.max(least, largest * Math.sqrt(n / most));
}
