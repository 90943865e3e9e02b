/**
 * The listener's own head, kept by the service: numbers only.
 *
 * It travels as one layer over the seven log-probabilities and the features, centre and scale taken
 * into its weights: W = [A | B / scale], b = c - B centre / scale.
 */

import { signal } from "@preact/signals";

import { get, put, remove, ServiceError } from "../api/client";
import { EXPRESSIONS } from "./expressions";
import type { PersonalHead } from "./personal";
import type { Calibration } from "./personalFitting";

export interface HeadReport {
  n_fitted: number;
  n_held: number;
  accuracy_before: number;
  accuracy_after: number;
  /** counts on the pictures held out; rows are what was shown */
  confusion: number[][];
}

/** `GET` and `PUT /face-head`. */
export interface FaceHead {
  classifier: string;
  weights: number[][];
  bias: number[];
  report: HeadReport;
}

/** The report of the head in use; null where there is none. */
export const headInUse = signal<HeadReport | null>(null);

/** The head for this version of the network; null where there is none. */
export async function ownHead(version: string): Promise<PersonalHead | null> {
  try {
    const kept = await get<FaceHead | null>("/face-head");
    if (kept?.classifier !== version) return null;
    headInUse.value = kept.report;
    return unfolded(kept);
  } catch (error) {
    if (error instanceof ServiceError && error.problem.status === 404) return null;
    throw error;
  }
}

export async function keepHead(found: Calibration): Promise<void> {
  const kept = { ...folded(found.head), report: reportOf(found) };
  await put("/face-head", kept);
  headInUse.value = kept.report;
}

export async function forgetHead(): Promise<void> {
  await remove("/face-head");
  headInUse.value = null;
}

export function folded(head: PersonalHead): Omit<FaceHead, "report"> {
  const weights = head.mixing.map((row, k) => [
    ...row,
    ...(head.weights[k] ?? []).map((weight, j) => weight / (head.scale[j] ?? 1)),
  ]);
  const bias = head.bias.map((value, k) =>
    (head.weights[k] ?? []).reduce(
      (sum, weight, j) => sum - (weight * (head.centre[j] ?? 0)) / (head.scale[j] ?? 1),
      value,
    ),
  );
  return { classifier: head.classifier, weights, bias };
}

export function unfolded(kept: Omit<FaceHead, "report">): PersonalHead {
  const n = EXPRESSIONS.length;
  const weights = kept.weights.map((row) => row.slice(n));
  const width = weights[0]?.length ?? 0;
  return {
    mixing: kept.weights.map((row) => row.slice(0, n)),
    weights,
    bias: kept.bias,
    centre: new Array<number>(width).fill(0),
    scale: new Array<number>(width).fill(1),
    classifier: kept.classifier,
  };
}

export function reportOf(found: Calibration): HeadReport {
  return {
    n_fitted: found.nFitted,
    n_held: found.nHeld,
    accuracy_before: found.curves.held[0]?.accuracy ?? 0,
    accuracy_after: found.curves.held.at(-1)?.accuracy ?? 0,
    confusion: found.after,
  };
}
