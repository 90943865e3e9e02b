import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";

import { keepSleep } from "../../src/player/sleep-kept";

const NOW = 1_000_000;

let kept: Map<string, string>;

function loaded(now: number) {
  const sleepAt = signal<number | null>(null);
  const player = {
    sleepAt,
    sleepUntil: (at: number | null) => {
      sleepAt.value = at;
    },
  };
  keepSleep(
    player,
    {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    },
    now,
  );
  return player;
}

beforeEach(() => {
  kept = new Map();
});

test("a timer that is to come is taken up by the page that is loaded next", () => {
  loaded(NOW).sleepUntil(NOW + 60_000);
  expect(loaded(NOW + 59_000).sleepAt.value).toBe(NOW + 60_000);
});

test("a timer that has passed, or was taken back, is none", () => {
  const before = loaded(NOW);
  before.sleepUntil(NOW + 60_000);
  expect(loaded(NOW + 60_000).sleepAt.value).toBeNull();
  expect(kept.size).toBe(0);
  before.sleepUntil(NOW + 90_000);
  before.sleepUntil(null);
  expect(loaded(NOW).sleepAt.value).toBeNull();
});
