/** What travels between page and service; the service's OpenAPI document is the original. */

export type Quadrant = "happy" | "angry" | "sad" | "peaceful";
export type GoalKind = "match" | "follow" | "lift" | "calm" | "energise" | "point";
export type Shares = Record<Quadrant, number>;

export interface Point {
  valence: number;
  arousal: number;
}

export interface Belief extends Point {
  valence_sd: number;
  arousal_sd: number;
  correlation: number;
  at: string;
  shares: Shares;
  word: string;
  source: string;
  expression: number[] | null;
  certainty: number;
}

export interface Goal {
  kind: GoalKind;
  target: Point | null;
}

export interface PerceivedAffect extends Point {
  valence_sd: number;
  arousal_sd: number;
  quadrant: Quadrant | null;
  shares: Shares;
}

export interface TrackBrief {
  track_id: number;
  title: string;
  artist: string | null;
  album: string | null;
  genre: string | null;
  year: number | null;
  duration_s: number | null;
  affect: PerceivedAffect | null;
  gain_db: number;
  status: "present" | "missing" | "broken";
  speech_probability: number | null;
}

export interface Reason {
  name: string;
  value: number;
  text: string;
}

export interface Offer {
  track: TrackBrief;
  score: number;
  reasons: Reason[];
  why: string;
}

export interface Intent {
  kind: "modulate" | "enhance";
  probability: number;
  reason: string;
  chosen: boolean;
  overruled: boolean;
}

export interface Decision {
  at: string;
  cause: string;
  goal: Goal;
  belief: Belief;
  reach: string;
  policy: string;
  models: Record<string, string>;
  offers: Offer[];
  intent: Intent | null;
  offer_lift: string | null;
}

export interface Reading extends Point {
  at: string;
  modality: string;
  valence_sd: number;
  arousal_sd: number;
  confidence: number;
  validity: string;
  expression: number[] | null;
  note: string | null;
}

export type SaidFeeling =
  | { kind: "point"; valence: number; arousal: number }
  | { kind: "word"; word: string }
  | { kind: "terms"; terms: Record<string, number> }
  | { kind: "note"; text: string }
  | { kind: "expression"; probabilities: number[]; faces?: number; confidence?: number }
  | { kind: "seed"; track_id: number };

export interface Session {
  phase: "idle" | "playing" | "ended";
  goal: Goal | null;
  belief: Belief;
  playing: { track: TrackBrief; since: string; position_s: number | null } | null;
  queue: Offer[];
  decision: Decision | null;
  path: Point[];
  started: string | null;
  until: string | null;
  played: number[];
  resumable: boolean;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  remedy?: string;
}

export interface Job {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  done: number;
  total: number;
  analysed: number;
  failed: { path: string; reason: string }[];
  message: string;
  folders: string[];
}

export interface Listed<Item> {
  items: Item[];
  total: number;
  limit: number;
  offset: number;
}
