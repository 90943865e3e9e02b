import { describe, expect, it } from "vitest";

import { bandPath, headPath, linePath, shorten } from "../../src/charts/strokes";

it("a line goes through its spots", () => {
  expect(
    linePath([
      { x: 0, y: 1 },
      { x: 2.04, y: 3 },
    ]),
  ).toBe("M0 1L2 3");
});

it("a band goes there above and back below", () => {
  const band = bandPath([{ x: 0, y: 0 }], [{ x: 0, y: 4 }]);
  expect(band).toBe("M0 0L0 4Z");
  expect(bandPath([], [])).toBe("");
});

describe("arrows", () => {
  it("a head begins at the point it shows", () => {
    expect(headPath({ x: 0, y: 0 }, { x: 10, y: 0 }, 5).startsWith("M10 0")).toBe(true);
  });

  it("a line ends before its head, and a short one does not turn round", () => {
    expect(shorten({ x: 0, y: 0 }, { x: 10, y: 0 }, 4)).toEqual({ x: 6, y: 0 });
    expect(shorten({ x: 0, y: 0 }, { x: 1, y: 0 }, 4)).toEqual({ x: 0, y: 0 });
  });
});
