/** The keys and the lock screen of the machine: what plays, and what can be done with it. */

import { effect } from "@preact/signals";

import { coverUrl } from "../api/tracks";
import type { Player } from "./player";

const STEP_S = 10; // where the machine names none

export function keepMediaSession(player: Player): void {
  if (!("mediaSession" in navigator)) return;
  const keys = navigator.mediaSession;
  const acts: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: () => {
      player.resume();
    },
    pause: () => {
      player.pause();
    },
    nexttrack: () => {
      player.skip();
    },
    previoustrack: () => {
      player.replay();
    },
    seekbackward: ({ seekOffset }) => {
      player.seek(Math.max(0, player.position.value - (seekOffset ?? STEP_S)));
    },
    seekforward: ({ seekOffset }) => {
      const end = player.duration.value;
      player.seek(Math.min(end, player.position.value + (seekOffset ?? STEP_S)));
    },
    stop: () => {
      player.pause();
    },
    seekto: ({ seekTime }) => {
      if (seekTime !== undefined) player.seek(seekTime);
    },
  };
  for (const [action, handler] of Object.entries(acts)) {
    try {
      keys.setActionHandler(action as MediaSessionAction, handler);
    } catch {
      // a browser that does not know this key
    }
  }
  effect(() => {
    const track = player.current.value;
    keys.metadata = track
      ? new MediaMetadata({
          title: track.title,
          artist: track.artist ?? "",
          album: track.album ?? "",
          artwork: [{ src: coverUrl(track.track_id) }],
        })
      : null;
  });
  effect(() => {
    const hasTrack = player.current.value !== null;
    keys.playbackState = hasTrack ? (player.isPaused.value ? "paused" : "playing") : "none";
  });
  effect(() => {
    const { value: duration } = player.duration;
    const position = Math.min(player.position.value, duration);
    if (player.current.value && duration > 0) keys.setPositionState({ duration, position });
    else keys.setPositionState();
  });
}
