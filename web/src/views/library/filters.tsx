/** What is looked for: words, a mood, a genre, ranges of sound. */

import type { LibrarySummary } from "../../api/library";
import type { Quadrant } from "../../api/types";
import { count, number, percent } from "../../charts/numbers";
import { stateName } from "../../charts/state-diagram";
import { genreName } from "../../ui/genres";
import { t } from "../../i18n";
import { QUADRANTS } from "../../plane/quadrants";
import {
  EVERYTHING,
  isEverything,
  RANGE_NAMES,
  RANGES,
  SORTS,
  type RangeName,
  type Sort,
  type Wanted,
} from "./query";
import { TwoThumbs } from "./two-thumbs";

interface Props {
  wanted: Wanted;
  change: (part: Partial<Wanted>) => void;
  summary: LibrarySummary | null;
}

export function Filters({ wanted, change, summary }: Props) {
  return (
    <form
      class="filters stack"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <div class="filters-first">
        <label class="field filters-search">
          <span class="small dim">{t("library.search")}</span>
          <input
            type="search"
            value={wanted.search}
            maxLength={200}
            placeholder={t("library.search_hint")}
            onInput={(event) => {
              change({ search: event.currentTarget.value });
            }}
          />
        </label>
        <label class="field">
          <span class="small dim">{t("library.sort")}</span>
          <select
            value={`${wanted.sort} ${wanted.descending ? "desc" : "asc"}`}
            onChange={(event) => {
              const [sort, order] = event.currentTarget.value.split(" ");
              change({ sort: sort as Sort, descending: order === "desc" });
            }}
          >
            {SORTS.flatMap((sort) => [
              <option key={sort} value={`${sort} asc`}>
                {t(`library.sort_${sort}`)}
              </option>,
              <option key={`${sort}-desc`} value={`${sort} desc`}>
                {t(`library.sort_${sort}_desc`)}
              </option>,
            ])}
          </select>
        </label>
        <label class="field">
          <span class="small dim">{t("library.genre")}</span>
          <select
            value={wanted.genre}
            onChange={(event) => {
              change({ genre: event.currentTarget.value });
            }}
          >
            <option value="">{t("library.any_genre")}</option>
            {summary?.genres.map((genre) => (
              <option key={genre.name} value={genre.name}>
                {`${genreName(genre.name)} (${count(genre.count)})`}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="row" role="group" aria-label={t("library.mood")}>
        {QUADRANTS.map((state) => (
          <MoodChip
            key={state}
            state={state}
            pressed={wanted.quadrant === state}
            press={() => {
              change({ quadrant: wanted.quadrant === state ? null : state });
            }}
          />
        ))}
        {!isEverything(wanted) && (
          <button
            type="button"
            class="button"
            onClick={() => {
              change({ ...EVERYTHING, sort: wanted.sort, descending: wanted.descending });
            }}
          >
            {t("library.clear")}
          </button>
        )}
      </div>
      <details class="filters-more">
        <summary>{t("library.more_filters")}</summary>
        <div class="ranges">
          {RANGE_NAMES.map((name) => (
            <TwoThumbs
              key={name}
              legend={t(`library.d_${name}`)}
              {...RANGES[name]}
              range={wanted.ranges[name] ?? [RANGES[name].low, RANGES[name].high]}
              told={(value) => toldAs(name, value)}
              change={(range) => {
                change({ ranges: { ...wanted.ranges, [name]: range } });
              }}
            />
          ))}
        </div>
      </details>
    </form>
  );
}

interface ChipProps {
  state: Quadrant;
  pressed: boolean;
  press: () => void;
}

function MoodChip({ state, pressed, press }: ChipProps) {
  return (
    <button
      type="button"
      class={`button mood-chip ${state}${pressed ? " pressed" : ""}`}
      aria-pressed={pressed}
      onClick={press}
    >
      <span class={`dot ${state}`} aria-hidden="true" />
      {stateName(state)}
    </button>
  );
}

function toldAs(name: RangeName, value: number): string {
  return name === "tempo_bpm" ? number(value, 0) : percent(value);
}
