/** The one player of the page. It lives in the frame, so that music goes on while views change. */

import { effect, untracked } from "@preact/signals";

import * as api from "../api/live";
import type { StartMessage } from "../api/messages";
import { Deck } from "./deck";
import { Larder } from "./larder";
import { keepMediaSession } from "./media-session";
import { Player } from "./player";
import { keepSleep } from "./sleep-kept";
import { Tabs } from "./tabs";

const VOLUME = "moodarc.volume";
const SETTLING_MS = 2500;
const AHEAD = 3;

const larder = new Larder();

export const player = new Player({
  report: api.report,
  queue: () => api.queue.value,
  goOnWith: api.goOnWith,
  isOnline: () => api.connection.value === "open",
  stopSession: () => void api.stopSession(),
  now: () => Date.now(),
  urlOf: (trackId) => larder.urlOf(trackId),
  deck: (hooks) => new Deck(hooks, larder),
});

const tabs = new Tabs(
  "BroadcastChannel" in window ? new BroadcastChannel("moodarc.player") : null,
  {
    plays: () => player.isMine.value && player.current.value !== null,
    onTaken: () => {
      player.yield();
    },
  },
);

/** Whether another tab of this browser plays the session. */
export const playsElsewhere = tabs.playsElsewhere;

/** Wire the player to the live session; once, when the page opens. */
export function wirePlayer(): void {
  player.volume.value = Number(localStorage.getItem(VOLUME) ?? "1");
  effect(() => {
    localStorage.setItem(VOLUME, String(player.volume.value));
  });
  keepSleep(player, sessionStorage);
  tabs.ask();
  keepMediaSession(player);
  effect(comeBack);
  // a page that is gone tells nothing: what fades out is banned before that
  addEventListener("pagehide", () => {
    player.settle();
    tabs.leave();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) player.settle();
  });
  effect(followOrders);
  effect(followEnd);
  effect(() => {
    const [head = null] = api.queue.value;
    untracked(() => {
      player.prepare(head);
    });
  });
  effect(() => {
    const { value: current } = player.current;
    const ordered = api.playing.value?.track; // out of the queue, and not heard yet
    const next = api.queue.value.slice(0, AHEAD).map((offer) => offer.track);
    if (!current) return;
    const wanted = [current, ...(ordered ? [ordered] : []), ...next];
    larder.keep([...new Set(wanted.map((track) => track.track_id))]);
  });
}

/** Begin a session in which this page plays; to be called from a tap. */
export function startListening(wish: Omit<StartMessage, "type"> = {}): boolean {
  takeHere();
  return api.startSession(wish);
}

/** Play here what the session plays elsewhere, or what the browser did not let us play. */
export function hearHere(): void {
  takeHere();
  api.say({ type: "take" });
  const now = api.playing.value;
  if (player.current.value) player.resume();
  else if (now) {
    player.begin({ track: now.track, why: "", gain_db: now.track.gain_db }, now.position_s ?? 0);
  }
}

/** Silence, and no file of what was heard. */
export function forgetHeard(): void {
  player.forget();
  larder.keep([]);
}

function takeHere(): void {
  player.take();
  tabs.take();
}

/** The line is open (again): a service that was away must be told that this page still plays. */
function comeBack(): void {
  if (api.connection.value !== "open") return;
  untracked(() => {
    if (!player.isMine.value || !player.current.value) return;
    api.say({ type: "take" });
    api.say({ type: "hello" }); // the state, now that it knows what was heard meanwhile
    player.goOn();
  });
}

let seen = 0;

function followOrders(): void {
  const { order } = api.live.value;
  if (!order) seen = 0; // the next session counts anew
  if (!order || order.serial === seen) return;
  seen = order.serial;
  untracked(() => {
    // what the service says just after it came back, it says of a track long past here
    const isStale = Date.now() - api.openedAt.value < SETTLING_MS && !player.isPaused.value;
    if (!isStale) player.order(order);
  });
}

function followEnd(): void {
  const phase = api.session.value?.phase;
  if (phase === undefined || phase === "playing") return;
  untracked(() => {
    if (player.current.value) player.over();
  });
}
