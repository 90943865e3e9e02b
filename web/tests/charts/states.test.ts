import { describe, expect, it } from "vitest";

import { layStates } from "../../src/charts/states";
import { QUADRANTS } from "../../src/plane/quadrants";

const EVEN = QUADRANTS.map(() => [0.25, 0.25, 0.25, 0.25]);
const laid = layStates(EVEN, [0.25, 0.25, 0.25, 0.25], 400);

describe("layStates", () => {
  it("stands the states as on the plane: happy above right, sad below left", () => {
    const centre = Object.fromEntries(laid.states.map((one) => [one.state, one.centre]));
    expect(centre.happy?.x).toBeGreaterThan(200);
    expect(centre.happy?.y).toBeLessThan(200);
    expect(centre.sad?.x).toBeLessThan(200);
    expect(centre.sad?.y).toBeGreaterThan(200);
  });

  it("draws twelve passages and four loops, all inside the drawing", () => {
    expect(laid.arcs).toHaveLength(12);
    expect(laid.loops).toHaveLength(4);
    for (const { label } of [...laid.arcs, ...laid.loops]) {
      expect(label.x).toBeGreaterThan(8);
      expect(label.x).toBeLessThan(392);
      expect(label.y).toBeGreaterThan(8);
      expect(label.y).toBeLessThan(392);
    }
  });

  it("lets no two numbers lie on each other, from the width of a phone on", () => {
    const places = [
      ...layStates(EVEN, [1, 0, 0, 0], 300).arcs,
      ...layStates(EVEN, [1, 0, 0, 0], 300).loops,
    ].map((one) => one.label);
    places.forEach((one, i) => {
      for (const other of places.slice(i + 1))
        expect(Math.abs(one.x - other.x) > 26 || Math.abs(one.y - other.y) > 12).toBe(true);
    });
  });

  it("draws likelier passages wider and leaves out those that all but never happen", () => {
    const some = [
      [0.9, 0.1, 0, 0],
      [0.5, 0.5, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ];
    const { arcs, loops } = layStates(some, [1, 0, 0, 0], 400);
    expect(arcs.map((one) => one.from + one.to)).toEqual(["happyangry", "angryhappy"]);
    expect(arcs[1]?.width).toBeGreaterThan(arcs[0]?.width ?? Infinity);
    expect(loops[0]?.width).toBeGreaterThan(loops[1]?.width ?? Infinity);
  });
});
