/** Where a track lies, as a mark of a thumb's size. */

import type { PerceivedAffect } from "../../api/types";
import { linear } from "../../charts/scale";
import { quadrantOf } from "../../plane/quadrants";

const SIZE = 36;

export function PlaneMark({ affect }: { affect: PerceivedAffect | null }) {
  const x = linear([-1, 1], [5, SIZE - 5]);
  return (
    <svg class="plane-mark" width={SIZE} height={SIZE} aria-hidden="true">
      <rect width={SIZE} height={SIZE} rx={9} />
      <path d={`M${SIZE / 2} 4V${SIZE - 4}M4 ${SIZE / 2}H${SIZE - 4}`} />
      {affect && (
        <circle
          class={`mark ${quadrantOf(affect)}`}
          cx={x(affect.valence)}
          cy={x(-affect.arousal)}
          r={5}
        />
      )}
    </svg>
  );
}
