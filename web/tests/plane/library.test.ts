import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { trackOf } from "../../src/plane/library";

let asked: string[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (url: string | URL | Request) => {
    asked.push(url instanceof Request ? url.url : String(url));
    return Promise.resolve(new Response("{}", { headers: { "Content-Type": "application/json" } }));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a track is asked for once while it is one of the last that were pointed at", async () => {
  await trackOf(1);
  await trackOf(1);
  expect(asked).toHaveLength(1);
  for (let id = 2; id <= 500; id += 1) await trackOf(id);
  expect(asked).toHaveLength(500);
  await trackOf(500);
  expect(asked).toHaveLength(500);
  await trackOf(1);
  expect(asked).toHaveLength(501);
});
