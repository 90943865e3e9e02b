// @vitest-environment node
import { describe, expect, it } from "vitest";

import type { Network, Told } from "../../src/face/network";
import { chosen, difference, Relay, tried, type Tried } from "../../src/face/relay";
import { hasGraphics, untilLost, type Graphics } from "../../src/face/webgpu";

const GIVEN = { data: new Float32Array(1), dims: [1] };

describe("the choice", () => {
  it("is WebGPU where it says the same and takes no longer", () => {
    expect(chosen(said([1, 2], 20), said([1.0005, 2], 5)).engine).toBe("webgpu");
    expect(chosen(said([1, 2], 20), said([1, 2], 20)).engine).toBe("webgpu");
  });

  it("is WebAssembly where WebGPU is slower, or says something else or no number", () => {
    expect(chosen(said([1, 2], 20), said([1, 2], 21)).engine).toBe("wasm");
    expect(chosen(said([1, 2], 20), said([1.01, 2], 5)).engine).toBe("wasm");
    expect(chosen(said([1, 2], 20), said([NaN, 2], 5)).engine).toBe("wasm");
    expect(chosen(said([1, 2], 20), said([1], 5)).engine).toBe("wasm");
    expect(chosen(said([1, 2], 20), { answers: {}, ms: 5 }).engine).toBe("wasm");
  });

  it("tells the figures it was made by", () => {
    expect(chosen(said([1], 20), said([1], 5)).why).toBe(
      "5.0 ms by WebGPU, 20.0 ms by WebAssembly",
    );
    expect(chosen(said([1], 20), said([1.5], 5)).why).toBe("WebGPU's answers are 0.50 apart");
  });

  it("is made by the quickest run, the first ones left out", async () => {
    // asked before each run, and after each that counts
    const clock = clockOf([0, 100, 130, 200, 220, 300, 390]);
    const { ms } = await tried(always([1]), GIVEN, clock, { warmUps: 1, runs: 3, apart: 1e-3 });
    expect(ms).toBe(20);
  });

  it("knows the largest difference by name and place", () => {
    expect(difference(said([1, 2], 0).answers, said([1.5, 4], 0).answers)).toBe(2);
    expect(difference(said([1, 2], 0).answers, { other: told([1, 2]) })).toBeNaN();
  });
});

describe("the relay", () => {
  it("runs the quicker one while it holds", async () => {
    const relay = new Relay(always([1]));
    expect(relay.engine).toBe("wasm");
    relay.quicken(always([2]), () => undefined);
    expect(relay.engine).toBe("webgpu");
    expect(await answer(relay)).toBe(2);
  });

  it("answers by the steady one once the quicker one fails, and for good", async () => {
    const reasons: string[] = [];
    const relay = new Relay(always([1]));
    let runs = 0;
    const failing: Network = () => {
      runs += 1;
      return Promise.reject(new Error("gone"));
    };
    relay.quicken(failing, (why) => reasons.push(why));
    expect(await answer(relay)).toBe(1);
    expect(await answer(relay)).toBe(1);
    expect([runs, reasons, relay.engine]).toEqual([1, ["gone"], "wasm"]);
  });

  it("takes what is no number for a failure", async () => {
    const relay = new Relay(always([1]));
    relay.quicken(always([NaN]), () => undefined);
    expect(await answer(relay)).toBe(1);
    expect(relay.engine).toBe("wasm");
  });
});

describe("the graphics processor", () => {
  it("is there where an adapter is no software", async () => {
    expect(await hasGraphics({ requestAdapter: () => Promise.resolve({}) })).toBe(true);
    expect(await hasGraphics(adapter({ info: { isFallbackAdapter: false } }))).toBe(true);
    expect(await hasGraphics(adapter({ info: { isFallbackAdapter: true } }))).toBe(false);
    expect(await hasGraphics(adapter({ isFallbackAdapter: true }))).toBe(false);
    expect(await hasGraphics(adapter(null))).toBe(false);
    expect(await hasGraphics(null)).toBe(false);
  });

  it("fails the run that is under way when it is lost, and those after it", async () => {
    let lose: (how: { message: string }) => void = () => undefined;
    const lost = new Promise<{ message: string }>((resolve) => {
      lose = resolve;
    });
    const hanging = untilLost(() => new Promise(() => undefined), lost);
    const underWay = hanging(GIVEN);
    lose({ message: "unplugged" });
    await expect(underWay).rejects.toThrow("unplugged");
    await expect(hanging(GIVEN)).rejects.toThrow("unplugged");
  });

  it("is run on as any other while it is there", async () => {
    const network = untilLost(always([3]), new Promise(() => undefined));
    expect((await network(GIVEN)).votes?.data[0]).toBe(3);
  });
});

function told(values: number[]): Told {
  return { data: Float32Array.from(values), dims: [values.length] };
}

function said(values: number[], ms: number): Tried {
  return { answers: { votes: told(values) }, ms };
}

function always(values: number[]): Network {
  return () => Promise.resolve({ votes: told(values) });
}

async function answer(relay: Relay): Promise<number | undefined> {
  return (await relay.network(GIVEN)).votes?.data[0];
}

function adapter(found: Awaited<ReturnType<Graphics["requestAdapter"]>>): Graphics {
  return { requestAdapter: () => Promise.resolve(found) };
}

/** A clock that shows one time after another. */
function clockOf(times: readonly number[]): () => number {
  const left = [...times];
  return () => left.shift() ?? 0;
}
