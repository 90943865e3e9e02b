/** Mood over time, in the listener's own clock. */

import { locale, t } from "../i18n";
import { Lanes, type LanesProps } from "./lanes";
import { number } from "./numbers";
import type { Moment } from "./runs";
import { dateTime, tickLabel, timeTicks } from "./times";

type Props = Omit<LanesProps, "ticks" | "table" | "told"> & {
  /** How a moment is named; by its day and time where nothing else is said. */
  named?: (at: number) => string;
};

export function TimeLine(props: Props) {
  const [from, to] = props.domain;
  const spoken = locale.value;
  const named = props.named ?? ((at: number) => dateTime(at, spoken));
  return (
    <Lanes
      {...props}
      ticks={(width) =>
        timeTicks(new Date(from), new Date(to), Math.max(2, Math.floor(width / 92))).map((at) => ({
          at: at.getTime(),
          label: tickLabel(at, to - from, spoken),
        }))
      }
      told={(moment) => `${named(moment.x)} · ${pointWords(moment)}`}
      table={{
        heads: [t("chart.when"), t("plane.pleasant"), t("plane.lively")],
        rows: props.moments.map((one) => [
          named(one.x),
          plusMinus(one.valence, one.valence_sd),
          plusMinus(one.arousal, one.arousal_sd),
        ]),
      }}
    />
  );
}

export function pointWords(one: Moment): string {
  return (
    `${t("plane.pleasant")} ${plusMinus(one.valence, one.valence_sd)}, ` +
    `${t("plane.lively")} ${plusMinus(one.arousal, one.arousal_sd)}`
  );
}

export function plusMinus(value: number, sd: number): string {
  return `${number(value)} ± ${number(sd)}`;
}
