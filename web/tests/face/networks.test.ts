// @vitest-environment node
import { beforeAll, describe, expect, it, vi } from "vitest";

import type { Face } from "../../src/face/boxes";
import type { ExpressionClassifier } from "../../src/face/classifier";
import { chooseFace, FaceDetector } from "../../src/face/detector";
import type { MtcnnNetworks } from "../../src/face/mtcnn";
import { picture, type Picture } from "../../src/face/picture";
import { asFer, framedPicture, grown, SIDE_PX } from "../../src/face/preprocessing";
import { FaceRecognizer } from "../../src/face/recognizer";
import { FaceTracker } from "../../src/face/tracking";
import { tiltDeg, validityOf, yawDeg } from "../../src/face/validity";
import { apart, bytesOf, floatsOf, golden, item, pictureOf, rowsOf } from "./golden";
import { quickClassifier, shippedClassifier, shippedMtcnn } from "./networks";

vi.setConfig({ testTimeout: 60_000 }); // on a machine that has other things to do

const frames = golden.frames.map(pictureOf);
const { detection, reading } = golden;
let networks: MtcnnNetworks;
let detector: FaceDetector;
let classifier: ExpressionClassifier;

beforeAll(async () => {
  networks = await shippedMtcnn();
  detector = new FaceDetector(networks);
  classifier = await shippedClassifier();
}, 60_000);

describe("MTCNN", () => {
  it("proposes, refines and concludes as in Python", async () => {
    const proposed = await networks.propose(pictureOf(golden.texture));
    expect(apart(proposed.probability, floatsOf(item(detection.pnet, 0)))).toBeLessThan(1e-5);
    expect(apart(proposed.offsets, floatsOf(item(detection.pnet, 1)))).toBeLessThan(1e-4);
    const refined = await networks.refine(bytesOf(detection.crops_24));
    expect(apart(refined.scores, floatsOf(item(detection.rnet, 0)))).toBeLessThan(1e-5);
    expect(apart(refined.offsets.flat(), floatsOf(item(detection.rnet, 1)))).toBeLessThan(1e-4);
    const concluded = await networks.conclude(bytesOf(detection.crops_48));
    expect(apart(concluded.scores, floatsOf(item(detection.onet, 0)))).toBeLessThan(1e-5);
    expect(apart(concluded.landmarks.flat(2), floatsOf(item(detection.onet, 2)))).toBeLessThan(
      1e-4,
    );
  });

  it("finds a face to within half a pixel", async () => {
    for (const [k, frame] of frames.entries()) {
      expectAlike(await detector.detect(frame), item(detection.detected, k));
    }
  });

  it("finds two faces, and none in noise", async () => {
    expectAlike(await detector.detect(sideBySide(frames)), detection.of_two);
    expect(await detector.detect(pictureOf(golden.texture))).toEqual([]);
  });

  it("follows a face without searching the picture", async () => {
    const tracker = new FaceTracker(detector);
    for (const [k, frame] of frames.entries()) {
      expectAlike(await tracker.track(frame), item(detection.tracked, k));
      expect(tracker.searched).toBe(k === 0);
    }
  });

  it("chooses the largest central face", async () => {
    const wide = sideBySide(frames);
    const faces = await detector.detect(wide);
    expect(faces).toContain(chooseFace(faces, wide));
    expect(chooseFace([], wide)).toBeNull();
  });
});

describe("expressions", () => {
  it("give the network the very picture that Python gives it", () => {
    const faces = reading.faces as Face[];
    const framed = [asFer, (face: Face) => grown(face)].flatMap((framing) =>
      frames.map((frame, k) => framedPicture(frame, framing(item(faces, k)))),
    );
    const wanted = rowsOf(reading.pictures);
    framed.forEach((made, k) => {
      expect(apart(made, item(wanted, k))).toBeLessThanOrEqual(1.01 / 255);
    });
  });

  it("have the same probabilities and features", async () => {
    const answers = await classifier.answers(floatsOf(reading.pictures));
    const features = rowsOf(reading.features);
    answers.forEach((answer, k) => {
      expect(apart(answer.probabilities, item(reading.probabilities, k))).toBeLessThan(1e-4);
      expect(apart(answer.features, item(features, k))).toBeLessThan(1e-3);
    });
  });

  it("are the same with fewer products, as the page has them", async () => {
    const quick = await quickClassifier();
    const pictures = floatsOf(reading.pictures);
    const features = rowsOf(reading.features);
    const size = SIDE_PX * SIDE_PX;
    for (const [k, wanted] of reading.probabilities.entries()) {
      const [answer] = await quick.answers(pictures.subarray(k * size, (k + 1) * size));
      expect(apart(answer?.probabilities ?? [], wanted)).toBeLessThan(1e-4);
      expect(apart(answer?.features ?? [], item(features, k))).toBeLessThan(1e-3);
    }
  });

  it("of a stream are found, framed, told and smoothed alike", async () => {
    const recognizer = new FaceRecognizer(new FaceTracker(detector), classifier);
    for (const [k, frame] of frames.entries()) {
      const seen = await recognizer.observe(frame, 0);
      expect(seen.validity).toBe("ok");
      expect(apart(seen.smoothed?.probabilities ?? [], item(reading.observed, k))).toBeLessThan(
        1e-3,
      );
    }
  });
});

it("asks the network less often while a face is followed, and tells what it said last", async () => {
  const rhythm = { everyS: 0.06, searchedEveryS: 0.2 };
  const recognizer = new FaceRecognizer(new FaceTracker(detector), classifier, rhythm);
  const asked: boolean[] = [];
  for (const atS of [0, 0.03, 0.07, 0.1]) {
    const seen = await recognizer.observe(item(frames, 0), atS);
    asked.push(seen.answer !== null);
    expect(seen.smoothed).not.toBeNull();
  }
  expect(asked).toEqual([true, false, true, false]);
});

describe("validity", () => {
  it("measures turn and lean", () => {
    (reading.faces as Face[]).forEach((face, k) => {
      expect(yawDeg(face)).toBeCloseTo(item(reading.yaw, k), 3);
      expect(tiltDeg(face)).toBeCloseTo(item(reading.tilt, k), 3);
    });
  });

  it("refuses for the same reasons", () => {
    for (const { how, face, validity } of reading.validity) {
      expect(validityOf(changed(item(frames, 0), how), face)).toBe(validity);
    }
    expect(validityOf(item(frames, 0), null)).toBe("no face");
  });
});

function expectAlike(found: Face[], wanted: Face[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((face, k) => {
    const other = item(wanted, k);
    for (const edge of ["left", "top", "width", "height"] as const) {
      expect(Math.abs(face[edge] - other[edge])).toBeLessThan(0.5);
    }
    expect(Math.abs(face.score - other.score)).toBeLessThan(1e-3);
    expect(apart(face.landmarks.flat(), other.landmarks.flat())).toBeLessThan(0.5);
  });
}

function sideBySide([first, second]: Picture[]): Picture {
  if (!first || !second) throw new RangeError("two frames are needed");
  const wide = picture(first.width + second.width, first.height, 3);
  for (let y = 0; y < first.height; y++) {
    const row = 3 * first.width;
    wide.data.set(first.data.subarray(y * row, (y + 1) * row), 2 * y * row);
    wide.data.set(second.data.subarray(y * row, (y + 1) * row), (2 * y + 1) * row);
  }
  return wide;
}

function changed(frame: Picture, how: string): Picture {
  if (how === "dark") return { ...frame, data: frame.data.map((level) => level >> 4) };
  if (how !== "bright") return frame;
  return { ...frame, data: frame.data.map((level) => 240 + Math.floor(level / 17)) };
}
