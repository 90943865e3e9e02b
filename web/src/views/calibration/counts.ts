/** What a confusion matrix says of each class: true and false, positive and negative. */

import { EXPRESSIONS, type Expression } from "../../face/expressions";

export interface ClassCounts {
  readonly name: Expression;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** Of the expressions that were shown or told; rows are what was shown. */
export function classCounts(confusion: readonly (readonly number[])[]): ClassCounts[] {
  const total = confusion.flat().reduce((sum, n) => sum + n, 0);
  return EXPRESSIONS.map((name, k) => {
    const tp = confusion[k]?.[k] ?? 0;
    const shown = (confusion[k] ?? []).reduce((sum, n) => sum + n, 0);
    const told = confusion.reduce((sum, row) => sum + (row[k] ?? 0), 0);
    return { name, tp, fp: told - tp, fn: shown - tp, tn: total - shown - told + tp };
  }).filter(({ tp, fp, fn }) => tp + fp + fn > 0);
}
