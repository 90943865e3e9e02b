/** The keys and the lock screen of the machine: what plays, and what can be done with it. */

import { effect } from "@preact/signals";

import { coverUrl } from "../api/tracks";
import type { Player } from "./player";

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
}
