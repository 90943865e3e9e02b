/** Which networks the page runs, as the service tells it. */

import { get } from "../api/client";
import type { ClassifierConfig } from "./classifier";
import type { FaceModel } from "./messages";

/** `GET /face-model`. */
export interface FaceModelAnswer {
  expression: ClassifierConfig & { url: string; page_url: string | null };
  mtcnn: { pnet: string; rnet: string; onet: string };
}

export async function faceModel(): Promise<FaceModel> {
  const { expression, mtcnn } = await get<FaceModelAnswer>("/face-model");
  const { url, page_url: quick, version, reading, temperatures } = expression;
  return { ...mtcnn, expression: url, quick, classifier: { version, reading, temperatures } };
}
