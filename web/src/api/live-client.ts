/** The socket to the service: opened anew whenever it breaks, each time a little later. */

import { parsed, type PageMessage, type ServiceMessage } from "./messages";

export type Connection = "connecting" | "open" | "lost";

/** What a socket is to us; a browser's WebSocket is one. */
export interface Socket {
  readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send: (text: string) => void;
  close: () => void;
}

export interface LiveOptions {
  connect: () => Socket;
  onMessage: (message: ServiceMessage) => void;
  onConnection: (connection: Connection) => void;
  random?: () => number;
}

const OPEN = 1;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 8_000;

/** Milliseconds before a new try: doubled each time, and between half and all of that. */
export function waitBefore(attempt: number, random: number): number {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return most / 2 + (random * most) / 2;
}

export class LiveClient {
  #socket: Socket | null = null;
  #attempt = 0;
  #pings = 0;
  #lastSeen: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LiveOptions) {}

  get isOpen(): boolean {
    return this.#socket?.readyState === OPEN;
  }

  open(): void {
    clearTimeout(this.#retry);
    if (this.#socket) return;
    let socket: Socket;
    try {
      socket = this.options.connect();
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    socket.onopen = () => {
      this.#opened();
    };
    socket.onmessage = ({ data }) => {
      this.#heard(String(data));
    };
    socket.onclose = () => {
      if (this.#socket === socket) this.#lost();
    };
  }

  /** Whether the message left; one that did not is lost unless its sender keeps it. */
  send(message: PageMessage): boolean {
    if (!this.isOpen) return false;
    this.#socket?.send(JSON.stringify(message));
    return true;
  }

  /** Try at once, for instance because the network is back. */
  hurry(): void {
    if (this.#socket) return;
    this.#attempt = 0;
    this.open();
  }

  #opened(): void {
    this.#attempt = 0;
    this.send({ type: "hello", ...(this.#lastSeen ? { last_seen: this.#lastSeen } : {}) });
    this.#beat = setInterval(() => {
      this.#ping();
    }, PING_EVERY_MS);
    this.options.onConnection("open");
  }

  #heard(text: string): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    const message = parsed(text);
    if (!message) return;
    this.#lastSeen = new Date().toISOString();
    this.options.onMessage(message);
  }

  #ping(): void {
    this.#pings += 1;
    this.send({ type: "ping", n: this.#pings });
    this.#silence ??= setTimeout(() => {
      this.#drop();
    }, PONG_WITHIN_MS);
  }

  /** A dead line may take minutes to close by itself. */
  #drop(): void {
    this.#socket?.close();
    if (this.#socket) this.#lost();
  }

  #lost(): void {
    this.#socket = null;
    clearInterval(this.#beat);
    clearTimeout(this.#silence);
    this.#silence = undefined;
    this.options.onConnection("lost");
    const wait = waitBefore(this.#attempt, (this.options.random ?? Math.random)());
    this.#attempt += 1;
    this.#retry = setTimeout(() => {
      this.open();
    }, wait);
  }
}
