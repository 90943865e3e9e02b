/** The words of the page. That every key in use exists, the compiler tells (`Key`). */

import { expect, test } from "vitest";

import { de, en } from "../src/i18n/words";

const SOURCES = Object.values(
  import.meta.glob<string>("../src/**/*.{ts,tsx}", {
    eager: true,
    query: "?raw",
    import: "default",
  }),
).join("\n");
const FILES = import.meta.glob<Record<string, string>>("../src/i18n/*/*.json", {
  eager: true,
  import: "default",
});

test("every language says everything that English says, with the same places for values", () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, places(de[key])]).toEqual([key, places(en[key])]);
  }
});

test("every word is used, by its name, its plural's, or a template that begins like it", () => {
  const names = new Set(SOURCES.match(/(?<=")[a-z]\w*(\.\w+)*(?=")/g));
  const beginnings = SOURCES.match(/(?<=`)[a-z]\w*\.[\w.]*(?=\$\{)/g) ?? [];
  const unused = Object.keys(en).filter(
    (key) =>
      !names.has(key.replace(/\.one$/, "")) &&
      !beginnings.some((beginning) => key.startsWith(beginning)),
  );
  expect(unused).toEqual([]);
});

test("no word stands in two files of a language", () => {
  for (const code of ["en", "de"]) {
    const keys = Object.entries(FILES)
      .filter(([path]) => path.includes(`/${code}/`))
      .flatMap(([, words]) => Object.keys(words));
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
  }
});
