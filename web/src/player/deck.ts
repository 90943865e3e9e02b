/** Two audio elements that hand over to each other: one sounds, the other holds what comes next. */

import { factorOf } from "./levels";

/** Something to sound. */
export interface Sound {
  id: number;
  url: string;
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
}

const GLIDE_S = 0.03; // a step in loudness clicks

export class Deck implements DeckLike {
  #active: Side;
  #resting: Side;
  #context: AudioContext | null = null;
  #loudness = 1;

  constructor(private readonly hooks: DeckHooks) {
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
    side.element.play().then(
      () => {
        if (this.#context?.state === "suspended") {
          void this.#context.resume().catch(() => undefined);
        }
      },
      (error: unknown) => {
        if (side !== this.#active || !(error instanceof DOMException)) return;
        if (error.name === "NotAllowedError") this.hooks.onBlocked();
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
    const side: Side = { element: new Audio(), gain: null, sound: null };
    side.element.preload = "auto";
    const whileActive = (hook: () => void) => () => {
      if (side === this.#active && side.sound) hook();
    };
    const { onTime, onSounding, onPause, onEnd, onUnplayable } = this.hooks;
    side.element.addEventListener("timeupdate", whileActive(onTime));
    side.element.addEventListener("durationchange", whileActive(onTime));
    side.element.addEventListener("playing", whileActive(onSounding));
    side.element.addEventListener("pause", whileActive(onPause));
    side.element.addEventListener("ended", whileActive(onEnd));
    side.element.addEventListener("error", whileActive(onUnplayable));
    return side;
  }

  #load(side: Side, sound: Sound): void {
    side.sound = sound;
    side.element.src = sound.url;
    side.element.load();
  }

  #clear(side: Side): void {
    if (!side.sound) return;
    side.sound = null;
    side.element.pause();
    side.element.removeAttribute("src");
    side.element.load();
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
