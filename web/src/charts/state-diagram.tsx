/** The mental model as a diagram: four states, an arrow a passage, as wide as it is likely. */

import type { Quadrant } from "../api/types";
import { t } from "../i18n";
import { QUADRANTS } from "../plane/quadrants";
import { Chart } from "./chart";
import { percent } from "./numbers";
import { arcPath, layStates, type StateLayout } from "./states";
import { headPath } from "./strokes";

interface Props {
  title: string;
  description: string;
  transitions: readonly (readonly number[])[];
  stationary: readonly number[];
}

export const stateName = (state: Quadrant): string => t(`quadrant.${state}`);

export function StateDiagram({ title, description, transitions, stationary }: Props) {
  return (
    <Chart
      title={title}
      description={description}
      widest={420}
      height={(width) => width}
      table={{
        heads: [t("chart.from_to"), ...QUADRANTS.map(stateName), t("chart.in_the_long_run")],
        rows: QUADRANTS.map((state, i) => [
          stateName(state),
          ...QUADRANTS.map((_, j) => percent(transitions[i]?.[j] ?? 0)),
          percent(stationary[i] ?? 0),
        ]),
      }}
    >
      {(width) => <Drawing {...layStates(transitions, stationary, width)} />}
    </Chart>
  );
}

function Drawing({ states, arcs, loops }: StateLayout) {
  return (
    <>
      {loops.map((loop) => (
        <g key={loop.state} class={`state-loop ${loop.state}`}>
          <circle cx={loop.centre.x} cy={loop.centre.y} r={loop.radius} stroke-width={loop.width} />
        </g>
      ))}
      {arcs.map((arc) => (
        <g key={arc.from + arc.to} class={`state-arc ${arc.from}`}>
          <path class="state-line" d={arcPath(arc)} stroke-width={arc.width} />
          <path class="state-head" d={headPath(arc.bend, tip(arc), 7 + arc.width)} />
        </g>
      ))}
      {states.map((one) => (
        <g key={one.state} class={`state ${one.state}`}>
          <circle cx={one.centre.x} cy={one.centre.y} r={one.radius} />
          <text x={one.centre.x} y={one.centre.y + 4} text-anchor="middle">
            {stateName(one.state)}
          </text>
        </g>
      ))}
      {arcs.map((arc) => (
        <Label key={arc.from + arc.to} at={arc.label} words={percent(arc.probability)} />
      ))}
      {loops.map((loop) => (
        <Label key={loop.state} at={loop.label} words={percent(loop.probability)} strong />
      ))}
    </>
  );
}

function tip(arc: { bend: { x: number; y: number }; end: { x: number; y: number } }) {
  const length = Math.hypot(arc.end.x - arc.bend.x, arc.end.y - arc.bend.y);
  return {
    x: arc.end.x + ((arc.end.x - arc.bend.x) * 6) / length,
    y: arc.end.y + ((arc.end.y - arc.bend.y) * 6) / length,
  };
}

interface LabelProps {
  at: { x: number; y: number };
  words: string;
  strong?: boolean;
}

function Label({ at, words, strong = false }: LabelProps) {
  return (
    <text
      class={strong ? "state-number strong" : "state-number"}
      x={at.x}
      y={at.y + 4}
      text-anchor="middle"
    >
      {words}
    </text>
  );
}
