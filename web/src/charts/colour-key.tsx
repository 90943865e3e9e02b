/** What the colours and the band of a chart mean. */

import type { Quadrant } from "../api/types";
import { t } from "../i18n";
import { QUADRANTS } from "../plane/quadrants";

interface Props {
  /** Those that occur; all where nothing is said. */
  quadrants?: Iterable<Quadrant>;
  band?: boolean;
}

export function ColourKey({ quadrants = QUADRANTS, band = false }: Props) {
  const there = new Set(quadrants);
  return (
    <ul class="chart-key">
      {QUADRANTS.filter((one) => there.has(one)).map((one) => (
        <li key={one}>
          <span class={`dot ${one}`} aria-hidden="true" />
          {t(`quadrant.${one}`)}
        </li>
      ))}
      {band && (
        <li>
          <span class="chart-key-band" aria-hidden="true" />
          {t("chart.band")}
        </li>
      )}
    </ul>
  );
}
