/** A network, ready to run, whoever runs it: the worker's WebAssembly, or Node in the tests. */

export interface Told {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface Given {
  readonly data: Uint8Array | Float32Array;
  readonly dims: readonly number[];
}

/** Takes the one input, and gives each output by its name. */
export type Network = (given: Given) => Promise<Readonly<Record<string, Told>>>;

/** An output that the network must have. */
export function output(told: Readonly<Record<string, Told>>, name: string): Told {
  const found = told[name];
  if (!found) throw new Error(`the network tells ${Object.keys(told).join(", ")}, not ${name}`);
  return found;
}
