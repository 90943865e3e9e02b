/** Plays what the service orders, tells it what became of it, and goes on alone while it is away.
 *
 * A track's end is told a moment early, so that the next order is here when the sound stops. Where
 * none comes in time, the head of the queue is played.
 */

import { signal } from "@preact/signals";

import type { EventKind } from "../api/messages";
import { audioUrl } from "../api/tracks";
import type { Offer, TrackBrief } from "../api/types";
import { Deck, type DeckHooks, type DeckLike, type Sound } from "./deck";
import { fadeOf } from "./levels";

/** What the player needs of the page round it. */
export interface Surroundings {
  report: (
    kind: EventKind,
    trackId: number,
    positionS?: number,
    details?: Record<string, unknown>,
  ) => void;
  queue: () => readonly Offer[];
  goOnWith: (offer: Offer) => void;
  isOnline: () => boolean;
  stopSession: () => void;
  now: () => number;
  urlOf?: (trackId: number) => string;
  deck?: (hooks: DeckHooks) => DeckLike;
}

export interface Wanted {
  track: TrackBrief;
  why: string;
  gain_db: number;
  position_s?: number | null;
}

const LEAD_S = 0.8;
const PATIENCE_MS = 900;
const MOST_UNPLAYABLE = 5;
export const SECOND_THOUGHT_MS = 5000;

export class Player {
  readonly current = signal<TrackBrief | null>(null);
  readonly why = signal("");
  readonly position = signal(0);
  readonly duration = signal(0);
  readonly isPaused = signal(true);
  readonly isBlocked = signal(false);
  readonly isMine = signal(false);
  readonly volume = signal(1);
  readonly sleepAt = signal<number | null>(null);
  readonly sleepLeftMs = signal<number | null>(null);
  /** Whether the sleep timer ended the session. */
  readonly isAsleep = signal(false);
  readonly isLiked = signal(false);
  /** The track about to be banned, while that can still be taken back. */
  readonly leaving = signal<TrackBrief | null>(null);
  /** Whether the player waits for the service to be back. */
  readonly isStalled = signal(false);
  /** Whether the player stopped because several files in a row could not be played. */
  readonly gaveUp = signal(false);

  #deck: DeckLike;
  #next: Wanted | null = null;
  #told = { play: false, finish: false, left: false };
  #unplayable = 0;
  #volumeTold = 1;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #ban: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly around: Surroundings) {
    const make = around.deck ?? ((hooks: DeckHooks) => new Deck(hooks));
    this.#deck = make({
      onTime: () => {
        this.#tick();
      },
      onSounding: () => {
        this.#sounding();
      },
      onPause: () => {
        this.isPaused.value = true;
      },
      onEnd: () => {
        this.#ended();
      },
      onUnplayable: () => {
        this.#fails();
      },
      onBlocked: () => {
        this.isBlocked.value = this.isPaused.value = true;
      },
    });
  }

  /** To be called from a tap or key of the listener: this page plays from now on. */
  take(): void {
    this.isMine.value = true;
    this.isBlocked.value = this.gaveUp.value = this.isAsleep.value = false;
    this.#unplayable = 0;
    if (this.sleepAt.value !== null && this.sleepAt.value <= this.around.now()) this.sleepIn(null);
    this.#deck.unlock();
  }

  /** Another page plays from now on. */
  yield(): void {
    this.isMine.value = false;
    this.#silence();
  }

  /** An order of the service. */
  order(wanted: Wanted): void {
    if (!this.isMine.value) return;
    const isSame = this.current.value?.track_id === wanted.track.track_id;
    if (isSame && !this.#told.finish && !this.#told.left) return;
    if (this.#told.finish && !this.isPaused.value) {
      this.#next = wanted;
      this.#deck.prepare(this.#soundOf(wanted));
    } else {
      this.begin(wanted, wanted.position_s ?? 0);
    }
  }

  /** Play a track at once. */
  begin(wanted: Wanted, atS = 0): void {
    clearTimeout(this.#waiting);
    this.#tellBan();
    this.#next = null;
    this.#told = { play: false, finish: false, left: false };
    this.current.value = wanted.track;
    this.why.value = wanted.why;
    this.isLiked.value = this.isStalled.value = false;
    this.position.value = atS;
    this.duration.value = wanted.track.duration_s ?? 0;
    this.#level();
    this.#deck.start(this.#soundOf(wanted), atS);
  }

  /** The service is back: go on where the sound stopped. */
  goOn(): void {
    const track = this.current.value;
    if (!this.isStalled.value || !track) return;
    this.isStalled.value = false;
    this.#deck.start(this.#soundOf({ track, gain_db: track.gain_db }), this.position.value);
  }

  /** Load what will probably come next. */
  prepare(offer: Offer | null): void {
    if (!this.isMine.value || !this.current.value || this.#next) return;
    this.#deck.prepare(offer && this.#soundOf({ ...offer, gain_db: offer.track.gain_db }));
  }

  pause(): void {
    this.#deck.pause();
  }

  resume(): void {
    this.take();
    if (this.current.value) this.#deck.resume();
  }

  seek(positionS: number): void {
    this.#deck.seek(positionS);
    this.position.value = positionS;
  }

  replay(): void {
    this.keep();
    this.#tell("replay");
    this.#told.finish = false;
    this.seek(0);
    this.#deck.resume();
  }

  like(): void {
    this.keep();
    this.isLiked.value = true;
    this.#tell("like");
  }

  skip(): void {
    if (this.leaving.value) this.settle();
    else if (!this.#told.left) this.#leave(this.#told.play ? undefined : { waiting: true });
  }

  /** The track fades away; while it does, the listener may think better of it. */
  ban(): void {
    if (!this.current.value || this.leaving.value) return;
    this.leaving.value = this.current.value;
    const from = this.around.now();
    this.#ban = setInterval(() => {
      const left = 1 - (this.around.now() - from) / SECOND_THOUGHT_MS;
      this.#deck.setLoudness(this.volume.value, Math.max(0, left));
      if (left <= 0) this.settle();
    }, 100);
  }

  /** What fades out cannot be taken back any more. */
  settle(): void {
    if (!this.leaving.value) return;
    this.#tellBan();
    this.#await();
  }

  keep(): void {
    this.#takeBanBack();
    this.#level();
  }

  setVolume(volume: number, isFinal: boolean): void {
    this.volume.value = volume;
    this.#level();
    if (!isFinal || volume === this.#volumeTold) return;
    this.#tell("volume", { before: this.#volumeTold, after: volume });
    this.#volumeTold = volume;
  }

  /** Sleep in some minutes; null = do not. */
  sleepIn(minutes: number | null): void {
    this.sleepUntil(minutes === null ? null : this.around.now() + minutes * 60_000);
  }

  /** Sleep at a time (ms); null = do not. */
  sleepUntil(at: number | null): void {
    this.sleepAt.value = at;
    this.#level();
  }

  /** The session is over; a track that was told as finished may still ring out. */
  over(): void {
    this.#tellBan();
    this.#next = null;
    clearTimeout(this.#waiting);
    if (!this.#told.finish || this.isPaused.value) this.#silence();
  }

  /** Everything is to be forgotten: silent at once, and nothing is told of it. */
  forget(): void {
    this.#takeBanBack();
    this.#next = null;
    this.isMine.value = this.isLiked.value = this.isStalled.value = this.gaveUp.value = false;
    this.sleepAt.value = this.sleepLeftMs.value = null;
    this.why.value = "";
    this.duration.value = 0;
    this.#silence();
  }

  #tick(): void {
    const { position, duration } = this.#deck;
    this.position.value = position;
    if (duration) this.duration.value = duration;
    if (this.sleepAt.value !== null) this.#drowse(this.sleepAt.value);
    const isNear = duration > 0 && duration - position <= LEAD_S;
    if (isNear && this.leaving.value) this.settle();
    else if (isNear && this.#told.play && !this.#told.finish && !this.#told.left) {
      this.#tell("finish", undefined, duration);
      this.#told.finish = true;
    }
  }

  #sounding(): void {
    this.isPaused.value = this.isBlocked.value = this.isStalled.value = false;
    this.#unplayable = 0;
    if (this.#told.play) return;
    this.#told.play = true;
    this.#tell("play");
  }

  #ended(): void {
    this.isPaused.value = true;
    this.#tellBan();
    if (!this.#told.finish && !this.#told.left) this.#tell("finish");
    this.#told.finish = true;
    if (this.#next) this.begin(this.#next);
    else this.#await();
  }

  #fails(): void {
    this.isPaused.value = true;
    if (this.leaving.value) {
      this.settle();
      return;
    }
    if (this.#told.finish) {
      this.#ended(); // it was heard but for its last moment
      return;
    }
    if (!this.around.isOnline()) {
      this.isStalled.value = true; // no fault of the file
      return;
    }
    this.#unplayable += 1;
    if (this.#unplayable >= MOST_UNPLAYABLE) {
      this.gaveUp.value = true;
      return;
    }
    this.#leave({ unplayable: "the browser cannot play this file" });
  }

  #leave(details?: Record<string, unknown>): void {
    this.#tell("skip", details);
    this.#told.left = true;
    this.#await();
  }

  /** The service's order, or the queue's head where none comes soon. */
  #await(): void {
    clearTimeout(this.#waiting);
    const wait = this.around.isOnline() ? PATIENCE_MS : 0;
    this.#waiting = setTimeout(() => {
      const [head] = this.around.queue();
      if (!head) {
        this.#silence();
        return;
      }
      this.around.goOnWith(head);
      this.begin({ ...head, gain_db: head.track.gain_db });
    }, wait);
  }

  #drowse(at: number): void {
    this.#level();
    if (at > this.around.now()) return;
    this.sleepAt.value = this.sleepLeftMs.value = null;
    this.isAsleep.value = true;
    this.#silence();
    this.around.stopSession();
  }

  #silence(): void {
    clearTimeout(this.#waiting);
    this.#tellBan();
    this.#deck.stop();
    this.current.value = null;
    this.isPaused.value = true;
    this.isBlocked.value = false;
    this.position.value = 0;
  }

  #tellBan(): void {
    if (!this.leaving.value) return;
    this.#takeBanBack();
    this.#tell("ban");
    this.#told.left = true;
  }

  #takeBanBack(): void {
    clearInterval(this.#ban);
    this.leaving.value = null;
  }

  #level(): void {
    const at = this.sleepAt.value;
    const left = at === null ? null : at - this.around.now();
    this.sleepLeftMs.value = left;
    const fade = left === null ? 1 : fadeOf(left / 1000);
    this.#deck.setLoudness(this.volume.value, fade);
  }

  #tell(kind: EventKind, details?: Record<string, unknown>, positionS?: number): void {
    const track = this.current.value;
    if (!track) return;
    this.around.report(kind, track.track_id, positionS ?? this.#deck.position, details);
  }

  #soundOf({ track, gain_db }: Pick<Wanted, "track" | "gain_db">): Sound {
    const { track_id: id } = track;
    const spareUrl = audioUrl(id);
    return { id, url: this.around.urlOf?.(id) ?? spareUrl, spareUrl, gainDb: gain_db };
  }
}
