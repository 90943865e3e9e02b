/** Where what belongs to a track lies, and what it is called. */

import { urlOf } from "./client";
import type { TrackBrief } from "./types";

export function audioUrl(trackId: number): string {
  return urlOf(`/tracks/${String(trackId)}/audio`);
}

export function coverUrl(trackId: number): string {
  return urlOf(`/tracks/${String(trackId)}/cover`);
}

/** "Title, Artist", or the title alone. */
export function nameOf(track: Pick<TrackBrief, "title" | "artist">): string {
  return track.artist ? `${track.title}, ${track.artist}` : track.title;
}
