/** The pages of one query: fetched when in sight, kept while they are few. */

import { useEffect, useState } from "preact/hooks";

import { tracks } from "../../api/library";
import type { Listed, TrackBrief } from "../../api/types";
import { PAGE, pagesOf, rowsInSight, type Rows } from "./windows";

const KEPT = 60;
/** Pages rushed past by a flying thumb are not worth a request. */
const SETTLED_MS = 70;

export interface Pages {
  /** null until the first page is there. */
  total: number | null;
  /** Those to draw. */
  rows: Rows;
  error: Error | null;
  rowAt: (row: number) => TrackBrief | null;
}

export interface Held {
  /** Of which query on which state of the library. */
  key: string;
  total: number | null;
  pages: ReadonlyMap<number, readonly TrackBrief[]>;
}

const NOTHING: Held = { key: "", total: null, pages: new Map() };

/** Rows of a query; what was shown before stays until a page of the new query is there. */
export function usePages(
  query: string,
  revision: string,
  view: { scrolled: number; height: number },
): Pages {
  const [held, setHeld] = useState(NOTHING);
  const [error, setError] = useState<Error | null>(null);
  const rows = rowsInSight(view.scrolled, view.height, held.total ?? 0);
  const key = `${revision} ${query}`;
  const missing = missingOf(held, key, rows);
  useEffect(() => {
    const wanted = missing === "" ? [] : missing.split(",").map(Number);
    if (wanted.length === 0) return;
    const abort = new AbortController();
    const ask = () => {
      Promise.all(wanted.map((page) => pageOf(query, page, abort.signal))).then(
        (came) => {
          if (abort.signal.aborted) return;
          setHeld((before) => withPages(before.key === key ? before : NOTHING, key, wanted, came));
          setError(null);
        },
        (reason: unknown) => {
          if (!abort.signal.aborted) setError(reason as Error);
        },
      );
    };
    const timer = setTimeout(ask, SETTLED_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, query, missing]);
  return {
    total: held.total,
    rows,
    error,
    rowAt: (row) => held.pages.get(Math.floor(row / PAGE))?.[row % PAGE] ?? null,
  };
}

/** The pages to fetch, as text, so that equal wishes are one wish. */
export function missingOf(held: Held, key: string, rows: Rows): string {
  const pages = pagesOf(rows);
  const wanted = held.key === key ? pages.filter((page) => !held.pages.has(page)) : pages;
  return (held.total === null || (held.key !== key && wanted.length === 0) ? [0] : wanted).join();
}

/** What is held once some pages came; the oldest are forgotten. */
export function withPages(
  held: Held,
  key: string,
  wanted: readonly number[],
  came: readonly Listed<TrackBrief>[],
): Held {
  const pages = new Map(held.pages);
  came.forEach(({ items }, i) => {
    pages.set(wanted[i] ?? 0, items);
  });
  for (const page of pages.keys()) {
    if (pages.size <= KEPT) break;
    pages.delete(page);
  }
  return { key, total: came[0]?.total ?? held.total, pages };
}

function pageOf(query: string, page: number, signal: AbortSignal) {
  return tracks(`${query}&limit=${PAGE}&offset=${page * PAGE}`, signal);
}
