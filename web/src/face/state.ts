/** What the camera says now, for every view; nothing here loads the networks. */

import { computed, signal } from "@preact/signals";

import type { Sight } from "./messages";
import { VALID } from "./validity";

/** Why the camera cannot be used, as far as a browser tells. */
export type CameraProblem =
  "denied" | "missing" | "busy" | "insecure" | "unsupported" | "withdrawn" | "failed";

export type CameraPhase = "off" | "asking" | "loading" | "on" | "paused";

export const cameraPhase = signal<CameraPhase>("off");
export const cameraProblem = signal<CameraProblem | null>(null);
export const cameraStream = signal<MediaStream | null>(null);
export const sight = signal<Sight | null>(null);

/** Whether the camera itself is open, looked at or not: its lamp is lit. */
export const cameraOn = computed(() => cameraStream.value !== null);

/** The last frame in which the face could be read. */
export const lastRead = signal<Sight | null>(null);

/** Milliseconds of a frame, the mean of the last ones. */
const meanMs = signal(0);
export const frameMs = computed(() => Math.round(meanMs.value / 2) * 2);

export function saw(next: Sight | null): void {
  sight.value = next;
  const ms = next ? next.timing.draw + next.timing.look : 0;
  meanMs.value = next && meanMs.value ? meanMs.value + 0.15 * (ms - meanMs.value) : ms;
  if (!next || next.validity === VALID) lastRead.value = next;
}

/** What turns the camera off; set by whoever turned it on. */
let stop: () => void = () => undefined;

export function stopsBy(stopping: () => void): void {
  stop = stopping;
}

export function turnOff(): void {
  stop();
}

/** The problem that a failed `getUserMedia` tells of. */
export function problemOf(error: unknown): CameraProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
      return "denied";
    case "SecurityError":
      return "insecure";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "failed";
  }
}
