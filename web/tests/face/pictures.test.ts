// @vitest-environment node
import { describe, expect, it } from "vitest";

import { clahe } from "../../src/face/clahe";
import { crops } from "../../src/face/crops";
import { asGray, asRgb, cutOut } from "../../src/face/picture";
import { equalised, SIDE_PX } from "../../src/face/preprocessing";
import { levels, levelShapes } from "../../src/face/pyramid";
import { halved, resizedArea, resizedLinear } from "../../src/face/resizing";
import { sharpness } from "../../src/face/validity";
import { apart, bytesOf, floatsOf, golden, item, pictureOf } from "./golden";

const texture = pictureOf(golden.texture);

describe("resizing", () => {
  it("halves to OpenCV's bytes", () => {
    expect(apart(halved(texture).data, bytesOf(golden.resizing.halved))).toBe(0);
  });

  it("resizes bilinearly to OpenCV's bytes, smaller and larger", () => {
    for (const wanted of golden.resizing.linear) {
      const [height = 0, width = 0] = wanted.shape;
      expect(apart(resizedLinear(texture, width, height).data, bytesOf(wanted))).toBe(0);
    }
  });

  it("averages areas to OpenCV's bytes, also where a side grows", () => {
    golden.resizing.area.forEach((wanted, k) => {
      const [left, top, width, height] = item(golden.resizing.pieces, k);
      const piece = cutOut(texture, left, top, { width, height });
      expect(apart(resizedArea(piece, 48, 48).data, bytesOf(wanted))).toBe(0);
    });
  });

  it("makes the pyramid's levels", () => {
    const shapes = levelShapes(texture, 20, 0.709);
    expect(shapes.map(({ height, width }) => [height, width])).toEqual(
      golden.resizing.level_shapes,
    );
    const made = [...levels(texture, shapes)].slice(1);
    made.forEach((level, k) => {
      expect(apart(level.data, bytesOf(item(golden.resizing.levels, k)))).toBe(0);
    });
  });
});

describe("gray and contrast", () => {
  it("turns RGB to gray as OpenCV does", () => {
    expect(apart(asGray(texture).data, bytesOf(golden.resizing.gray))).toBe(0);
  });

  it("drops the opacity of what a canvas gives", () => {
    expect(Array.from(asRgb([1, 2, 3, 255, 4, 5, 6, 0], 2, 1).data)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("equalises to OpenCV's bytes", () => {
    golden.equalising.given.forEach((given, k) => {
      const wanted = floatsOf(item(golden.equalising.equalised, k));
      expect(apart(equalised(bytesOf(given)), wanted)).toBe(0);
      expect(sharpness(bytesOf(given))).toBeCloseTo(item(golden.equalising.sharpness, k), 5);
    });
  });

  it("leaves an even picture even", () => {
    const even = clahe(new Uint8Array(SIDE_PX ** 2).fill(9), SIDE_PX, { clipLimit: 2, tiles: 8 });
    expect(new Set(even).size).toBe(1);
  });
});

it("cuts pieces to OpenCV's bytes, beyond the picture too", () => {
  const frame = pictureOf(item(golden.frames, 0));
  const { boxes, crops_24, crops_48 } = golden.detection;
  expect(apart(crops(frame, boxes, 24), bytesOf(crops_24))).toBe(0);
  expect(apart(crops(frame, boxes, 48), bytesOf(crops_48))).toBe(0);
});
