/** The shipped networks, by onnxruntime-web's WebAssembly in Node. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import * as ort from "onnxruntime-web";

import { ExpressionClassifier, type ClassifierConfig } from "../../src/face/classifier";
import { FaceDetector } from "../../src/face/detector";
import { MtcnnNetworks } from "../../src/face/mtcnn";
import type { Network } from "../../src/face/network";
import { opened } from "../../src/face/running";
import { ROOT } from "./golden";

const WEIGHTS = resolve(ROOT, "src/moodarc/weights");

ort.env.wasm.numThreads = 1;

export async function shippedMtcnn(): Promise<MtcnnNetworks> {
  const [pnet, rnet, onet] = [await net("pnet"), await net("rnet"), await net("onet")];
  return new MtcnnNetworks(pnet, rnet, onet);
}

export async function shippedDetector(): Promise<FaceDetector> {
  return new FaceDetector(await shippedMtcnn());
}

export async function shippedClassifier(): Promise<ExpressionClassifier> {
  const folder = resolve(WEIGHTS, "face_expression");
  const network = await opened(ort, load(resolve(folder, "model.onnx")));
  return new ExpressionClassifier(network, configIn(folder));
}

/** As the page has it: one picture at a time, by fewer products. */
export async function quickClassifier(): Promise<ExpressionClassifier> {
  const folder = resolve(WEIGHTS, "face_expression");
  const weights = load(resolve(folder, "model.onnx"));
  const quick = await opened(ort, load(resolve(folder, "page.onnx")), { weights });
  return new ExpressionClassifier(quick, configIn(folder));
}

function configIn(folder: string): ClassifierConfig {
  return JSON.parse(readFileSync(resolve(folder, "config.json"), "utf8")) as ClassifierConfig;
}

function net(name: string): Promise<Network> {
  return opened(ort, load(resolve(WEIGHTS, "mtcnn", `${name}.onnx`)));
}

function load(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}
