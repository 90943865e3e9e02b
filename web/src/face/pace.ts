/** How often a frame is looked at: as often as there are frames, but so that some time is left. */

const FASTEST_MS = 33;
const SLOWEST_MS = 300;
const OF_NEW = 0.15;
const BUSY = 0.75;

export class Pace {
  private cost = FASTEST_MS * BUSY;
  private nextMs = 0;

  /** Milliseconds between frames. */
  get everyMs(): number {
    return Math.min(SLOWEST_MS, Math.max(FASTEST_MS, this.cost / BUSY));
  }

  /** What a frame cost to look at. */
  spent(ms: number): void {
    this.cost += OF_NEW * (ms - this.cost);
  }

  /** Whether a frame at this time should be looked at; if so the next one waits. */
  isDue(nowMs: number): boolean {
    if (nowMs < this.nextMs) return false;
    // half a frame early is in time: cameras do not keep ours
    this.nextMs = nowMs + this.everyMs - FASTEST_MS / 2;
    return true;
  }
}
