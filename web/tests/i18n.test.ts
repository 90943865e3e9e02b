import { expect, test } from "vitest";

import { de, en } from "../src/i18n/words";

test("every language says everything that English says, with the same places for values", () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, places(de[key])]).toEqual([key, places(en[key])]);
  }
});
