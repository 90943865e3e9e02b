/** The live session as signals, one store for all views, and what the page may say to it. */

import { computed, signal } from "@preact/signals";

import { post } from "./client";
import { LiveClient, type Connection, type Socket } from "./live-client";
import {
  answered,
  ERASED,
  NOTHING_KNOWN,
  received,
  wentOn,
  withBelief,
  type LiveState,
} from "./live-state";
import type { EventKind, PageMessage, StartMessage } from "./messages";
import { Outbox } from "./outbox";
import type { Belief, Goal, Offer, Reading, SaidFeeling } from "./types";

export const live = signal<LiveState>(NOTHING_KNOWN);
export const connection = signal<Connection>("connecting");

export const session = computed(() => live.value.session);
export const belief = computed(() => live.value.session?.belief ?? null);
export const queue = computed(() => live.value.session?.queue ?? []);
export const playing = computed(() => live.value.session?.playing ?? null);
export const goal = computed(() => live.value.session?.goal ?? null);
export const scan = computed(() => live.value.scan);

/** When the line came back last (ms); a player goes by it to tell old orders from new. */
export const openedAt = signal(0);

/** How often everything of the listener was erased, here or in another page of theirs. */
export const erasures = signal(0);

const outbox = new Outbox(localStorage);

const client = new LiveClient({
  connect: () => new WebSocket(liveUrl()) as unknown as Socket,
  onMessage: (message) => {
    live.value = received(live.value, message, nowText());
    if (message.type === "ended" && message.reason === ERASED) wasErased();
  },
  onConnection: (state) => {
    if (state === "open") {
      openedAt.value = Date.now();
      outbox.flush((report) => client.send(report));
    }
    connection.value = state;
  },
});

/** Open the line, and keep it open for as long as the page lives. */
export function connectLive(): void {
  client.open();
  window.addEventListener("online", () => {
    client.hurry();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") client.hurry();
  });
}

/** Whether the message left at once. */
export function say(message: PageMessage): boolean {
  return client.send(message);
}

export function startSession(wish: Omit<StartMessage, "type"> = {}): boolean {
  return say({ type: "start", ...wish });
}

export function stopSession(): boolean {
  return say({ type: "stop" });
}

export function setGoal(wanted: Goal): boolean {
  live.value = received(live.value, { type: "goal", goal: wanted }, nowText());
  return say({ type: "goal", goal: wanted });
}

/** What happened to a track; kept and sent later where the service is away. */
export function report(
  kind: EventKind,
  trackId: number,
  positionS?: number,
  details?: Record<string, unknown>,
): void {
  const message = {
    type: "event" as const,
    kind,
    track_id: trackId,
    at: nowText(),
    ...(positionS === undefined ? {} : { position_s: Math.round(positionS * 1000) / 1000 }),
    ...(details ? { details } : {}),
  };
  if (outbox.size || !client.send(message)) outbox.add(message);
}

/** What a listener says themselves; a camera and a chosen song say nothing for them. */
const OWN_KINDS: ReadonlySet<SaidFeeling["kind"]> = new Set(["point", "word", "terms", "note"]);

/** Say how you feel; the answer is what is believed now. */
export async function feel(said: SaidFeeling): Promise<{ belief: Belief; understood?: string }> {
  const answer = await post<{ reading: Reading; belief: Belief; understood?: string }>(
    "/readings",
    said,
  );
  live.value = withBelief(live.value, answer.belief);
  if (OWN_KINDS.has(said.kind)) forgetQuestion();
  return answer;
}

/** Take a track of the queue without the service. */
export function goOnWith(offer: Offer): void {
  live.value = wentOn(live.value, offer, nowText());
}

/** Everything was erased: ask the service anew where the listener stands. */
export function wasErased(): void {
  erasures.value += 1;
  say({ type: "hello" });
}

/** Know nothing of the listener any more, and send nothing that waits. */
export function forgetAll(): void {
  outbox.clear();
  live.value = NOTHING_KNOWN;
}

export function forgetProblem(): void {
  live.value = { ...live.value, problem: null };
}

/** The listener was asked how they feel, and looked at the question. */
export function forgetQuestion(): void {
  live.value = answered(live.value);
}

export function forgetEnd(): void {
  live.value = { ...live.value, ended: null };
}

function liveUrl(): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/api/v1/live`;
}

function nowText(): string {
  return new Date().toISOString();
}
