import { expect, it } from "vitest";

import { placeLabels } from "../../src/charts/labels";

it("names beside near dots do not lie on each other", () => {
  const placed = placeLabels(
    [
      { name: "rock", x: 100, y: 100, radius: 6 },
      { name: "metal", x: 104, y: 101, radius: 6 },
    ],
    300,
  );
  expect(placed).toHaveLength(2);
  expect(Math.abs((placed[0]?.y ?? 0) - (placed[1]?.y ?? 0))).toBeGreaterThan(15);
});

it("no name leaves the drawing; who finds no place goes without", () => {
  const crowd = Array.from({ length: 40 }, (_, i) => ({
    name: `genre ${i}`,
    x: 150,
    y: 150,
    radius: 5,
  }));
  const placed = placeLabels(crowd, 300);
  expect(placed.length).toBeGreaterThan(0);
  expect(placed.length).toBeLessThan(6);
});

it("no name lies on the dot of another", () => {
  const dot = { name: "folk", x: 100, y: 100, radius: 10 };
  const above = { name: "rock", x: 100, y: 78, radius: 10 };
  const [placed] = placeLabels([dot, above], 300);
  expect(placed?.y).toBeGreaterThan(100);
});
