import { describe, expect, it } from "vitest";

import { clock, DAY, HOUR, timeTicks, trackTicks } from "../../src/charts/times";

const at = (iso: string) => new Date(iso);

describe("timeTicks", () => {
  it("stands on whole hours of the local clock", () => {
    const start = at("2026-03-03T10:20:00");
    const ticks = timeTicks(start, new Date(start.getTime() + 6 * HOUR), 6);
    expect(ticks.map((tick) => tick.getHours())).toEqual([11, 12, 13, 14, 15, 16]);
    expect(ticks.every((tick) => tick.getMinutes() === 0)).toBe(true);
  });

  it("stands on midnights over a week", () => {
    const start = at("2026-03-27T15:00:00"); // over the change of the clocks in Europe
    const ticks = timeTicks(start, new Date(start.getTime() + 7 * DAY), 7);
    expect(ticks).toHaveLength(7);
    expect(ticks.every((tick) => tick.getHours() === 0)).toBe(true);
  });

  it("stands on the first of a month over a year", () => {
    const ticks = timeTicks(at("2025-11-21T00:00:00"), at("2026-11-21T00:00:00"), 12);
    expect(ticks).toHaveLength(12);
    expect(ticks.every((tick) => tick.getDate() === 1)).toBe(true);
  });

  it("keeps to about as many as wanted, and to the time asked", () => {
    const [start, end] = [at("2026-01-01T03:00:00"), at("2026-02-14T03:00:00")];
    const ticks = timeTicks(start, end, 5);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.every((tick) => tick >= start && tick <= end)).toBe(true);
  });
});

it("a length is written as players write it", () => {
  expect([clock(7), clock(187), clock(3729)]).toEqual(["0:07", "3:07", "1:02:09"]);
});

it("ticks of a track are round and inside it", () => {
  expect(trackTicks(100, 4)).toEqual([0, 30, 60, 90]);
});
