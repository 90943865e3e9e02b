import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { LiveClient, waitBefore, type Connection, type Socket } from "../../src/api/live-client";
import type { ServiceMessage } from "../../src/api/messages";
import { Outbox } from "../../src/api/outbox";

class PlainSocket implements Socket {
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send = (text: string) => {
    this.sent.push(text);
  };
  close = () => {
    this.readyState = 3;
  };
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }
  breakDown() {
    this.readyState = 3;
    this.onclose?.();
  }
}

const sockets: PlainSocket[] = [];
const connections: Connection[] = [];
const messages: ServiceMessage[] = [];

function client(): LiveClient {
  return new LiveClient({
    connect: () => {
      const socket = new PlainSocket();
      sockets.push(socket);
      return socket;
    },
    onMessage: (message) => messages.push(message),
    onConnection: (connection) => connections.push(connection),
    random: () => 1,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets.length = connections.length = messages.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

test("the wait doubles up to a bound, and chance takes up to half of it off", () => {
  expect([0, 1, 2].map((attempt) => waitBefore(attempt, 1))).toEqual([500, 1000, 2000]);
  expect(waitBefore(0, 0)).toBe(250);
  expect(waitBefore(30, 1)).toBe(15_000);
});

test("it says hello first, and nothing leaves before the line is open", () => {
  const live = client();
  live.open();
  expect(live.send({ type: "take" })).toBe(false);
  sockets[0]?.accept();
  expect(live.send({ type: "take" })).toBe(true);
  expect(sockets[0]?.sent).toEqual(['{"type":"hello"}', '{"type":"take"}']);
});

test("a broken line is opened anew, later each time, and says when it last heard", () => {
  const live = client();
  live.open();
  sockets[0]?.accept();
  sockets[0]?.onmessage?.({ data: '{"type":"pong","n":1}' });
  sockets[0]?.breakDown();
  vi.advanceTimersByTime(499);
  expect(sockets).toHaveLength(1);
  vi.advanceTimersByTime(1);
  sockets[1]?.breakDown();
  vi.advanceTimersByTime(1000);
  sockets[2]?.accept();
  expect(sockets[2]?.sent[0]).toContain("last_seen");
  expect(connections).toEqual(["open", "lost", "lost", "open"]);
});

test("a line that answers no ping is given up", () => {
  const live = client();
  live.open();
  sockets[0]?.accept();
  vi.advanceTimersByTime(20_000 + 8_000);
  expect(connections).toEqual(["open", "lost"]);
});

test("what is no message is passed over", () => {
  const live = client();
  live.open();
  sockets[0]?.accept();
  for (const data of ["", "null", "[]", "{}"]) sockets[0]?.onmessage?.({ data });
  sockets[0]?.onmessage?.({ data: '{"type":"sense"}' });
  expect(messages).toEqual([{ type: "sense" }]);
});

test("reports wait in their order, outlive the page, and leave once", () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const event = { type: "event" as const, kind: "play" as const, at: "2026-11-21T22:00:00Z" };
  const first = new Outbox(storage);
  for (const track_id of [1, 2, 3]) first.add({ ...event, track_id });
  const sent: number[] = [];
  const again = new Outbox(storage);
  again.flush((report) => report.track_id < 2 && sent.push(report.track_id) > 0);
  again.flush((report) => sent.push(report.track_id) > 0);
  expect(sent).toEqual([1, 2, 3]);
  expect([again.size, stored.size]).toEqual([0, 0]);
});
