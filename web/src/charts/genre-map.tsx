/** Genres on the plane: what their music expresses, and where it moved the listener. */

import type { Point } from "../api/types";
import { t } from "../i18n";
import { quadrantOf } from "../plane/quadrants";
import { Arrow } from "./arrow";
import { placeLabels } from "./labels";
import { changeWords, count, number } from "./numbers";
import { PlaneChart, reachOf, scalesOf } from "./plane";
import { clamp, radiusOf } from "./scale";

export interface GenrePlace {
  name: string;
  n: number;
  perceived: Point;
  felt_shift: Point | null;
  n_felt: number;
}

const NAMED = 14;

export function GenreMap({ title, genres }: { title: string; genres: readonly GenrePlace[] }) {
  const most = Math.max(0, ...genres.map((one) => one.n));
  const reach = reachOf(
    genres.flatMap((one) => [
      one.perceived,
      ...(one.felt_shift ? [moved(one.perceived, one.felt_shift)] : []),
    ]),
  );
  const sorted = [...genres].sort((a, b) => b.n - a.n);
  return (
    <PlaneChart
      reach={reach}
      title={title}
      description={t("chart.genres_description", { n: genres.length })}
      widest={560}
      table={{
        heads: [t("chart.genre"), t("chart.tracks"), t("chart.expresses"), t("chart.moved_you")],
        rows: sorted.map((one) => [
          one.name,
          count(one.n),
          `${number(one.perceived.valence)} / ${number(one.perceived.arousal)}`,
          one.felt_shift
            ? `${changeWords(one.felt_shift)} (n = ${one.n_felt})`
            : t("chart.not_measured"),
        ]),
      }}
    >
      {(x, y, size) => (
        <>
          {sorted.map((one) => (
            <circle
              key={one.name}
              class={`genre ${quadrantOf(one.perceived)}`}
              cx={x(one.perceived.valence)}
              cy={y(one.perceived.arousal)}
              r={radiusOf(one.n, most, size * 0.055, 4)}
            />
          ))}
          {sorted.map(
            (one) =>
              one.felt_shift && (
                <Arrow
                  key={one.name}
                  from={one.perceived}
                  to={moved(one.perceived, one.felt_shift)}
                  {...{ x, y }}
                />
              ),
          )}
          {labelsOf(sorted.slice(0, NAMED), most, { size, reach }).map((label) => (
            <text key={label.name} class="genre-name" x={label.x} y={label.y} text-anchor="middle">
              {label.name}
            </text>
          ))}
        </>
      )}
    </PlaneChart>
  );
}

function labelsOf(
  genres: readonly GenrePlace[],
  most: number,
  { size, reach }: { size: number; reach: number },
) {
  const [x, y] = scalesOf(size, reach);
  return placeLabels(
    genres.map((one) => ({
      name: one.name,
      x: x(one.perceived.valence),
      y: y(one.perceived.arousal),
      radius: radiusOf(one.n, most, size * 0.055, 4),
    })),
    size,
  );
}

function moved(from: Point, by: Point): Point {
  return {
    valence: clamp(from.valence + by.valence, -1, 1),
    arousal: clamp(from.arousal + by.arousal, -1, 1),
  };
}
