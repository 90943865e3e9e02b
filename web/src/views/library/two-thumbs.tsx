/** A range with two ends: two labelled sliders on one track. */

import { t } from "../../i18n";
import { moved } from "./query";

interface Props {
  legend: string;
  low: number;
  high: number;
  step: number;
  range: readonly [number, number];
  told: (value: number) => string;
  change: (range: readonly [number, number]) => void;
}

export function TwoThumbs({ legend, low, high, step, range, told, change }: Props) {
  const part = (value: number) => `${((value - low) / (high - low)) * 100}%`;
  return (
    <fieldset class="thumbs">
      <legend>
        {legend}
        <span class="dim small">
          {" "}
          {told(range[0])} – {told(range[1])}
        </span>
      </legend>
      <div class="thumbs-track" style={{ "--from": part(range[0]), "--to": part(range[1]) }}>
        {([0, 1] as const).map((thumb) => (
          <input
            key={thumb}
            type="range"
            min={low}
            max={high}
            step={step}
            value={range[thumb]}
            aria-label={t(thumb === 0 ? "library.at_least" : "library.at_most", { what: legend })}
            aria-valuetext={told(range[thumb])}
            onInput={(event) => {
              const next = moved(range, thumb, Number(event.currentTarget.value));
              event.currentTarget.value = String(next[thumb]);
              change(next);
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
