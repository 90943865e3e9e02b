/** What the camera needs before it is first looked at: the networks, and the listener's own head. */

import type { Opening } from "./camera";
import { ownHead } from "./head-store";
import { faceModel } from "./model";

export async function opening(): Promise<Opening> {
  const model = await faceModel();
  return { model, head: await ownHead(model.classifier.version) };
}
