/** An arrow from one place of the plane to another, in the colour of where it leads. */

import type { Point } from "../api/types";
import { quadrantOf } from "../plane/quadrants";
import type { Scale } from "./scale";
import { headPath, shorten } from "./strokes";

interface Props {
  from: Point;
  to: Point;
  x: Scale;
  y: Scale;
  width?: number;
  strong?: boolean;
  faint?: boolean;
}

export function Arrow({ from, to, x, y, width = 2, strong = false, faint = false }: Props) {
  const start = { x: x(from.valence), y: y(from.arousal) };
  const end = { x: x(to.valence), y: y(to.arousal) };
  const head = 5 + 2 * width;
  const line = shorten(start, end, head * 0.7);
  const state = strong ? " strong" : faint ? " faint" : "";
  return (
    <g class={`arrow ${quadrantOf(to)}${state}`}>
      <circle cx={start.x} cy={start.y} r={width + 1} />
      <line x1={start.x} y1={start.y} x2={line.x} y2={line.y} stroke-width={width} />
      {Math.hypot(end.x - start.x, end.y - start.y) > 3 && <path d={headPath(start, end, head)} />}
    </g>
  );
}
