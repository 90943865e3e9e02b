import { expect, test } from "vitest";

import {
  COMMON_GENRES,
  NO_FACTS,
  changedFacts,
  factsOf,
  genresToChoose,
  tidied,
} from "../../../src/views/welcome/facts";

test("the library's own genres come first, and none twice", () => {
  const genres = genresToChoose([
    { name: "jazz", count: 2 },
    { name: "krautrock", count: 9 },
  ]);
  expect(genres.slice(0, 3)).toEqual(["Krautrock", "Jazz", "Rock"]);
  expect(new Set(genres.map((name) => name.toLowerCase())).size).toBe(genres.length);
  expect(genresToChoose([])).toEqual(COMMON_GENRES);
});

test("only what was changed is said, and an empty answer takes it back", () => {
  const before = { ...NO_FACTS, age_band: "25-34", genres: ["Jazz"] };
  expect(changedFacts(before, before)).toEqual({});
  expect(changedFacts(before, { ...before, age_band: null })).toEqual({ age_band: null });
  expect(changedFacts(before, { ...before, genres: [] })).toEqual({ genres: [] });
});

test("facts of another version are passed over", () => {
  expect(factsOf({ age_band: "25-34", genres: ["Pop"], openness: 4, gender: 7 })).toEqual({
    ...NO_FACTS,
    age_band: "25-34",
    genres: ["Pop"],
  });
});

test("blanks are left alone while one types, and gone when it is kept", () => {
  const typed = { ...NO_FACTS, gender: " non binary ", time_zone: "  " };
  expect(tidied(typed)).toEqual({ ...NO_FACTS, gender: "non binary" });
});
