import { expect, test } from "vitest";

import { ellipseOf, moved, pointOf, smoothed, spotOf, within } from "../../src/plane/geometry";

const FRAME = { size: 400, margin: 20 };

test("pleasant is right and lively is up", () => {
  expect(spotOf({ valence: 1, arousal: 1 }, FRAME)).toEqual({ x: 380, y: 20 });
  expect(spotOf({ valence: 0, arousal: 0 }, FRAME)).toEqual({ x: 200, y: 200 });
});

test("the way to the screen and back ends where it began, and stays on the plane", () => {
  for (const point of [
    { valence: -0.35, arousal: 0.8 },
    { valence: 0, arousal: -1 },
  ]) {
    const back = pointOf(spotOf(point, FRAME), FRAME);
    expect(back.valence).toBeCloseTo(point.valence);
    expect(back.arousal).toBeCloseTo(point.arousal);
  }
  expect(pointOf({ x: -50, y: 900 }, FRAME)).toEqual({ valence: -1, arousal: -1 });
});

test("without correlation the ellipse lies along the axes", () => {
  const flat = ellipseOf({ valence_sd: 0.4, arousal_sd: 0.1, correlation: 0 });
  expect(flat.major).toBeCloseTo(0.4);
  expect(flat.minor).toBeCloseTo(0.1);
  expect(flat.angle).toBeCloseTo(0);
  const tall = ellipseOf({ valence_sd: 0.1, arousal_sd: 0.4, correlation: 0 });
  expect(tall.angle).toBeCloseTo(Math.PI / 2);
});

test("equal spreads with a correlation lie on the diagonal, and the area keeps the determinant", () => {
  const sd = 0.3;
  const rho = 0.5;
  const { major, minor, angle } = ellipseOf({ valence_sd: sd, arousal_sd: sd, correlation: rho });
  expect(angle).toBeCloseTo(Math.PI / 4);
  expect((major * minor) ** 2).toBeCloseTo(sd ** 4 * (1 - rho ** 2));
  expect(ellipseOf({ valence_sd: sd, arousal_sd: sd, correlation: -rho }).angle).toBeCloseTo(
    -Math.PI / 4,
  );
});

test("a smooth line goes through every spot, and a straight one stays straight", () => {
  const spots = [0, 1, 2, 3].map((step) => ({ x: 10 * step, y: 5 * step }));
  const curves = smoothed(spots);
  expect(curves.map((curve) => curve.to)).toEqual(spots.slice(1));
  for (const { control1, control2 } of curves) {
    expect(control1.y).toBeCloseTo(control1.x / 2);
    expect(control2.y).toBeCloseTo(control2.x / 2);
  }
  expect(smoothed([])).toEqual([]);
});

test("a step of the keys is a round number and ends at the border", () => {
  expect(moved({ valence: 0.1, arousal: 0.1 }, 0.05, 0)).toEqual({ valence: 0.15, arousal: 0.1 });
  expect(moved({ valence: 0.99, arousal: 0 }, 0.05, 0).valence).toBe(1);
  expect(within({ valence: -3, arousal: 3 })).toEqual({ valence: -1, arousal: 1 });
});
