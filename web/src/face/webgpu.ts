/**
 * The expression network on the graphics processor, where the browser gives one (WebGPU).
 *
 * ONNX Runtime's build for it, with a WebAssembly file of its own, is loaded only then. An adapter
 * that is software is left alone: WebAssembly does the same work with less in between.
 */

import loaderUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";

import type { Network } from "./network";
import { opened } from "./running";

/** What is used of WebGPU's types. */
export interface Graphics {
  requestAdapter(): Promise<{
    readonly info?: { readonly isFallbackAdapter?: boolean };
    /** where older browsers have it */
    readonly isFallbackAdapter?: boolean;
  } | null>;
}

interface Device {
  readonly lost: Promise<{ readonly message: string }>;
  destroy(): void;
}

/** Whether there is a graphics processor that is no software. */
export async function hasGraphics(graphics: Graphics | null = ours()): Promise<boolean> {
  const adapter = await graphics?.requestAdapter();
  return !!adapter && !(adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false);
}

/** A network on the graphics processor, which can be given back. */
export interface OnGraphics {
  readonly network: Network;
  readonly close: () => void;
}

export async function onGraphics(model: Uint8Array): Promise<OnGraphics> {
  const ort = await import("onnxruntime-web/webgpu");
  ort.env.wasm.wasmPaths = { mjs: loaderUrl, wasm: wasmUrl };
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error"; // it would warn that shapes are worked out by the processor
  const network = await opened(ort, model, { engine: "webgpu" });
  const device = (await ort.env.webgpu.device) as Device;
  const close = (): void => {
    device.destroy();
  };
  return { network: untilLost(network, device.lost), close };
}

/** The network; a run that is under way when the device is lost fails, and so does any after it. */
export function untilLost(network: Network, lost: Device["lost"]): Network {
  let fail: (error: Error) => void = () => undefined;
  let gone: Error | null = null;
  void lost.then(({ message }) => {
    gone = new Error(`the graphics processor was lost: ${message}`);
    fail(gone);
  });
  return (given) =>
    new Promise((resolve, reject) => {
      fail = reject;
      if (gone) reject(gone);
      else network(given).then(resolve, reject);
    });
}

function ours(): Graphics | null {
  return (navigator as { gpu?: Graphics }).gpu ?? null;
}
