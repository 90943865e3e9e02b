/** Small records for tests: true to their types, plain in what they say. */

import type { Belief, Decision, Offer, Session, TrackBrief } from "../src/api/types";

const SHARES = { happy: 0.25, angry: 0.25, sad: 0.25, peaceful: 0.25 };

export function aBelief(valence: number, arousal: number): Belief {
  return {
    valence,
    arousal,
    valence_sd: 0.3,
    arousal_sd: 0.2,
    correlation: 0.1,
    at: "2026-11-21T22:00:00Z",
    shares: SHARES,
    word: "calm",
    source: "self_report",
    expression: null,
    certainty: 0.6,
  };
}

export function aTrack(id: number, valence = 0.2, arousal = 0.3): TrackBrief {
  return {
    track_id: id,
    title: `Track ${String(id)}`,
    artist: "Someone",
    album: null,
    genre: null,
    year: null,
    duration_s: 180,
    affect: {
      valence,
      arousal,
      valence_sd: 0.2,
      arousal_sd: 0.2,
      quadrant: "happy",
      shares: SHARES,
    },
    gain_db: -2,
    status: "present",
    speech_probability: null,
  };
}

export function anOffer(id: number): Offer {
  const reasons = [
    { name: "affect_match", value: 0.75, text: "0.10 from the path; staying happy" },
    { name: "flow_tempo", value: -0.25, text: "90 to 140 bpm" },
  ];
  return { track: aTrack(id), score: 0.5, reasons, why: "near the path" };
}

export function aDecision(offers: Offer[]): Decision {
  return {
    at: "2026-11-21T22:00:00Z",
    cause: "the goal changed",
    goal: { kind: "lift", target: { valence: 0.5, arousal: 0.25 } },
    belief: aBelief(0, 0),
    reach: "Ends at the goal.",
    policy: "hybrid",
    models: {},
    offers,
    intent: null,
    offer_lift: null,
  };
}

export function aSession(): Session {
  const offers = [anOffer(2), anOffer(3)];
  return {
    phase: "playing",
    goal: { kind: "match", target: null },
    belief: aBelief(-0.3, 0.1),
    playing: { track: aTrack(1), since: "2026-11-21T22:00:00Z", position_s: 3 },
    queue: offers,
    decision: aDecision(offers),
    path: [
      { valence: -0.3, arousal: 0.1 },
      { valence: 0.1, arousal: 0.2 },
      { valence: 0.5, arousal: 0.3 },
    ],
    started: "2026-11-21T21:55:00Z",
    until: null,
    played: [1],
    resumable: false,
  };
}
