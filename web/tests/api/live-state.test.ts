import { expect, test } from "vitest";

import { aBelief, aDecision, anOffer, aSession, aTrack } from "../examples";
import { answered, NOTHING_KNOWN, received, wentOn, withBelief } from "../../src/api/live-state";

const NOW = "2026-11-21T22:00:00Z";
const playing = received(NOTHING_KNOWN, { type: "state", session: aSession() }, NOW);

test("a message before the first state of the session changes nothing of a session", () => {
  const state = received(NOTHING_KNOWN, { type: "belief", belief: aBelief(0.1, 0.2) }, NOW);
  expect(state.session).toBeNull();
  expect(state.trail).toHaveLength(1);
});

test("a belief moves the point and leaves a trail; the same belief again does not", () => {
  const once = received(playing, { type: "belief", belief: aBelief(0.4, -0.2) }, NOW);
  const twice = received(once, { type: "belief", belief: aBelief(0.4, -0.2) }, NOW);
  expect(twice.session?.belief.valence).toBe(0.4);
  expect(twice.trail).toHaveLength(playing.trail.length + 1);
});

test("a trail has an end", () => {
  let state = playing;
  for (let step = 0; step < 100; step += 1) state = withBelief(state, aBelief(step / 100, 0));
  expect(state.trail).toHaveLength(40);
});

test("a list replaces the queue, the goal and the path", () => {
  const decision = aDecision([anOffer(7)]);
  const path = [{ valence: 0, arousal: 0 }];
  const state = received(playing, { type: "list", decision, path }, NOW);
  expect(state.session?.queue.map((offer) => offer.track.track_id)).toEqual([7]);
  expect(state.session?.goal).toEqual(decision.goal);
  expect(state.session?.path).toBe(path);
});

test("a track that begins leaves the queue only where it stood at its head", () => {
  const order = { type: "play" as const, why: "", score: 1, gain_db: -3, position_s: null };
  const head = received(playing, { ...order, track: aTrack(2) }, NOW);
  expect(head.session?.queue.map((offer) => offer.track.track_id)).toEqual([3]);
  const other = received(playing, { ...order, track: aTrack(3) }, NOW);
  expect(other.session?.queue.map((offer) => offer.track.track_id)).toEqual([2, 3]);
});

test("the same track asked for twice is two orders", () => {
  const order = {
    type: "play" as const,
    track: aTrack(2),
    why: "",
    score: 1,
    gain_db: 0,
    position_s: null,
  };
  const once = received(playing, order, NOW);
  expect(received(once, order, NOW).order?.serial).toBe((once.order?.serial ?? 0) + 1);
});

test("going on alone takes the offer out of the queue and the stop off the path", () => {
  const next = playing.session?.queue[0];
  if (!next) throw new Error("the example has a queue");
  const state = wentOn(playing, next, NOW);
  expect(state.session?.playing?.track.track_id).toBe(2);
  expect(state.session?.queue.map((offer) => offer.track.track_id)).toEqual([3]);
  expect(state.session?.path).toHaveLength((playing.session?.path.length ?? 0) - 1);
});

test("an end keeps its account; a new session clears it", () => {
  const account = { heard: [], learned: {} };
  const ended = received(playing, { type: "ended", reason: "time is up", account }, NOW);
  expect(ended.session?.phase).toBe("ended");
  expect(ended.ended?.reason).toBe("time is up");
  const again = received(
    ended,
    { type: "state", session: { ...aSession(), started: "2026-11-21T23:00:00Z" } },
    NOW,
  );
  expect(again.ended).toBeNull();
});

test("each wish for a reading counts, and an unknown message is passed over", () => {
  const asked = received(playing, { type: "sense" }, NOW);
  expect(asked.asked).toBe(true);
  expect(received(asked, { type: "later" } as never, NOW)).toBe(asked);
});

test("of a session that was erased nothing is known any more, whatever was", () => {
  const order = { type: "play" as const, why: "", score: 1, gain_db: 0, position_s: null };
  const before = received(playing, { ...order, track: aTrack(2) }, NOW);
  const account = { heard: [], learned: {} };
  const after = received(before, { type: "ended", reason: "erased", account }, NOW);
  expect(after).toEqual(NOTHING_KNOWN);
});

const asking = received(playing, { type: "sense" }, NOW);
const resting = (source: string) => ({ ...aBelief(0.4, -0.2), source });

test.each(["self_report now", "self_report now and 3 more", "text now and 1 more"])(
  "whatever the listener says, wherever, answers the question how they feel: %s",
  (source) => {
    expect(withBelief(asking, resting(source)).asked).toBe(false);
  },
);

test.each(["face now and 2 more", "self_report 5 min ago", "no reading yet", "seed now"])(
  "what others tell of the listener, or what they said before, does not: %s",
  (source) => {
    expect(received(asking, { type: "belief", belief: resting(source) }, NOW).asked).toBe(true);
  },
);

test("a question goes with an answer, with the session, and comes again", () => {
  const still = answered(asking);
  expect(still.asked).toBe(false);
  expect(answered(still)).toBe(still);
  expect(received(still, { type: "sense" }, NOW).asked).toBe(true);
  const over = received(asking, { type: "ended", reason: "the time is up", account: null }, NOW);
  expect(over.asked).toBe(false);
});
