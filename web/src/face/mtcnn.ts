/** MTCNN's three networks (EM-1; Zhang, Zhang, Li and Qiao 2016), which take pixels as they are. */

import type { Box, Place } from "./boxes";
import { output, type Network } from "./network";
import type { Picture } from "./picture";

export const RNET_PX = 24;
export const ONET_PX = 48;

export interface Proposed {
  readonly columns: number;
  readonly probability: Float32Array;
  /** four planes */
  readonly offsets: Float32Array;
}

export interface Refined {
  readonly scores: number[];
  readonly offsets: Box[];
}

export interface Concluded extends Refined {
  /** shares of the box */
  readonly landmarks: Place[][];
}

export class MtcnnNetworks {
  constructor(
    private readonly pnet: Network,
    private readonly rnet: Network,
    private readonly onet: Network,
  ) {}

  /** P-Net on one level. */
  async propose(level: Picture): Promise<Proposed> {
    const dims = [1, level.height, level.width, 3];
    const told = await this.pnet({ data: level.data, dims });
    const probability = output(told, "probability");
    return {
      columns: probability.dims[2] ?? 0,
      probability: probability.data,
      offsets: output(told, "offsets").data,
    };
  }

  /** R-Net on pieces of 24x24. */
  async refine(pieces: Uint8Array): Promise<Refined> {
    return refinedOf(await this.rnet({ data: pieces, dims: dimsOf(pieces, RNET_PX) }));
  }

  /** O-Net on pieces of 48x48. */
  async conclude(pieces: Uint8Array): Promise<Concluded> {
    const told = await this.onet({ data: pieces, dims: dimsOf(pieces, ONET_PX) });
    const flat = output(told, "landmarks").data;
    const refined = refinedOf(told);
    const landmarks = refined.scores.map((_, k) => landmarksAt(flat, 10 * k));
    return { ...refined, landmarks };
  }
}

function dimsOf(pieces: Uint8Array, sidePx: number): number[] {
  return [pieces.length / (sidePx * sidePx * 3), sidePx, sidePx, 3];
}

function refinedOf(told: Awaited<ReturnType<Network>>): Refined {
  const scores = Array.from(output(told, "probability").data);
  const flat = output(told, "offsets").data;
  return { scores, offsets: scores.map((_, k) => boxAt(flat, 4 * k, 1)) };
}

/** Four numbers from a place, so many apart. */
export function boxAt(flat: Float32Array, start: number, step: number): Box {
  const at = (k: number): number => flat[start + k * step] ?? 0;
  return [at(0), at(1), at(2), at(3)];
}

/** Five x, then five y. */
function landmarksAt(flat: Float32Array, start: number): Place[] {
  return Array.from({ length: 5 }, (_, k) => [flat[start + k] ?? 0, flat[start + 5 + k] ?? 0]);
}
