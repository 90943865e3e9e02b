/** Reports that could not be sent yet; they outlive a closed tab. */

import type { TrackReport } from "./messages";

const STORED = "moodarc.outbox";
const MOST = 500;

export class Outbox {
  #kept: TrackReport[];

  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#kept = readBack(storage.getItem(STORED));
  }

  get size(): number {
    return this.#kept.length;
  }

  add(report: TrackReport): void {
    this.#kept = [...this.#kept, report].slice(-MOST);
    this.#save();
  }

  /** Hands the reports over in their order; what `send` refuses stays, and all after it. */
  flush(send: (report: TrackReport) => boolean): number {
    const refused = this.#kept.findIndex((report) => !send(report));
    const sent = refused < 0 ? this.#kept.length : refused;
    this.#kept = this.#kept.slice(sent);
    this.#save();
    return sent;
  }

  /** Nothing of it will be sent. */
  clear(): void {
    this.#kept = [];
    this.#save();
  }

  #save(): void {
    try {
      if (this.#kept.length) this.storage.setItem(STORED, JSON.stringify(this.#kept));
      else this.storage.removeItem(STORED);
    } catch {
      // a full or forbidden storage: they live as long as the tab
    }
  }
}

function readBack(text: string | null): TrackReport[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? (kept as TrackReport[]) : [];
  } catch {
    return [];
  }
}
