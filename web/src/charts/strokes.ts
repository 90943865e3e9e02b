/** Paths of SVG as text, from plain coordinates. */

export interface Spot {
  x: number;
  y: number;
}

export function linePath(spots: readonly Spot[]): string {
  return spots.map((one, i) => `${i === 0 ? "M" : "L"}${short(one.x)} ${short(one.y)}`).join("");
}

/** The area between an upper and a lower line of the same length. */
export function bandPath(upper: readonly Spot[], lower: readonly Spot[]): string {
  if (upper.length === 0) return "";
  return `${linePath([...upper, ...[...lower].reverse()])}Z`;
}

/** A triangle at the end of an arrow, turned as the arrow is. */
export function headPath(from: Spot, to: Spot, size: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const corner = (turn: number): Spot => ({
    x: to.x - size * Math.cos(angle + turn),
    y: to.y - size * Math.sin(angle + turn),
  });
  return `${linePath([to, corner(0.45), corner(-0.45)])}Z`;
}

/** A place a little before the end, so that a line does not stick out of its arrow's head. */
export function shorten(from: Spot, to: Spot, by: number): Spot {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length <= by) return from;
  const part = (length - by) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}
