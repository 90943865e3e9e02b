/** Rounding as NumPy and OpenCV have it: halves go to the even neighbour. */

/** The nearest whole number; 0.5 and 2.5 go to 0 and 2. */
export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

/** A gray level: rounded, in [0, 255]. */
export function asByte(value: number): number {
  return Math.min(255, Math.max(0, roundHalfEven(value)));
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
