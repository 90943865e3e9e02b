/** How the fit went: one line for the pictures fitted, one for those held out. */

import { number, percent } from "../../charts/numbers";
import { t, type Key } from "../../i18n";
import type { Held } from "../../face/personal-fitting";

const WIDTH = 400;
const HEIGHT = 170;
const LEFT = 46;
const BOTTOM = 22;

interface Props {
  title: Key;
  what: keyof Held;
  fitted: readonly Held[];
  held: readonly Held[];
}

export function Curves({ title, what, fitted, held }: Props) {
  const [known, tried] = [fitted, held].map((curve) => curve.map((one) => one[what]));
  const highest = what === "accuracy" ? 1 : Math.max(...(known ?? []), ...(tried ?? []), 0.1);
  const last = (values: number[] | undefined): string => told(values?.at(-1) ?? 0, what);
  return (
    <figure class="curves">
      <figcaption>{t(title)}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t("calibration.curve", {
          title: t(title),
          fitted: last(known),
          held: last(tried),
        })}
      >
        <path class="curve-axes" d={`M${LEFT} 6 V${HEIGHT - BOTTOM} H${WIDTH - 6}`} />
        <text class="curve-tick" x={LEFT - 6} y={14} text-anchor="end">
          {told(highest, what)}
        </text>
        <text class="curve-tick" x={LEFT - 6} y={HEIGHT - BOTTOM} text-anchor="end">
          0
        </text>
        <text class="curve-tick" x={WIDTH - 6} y={HEIGHT - 6} text-anchor="end">
          {t("calibration.iterations", { n: fitted.length - 1 })}
        </text>
        <polyline class="curve-fitted" points={points(known ?? [], highest)} />
        <polyline class="curve-held" points={points(tried ?? [], highest)} />
      </svg>
    </figure>
  );
}

/** Left to right over the iterations, upwards by value. */
export function points(values: readonly number[], highest: number): string {
  const step = (WIDTH - LEFT - 6) / Math.max(1, values.length - 1);
  return values
    .map((value, k) => {
      const y = HEIGHT - BOTTOM - (value / highest) * (HEIGHT - BOTTOM - 8);
      return `${(LEFT + k * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

function told(value: number, what: keyof Held): string {
  return what === "accuracy" ? percent(value) : number(value);
}
