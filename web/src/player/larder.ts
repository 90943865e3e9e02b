/** The next tracks' files, fetched ahead: music goes on while the service is away.
 *
 * A browser lets go of a file that lies ready for half a minute and reads it again when it is to
 * sound. So a file is given up only when nothing waits for it and no element has it as its source.
 */

import { audioUrl } from "../api/tracks";

const MOST_BYTES = 40_000_000; // of one file; a longer one is streamed

/** Is told which addresses are some element's source. */
export interface Holder {
  hold: (url: string) => void;
  release: (url: string) => void;
}

export class Larder implements Holder {
  #kept = new Map<number, string>();
  #held = new Map<string, number>(); // how many elements have it as their source
  #wanted: readonly number[] = [];
  #busy = false;

  /** Where a track's sound comes from: from here, else from the service. */
  urlOf(trackId: number): string {
    return this.#kept.get(trackId) ?? audioUrl(trackId);
  }

  /** Fetch these, one after another, and let go of all others that no element needs. */
  keep(trackIds: readonly number[]): void {
    this.#wanted = trackIds;
    this.#letGo();
    void this.#fill();
  }

  /** An element has it as its source. */
  hold(url: string): void {
    this.#held.set(url, (this.#held.get(url) ?? 0) + 1);
  }

  /** An element has it as its source no longer. */
  release(url: string): void {
    const left = (this.#held.get(url) ?? 0) - 1;
    if (left > 0) this.#held.set(url, left);
    else this.#held.delete(url);
    this.#letGo();
  }

  #letGo(): void {
    for (const [id, url] of this.#kept) {
      if (this.#wanted.includes(id) || this.#held.has(url)) continue;
      URL.revokeObjectURL(url);
      this.#kept.delete(id);
    }
  }

  async #fill(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const tried = new Set<number>();
    const next = () => this.#wanted.find((id) => !this.#kept.has(id) && !tried.has(id));
    for (let id = next(); id !== undefined; id = next()) {
      tried.add(id);
      await this.#fetch(id);
    }
    this.#busy = false;
  }

  async #fetch(id: number): Promise<void> {
    try {
      const answer = await fetch(audioUrl(id), { credentials: "same-origin" });
      const length = Number(answer.headers.get("Content-Length"));
      if (!answer.ok || !length || length > MOST_BYTES) {
        await answer.body?.cancel();
        return;
      }
      const blob = await answer.blob();
      if (this.#wanted.includes(id)) this.#kept.set(id, URL.createObjectURL(blob));
    } catch {
      // the service is away; it is streamed when it is back
    }
  }
}
