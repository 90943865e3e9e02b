/** The one player of the page. It lives in the frame, so that music goes on while views change. */

import { effect, untracked } from "@preact/signals";

import * as api from "../api/live";
import type { StartMessage } from "../api/messages";
import { keepMediaSession } from "./media_session";
import { Player } from "./player";

const VOLUME = "moodarc.volume";
const SETTLING_MS = 2500;

export const player = new Player({
  report: api.report,
  queue: () => api.queue.value,
  goOnWith: api.goOnWith,
  isOnline: () => api.connection.value === "open",
  stopSession: () => void api.stopSession(),
  now: () => Date.now(),
});

const pages = "BroadcastChannel" in window ? new BroadcastChannel("moodarc.player") : null;

/** Wire the player to the live session; once, when the page opens. */
export function wirePlayer(): void {
  player.volume.value = Number(localStorage.getItem(VOLUME) ?? "1");
  effect(() => {
    localStorage.setItem(VOLUME, String(player.volume.value));
  });
  pages?.addEventListener("message", () => {
    player.yield();
  });
  keepMediaSession(player);
  // a page that is gone tells nothing: what fades out is banned before that
  addEventListener("pagehide", () => {
    player.settle();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) player.settle();
  });
  effect(followOrders);
  effect(followEnd);
  effect(() => {
    player.prepare(api.queue.value[0] ?? null);
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

function takeHere(): void {
  player.take();
  pages?.postMessage("taken");
}

let seen = 0;

function followOrders(): void {
  const { order } = api.live.value;
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
