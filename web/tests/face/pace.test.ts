import { describe, expect, it } from "vitest";

import { threadsFor } from "../../src/face/camera";
import type { Sight } from "../../src/face/messages";
import { Pace } from "../../src/face/pace";
import { Reporting, toSum1 } from "../../src/face/reporting";
import { Recording, SPACING_S } from "../../src/face/recording";
import { cameraOn, cameraStream, lastRead, problemOf, saw, sight } from "../../src/face/state";

const HAPPY = [0, 0, 0, 1, 0, 0, 0];

function seen(change: Partial<Sight> = {}): Sight {
  return {
    atS: 0,
    validity: "ok",
    nFaces: 1,
    box: null,
    score: 0.9,
    probabilities: HAPPY,
    label: "happy",
    timing: { draw: 1, look: 9, searched: false, told: true },
    ...change,
  };
}

describe("the pace", () => {
  it("is that of the camera where frames are cheap, and slower where they are not", () => {
    const pace = new Pace();
    expect(pace.everyMs).toBe(33);
    for (let k = 0; k < 60; k++) pace.spent(90);
    expect(pace.everyMs).toBeGreaterThan(100);
    for (let k = 0; k < 60; k++) pace.spent(5000);
    expect(pace.everyMs).toBe(300);
  });

  it("takes every frame of a camera that is a little uneven, and none in between", () => {
    const pace = new Pace();
    expect([0, 31, 66, 98].map((ms) => pace.isDue(ms))).toEqual([true, true, true, true]);
    expect([100, 105].map((ms) => pace.isDue(ms))).toEqual([false, false]);
  });
});

describe("reporting", () => {
  it("speaks once a second, and when the label changes", () => {
    const reporting = new Reporting();
    const at = (atS: number, label: Sight["label"] = "happy") =>
      reporting.of(seen({ atS, label })) !== null;
    expect([at(0), at(0.5), at(0.99), at(1)]).toEqual([true, false, false, true]);
    expect([at(1.1, "sad"), at(1.3, "sad"), at(1.4, "sad")]).toEqual([false, true, false]);
  });

  it("says nothing where no face is read", () => {
    expect(new Reporting().of(seen({ probabilities: null, label: null }))).toBeNull();
  });

  it("says numbers and nothing else", () => {
    const said = new Reporting().of(seen({ nFaces: 2, score: 0.987654 }));
    expect(said).toEqual({
      kind: "expression",
      probabilities: HAPPY,
      faces: 2,
      confidence: 0.9877,
    });
  });

  it("rounds to a distribution", () => {
    const p = toSum1([0.123456, 0.2, 0.3, 0.1, 0.1, 0.1, 0.076544]);
    expect(Math.abs(p.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-9);
  });
});

describe("recording", () => {
  const answer = { probabilities: Float32Array.from(HAPPY), features: Float32Array.of(1, 2) };

  it("keeps pictures apart in time, up to a number, of the expression asked for", () => {
    const recording = new Recording();
    expect(recording.offer(answer, 0)).toBe(false);
    recording.take(3, 2);
    expect(recording.offer(answer, 1)).toBe(true);
    expect(recording.offer(answer, 1 + SPACING_S / 2)).toBe(false);
    expect(recording.offer(answer, 1.5)).toBe(true);
    expect(recording.offer(answer, 2)).toBe(false);
    expect(recording.counts).toEqual([0, 0, 0, 2, 0, 0, 0]);
  });

  it("forgets one expression, or all", () => {
    const recording = new Recording();
    for (const [k, place] of [0, 3, 4].entries()) {
      recording.take(place, 5);
      recording.offer(answer, k);
    }
    recording.forget(3);
    expect(recording.examples.map((one) => one.shown)).toEqual([0, 4]);
    recording.forget(null);
    expect(recording.counts.every((n) => n === 0)).toBe(true);
  });
});

describe("the camera's state", () => {
  it("is on for as long as there is a stream", () => {
    expect(cameraOn.value).toBe(false);
    cameraStream.value = {} as MediaStream;
    expect(cameraOn.value).toBe(true);
    cameraStream.value = null;
  });

  it("remembers the last face that could be read", () => {
    saw(seen({ atS: 1 }));
    saw(seen({ atS: 2, validity: "no face", probabilities: null, label: null }));
    expect([sight.value?.atS, lastRead.value?.atS]).toEqual([2, 1]);
    saw(null);
    expect(lastRead.value).toBeNull();
  });

  it("tells what a browser refuses with in its own words", () => {
    const named = (name: string) => problemOf(new DOMException("", name));
    expect(named("NotAllowedError")).toBe("denied");
    expect(named("NotFoundError")).toBe("missing");
    expect(named("NotReadableError")).toBe("busy");
    expect(problemOf(new Error("?"))).toBe("failed");
  });

  it("has threads only where memory can be shared", () => {
    expect([threadsFor(false, 16), threadsFor(true, 1), threadsFor(true, 2)]).toEqual([1, 1, 1]);
    expect([threadsFor(true, 4), threadsFor(true, 16)]).toEqual([3, 4]);
  });
});
