/** Two lanes over one horizontal axis: how pleasant, how lively; each with how sure it is.

The line has the colour of the quadrant it is in; the band is one standard deviation to each side. */

import { useId, useState } from "preact/hooks";

import { t } from "../i18n";
import { quadrantOf } from "../plane/quadrants";
import { Chart, type Table } from "./chart";
import { ColourKey } from "./colour-key";
import { nearest, runsOf, type Moment } from "./runs";
import { clamp, linear, type Range, type Scale } from "./scale";
import { bandPath, linePath } from "./strokes";

export interface Tick {
  at: number;
  label: string;
}

export interface LanesProps {
  title: string;
  description: string;
  moments: readonly Moment[];
  domain: Range;
  /** Moments further apart than this are not joined. */
  gap: number;
  ticks: (width: number) => readonly Tick[];
  table: Table;
  /** What stands under the drawing while a moment is pointed at. */
  told: (moment: Moment) => string;
  /** A place marked by a line: now, or where the track is. */
  marker?: { at: number; label: string } | undefined;
  press?: ((x: number) => void) | undefined;
  /** Said while nothing is pointed at. */
  hint?: string;
  laneHeight?: number;
}

type Part = "valence" | "arousal";

const LANES: readonly { part: Part; name: "plane.pleasant" | "plane.lively" }[] = [
  { part: "valence", name: "plane.pleasant" },
  { part: "arousal", name: "plane.lively" },
];
const EDGE = 10;
const FOOT = 26;
const BETWEEN = 14;
/** Above and below each scale, for the words at its ends: no line comes there. */
const WORDS = 21;

export function Lanes(props: LanesProps) {
  const { moments, domain, laneHeight = 136 } = props;
  const [shown, show] = useState<Moment | null>(null);
  const inner = (width: number) => linear(domain, [EDGE, width - EDGE]);
  const back = (width: number) => linear([EDGE, width - EDGE], domain);
  const height = 2 * laneHeight + BETWEEN + FOOT;
  const spot = (x: number, width: number) => clamp(back(width)(x), domain[0], domain[1]);
  return (
    <Chart
      title={props.title}
      description={props.description}
      table={props.table}
      height={() => height}
      pick={(x, width) => {
        show(nearest(moments, spot(x, width)));
      }}
      leave={() => {
        show(null);
      }}
      {...(props.press && {
        press: (x: number, width: number) => {
          props.press?.(spot(x, width));
        },
      })}
      below={
        <>
          <ColourKey quadrants={moments.map(quadrantOf)} band />
          <p class="chart-readout small" aria-hidden="true">
            {shown ? props.told(shown) : (props.hint ?? t("chart.point_at"))}
          </p>
        </>
      }
    >
      {(width) => {
        const x = inner(width);
        return (
          <>
            <Axis ticks={props.ticks(width)} {...{ x, width, height }} />
            {LANES.map(({ part, name }, i) => (
              <g key={part} transform={`translate(0 ${i * (laneHeight + BETWEEN)})`}>
                <Lane
                  {...{ part, moments, x, width, shown }}
                  gap={props.gap}
                  height={laneHeight}
                  name={name}
                />
              </g>
            ))}
            {props.marker && <Marker {...props.marker} {...{ x, width, height }} />}
            {shown && (
              <line class="chart-cross" x1={x(shown.x)} x2={x(shown.x)} y1={0} y2={height - FOOT} />
            )}
          </>
        );
      }}
    </Chart>
  );
}

interface LaneProps {
  part: Part;
  name: "plane.pleasant" | "plane.lively";
  moments: readonly Moment[];
  gap: number;
  x: Scale;
  width: number;
  height: number;
  shown: Moment | null;
}

const OPPOSITE = { valence: "plane.unpleasant", arousal: "plane.calm" } as const;

function Lane({ part, name, moments, gap, x, width, height, shown }: LaneProps) {
  const colours = useId().replace(/\W/g, "");
  const y = linear([-1, 1], [height - WORDS, WORDS]);
  const spots = (run: readonly Moment[], sds: number) =>
    run.map((one) => ({ x: x(one.x), y: y(clamp(one[part] + sds * one[`${part}_sd`], -1, 1)) }));
  return (
    <>
      <Colours id={colours} {...{ moments, x, width }} />
      <rect class="chart-ground" x={0} y={0} width={width} height={height} rx={8} />
      {[-1, 0, 1].map((level) => (
        <line
          key={level}
          class={level === 0 ? "chart-zero" : "chart-limit"}
          {...{ x1: EDGE, x2: width - EDGE, y1: y(level), y2: y(level) }}
        />
      ))}
      {runsOf(moments, gap).map((run) => {
        const first = run[0];
        if (!first) return null;
        if (run.length === 1) return <Alone key={first.x} {...{ first, part, x, y }} />;
        return (
          <g key={first.x}>
            <path
              class="chart-band"
              d={bandPath(spots(run, 1), spots(run, -1))}
              fill={`url(#${colours})`}
            />
            <path class="chart-line" d={linePath(spots(run, 0))} stroke={`url(#${colours})`} />
          </g>
        );
      })}
      <text x={EDGE} y={15}>
        {t(name)}
      </text>
      <text x={EDGE} y={height - 7}>
        {t(OPPOSITE[part])}
      </text>
      {shown && <circle class="chart-shown" cx={x(shown.x)} cy={y(shown[part])} r={4.5} />}
    </>
  );
}

interface AloneProps {
  first: Moment;
  part: Part;
  x: Scale;
  y: Scale;
}

/** One moment without neighbours: a dot, and a stroke as long as its uncertainty. */
function Alone({ first, part, x, y }: AloneProps) {
  const sd = first[`${part}_sd`];
  const end = (sds: number) => y(clamp(first[part] + sds * sd, -1, 1));
  const quadrant = quadrantOf(first);
  return (
    <g class={`chart-alone ${quadrant}`}>
      <line x1={x(first.x)} x2={x(first.x)} y1={end(1)} y2={end(-1)} />
      <circle cx={x(first.x)} cy={y(first[part])} r={3.5} />
    </g>
  );
}

const MOST_STOPS = 120;

/** The colours of the quadrants along the axis, as one gradient for line and band. */
function Colours({
  id,
  moments,
  x,
  width,
}: {
  id: string;
  moments: readonly Moment[];
  x: Scale;
  width: number;
}) {
  const every = Math.max(1, Math.ceil(moments.length / MOST_STOPS));
  const stops = moments.filter((_, i) => i % every === 0);
  return (
    <defs>
      <linearGradient id={id} gradientUnits="userSpaceOnUse" x1={0} x2={width} y1={0} y2={0}>
        {stops.map((one) => (
          <stop
            key={one.x}
            class={`stop-${quadrantOf(one)}`}
            offset={clamp(x(one.x) / width, 0, 1)}
          />
        ))}
      </linearGradient>
    </defs>
  );
}

interface Ends {
  x: Scale;
  width: number;
  height: number;
}

function Axis({ ticks, x, width, height }: Ends & { ticks: readonly Tick[] }) {
  return (
    <g class="chart-axis">
      {ticks.map((tick) => {
        const at = x(tick.at);
        const anchor = at < 28 ? "start" : at > width - 28 ? "end" : "middle";
        return (
          <g key={tick.at}>
            <line class="chart-grid" x1={at} x2={at} y1={0} y2={height - FOOT} />
            <text
              x={anchor === "start" ? 2 : anchor === "end" ? width - 2 : at}
              y={height - 8}
              text-anchor={anchor}
            >
              {tick.label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Marker({ at, label, x, height }: Ends & { at: number; label: string }) {
  return (
    <line class="chart-marker" x1={x(at)} x2={x(at)} y1={0} y2={height - FOOT}>
      <title>{label}</title>
    </line>
  );
}
