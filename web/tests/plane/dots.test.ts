import { expect, test } from "vitest";

import { DotIndex, dotLook, dotsOf } from "../../src/plane/dots";

/** As the service writes it: counts, then a column after the other, little-endian. */
function written(rows: readonly (readonly [number, number, number, number])[]): ArrayBuffer {
  const n = rows.length;
  const view = new DataView(new ArrayBuffer(8 + 13 * n));
  view.setUint32(0, n, true);
  rows.forEach(([id, valence, arousal, quadrant], row) => {
    view.setUint32(8 + 4 * row, id, true);
    view.setFloat32(8 + 4 * (n + row), valence, true);
    view.setFloat32(8 + 4 * (2 * n + row), arousal, true);
    view.setUint8(8 + 12 * n + row, quadrant);
  });
  return view.buffer;
}

function spread(n: number): [number, number, number, number][] {
  let state = 7;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
  return Array.from({ length: n }, (_, id) => [id, next(), next(), 1]);
}

test("the columns are read as they were written", () => {
  const dots = dotsOf(
    written([
      [7, 0.5, -0.25, 4],
      [9, -1, 1, 2],
    ]),
  );
  expect([...dots.ids]).toEqual([7, 9]);
  expect([...dots.valence]).toEqual([0.5, -1]);
  expect([...dots.arousal]).toEqual([-0.25, 1]);
  expect([...dots.quadrant]).toEqual([4, 2]);
});

test("bytes that are too few for what they say are no dots", () => {
  expect(dotsOf(new ArrayBuffer(3)).ids).toHaveLength(0);
  expect(dotsOf(written(spread(3)).slice(0, 30)).ids).toHaveLength(0);
});

test("the nearest dot is the one that a search through all finds", () => {
  const rows = spread(500);
  const index = new DotIndex(dotsOf(written(rows)));
  for (const [, valence, arousal] of spread(60).map((row) => row.map((v) => v * 0.9))) {
    const point = { valence: valence ?? 0, arousal: arousal ?? 0 };
    const off = rows.map((row) => Math.hypot(row[1] - point.valence, row[2] - point.arousal));
    const best = off.indexOf(Math.min(...off));
    expect(index.nearest(point, 0.2)).toBe((off[best] ?? 9) <= 0.2 ? best : -1);
  }
});

test("where nothing is near, nothing is named", () => {
  const index = new DotIndex(dotsOf(written([[1, 0.9, 0.9, 1]])));
  expect(index.nearest({ valence: -0.9, arousal: 0 }, 0.05)).toBe(-1);
});

test("the more dots, the smaller and fainter, yet never invisible", () => {
  const looks = [10, 1000, 50_000, 1_000_000].map((n) => dotLook(n, 600));
  looks.slice(1).forEach((look, index) => {
    expect(look.radius).toBeLessThanOrEqual(looks[index]?.radius ?? 0);
    expect(look.alpha).toBeLessThanOrEqual(looks[index]?.alpha ?? 0);
    expect(look.radius).toBeGreaterThan(0.5);
    expect(look.alpha).toBeGreaterThan(0.2);
  });
});
