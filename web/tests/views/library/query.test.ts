import { describe, expect, it } from "vitest";

import { EVERYTHING, isEverything, moved, queryOf } from "../../../src/views/library/query";

describe("queryOf", () => {
  it("asks for nothing special where nothing special is wished", () => {
    expect(queryOf(EVERYTHING)).toBe("sort=title&order=asc");
  });

  it("names each wish, and only thumbs that were moved off their end", () => {
    const query = new URLSearchParams(
      queryOf({
        ...EVERYTHING,
        search: "  blue moon & co ",
        quadrant: "sad",
        genre: "folk",
        ranges: { energy: [0, 0.4], tempo_bpm: [90, 220] },
        descending: true,
      }),
    );
    expect(Object.fromEntries(query)).toEqual({
      search: "blue moon & co",
      quadrant: "sad",
      genre: "folk",
      max_energy: "0.4",
      min_tempo_bpm: "90",
      sort: "title",
      order: "desc",
    });
  });
});

it("an order alone narrows nothing", () => {
  expect(isEverything({ ...EVERYTHING, sort: "valence", descending: true })).toBe(true);
  expect(isEverything({ ...EVERYTHING, search: "a" })).toBe(false);
});

it("the two thumbs of a range never pass each other", () => {
  expect(moved([0.2, 0.6], 0, 0.9)).toEqual([0.6, 0.6]);
  expect(moved([0.2, 0.6], 1, 0.1)).toEqual([0.2, 0.2]);
});
