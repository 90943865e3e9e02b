/** Before and after: an arrow for each track that was measured on both sides. */

import type { Point } from "../api/types";
import { t } from "../i18n";
import { quadrantOf } from "../plane/quadrants";
import { Arrow } from "./arrow";
import { ColourKey } from "./colour-key";
import { changeWords, number } from "./numbers";
import { PlaneChart, reachOf } from "./plane";

export interface Shift {
  name: string;
  before: Point;
  after: Point;
}

interface Props {
  title: string;
  shifts: readonly Shift[];
  chosen: number | null;
}

export function Shifts({ title, shifts, chosen }: Props) {
  const place = (point: Point) => `${number(point.valence)} / ${number(point.arousal)}`;
  const order = shifts.map((_, i) => i).sort((a, b) => Number(a === chosen) - Number(b === chosen));
  return (
    <PlaneChart
      reach={reachOf(shifts.flatMap((one) => [one.before, one.after]))}
      title={title}
      below={<ColourKey quadrants={shifts.map((one) => quadrantOf(one.after))} />}
      description={t("chart.shifts_description", { n: shifts.length })}
      table={{
        heads: [t("chart.track"), t("chart.before"), t("chart.after"), t("chart.change")],
        rows: shifts.map((one) => [
          one.name,
          place(one.before),
          place(one.after),
          changeWords({
            valence: one.after.valence - one.before.valence,
            arousal: one.after.arousal - one.before.arousal,
          }),
        ]),
      }}
    >
      {(x, y) =>
        order.map((i) => {
          const one = shifts[i];
          if (!one) return null;
          return (
            <Arrow
              key={i}
              from={one.before}
              to={one.after}
              {...{ x, y }}
              width={i === chosen ? 4 : 2}
              strong={i === chosen}
              faint={chosen !== null && i !== chosen}
            />
          );
        })
      }
    </PlaneChart>
  );
}
