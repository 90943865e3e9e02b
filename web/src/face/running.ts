/** Networks by ONNX Runtime Web: one input, all outputs, float32 out. */

import type { InferenceSession, Tensor, TypedTensor } from "onnxruntime-web";

import type { Network, Told } from "./network";
import type { Engine } from "./relay";

/** What is used of ONNX Runtime: the worker's build or Node's. */
export interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (
    type: "uint8" | "float32",
    data: Uint8Array | Float32Array,
    dims: readonly number[],
  ) => TypedTensor<"uint8" | "float32">;
}

/** How a model is run. What WebGPU cannot run of it runs in WebAssembly. */
export interface Running {
  readonly engine?: Engine;
  /** of `model.onnx`, where the model reads its weights from that file */
  readonly weights?: Uint8Array;
}

/** A network of a model's bytes. */
export async function opened(
  runtime: Runtime,
  model: Uint8Array,
  { engine = "wasm", weights }: Running = {},
): Promise<Network> {
  const session = await runtime.InferenceSession.create(model, {
    executionProviders: [engine],
    graphOptimizationLevel: "all",
    ...(weights && { externalData: [{ path: "model.onnx", data: weights }] }),
  });
  const [input = ""] = session.inputNames;
  return async ({ data, dims }) => {
    const type = data instanceof Uint8Array ? "uint8" : "float32";
    const tensor = new runtime.Tensor(type, data, dims) as Tensor;
    const outputs = await session.run({ [input]: tensor });
    const told: Record<string, Told> = {};
    for (const [name, { data: values, dims: shape }] of Object.entries(outputs)) {
      told[name] = { data: values as Float32Array, dims: shape };
    }
    return told;
  };
}
