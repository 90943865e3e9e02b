/** What the sliders say: a share of each quadrant, and one point. */

import { percent } from "../../charts/numbers";
import { t } from "../../i18n";
import { QUADRANTS } from "../../plane/quadrants";
import { termsPoint, termsShares, type Scores } from "./terms";

const SIDE = 120;
const CENTRES = { happy: [1, -1], angry: [-1, -1], sad: [-1, 1], peaceful: [1, 1] } as const;

export function VectorPlot({ scores }: { scores: Scores }) {
  const shares = termsShares(scores);
  const point = termsPoint(scores);
  const half = SIDE / 2;
  const told = QUADRANTS.filter((quadrant) => shares?.[quadrant])
    .sort((one, other) => (shares?.[other] ?? 0) - (shares?.[one] ?? 0))
    .map((quadrant) => `${t(`senses.quadrant.${quadrant}`)} ${percent(shares?.[quadrant] ?? 0)}`)
    .join(", ");
  const caption = told || t("senses.sliders.nothing");
  return (
    <figure class="vector">
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={caption}>
        {QUADRANTS.map((quadrant) => {
          const [x, y] = CENTRES[quadrant];
          const side = (half - 2) * Math.sqrt(shares?.[quadrant] ?? 0);
          return (
            <rect
              key={quadrant}
              class={`vector-share ${quadrant}`}
              x={x > 0 ? half + 1 : half - 1 - side}
              y={y > 0 ? half + 1 : half - 1 - side}
              width={side}
              height={side}
              rx={4}
            />
          );
        })}
        <path class="vector-axes" d={`M${half} 0 V${SIDE} M0 ${half} H${SIDE}`} />
        {point ? (
          <circle
            class="vector-point"
            cx={half + (half - 6) * point.valence}
            cy={half - (half - 6) * point.arousal}
            r={5}
          />
        ) : null}
      </svg>
      <figcaption class="dim small">{caption}</figcaption>
    </figure>
  );
}
