/** The tabs of one browser agree which of them plays. */

import { signal } from "@preact/signals";

/** What a tab says: it plays from now on; who does?; it does; it does no more. */
type Said = "taken" | "who" | "here" | "left";

export interface TabHooks {
  /** Whether this tab plays. */
  plays: () => boolean;
  /** Another tab plays from now on. */
  onTaken: () => void;
}

export class Tabs {
  readonly playsElsewhere = signal(false);

  constructor(
    private readonly channel: BroadcastChannel | null,
    private readonly hooks: TabHooks,
  ) {
    channel?.addEventListener("message", ({ data }: MessageEvent<Said>) => {
      this.#hear(data);
    });
  }

  /** Find out whether another tab plays. */
  ask(): void {
    this.#say("who");
  }

  /** This tab plays from now on. */
  take(): void {
    this.playsElsewhere.value = false;
    this.#say("taken");
  }

  /** This tab is closed or loaded anew. */
  leave(): void {
    if (this.hooks.plays()) this.#say("left");
  }

  #hear(said: Said): void {
    if (said === "who") {
      if (this.hooks.plays()) this.#say("here");
      return;
    }
    this.playsElsewhere.value = said !== "left";
    if (said === "taken") this.hooks.onTaken();
  }

  #say(said: Said): void {
    this.channel?.postMessage(said);
  }
}
