import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { audioUrl } from "../../src/api/tracks";
import { Larder } from "../../src/player/larder";

let revoked: string[];
let larder: Larder;

beforeEach(() => {
  let made = 0;
  revoked = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => `blob:${String((made += 1))}`);
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void revoked.push(url));
  const file = () => new Response("sound", { headers: { "Content-Length": "5" } });
  vi.stubGlobal("fetch", () => Promise.resolve(file()));
  larder = new Larder();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function filled(...ids: number[]) {
  larder.keep(ids);
  await vi.waitFor(() => {
    expect(ids.every((id) => larder.urlOf(id).startsWith("blob:"))).toBe(true);
  });
  return ids.map((id) => larder.urlOf(id));
}

test("what is not here comes from the service, what is wanted is fetched", async () => {
  expect(larder.urlOf(1)).toBe(audioUrl(1));
  expect(await filled(1, 2)).toEqual(["blob:1", "blob:2"]);
});

test("what nothing waits for is given up", async () => {
  await filled(1, 2);
  larder.keep([2]);
  expect(revoked).toEqual(["blob:1"]);
  expect(larder.urlOf(1)).toBe(audioUrl(1));
});

test("a source of an element is kept for as long as it is one", async () => {
  const [one = ""] = await filled(1, 2);
  larder.hold(one);
  larder.hold(one); // both elements
  larder.keep([2]);
  larder.release(one);
  expect([revoked, larder.urlOf(1)]).toEqual([[], one]);
  larder.release(one);
  expect(revoked).toEqual([one]);
});

test("what waits is kept, be it a source or not", async () => {
  const [one = ""] = await filled(1, 2);
  larder.hold(one);
  larder.release(one);
  larder.release("/another"); // never held
  expect(revoked).toEqual([]);
});
