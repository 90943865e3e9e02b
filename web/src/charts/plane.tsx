/** The plane of feeling: pleasant to the right, lively upwards, a colour a quadrant. */

import type { ComponentChildren } from "preact";

import type { Point } from "../api/types";
import { t } from "../i18n";
import { Chart, type Table } from "./chart";
import { clamp, linear, type Scale } from "./scale";

interface Props {
  title: string;
  description: string;
  table: Table;
  widest?: number;
  /** From the middle to the edge. */
  reach?: number;
  below?: ComponentChildren;
  children: (x: Scale, y: Scale, size: number) => ComponentChildren;
}

const EDGE = 22;

export function scalesOf(size: number, reach = 1): [Scale, Scale] {
  return [
    linear([-reach, reach], [EDGE, size - EDGE]),
    linear([-reach, reach], [size - EDGE, EDGE]),
  ];
}

/** How far from the middle the plane is to go, so that these points fill it and none is lost. */
export function reachOf(points: readonly Point[]): number {
  const furthest = Math.max(
    0,
    ...points.flatMap((p) => [Math.abs(p.valence), Math.abs(p.arousal)]),
  );
  return clamp(1.25 * furthest, 0.4, 1);
}

export function PlaneChart({ children, widest = 420, reach = 1, ...props }: Props) {
  return (
    <Chart
      title={props.title}
      description={props.description}
      table={props.table}
      below={props.below}
      widest={widest}
      height={(width) => width}
    >
      {(size) => {
        const [x, y] = scalesOf(size, reach);
        return (
          <>
            <PlaneGround size={size} />
            {children(x, y, size)}
          </>
        );
      }}
    </Chart>
  );
}

export function PlaneGround({ size }: { size: number }) {
  const half = size / 2 - EDGE;
  const [x, y] = scalesOf(size);
  const tile = (left: number, top: number, quadrant: string) => (
    <rect class={`plane-tile ${quadrant}`} x={left} y={top} width={half} height={half} />
  );
  return (
    <g class="plane-ground">
      {tile(x(0), y(1), "happy")}
      {tile(x(-1), y(1), "angry")}
      {tile(x(-1), y(0), "sad")}
      {tile(x(0), y(0), "peaceful")}
      <line x1={x(-1)} x2={x(1)} y1={y(0)} y2={y(0)} />
      <line x1={x(0)} x2={x(0)} y1={y(-1)} y2={y(1)} />
      <text x={size / 2} y={15} text-anchor="middle">
        {t("plane.lively")}
      </text>
      <text x={size / 2} y={size - 7} text-anchor="middle">
        {t("plane.calm")}
      </text>
      <text transform={`translate(15 ${size / 2}) rotate(-90)`} text-anchor="middle">
        {t("plane.unpleasant")}
      </text>
      <text transform={`translate(${size - 15} ${size / 2}) rotate(90)`} text-anchor="middle">
        {t("plane.pleasant")}
      </text>
    </g>
  );
}
