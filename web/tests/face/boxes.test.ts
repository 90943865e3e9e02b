import { describe, expect, it } from "vitest";

import { distinct, overlap, overlapOfSmaller, regressed, squared } from "../../src/face/boxes";
import { apart, golden, item } from "./golden";

const { given, scores, offsets } = golden.boxes;

describe("boxes", () => {
  it("overlap as Python's", () => {
    const [few, others] = [given.slice(0, 5), given.slice(5, 12)];
    const told = few.map((box) => others.map((other) => overlap(box, other)));
    const ofSmaller = few.map((box) => others.map((other) => overlapOfSmaller(box, other)));
    expect(apart(told.flat(), golden.boxes.overlaps.flat())).toBeLessThan(1e-5);
    expect(apart(ofSmaller.flat(), golden.boxes.overlaps_of_smaller.flat())).toBeLessThan(1e-5);
  });

  it("are suppressed in the same order", () => {
    expect(distinct(given, scores, 0.3)).toEqual(golden.boxes.distinct);
    expect(distinct(given, scores, 0.7, overlapOfSmaller)).toEqual(
      golden.boxes.distinct_of_smaller,
    );
  });

  it("are moved and squared", () => {
    const moved = given.map((box, k) => regressed(box, item(offsets, k)));
    expect(apart(moved.flat(), golden.boxes.regressed.flat())).toBeLessThan(1e-4);
    expect(apart(given.map(squared).flat(), golden.boxes.squared.flat())).toBeLessThan(1e-4);
  });

  it("without area overlap nothing", () => {
    expect(overlap([1, 1, 1, 5], [0, 0, 9, 9])).toBe(0);
  });
});
