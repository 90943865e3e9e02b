/** What every chart has: a drawing with a name and a description, and its numbers as a table. */

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import { t } from "../i18n";
import { useWidth } from "./width";
import "./charts.css";

export interface Table {
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}

interface Props {
  title: string;
  description: string;
  table: Table;
  height: (width: number) => number;
  children: (width: number) => ComponentChildren;
  /** Shown under the drawing: a readout, a legend. */
  below?: ComponentChildren;
  /** A place of the drawing, and the drawing's width. */
  pick?: (x: number, width: number) => void;
  leave?: () => void;
  press?: (x: number, width: number) => void;
  widest?: number;
}

export function Chart(props: Props) {
  const { title, description, table, height, children, below, pick, leave, press, widest } = props;
  const id = useId();
  const [box, measured] = useWidth<HTMLDivElement>();
  const width = Math.min(measured, widest ?? measured);
  const at = (action: (x: number, width: number) => void) => (event: MouseEvent) => {
    const place = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    action(event.clientX - place.left, width);
  };
  return (
    <figure class="chart">
      <div ref={box} class="chart-box">
        <svg
          role="img"
          aria-labelledby={`${id}-title ${id}-description`}
          class={press ? "chart-drawing pressable" : "chart-drawing"}
          width={width}
          height={height(width)}
          viewBox={`0 0 ${width} ${height(width)}`}
          onPointerMove={pick && at(pick)}
          onPointerLeave={leave}
          onClick={press && at(press)}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-description`}>{description}</desc>
          {children(width)}
        </svg>
      </div>
      {below}
      <NumbersTable title={title} table={table} />
    </figure>
  );
}

function NumbersTable({ title, table }: { title: string; table: Table }) {
  if (table.rows.length === 0) return null;
  return (
    <details class="chart-numbers">
      <summary>{t("chart.as_table")}</summary>
      <div class="chart-scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              {table.heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) =>
                  j === 0 ? (
                    <th key={j} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={j}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
