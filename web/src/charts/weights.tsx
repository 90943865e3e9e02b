/** Attention weights: how much each earlier moment counts for what comes next. */

import { t } from "../i18n";
import { Chart } from "./chart";
import { percent } from "./numbers";
import { linear } from "./scale";

export interface Weight {
  name: string;
  when: string;
  weight: number;
}

const ROW = 34;

export function Weights({ title, weights }: { title: string; weights: readonly Weight[] }) {
  const most = Math.max(1e-9, ...weights.map((one) => one.weight));
  return (
    <Chart
      title={title}
      description={t("chart.weights_description", { n: weights.length })}
      height={() => weights.length * ROW}
      table={{
        heads: [t("chart.when"), t("chart.moment"), t("chart.weight")],
        rows: weights.map((one) => [one.when, one.name, percent(one.weight, 1)]),
      }}
    >
      {(width) => {
        const start = Math.min(230, width * 0.52);
        const x = linear([0, most], [0, width - start - 48]);
        return weights.map((one, i) => (
          <g key={i} transform={`translate(0 ${i * ROW})`} class="weight">
            <text x={0} y={14}>
              {clip(one.name, start / 7.4)}
            </text>
            <text class="weight-when" x={0} y={28}>
              {one.when}
            </text>
            <rect x={start} y={6} width={Math.max(2, x(one.weight))} height={18} rx={6} />
            <text class="weight-number" x={start + x(one.weight) + 7} y={20}>
              {percent(one.weight, 1)}
            </text>
          </g>
        ));
      }}
    </Chart>
  );
}

function clip(words: string, letters: number): string {
  return words.length <= letters ? words : `${words.slice(0, Math.max(1, letters - 1))}…`;
}
