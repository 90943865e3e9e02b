/** The next tracks' files, fetched ahead: music goes on while the service is away. */

import { audioUrl } from "../api/tracks";

const MOST_BYTES = 40_000_000; // of one file; a longer one is streamed

export class Larder {
  #kept = new Map<number, string>();
  #wanted: readonly number[] = [];
  #busy = false;

  /** Where a track's sound comes from: from here, else from the service. */
  urlOf(trackId: number): string {
    return this.#kept.get(trackId) ?? audioUrl(trackId);
  }

  /** Fetch these, one after another, and let go of all others. */
  keep(trackIds: readonly number[]): void {
    this.#wanted = trackIds;
    for (const [id, url] of this.#kept) {
      if (trackIds.includes(id)) continue;
      URL.revokeObjectURL(url);
      this.#kept.delete(id);
    }
    void this.#fill();
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
