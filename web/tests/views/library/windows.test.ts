import { describe, expect, it } from "vitest";

import type { TrackBrief } from "../../../src/api/types";
import { missingOf, withPages, type Held } from "../../../src/views/library/pages";
import {
  pagesOf,
  rowAfter,
  rowsInSight,
  ROW_PX,
  scrollFor,
} from "../../../src/views/library/windows";

describe("rowsInSight", () => {
  it("draws few rows of a hundred thousand, wherever one is", () => {
    for (const scrolled of [0, 3_000_000, 100_000 * ROW_PX - 600]) {
      const { first, end } = rowsInSight(scrolled, 600, 100_000);
      expect(first * ROW_PX).toBeLessThanOrEqual(scrolled);
      expect(end - first).toBeLessThan(25);
      expect(end).toBeLessThanOrEqual(100_000);
    }
  });

  it("draws nothing of nothing, and nothing beyond the end", () => {
    expect(rowsInSight(0, 600, 0)).toEqual({ first: 0, end: 0 });
    const { first, end } = rowsInSight(9e9, 600, 10);
    expect(first).toBeLessThanOrEqual(end);
    expect(end).toBe(10);
  });
});

it("the pages of some rows are those that hold them", () => {
  expect(pagesOf({ first: 95, end: 130 })).toEqual([0, 1]);
  expect(pagesOf({ first: 100, end: 200 })).toEqual([1]);
  expect(pagesOf({ first: 5, end: 5 })).toEqual([]);
});

it("scrolling brings a row into sight and leaves one that is there alone", () => {
  expect(scrollFor(0, 500, 600)).toBe(0);
  expect(scrollFor(10, 500, 600)).toBe(500);
  expect(scrollFor(30, 0, 640)).toBe(31 * ROW_PX - 640);
});

it("keys walk the rows and stop at the ends", () => {
  expect(rowAfter("ArrowDown", 9, 10, 5)).toBe(9);
  expect(rowAfter("PageUp", 3, 10, 5)).toBe(0);
  expect(rowAfter("End", 3, 10, 5)).toBe(9);
  expect(rowAfter("Enter", 3, 10, 5)).toBeNull();
});

describe("pages", () => {
  const page = (total: number) => ({ items: [] as TrackBrief[], total, limit: 100, offset: 0 });
  const nothing: Held = { key: "", total: null, pages: new Map() };

  it("begin with the first, and fetch only what is not there yet", () => {
    expect(missingOf(nothing, "q", { first: 0, end: 0 })).toBe("0");
    const held = withPages(nothing, "q", [0], [page(1000)]);
    expect(missingOf(held, "q", { first: 0, end: 20 })).toBe("");
    expect(missingOf(held, "q", { first: 90, end: 120 })).toBe("1");
  });

  it("of another query are all fetched anew, even after one that found nothing", () => {
    const held = withPages(nothing, "q", [0], [page(1000)]);
    expect(missingOf(held, "other", { first: 90, end: 120 })).toBe("0,1");
    const none = withPages(nothing, "q", [0], [page(0)]);
    expect(missingOf(none, "q", { first: 0, end: 0 })).toBe("");
    expect(missingOf(none, "other", { first: 0, end: 0 })).toBe("0");
  });

  it("are forgotten before they are too many", () => {
    let held = nothing;
    for (let i = 0; i < 200; i += 1) held = withPages(held, "q", [i], [page(20_000)]);
    expect(held.pages.size).toBe(60);
    expect(held.pages.has(199)).toBe(true);
  });
});
