/** An error as a sentence for the listener. */

import { ServiceError, UnreachableError } from "../api/client";
import { t } from "../i18n";

/** What went wrong, and what to do, in the service's own words where it gave some. */
export function sentenceOf(error: unknown): string {
  if (error instanceof UnreachableError) return t("loaded.unreachable");
  if (!(error instanceof Error)) return String(error);
  const remedy = error instanceof ServiceError ? error.problem.remedy : null;
  return remedy && !error.message.includes(remedy) ? `${error.message} ${remedy}` : error.message;
}
