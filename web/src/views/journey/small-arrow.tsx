/** A change as a little arrow: to the right is more pleasant, upwards is livelier. */

import type { Point, Quadrant } from "../../api/types";
import { isFelt } from "../../charts/numbers";
import { headPath, shorten } from "../../charts/strokes";

const SIZE = 40;

export function SmallArrow({ shift, quadrant }: { shift: Point; quadrant: Quadrant }) {
  const length = Math.hypot(shift.valence, shift.arousal);
  const reach = (SIZE / 2 - 4) * Math.min(1, 0.45 + length);
  const part = (value: number) => (length === 0 ? 0 : (value / length) * reach);
  const middle = SIZE / 2;
  const [dx, dy] = [part(shift.valence), -part(shift.arousal)];
  const from = { x: middle - dx, y: middle - dy };
  const to = { x: middle + dx, y: middle + dy };
  const line = shorten(from, to, 5);
  return (
    <svg class="small-arrow" width={SIZE} height={SIZE} aria-hidden="true">
      <circle class="small-arrow-ground" cx={middle} cy={middle} r={middle} />
      {!isFelt(shift) ? (
        <circle class={`mark ${quadrant}`} cx={middle} cy={middle} r={4} />
      ) : (
        <g class={`arrow ${quadrant}`}>
          <line x1={from.x} y1={from.y} x2={line.x} y2={line.y} stroke-width={2.5} />
          <path d={headPath(from, to, 9)} />
        </g>
      )}
    </svg>
  );
}
