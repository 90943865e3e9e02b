/** Two audio elements that hand over to each other: one sounds, the other holds what comes next.
 *
 * A source that fails, on either side, is tried once more from its spare address. Whatever keeps
 * the active side from sounding is told: nothing ends in silence that looks like music.
 */

import type { Holder } from "./larder";
import { factorOf } from "./levels";

/** Something to sound. */
export interface Sound {
  id: number;
  url: string;
  /** Where it is too, should that fail. */
  spareUrl: string;
  gainDb: number;
}

export interface DeckHooks {
  onTime: () => void;
  onSounding: () => void;
  onPause: () => void;
  onEnd: () => void;
  onUnplayable: () => void;
  /** The browser wants a tap of the listener first. */
  onBlocked: () => void;
}

/** What a player needs of a deck. */
export interface DeckLike {
  readonly position: number;
  readonly duration: number;
  unlock: () => void;
  start: (sound: Sound, atS?: number) => void;
  prepare: (sound: Sound | null) => void;
  pause: () => void;
  resume: () => void;
  seek: (positionS: number) => void;
  stop: () => void;
  setLoudness: (volume: number, fade: number) => void;
}

interface Side {
  element: HTMLAudioElement;
  gain: GainNode | null;
  sound: Sound | null;
  url: string;
  /** Tells one loading apart from the next: a promise may answer late. */
  loads: number;
  hasFailed: boolean;
}

const GLIDE_S = 0.03; // a step in loudness clicks

export class Deck implements DeckLike {
  #active: Side;
  #resting: Side;
  #context: AudioContext | null = null;
  #loudness = 1;

  constructor(
    private readonly hooks: DeckHooks,
    private readonly holder?: Holder,
    private readonly element: () => HTMLAudioElement = () => new Audio(),
  ) {
    this.#active = this.#side();
    this.#resting = this.#side();
  }

  get position(): number {
    return this.#active.element.currentTime;
  }

  get duration(): number {
    const { duration } = this.#active.element;
    return Number.isFinite(duration) ? duration : 0;
  }

  /** To be called from a tap or key: afterwards the page may sound by itself. */
  unlock(): void {
    this.#context ??= this.#wired();
    void this.#context?.resume().catch(() => undefined);
  }

  start(sound: Sound, atS = 0): void {
    if (this.#resting.sound?.id === sound.id) {
      [this.#active, this.#resting] = [this.#resting, this.#active];
      this.#active.sound = sound;
    } else {
      this.#load(this.#active, sound);
    }
    this.#clear(this.#resting);
    if (atS > 0 || this.#active.element.currentTime > 0) this.#active.element.currentTime = atS;
    this.#level();
    this.resume();
  }

  prepare(sound: Sound | null): void {
    if (this.#resting.sound?.id === sound?.id) return;
    if (sound) this.#load(this.#resting, sound);
    else this.#clear(this.#resting);
  }

  pause(): void {
    this.#active.element.pause();
  }

  resume(): void {
    const side = this.#active;
    if (side.element.error) this.#reload(side); // it would refuse, or wait for ever
    const { loads } = side;
    side.element.play().then(
      () => {
        if (this.#context?.state === "suspended") {
          void this.#context.resume().catch(() => undefined);
        }
      },
      (error: unknown) => {
        if (side === this.#active && side.loads === loads) this.#refused(side, error);
      },
    );
  }

  seek(positionS: number): void {
    this.#active.element.currentTime = positionS;
  }

  stop(): void {
    this.#clear(this.#active);
    this.#clear(this.#resting);
  }

  setLoudness(volume: number, fade: number): void {
    this.#loudness = volume * fade;
    this.#level();
  }

  #side(): Side {
    const nothing = { gain: null, sound: null, url: "", loads: 0, hasFailed: false };
    const side: Side = { element: this.element(), ...nothing };
    side.element.preload = "auto";
    const whileActive = (hook: () => void) => () => {
      if (side === this.#active && side.sound) hook();
    };
    const { onTime, onSounding, onPause, onEnd } = this.hooks;
    side.element.addEventListener("timeupdate", whileActive(onTime));
    side.element.addEventListener("durationchange", whileActive(onTime));
    side.element.addEventListener("playing", whileActive(onSounding));
    side.element.addEventListener("pause", whileActive(onPause));
    side.element.addEventListener("ended", whileActive(onEnd));
    side.element.addEventListener("error", () => {
      if (side.element.error) this.#breaks(side, !side.element.paused);
    });
    return side;
  }

  /** What became of the wish to sound, where it was not granted. */
  #refused(side: Side, error: unknown): void {
    const name = error instanceof DOMException ? error.name : "";
    if (name === "NotAllowedError") this.hooks.onBlocked();
    else if (name !== "AbortError") this.#breaks(side, true);
    else if (side.element.paused) this.hooks.onPause();
  }

  /** A source fails: the spare one is tried; without one, it cannot be played. */
  #breaks(side: Side, wasSounding: boolean): void {
    if (!side.sound || side.hasFailed) return; // an event and a promise may tell of the same
    if (side.url !== side.sound.spareUrl) {
      this.#reload(side);
      if (wasSounding && side === this.#active) this.resume();
    } else if (side === this.#active) {
      side.hasFailed = true;
      this.hooks.onUnplayable();
    } else {
      this.#clear(side); // tried again when it is its turn
    }
  }

  /** From the spare address, at the same place. */
  #reload(side: Side): void {
    const { currentTime } = side.element;
    if (!side.sound) return;
    this.#load(side, side.sound, side.sound.spareUrl);
    if (currentTime > 0) side.element.currentTime = currentTime;
  }

  #load(side: Side, sound: Sound, url = sound.url): void {
    const { url: before } = side;
    Object.assign(side, { sound, url, loads: side.loads + 1, hasFailed: false });
    this.holder?.hold(url);
    side.element.src = url;
    side.element.load();
    if (before) this.holder?.release(before);
  }

  #clear(side: Side): void {
    if (!side.sound) return;
    const { url } = side;
    Object.assign(side, { sound: null, url: "", loads: side.loads + 1 });
    side.element.pause();
    side.element.removeAttribute("src");
    side.element.load();
    this.holder?.release(url);
  }

  /** Gains allow to make quiet tracks louder; without them the elements' own volume must do. */
  #wired(): AudioContext | null {
    try {
      const context = new AudioContext();
      for (const side of [this.#active, this.#resting]) {
        side.gain = context.createGain();
        context.createMediaElementSource(side.element).connect(side.gain);
        side.gain.connect(context.destination);
      }
      this.#level();
      return context;
    } catch {
      return null;
    }
  }

  #level(): void {
    const { element, gain, sound } = this.#active;
    const wanted = this.#loudness * factorOf(sound?.gainDb ?? 0);
    if (gain && this.#context)
      gain.gain.setTargetAtTime(wanted, this.#context.currentTime, GLIDE_S);
    else if (gain) gain.gain.value = wanted;
    else element.volume = Math.min(1, wanted);
  }
}
