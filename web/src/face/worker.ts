/**
 * The worker that looks at frames. No picture leaves it: a frame is drawn, read and let go of, and
 * what is said of it is numbers.
 */

import * as ort from "onnxruntime-web/wasm";
import loaderUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";

import { ExpressionClassifier } from "./classifier";
import { FaceDetector } from "./detector";
import type { FaceModel, FromWorker, Sight, ToWorker } from "./messages";
import { MtcnnNetworks } from "./mtcnn";
import type { Network } from "./network";
import type { PersonalHead } from "./personal";
import { fitPersonalHead } from "./personal-fitting";
import { asRgb, type Picture } from "./picture";
import { SIDE_PX } from "./preprocessing";
import { FaceRecognizer, type Seen } from "./recognizer";
import { Recording } from "./recording";
import { chosen, Relay, tried } from "./relay";
import { opened } from "./running";
import { FaceTracker } from "./tracking";
import { hasGraphics, onGraphics } from "./webgpu";

/** Larger frames are drawn smaller: what a face shows is read from 48x48 pixels. */
const LONGEST_SIDE_PX = 640;
/** Sixteen times a second, of thirty frames: the mean over half a second hardly changes by more. */
const RHYTHM = { everyS: 0.06, searchedEveryS: 0.2 };

interface Eye {
  readonly recognizer: FaceRecognizer;
  readonly tracker: FaceTracker;
  readonly version: string;
}

const recording = new Recording();
let eye: Eye | null = null;
let canvas: OffscreenCanvas | null = null;

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  void taken(data);
};

async function taken(message: ToWorker): Promise<void> {
  const what = message.type === "frame" || message.type === "fit" ? message.type : "open";
  try {
    await answer(message);
  } catch (error) {
    say({ type: "failed", what, why: whyOf(error) });
  }
}

async function answer(message: ToWorker): Promise<void> {
  switch (message.type) {
    case "open":
      await open(message.model, message.head, message.threads);
      break;
    case "frame":
      await look(message.frame, message.atS);
      break;
    case "head":
      if (eye) eye.recognizer.head = message.head;
      break;
    case "reset":
      eye?.recognizer.reset();
      break;
    case "record":
      recording.take(message.shown, message.most);
      break;
    case "forget":
      recording.forget(message.shown);
      say({ type: "counts", counts: recording.counts });
      break;
    case "fit": {
      const calibration = fitPersonalHead(recording.examples, eye?.version ?? "", message.inUse);
      say({ type: "fitted", calibration });
    }
  }
}

async function open(model: FaceModel, head: PersonalHead | null, threads: number): Promise<void> {
  const start = performance.now();
  ort.env.wasm.wasmPaths = { mjs: loaderUrl, wasm: wasmUrl };
  ort.env.wasm.numThreads = threads;
  const [mtcnn, weights, page] = await Promise.all([
    Promise.all([model.pnet, model.rnet, model.onet].map(fetched)),
    fetched(model.expression),
    model.quick === null ? null : fetched(model.quick),
  ]);
  const tracker = new FaceTracker(new FaceDetector(await mtcnnOf(mtcnn)));
  const expression = page ? await opened(ort, page, { weights }) : await opened(ort, weights);
  const relay = new Relay(expression);
  const recognizer = new FaceRecognizer(
    tracker,
    new ExpressionClassifier(relay.network, model.classifier),
    RHYTHM,
  );
  const { version } = model.classifier;
  recognizer.head = head?.classifier === version ? head : null;
  eye = { recognizer, tracker, version };
  say({ type: "ready", ms: performance.now() - start, threads, version, engine: relay.engine });
  void quicken(relay, expression, weights);
}

async function mtcnnOf(models: readonly Uint8Array[]): Promise<MtcnnNetworks> {
  const nets: Network[] = [];
  for (const one of models) nets.push(await opened(ort, one));
  const [pnet, rnet, onet] = nets;
  if (!pnet || !rnet || !onet) throw new Error("three networks are needed");
  return new MtcnnNetworks(pnet, rnet, onet);
}

/** Try the graphics processor while frames are looked at without it; MTCNN's nets are too small. */
async function quicken(relay: Relay, steady: Network, model: Uint8Array): Promise<void> {
  try {
    if (!(await hasGraphics())) return;
    const quick = await onGraphics(model);
    const given = { data: slope(), dims: [1, SIDE_PX, SIDE_PX] };
    const choice = chosen(await tried(steady, given), await tried(quick.network, given));
    if (choice.engine === "wasm") quick.close();
    else relay.quicken(quick.network, fellBack);
    say({ type: "engine", ...choice });
  } catch (error) {
    fellBack(whyOf(error));
  }
}

function fellBack(why: string): void {
  say({ type: "engine", engine: "wasm", why });
}

/** A picture with all grays in it. */
function slope(): Float32Array {
  return Float32Array.from({ length: SIDE_PX * SIDE_PX }, (_, k) => ((k * 37) % 256) / 255);
}

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function look(frame: ImageBitmap, atS: number): Promise<void> {
  const start = performance.now();
  const image = drawn(frame);
  const drawnAt = performance.now();
  if (!eye) return;
  const seen = await eye.recognizer.observe(image, atS);
  if (seen.answer && recording.offer(seen.answer, atS)) {
    say({ type: "counts", counts: recording.counts });
  }
  const look = performance.now() - drawnAt;
  const told = seen.answer !== null;
  const timing = { draw: drawnAt - start, look, searched: eye.tracker.searched, told };
  say({ type: "seen", sight: sightOf(seen, image, { atS, timing }) });
}

/** The frame's pixels; the frame itself is closed. */
function drawn(frame: ImageBitmap): Picture {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(frame.width, frame.height));
  const width = Math.round(frame.width * scale);
  const height = Math.round(frame.height * scale);
  if (canvas?.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height);
  }
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser draws nothing in a worker");
  context.drawImage(frame, 0, 0, width, height);
  frame.close();
  return asRgb(context.getImageData(0, 0, width, height).data, width, height);
}

function sightOf(seen: Seen, image: Picture, at: Pick<Sight, "atS" | "timing">): Sight {
  const { face, smoothed } = seen;
  return {
    ...at,
    validity: seen.validity,
    nFaces: seen.nFaces,
    box: face && {
      left: face.left / image.width,
      top: face.top / image.height,
      width: face.width / image.width,
      height: face.height / image.height,
    },
    score: face?.score ?? 0,
    probabilities: smoothed?.probabilities ?? null,
    label: smoothed?.label ?? null,
  };
}

function say(message: FromWorker): void {
  self.postMessage(message);
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
