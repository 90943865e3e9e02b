/** What a track expresses from moment to moment; a click goes there. */

import { t } from "../i18n";
import { Lanes } from "./lanes";
import type { Moment } from "./runs";
import { plusMinus, pointWords } from "./time-line";
import { clock, trackTicks } from "./times";

interface Props {
  title: string;
  moments: readonly Moment[];
  duration: number;
  /** Where the track is now, if it plays. */
  position?: number | undefined;
  seek?: ((seconds: number) => void) | undefined;
}

export function EmotionCurve({ title, moments, duration, position, seek }: Props) {
  return (
    <Lanes
      title={title}
      description={t("chart.curve_description", { n: moments.length })}
      moments={moments}
      domain={[0, duration]}
      gap={Infinity}
      laneHeight={112}
      ticks={(width) =>
        trackTicks(duration, Math.max(2, Math.floor(width / 64))).map((at) => ({
          at,
          label: clock(at),
        }))
      }
      told={(moment) => `${clock(moment.x)} · ${pointWords(moment)}`}
      table={{
        heads: [t("chart.place"), t("plane.pleasant"), t("plane.lively")],
        rows: moments.map((one) => [
          clock(one.x),
          plusMinus(one.valence, one.valence_sd),
          plusMinus(one.arousal, one.arousal_sd),
        ]),
      }}
      marker={position === undefined ? undefined : { at: position, label: clock(position) }}
      press={seek}
      hint={t(seek ? "chart.press" : "chart.point_at")}
    />
  );
}
