/** Which rows of a long list are drawn, and which pages of it are to be fetched. */

export interface Rows {
  first: number;
  /** One past the last. */
  end: number;
}

export const ROW_PX = 64;
export const PAGE = 100;
const SPARE = 6;

/** The rows in sight, and a few beyond, so that a turn of the wheel meets no empty place. */
export function rowsInSight(scrolled: number, height: number, total: number): Rows {
  const first = Math.max(0, Math.floor(scrolled / ROW_PX) - SPARE);
  const end = Math.min(total, Math.ceil((scrolled + height) / ROW_PX) + SPARE);
  return { first: Math.min(first, end), end };
}

export function pagesOf({ first, end }: Rows): number[] {
  if (end <= first) return [];
  const [from, to] = [Math.floor(first / PAGE), Math.floor((end - 1) / PAGE)];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** How far to scroll so that a row is whole in sight; as it is, if it already is. */
export function scrollFor(row: number, scrolled: number, height: number): number {
  const [top, bottom] = [row * ROW_PX, (row + 1) * ROW_PX];
  if (top < scrolled) return top;
  return bottom > scrolled + height ? bottom - height : scrolled;
}

/** The row a key leads to, or null of a key that leads nowhere. */
export function rowAfter(key: string, row: number, total: number, screen: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + screen,
    PageUp: row - screen,
    Home: 0,
    End: total - 1,
  };
  const wanted = steps[key];
  return wanted === undefined ? null : Math.min(total - 1, Math.max(0, wanted));
}
