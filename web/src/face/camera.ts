/**
 * The camera: opened on the listener's word, one frame at a time to the worker, closed with its
 * last track. A frame is handed over, not copied, and the next waits until it has been looked at.
 */

import { effect } from "@preact/signals";

import { needsConsent, withdrawn } from "../api/consents";
import { erasures, feel, forgetProblem, live, say } from "../api/live";
import type { FaceModel, FromWorker, ToWorker } from "./messages";
import type { Calibration } from "./personal-fitting";
import { Pace } from "./pace";
import type { PersonalHead } from "./personal";
import { Reporting } from "./reporting";
import {
  cameraPhase,
  cameraProblem,
  cameraStream,
  problemOf,
  saw,
  stopsBy,
  type CameraProblem,
} from "./state";

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: {
    facingMode: "user",
    width: { ideal: 640 },
    height: { ideal: 480 },
    frameRate: { ideal: 30 },
  },
};

/** The same video element for as long as the page lives; it is in no document. */
const video = document.createElement("video");
video.muted = true;
video.playsInline = true;

let worker: Worker | null = null;
let ready: Promise<void> | null = null;
let pace = new Pace();
let reporting = new Reporting();
let isWaiting = false;
let isReporting = true;
let startedMs = 0;
const listeners = new Set<(message: FromWorker) => void>();

export interface Opening {
  readonly model: FaceModel;
  readonly head: PersonalHead | null;
}

/** Open the camera and look at what it shows. */
export async function turnOn(opening: () => Promise<Opening>): Promise<void> {
  if (cameraPhase.value !== "off") return;
  cameraProblem.value = null;
  const problem = unusable();
  if (problem) {
    cameraProblem.value = problem;
    return;
  }
  cameraPhase.value = "asking";
  startedMs = performance.now();
  try {
    const stream = await navigator.mediaDevices.getUserMedia(WANTED);
    for (const track of stream.getTracks()) track.addEventListener("ended", lost);
    stopsBy(close);
    cameraStream.value = stream;
    cameraPhase.value = "loading";
    video.srcObject = stream;
    await video.play();
    await workerReady(opening);
    if (cameraStream.peek() !== stream) return; // turned off meanwhile
    begin();
  } catch (error) {
    close();
    cameraProblem.value = problemOf(error);
  }
}

/** Close the camera; the networks stay for another time. */
export function close(): void {
  for (const track of cameraStream.peek()?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  cameraStream.value = null;
  cameraPhase.value = "off";
  saw(null);
  post({ type: "reset" });
}

/** Whether what is seen goes into the belief; a calibration is played, and must not. */
export function reportsToService(does: boolean): void {
  isReporting = does;
}

export function setHead(head: PersonalHead | null): void {
  post({ type: "head", head });
}

/** The next pictures are examples of this expression; null ends it. */
export function record(shown: number | null, most: number): void {
  post({ type: "record", shown, most });
}

export function forget(shown: number | null): void {
  post({ type: "forget", shown });
}

/** Fit a head to what was recorded. */
export function fitted(inUse: PersonalHead | null): Promise<Calibration> {
  return new Promise((resolve, reject) => {
    const stop = listen((message) => {
      if (message.type === "fitted") resolve(message.calibration);
      else if (message.type === "failed" && message.what === "fit") reject(new Error(message.why));
      else return;
      stop();
    });
    post({ type: "fit", inUse });
  });
}

/** Hear what the worker says; what is returned ends it. */
export function listen(hear: (message: FromWorker) => void): () => void {
  listeners.add(hear);
  return () => {
    listeners.delete(hear);
  };
}

/** Threads only where memory can be shared; more than four do not help nets as small as these. */
export function threadsFor(isIsolated: boolean, cores: number): number {
  return isIsolated ? Math.max(1, Math.min(4, cores - 1)) : 1;
}

function unusable(): CameraProblem | null {
  if (!window.isSecureContext) return "insecure";
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return devices && "OffscreenCanvas" in window ? null : "unsupported";
}

function workerReady(opening: () => Promise<Opening>): Promise<void> {
  ready ??= opened(opening).catch((error: unknown) => {
    worker?.terminate();
    worker = null;
    ready = null;
    throw error;
  });
  return ready;
}

async function opened(opening: () => Promise<Opening>): Promise<void> {
  const { model, head } = await opening();
  const made = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker = made;
  await new Promise<void>((resolve, reject) => {
    made.onerror = (event) => {
      reject(new Error(event.message));
    };
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === "ready") resolve();
      if (data.type === "failed" && data.what === "open") reject(new Error(data.why));
      heard(data);
    };
    const threads = threadsFor(window.crossOriginIsolated, navigator.hardwareConcurrency);
    post({ type: "open", model, head, threads });
  });
}

function heard(message: FromWorker): void {
  if (message.type === "seen") {
    isWaiting = false;
    pace.spent(message.sight.timing.draw + message.sight.timing.look);
    if (cameraPhase.peek() === "on") {
      if (startedMs) performance.measure("moodarc.first-sight", { start: startedMs });
      startedMs = 0;
      saw(message.sight);
      report(message.sight);
    }
  }
  if (message.type === "failed" && message.what === "frame") isWaiting = false;
  for (const hear of listeners) hear(message);
}

function report(sight: Parameters<Reporting["of"]>[0]): void {
  const said = isReporting ? reporting.of(sight) : null;
  if (!said || say({ type: "reading", ...said })) return;
  // a look that cannot be told now is soon out of date: it is let go of
  feel(said).catch((error: unknown) => {
    if (needsConsent(error)) mustStop();
  });
}

function begin(): void {
  pace = new Pace();
  reporting = new Reporting();
  isWaiting = false;
  cameraPhase.value = document.hidden ? "paused" : "on";
  next();
}

/** Ask for the next frame; where the browser has no such callback, by the clock. */
function next(): void {
  if (cameraPhase.peek() === "off") return;
  if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(onFrame);
  else setTimeout(onFrame, 33, performance.now());
}

function onFrame(nowMs: number): void {
  if (cameraPhase.peek() === "on" && !isWaiting && pace.isDue(nowMs)) void hand(nowMs);
  next();
}

async function hand(nowMs: number): Promise<void> {
  isWaiting = true;
  try {
    const frame = await createImageBitmap(video);
    post({ type: "frame", frame, atS: nowMs / 1000 }, [frame]);
  } catch {
    isWaiting = false; // no frame yet, or no more
  }
}

function post(message: ToWorker, transfer: Transferable[] = []): void {
  worker?.postMessage(message, transfer);
}

/** Unplugged, or taken away by the system. */
function lost(): void {
  if (cameraPhase.peek() === "off") return;
  close();
  cameraProblem.value = "busy";
}

/** The listener took back what they had agreed to, here or in another tab. */
function mustStop(): void {
  close();
  cameraProblem.value = "withdrawn";
}

effect(() => {
  const { problem } = live.value;
  if (!problem || cameraPhase.peek() === "off") return;
  if (problem.type.endsWith("consent-needed")) mustStop();
  else if (problem.type.endsWith("sense-off")) close();
  else return;
  forgetProblem();
});

effect(() => {
  const name = withdrawn.value?.name;
  if (name === "calibration") setHead(null); // the service has erased it
  const needed = isReporting ? "camera" : "calibration";
  if (name === needed && cameraPhase.peek() !== "off") mustStop();
});

effect(() => {
  if (!erasures.value) return;
  close();
  worker?.terminate(); // with the listener's head, and what was recorded for it
  worker = null;
  ready = null;
});

document.addEventListener("visibilitychange", () => {
  if (cameraPhase.peek() === "on" && document.hidden) cameraPhase.value = "paused";
  else if (cameraPhase.peek() === "paused" && !document.hidden) cameraPhase.value = "on";
});
