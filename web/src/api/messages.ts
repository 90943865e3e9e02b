/** What travels over the live connection, a message an object; `type` tells which. */

import type { Heard } from "./journey";
import type {
  Belief,
  Decision,
  Goal,
  Intent,
  Job,
  Point,
  Problem,
  SaidFeeling,
  Session,
  TrackBrief,
} from "./types";

export type EventKind = "play" | "finish" | "skip" | "like" | "ban" | "replay" | "volume";

/** By how much a factor of the listener moved. */
export interface Learned {
  before: number;
  after: number;
}

/** What a session came to. */
export interface Account {
  heard: Heard[];
  learned: Record<string, Learned>;
}

export interface PlayMessage {
  type: "play";
  track: TrackBrief;
  why: string;
  score: number | null;
  gain_db: number;
  /** Where to go on; null = from the beginning. */
  position_s: number | null;
}

export type ServiceMessage =
  | { type: "state"; session: Session }
  | { type: "belief"; belief: Belief }
  | { type: "list"; decision: Decision; path: Point[] }
  | PlayMessage
  | { type: "sense" }
  | ({ type: "heard" } & Heard)
  | { type: "goal"; goal: Goal; intent?: Intent | null }
  | { type: "ended"; reason: string; account: Account | null }
  | { type: "pong"; n: number }
  | { type: "scan"; job: Job }
  | { type: "problem"; problem: Problem };

/** What happened to a track, and when; kept while the service is away. */
export interface TrackReport {
  type: "event";
  kind: EventKind;
  track_id: number;
  position_s?: number;
  details?: Record<string, unknown>;
  at: string;
}

export interface StartMessage {
  type: "start";
  goal?: Goal;
  minutes?: number;
  seed_track_id?: number;
}

export type PageMessage =
  | { type: "hello"; last_seen?: string }
  | StartMessage
  | { type: "goal"; goal: Goal }
  | ({ type: "reading" } & SaidFeeling)
  | TrackReport
  | { type: "take" }
  | { type: "stop" }
  | { type: "ping"; n: number };

/** A message of the service; null where it is none that we know. */
export function parsed(text: string): ServiceMessage | null {
  try {
    const message = JSON.parse(text) as Partial<ServiceMessage> | null;
    return message && typeof message.type === "string" ? (message as ServiceMessage) : null;
  } catch {
    return null;
  }
}
