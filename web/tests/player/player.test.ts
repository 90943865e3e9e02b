import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { aTrack, anOffer } from "../examples";
import type { Offer } from "../../src/api/types";
import type { DeckHooks, DeckLike, Sound } from "../../src/player/deck";
import { Player, SECOND_THOUGHT_MS } from "../../src/player/player";

/** A deck without sound: the test turns the record. */
class SilentDeck implements DeckLike {
  position = 0;
  duration = 180;
  sound: Sound | null = null;
  prepared: Sound | null = null;
  loudness = 1;
  constructor(readonly hooks: DeckHooks) {}
  unlock = () => undefined;
  start = (sound: Sound, atS = 0) => {
    this.sound = sound;
    this.position = atS;
  };
  prepare = (sound: Sound | null) => {
    this.prepared = sound;
  };
  pause = () => {
    this.hooks.onPause();
  };
  resume = () => {
    this.hooks.onSounding();
  };
  seek = (positionS: number) => {
    this.position = positionS;
  };
  stop = () => {
    this.sound = null;
  };
  setLoudness = (volume: number, fade: number) => {
    this.loudness = volume * fade;
  };
  playTo(positionS: number) {
    this.position = positionS;
    this.hooks.onTime();
  }
}

let deck: SilentDeck;
let reports: string[];
let queue: Offer[];
let online: boolean;
let stopped: number;
let player: Player;

function order(id: number) {
  player.order({ track: aTrack(id), why: "", gain_db: -3 });
}

function sounding(id: number) {
  order(id);
  deck.hooks.onSounding();
}

beforeEach(() => {
  vi.useFakeTimers();
  [reports, queue, online, stopped] = [[], [anOffer(2), anOffer(3)], true, 0];
  player = new Player({
    report: (kind, id, positionS, details) => {
      const why = Object.keys(details ?? {}).filter((key) => key !== "before" && key !== "after");
      reports.push([kind, id, positionS ?? "-", ...why].join(" "));
    },
    queue: () => queue,
    goOnWith: (offer) => {
      queue = queue.filter((each) => each !== offer);
    },
    isOnline: () => online,
    stopSession: () => {
      stopped += 1;
    },
    now: () => Date.now(),
    deck: (hooks) => (deck = new SilentDeck(hooks)),
  });
  player.take();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a page that does not play follows no order", () => {
  player.yield();
  order(1);
  expect(player.current.value).toBeNull();
});

test("a play is told when sound starts, once, pauses or not", () => {
  order(1);
  expect(reports).toEqual([]);
  deck.hooks.onSounding();
  player.pause();
  player.resume();
  expect(reports).toEqual(["play 1 0"]);
  expect(deck.sound?.gainDb).toBe(-3);
});

test("an end is told early, and the next order waits for the last note", () => {
  sounding(1);
  deck.playTo(179.5);
  expect(reports.at(-1)).toBe("finish 1 180");
  order(7);
  expect(player.current.value?.track_id).toBe(1);
  expect(deck.prepared?.id).toBe(7);
  deck.hooks.onEnd();
  expect(player.current.value?.track_id).toBe(7);
  expect(reports.filter((line) => line.startsWith("finish"))).toHaveLength(1);
});

test("without an answer the queue's head is played after a moment", () => {
  sounding(1);
  deck.hooks.onEnd();
  vi.advanceTimersByTime(500);
  expect(player.current.value?.track_id).toBe(1);
  vi.advanceTimersByTime(500);
  expect(player.current.value?.track_id).toBe(2);
  expect(queue.map((offer) => offer.track.track_id)).toEqual([3]);
});

test("while the service is away the whole queue is played, then it is silent", () => {
  online = false;
  sounding(1);
  for (const id of [2, 3]) {
    deck.hooks.onEnd();
    vi.advanceTimersByTime(1);
    deck.hooks.onSounding();
    expect(player.current.value?.track_id).toBe(id);
  }
  deck.hooks.onEnd();
  vi.advanceTimersByTime(1);
  expect(player.current.value).toBeNull();
  expect(reports.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "play 1",
    "finish 1",
    "play 2",
    "finish 2",
    "play 3",
    "finish 3",
  ]);
});

test("a skip is told with its place and takes the next order at once", () => {
  sounding(1);
  deck.playTo(42);
  player.skip();
  player.skip();
  order(7);
  expect(reports).toEqual(["play 1 0", "skip 1 42"]);
  expect(player.current.value?.track_id).toBe(7);
});

test("a skip of what was never heard says that it was not", () => {
  order(1);
  player.skip();
  expect(reports).toEqual(["skip 1 0 waiting"]);
});

test("a file that breaks off in its last moment was heard, and the next one follows", () => {
  sounding(1);
  deck.playTo(179.5);
  order(7);
  deck.hooks.onUnplayable();
  expect(reports).toEqual(["play 1 0", "finish 1 180"]);
  expect(player.current.value?.track_id).toBe(7);
});

test("a file that cannot be played is skipped; after several the player gives up", () => {
  queue = [2, 3, 4, 5, 6, 7].map(anOffer);
  order(1);
  for (let count = 0; count < 5; count += 1) {
    deck.hooks.onUnplayable();
    vi.advanceTimersByTime(1000);
  }
  expect(reports).toHaveLength(4);
  expect(reports[0]).toBe("skip 1 0 unplayable");
  expect(player.gaveUp.value).toBe(true);
});

test("while the service is away a file that does not load is waited for, not skipped", () => {
  sounding(1);
  deck.playTo(20);
  online = false;
  deck.sound = null;
  deck.hooks.onUnplayable();
  expect([player.isStalled.value, reports.length]).toEqual([true, 1]);
  online = true;
  player.goOn();
  expect([deck.position, player.isStalled.value]).toEqual([20, false]);
  player.goOn();
  expect(reports).toHaveLength(1);
});

test("a ban fades the track out and is told only once it cannot be taken back", () => {
  sounding(1);
  player.ban();
  vi.advanceTimersByTime(SECOND_THOUGHT_MS / 2);
  expect(deck.loudness).toBeCloseTo(0.5, 1);
  player.keep();
  vi.advanceTimersByTime(SECOND_THOUGHT_MS);
  expect([deck.loudness, reports.length]).toEqual([1, 1]);
  player.ban();
  vi.advanceTimersByTime(SECOND_THOUGHT_MS + 200);
  expect(reports.at(-1)).toContain("ban 1");
});

const banned = () => reports.filter((line) => line.startsWith("ban"));

test.each([
  [
    "the track comes to its end",
    () => {
      deck.playTo(179.5);
    },
  ],
  [
    "it ends at once",
    () => {
      deck.hooks.onEnd();
    },
  ],
  [
    "its file breaks off",
    () => {
      deck.hooks.onUnplayable();
    },
  ],
  [
    "it is skipped",
    () => {
      player.skip();
    },
  ],
  [
    "the service orders another, since another page skipped",
    () => {
      order(7);
    },
  ],
  [
    "another page plays from now on",
    () => {
      player.yield();
    },
  ],
  [
    "the session ends",
    () => {
      player.over();
    },
  ],
  [
    "the page is closed or hidden",
    () => {
      player.settle();
    },
  ],
])("a ban that fades is told once where %s", (_what, happens: () => void) => {
  sounding(1);
  deck.position = 42;
  player.ban();
  vi.advanceTimersByTime(SECOND_THOUGHT_MS / 2);
  happens();
  expect(banned()).toHaveLength(1);
  expect(banned()[0]).toContain("ban 1");
  expect(player.leaving.value).toBeNull();
  deck.hooks.onEnd();
  player.settle();
  vi.advanceTimersByTime(2 * SECOND_THOUGHT_MS);
  expect(banned()).toHaveLength(1);
  expect(reports.filter((line) => /(skip|finish) 1 /.test(line))).toEqual([]);
});

test.each([
  [
    "liked",
    () => {
      player.like();
    },
  ],
  [
    "heard again",
    () => {
      player.replay();
    },
  ],
])("a track that fades and is %s stays", (_what, happens: () => void) => {
  sounding(1);
  player.ban();
  vi.advanceTimersByTime(SECOND_THOUGHT_MS / 2);
  happens();
  vi.advanceTimersByTime(2 * SECOND_THOUGHT_MS);
  expect([banned(), deck.loudness]).toEqual([[], 1]);
});

test("before sleep the music fades over half a minute, then the session is stopped", () => {
  sounding(1);
  player.sleepIn(1);
  deck.playTo(1);
  expect(deck.loudness).toBe(1);
  vi.advanceTimersByTime(45_000);
  deck.playTo(46);
  expect(deck.loudness).toBeCloseTo(0.25);
  vi.advanceTimersByTime(15_000);
  deck.playTo(61);
  expect([stopped, player.current.value]).toEqual([1, null]);
});

test("an end of the session lets a finished track ring out, and stops any other", () => {
  sounding(1);
  deck.playTo(179.5);
  player.over();
  expect(deck.sound?.id).toBe(1);
  sounding(2);
  deck.hooks.onEnd();
  sounding(2);
  player.over();
  expect(deck.sound).toBeNull();
});

test("where the browser wants a tap first, that is told, and a tap mends it", () => {
  order(1);
  deck.hooks.onBlocked();
  expect(player.isBlocked.value).toBe(true);
  player.resume();
  expect([player.isBlocked.value, player.isPaused.value]).toEqual([false, false]);
});
