/** The tracks found: a list of any length of which only what is in sight is drawn. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { TrackBrief } from "../../api/types";
import { Failure } from "../../app/loaded";
import { count } from "../../charts/numbers";
import { clamp } from "../../charts/scale";
import { t } from "../../i18n";
import { usePages } from "./pages";
import { TrackRow } from "./track-row";
import { ROW_PX, rowAfter, scrollFor } from "./windows";

interface Props {
  query: string;
  /** Of the library; what was fetched of another one is fetched anew. */
  revision: string;
  chosen: number | null;
  choose: (track: TrackBrief) => void;
  /** What to say where nothing was found. */
  nothing: string;
}

export function TrackList({ query, revision, chosen, choose, nothing }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [height, setHeight] = useState(600);
  const [current, setCurrent] = useState({ row: 0, byKey: false });
  const { total, rows, error, rowAt } = usePages(query, revision, { scrolled, height });
  const n = total ?? 0;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight || 600);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [query]);

  useEffect(() => {
    if (current.byKey)
      box.current?.querySelector<HTMLElement>(`[data-row="${current.row}"]`)?.focus();
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    const element = box.current;
    const row = rowAfter(event.key, current.row, n, Math.floor(height / ROW_PX));
    if (row === null || !element) return;
    event.preventDefault();
    const top = scrollFor(row, element.scrollTop, height);
    element.scrollTo({ top });
    setScrolled(top);
    setCurrent({ row, byKey: true });
  };

  // One row can always be reached by the tab key, even if the current one was scrolled away.
  const reachable = clamp(current.row, rows.first, Math.max(rows.first, rows.end - 1));
  return (
    <div class="track-list">
      <p class="small dim found" role="status">
        {total === null ? t("loaded.waiting") : t("library.found", { n: count(total) })}
      </p>
      {error && <Failure error={error} />}
      {total === 0 && <p class="dim">{nothing}</p>}
      <div
        ref={box}
        class={total === 0 ? "track-window none" : "track-window"}
        role="list"
        aria-label={t("library.tracks")}
        onScroll={(event) => {
          setScrolled(event.currentTarget.scrollTop);
        }}
        onKeyDown={onKeyDown}
      >
        <div class="track-all" style={{ height: `${n * ROW_PX}px` }} role="none">
          {Array.from({ length: rows.end - rows.first }, (_, i) => rows.first + i).map((row) => (
            <TrackRow
              key={row}
              row={row}
              total={n}
              track={rowAt(row)}
              chosen={chosen}
              reachable={row === reachable}
              choose={(track) => {
                setCurrent({ row, byKey: false });
                choose(track);
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
