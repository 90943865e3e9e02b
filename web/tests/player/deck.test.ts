import { beforeEach, expect, test, vi } from "vitest";

import { Deck, type Sound } from "../../src/player/deck";

/** An element that loads nothing: the test says what becomes of its source. */
class Element extends EventTarget {
  src = "";
  currentTime = 0;
  duration = NaN;
  volume = 1;
  preload = "";
  paused = true;
  error: { code: number } | null = null;
  plays: { grant: () => void; refuse: (error: Error) => void }[] = [];
  load() {
    this.paused = true;
    this.error = null;
    this.currentTime = 0;
  }
  play() {
    this.paused = false;
    return new Promise<void>((grant, refuse) => {
      this.plays.push({ grant, refuse });
    });
  }
  pause() {
    this.paused = true;
  }
  removeAttribute() {
    this.src = "";
  }
  fail() {
    this.error = { code: 4 };
    this.dispatchEvent(new Event("error"));
  }
}

const sound = (id: number): Sound => ({
  id,
  url: `blob:${String(id)}`,
  spareUrl: `/audio/${String(id)}`,
  gainDb: 0,
});

const NOT_SUPPORTED = new DOMException("no such source", "NotSupportedError");

let elements: Element[];
let told: string[];
let held: string[];
let deck: Deck;

beforeEach(() => {
  [elements, told, held] = [[], [], []];
  const tells = (name: string) => () => void told.push(name);
  deck = new Deck(
    {
      onTime: tells("time"),
      onSounding: tells("sounding"),
      onPause: tells("pause"),
      onEnd: tells("end"),
      onUnplayable: tells("unplayable"),
      onBlocked: tells("blocked"),
    },
    {
      hold: (url) => void held.push(url),
      release: (url) => void held.splice(held.indexOf(url), 1),
    },
    () => {
      const made = new Element();
      elements.push(made);
      return made as unknown as HTMLAudioElement;
    },
  );
});

const [first, second] = [() => at(0), () => at(1)];

function at(place: number): Element {
  const found = elements[place];
  if (!found) throw new Error(`no element ${String(place)}`);
  return found;
}

async function refused(element: Element, error: Error) {
  element.plays.at(-1)?.refuse(error);
  await Promise.resolve();
  await Promise.resolve();
}

test("sources are held from when they are loaded to when they are let go", () => {
  deck.start(sound(1));
  deck.prepare(sound(2));
  expect(held).toEqual(["blob:1", "blob:2"]);
  deck.start(sound(2));
  expect(held).toEqual(["blob:2"]);
  deck.start(sound(3));
  expect(held).toEqual(["blob:3"]);
  deck.stop();
  expect(held).toEqual([]);
});

test("a source that breaks off goes on from the spare one at its place", () => {
  deck.start(sound(1));
  first().currentTime = 42;
  first().fail();
  expect([first().src, first().currentTime, first().paused]).toEqual(["/audio/1", 42, false]);
  expect([told, held]).toEqual([[], ["/audio/1"]]);
  first().fail();
  expect(told).toEqual(["unplayable"]);
});

test("a source that breaks while it is paused stays so", () => {
  deck.start(sound(1));
  deck.pause();
  first().fail();
  expect([first().src, first().paused]).toEqual(["/audio/1", true]);
});

test("the side that rests mends itself, and is loaded anew where it cannot", () => {
  deck.start(sound(1));
  deck.prepare(sound(2));
  second().fail();
  expect([second().src, second().paused]).toEqual(["/audio/2", true]);
  second().fail();
  expect([told, held]).toEqual([[], ["blob:1"]]);
  deck.start(sound(2));
  expect(first().src).toBe("blob:2");
});

test("a refusal that is no error event leads to the spare source, then to unplayable", async () => {
  deck.start(sound(1));
  await refused(first(), NOT_SUPPORTED);
  expect([first().src, first().plays.length]).toEqual(["/audio/1", 2]);
  await refused(first(), NOT_SUPPORTED);
  expect(told).toEqual(["unplayable"]);
});

test("an event and a refusal of the same failure count once", async () => {
  deck.start(sound(1));
  const [before] = first().plays;
  first().fail();
  before?.refuse(NOT_SUPPORTED); // late: the spare source is loading already
  await vi.waitFor(() => {
    expect(first().plays).toHaveLength(2);
  });
  expect(told).toEqual([]);
  first().fail();
  await refused(first(), NOT_SUPPORTED);
  expect(told).toEqual(["unplayable"]);
});

test("play on a broken source loads it anew", () => {
  deck.start({ ...sound(1), url: "/audio/1" });
  first().fail();
  deck.resume();
  expect([first().error, first().paused]).toEqual([null, false]);
});

test.each([
  ["NotAllowedError", false, ["blocked"]],
  ["AbortError", true, ["pause"]],
  ["AbortError", false, []],
])("a refusal by %s is told as it is", async (name, paused, expected) => {
  deck.start(sound(1));
  first().paused = paused;
  await refused(first(), new DOMException("no", name));
  expect(told).toEqual(expected);
});

test("a refusal of what was let go meanwhile says nothing", async () => {
  deck.start(sound(1));
  deck.stop();
  await refused(first(), NOT_SUPPORTED);
  expect(told).toEqual([]);
});
