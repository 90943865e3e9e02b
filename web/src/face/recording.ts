/** Examples of one listener's expressions, as numbers; pictures are not kept (LE-5). */

import type { Answer } from "./classifier";
import { countsOf, type Example } from "./personal-fitting";

/** Between pictures: neighbouring frames are nearly copies. */
export const SPACING_S = 0.2;

export class Recording {
  private kept: Example[] = [];
  private shown: number | null = null;
  private most = 0;
  private nextS = 0;

  /** Take what comes from now on as an expression, so many at most; null takes nothing. */
  take(shown: number | null, most: number): void {
    this.shown = shown;
    this.most = most;
    this.nextS = 0;
  }

  /** Whether the answer was kept. */
  offer(answer: Answer, atS: number): boolean {
    const { shown } = this;
    if (shown === null || atS < this.nextS) return false;
    if ((this.counts[shown] ?? 0) >= this.most) return false;
    this.nextS = atS + SPACING_S;
    this.kept.push({ ...answer, shown });
    return true;
  }

  /** Of one expression, or of all. */
  forget(shown: number | null): void {
    this.kept = shown === null ? [] : this.kept.filter((one) => one.shown !== shown);
  }

  get counts(): number[] {
    return countsOf(this.kept);
  }

  /** In the order of their recording. */
  get examples(): readonly Example[] {
    return this.kept;
  }
}
