/**
 * One network, run in one of two ways: the steady one, and a quicker one for as long as it holds.
 *
 * The quicker one is taken where, on the same picture, it says the same and is quicker; it is let
 * go of for good once it fails, and the picture at hand is then looked at by the steady one.
 */

import type { Given, Network, Told } from "./network";

export type Engine = "wasm" | "webgpu";

export interface TrialConfig {
  /** the first runs, which are not timed: what is slow once is made ready in them */
  readonly warmUps: number;
  readonly runs: number;
  /** the largest difference of any two numbers that counts as the same */
  readonly apart: number;
}

export const TRIAL: TrialConfig = { warmUps: 3, runs: 7, apart: 1e-3 };

type Answers = Readonly<Record<string, Told>>;

/** What a network said in a trial, and how quickly. */
export interface Tried {
  readonly answers: Answers;
  /** of its quickest run: frames that come between two runs make others longer */
  readonly ms: number;
}

/** Which is used, and what was found. */
export interface Choice {
  readonly engine: Engine;
  readonly why: string;
}

/** The network's answers to what is given, run so many times. */
export async function tried(
  network: Network,
  given: Given,
  clock: () => number = () => performance.now(),
  config: TrialConfig = TRIAL,
): Promise<Tried> {
  let answers: Answers = {};
  let ms = Infinity;
  for (let k = -config.warmUps; k < config.runs; k++) {
    const start = clock();
    answers = await network(given);
    if (k >= 0) ms = Math.min(ms, clock() - start);
  }
  return { answers, ms };
}

/** WebGPU where it says what WebAssembly says and takes no longer; else WebAssembly. */
export function chosen(wasm: Tried, webgpu: Tried, config: TrialConfig = TRIAL): Choice {
  const apart = difference(wasm.answers, webgpu.answers);
  const found = `${webgpu.ms.toFixed(1)} ms by WebGPU, ${wasm.ms.toFixed(1)} ms by WebAssembly`;
  if (!(apart <= config.apart)) {
    return { engine: "wasm", why: `WebGPU's answers are ${apart.toPrecision(2)} apart` };
  }
  return { engine: webgpu.ms <= wasm.ms ? "webgpu" : "wasm", why: found };
}

/** The largest between two numbers of the same name and place; NaN where one is not a number. */
export function difference(a: Answers, b: Answers): number {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return NaN;
  return names.reduce((most, name) => larger(most, apart(a[name], b[name])), 0);
}

function apart(a: Told | undefined, b: Told | undefined): number {
  if (!a || a.data.length !== b?.data.length) return NaN;
  return a.data.reduce((most, value, k) => larger(most, Math.abs(value - (b.data[k] ?? NaN))), 0);
}

/** NaN where either is. */
function larger(a: number, b: number): number {
  return a >= b || Number.isNaN(a) ? a : b;
}

export class Relay {
  private quick: Network | null = null;
  private dropped: (why: string) => void = () => undefined;

  constructor(private readonly steady: Network) {}

  get engine(): Engine {
    return this.quick ? "webgpu" : "wasm";
  }

  /** Run by this from now on; once it fails, `dropped` is told why. */
  quicken(quick: Network, dropped: (why: string) => void): void {
    this.quick = quick;
    this.dropped = dropped;
  }

  /** Run by the steady one again. */
  drop(why: string): void {
    if (!this.quick) return;
    this.quick = null;
    this.dropped(why);
  }

  readonly network: Network = async (given) => {
    const { quick } = this;
    if (!quick) return this.steady(given);
    try {
      return sound(await quick(given));
    } catch (error) {
      this.drop(error instanceof Error ? error.message : String(error));
      return this.steady(given);
    }
  };
}

/** Answers that are numbers: what is read from a device that is gone need not be. */
function sound(answers: Answers): Answers {
  for (const [name, { data }] of Object.entries(answers)) {
    if (!data.every(Number.isFinite)) throw new Error(`${name} holds what is no number`);
  }
  return answers;
}
