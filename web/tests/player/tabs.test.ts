import { expect, test } from "vitest";

import { Tabs } from "../../src/player/tabs";

/** Tabs that hear each other at once. */
function tabs(n: number) {
  const channels: EventTarget[] = [];
  return Array.from({ length: n }, () => {
    const state = { plays: false };
    const channel = Object.assign(new EventTarget(), {
      postMessage: (data: string) => {
        for (const other of channels.filter((one) => one !== channel))
          other.dispatchEvent(new MessageEvent("message", { data }));
      },
    });
    channels.push(channel);
    const hooks = { plays: () => state.plays, onTaken: () => void (state.plays = false) };
    const tab = new Tabs(channel as unknown as BroadcastChannel, hooks);
    const take = () => {
      state.plays = true;
      tab.take();
    };
    return { tab, state, take };
  });
}

type Two = [ReturnType<typeof tabs>[number], ReturnType<typeof tabs>[number]];

test("a tab that takes silences the other, and the other knows", () => {
  const [a, b] = tabs(2) as Two;
  a.take();
  b.take();
  expect([a.state.plays, b.state.plays]).toEqual([false, true]);
  expect([a.tab.playsElsewhere.value, b.tab.playsElsewhere.value]).toEqual([true, false]);
});

test("a new tab learns whether another plays", () => {
  const [a, b] = tabs(2) as Two;
  b.tab.ask();
  expect(b.tab.playsElsewhere.value).toBe(false);
  a.take();
  b.tab.playsElsewhere.value = false;
  b.tab.ask();
  expect(b.tab.playsElsewhere.value).toBe(true);
});

test("after the tab that played is gone none does", () => {
  const [a, b] = tabs(2) as Two;
  a.take();
  b.tab.leave(); // it did not play: this says nothing
  expect(b.tab.playsElsewhere.value).toBe(true);
  a.tab.leave();
  expect(b.tab.playsElsewhere.value).toBe(false);
});
