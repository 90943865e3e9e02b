/** What the page knows of the live session: a pure step from one state to the next. */

import type { Heard } from "./journey";
import { goingOn } from "./progress";
import type { Account, PlayMessage, ServiceMessage } from "./messages";
import type { Belief, Intent, Job, Offer, Problem, Session, TrackBrief } from "./types";

/** A track the service wants heard; `serial` tells the same track asked for twice apart. */
export interface Order {
  serial: number;
  track: TrackBrief;
  why: string;
  gain_db: number;
  position_s: number | null;
}

export interface LiveState {
  session: Session | null;
  order: Order | null;
  /** The track that plays as it was offered, with its reasons. */
  offered: Offer | null;
  trail: Belief[];
  heard: Heard[];
  intent: Intent | null;
  ended: { reason: string; account: Account | null } | null;
  /** Whether the service asked how they feel, and nothing was said since. */
  asked: boolean;
  scan: Job | null;
  problem: Problem | null;
}

export const NOTHING_KNOWN: LiveState = {
  session: null,
  order: null,
  offered: null,
  trail: [],
  heard: [],
  intent: null,
  ended: null,
  asked: false,
  scan: null,
  problem: null,
};

/** Why a session ended of which nothing is left. */
export const ERASED = "erased";

const LONGEST_TRAIL = 40;
/** Of a belief that rests on what the listener said this minute, in this page or another. */
const SAID_NOW = /^(?:self_report|text) now/;

/** The state after a message of the service. */
export function received(state: LiveState, message: ServiceMessage, now: string): LiveState {
  switch (message.type) {
    case "state":
      return withSession(state, message.session);
    case "belief":
      return withBelief(state, message.belief);
    case "list": {
      const { decision, path } = message;
      const felt = withBelief(state, decision.belief);
      const intent = decision.intent ?? felt.intent;
      return changed(
        { ...felt, intent },
        { decision, path, queue: decision.offers, goal: decision.goal },
      );
    }
    case "play":
      return withOrder(state, message, now);
    case "sense":
      return { ...state, asked: true };
    case "heard":
      return { ...state, heard: [...state.heard, message] };
    case "goal": {
      const intent = message.intent ?? state.intent;
      return changed({ ...state, intent }, { goal: message.goal });
    }
    case "ended": {
      const { reason, account } = message;
      if (reason === ERASED) return NOTHING_KNOWN;
      const ended = { reason, account };
      return changed(
        { ...state, ended, order: null, asked: false },
        { phase: "ended", playing: null, queue: [], path: [] },
      );
    }
    case "scan":
      return { ...state, scan: goingOn(state.scan, message.job) };
    case "problem":
      return { ...state, problem: message.problem };
    default:
      return state; // a pong, or a message of a later service
  }
}

/** The state once the page took a track of the queue by itself; those before it are passed over. */
export function wentOn(state: LiveState, offer: Offer, now: string): LiveState {
  const before = state.session?.queue ?? [];
  const place = before.indexOf(offer);
  const path = [...(state.session?.path ?? [])];
  path.splice(1, place + 1); // the stops that are reached or passed
  return changed(
    { ...state, offered: offer },
    {
      playing: { track: offer.track, since: now, position_s: 0 },
      queue: before.slice(place + 1),
      path,
    },
  );
}

/** The state once the listener said how they feel and the service answered. */
export function withBelief(state: LiveState, belief: Belief): LiveState {
  const last = state.trail.at(-1);
  const moved = last?.valence !== belief.valence || last.arousal !== belief.arousal;
  const trail = moved ? [...state.trail, belief].slice(-LONGEST_TRAIL) : state.trail;
  const [, ...ahead] = state.session?.path ?? [];
  const path = ahead.length ? { path: [belief, ...ahead] } : {};
  const asked = state.asked && !SAID_NOW.test(belief.source);
  return changed({ ...state, trail, asked }, { belief, ...path });
}

/** The state once the listener answered how they feel, or would not. */
export function answered(state: LiveState): LiveState {
  return state.asked ? { ...state, asked: false } : state;
}

function withSession(state: LiveState, session: Session): LiveState {
  const begun = session.phase === "playing" && state.session?.started !== session.started;
  const fresh = begun ? { heard: [], ended: null } : {};
  const intent = session.decision?.intent ?? state.intent;
  return withBelief({ ...state, ...fresh, intent, session }, session.belief);
}

function withOrder(state: LiveState, message: PlayMessage, now: string): LiveState {
  const { track, why, gain_db, position_s } = message;
  const order = { serial: (state.order?.serial ?? 0) + 1, track, why, gain_db, position_s };
  const queue = state.session?.queue ?? [];
  const known = [...queue, ...(state.session?.decision?.offers ?? [])];
  const was = state.offered?.track.track_id === track.track_id ? state.offered : null;
  const offered = known.find((offer) => offer.track.track_id === track.track_id) ?? was;
  const path = state.session?.path ?? [];
  const isNext = queue[0]?.track.track_id === track.track_id;
  return changed(
    { ...state, order, offered, ended: null },
    {
      phase: "playing",
      playing: { track, since: now, position_s: position_s ?? 0 },
      queue: isNext ? queue.slice(1) : queue,
      path: isNext ? path.toSpliced(1, 1) : path,
    },
  );
}

function changed(state: LiveState, by: Partial<Session>): LiveState {
  return state.session ? { ...state, session: { ...state.session, ...by } } : state;
}
