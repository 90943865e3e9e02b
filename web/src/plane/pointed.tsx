/** What lies under the pointer: a stop of the path or a dot of the library, by name. */

import { useEffect, useRef, useState } from "preact/hooks";

import { nameOf } from "../api/tracks";
import type { Offer, Point, TrackBrief } from "../api/types";
import { t } from "../i18n";
import { pointOf, spotOf, type Frame, type Spot } from "./geometry";
import { dotIndex, dots, trackOf } from "./library";

export interface Found {
  id: number;
  at: Point;
  number: number | null;
  track: TrackBrief | null;
}

const STOP_REACH = 12;
const DOT_REACH = 10;
const TOUCH_REACH = 22;
const REST_MS = 90;

interface Search {
  frame: Frame;
  path: readonly Point[];
  queue: readonly Offer[];
}

export function usePointed(search: Search) {
  const [shown, setShown] = useState<Found | null>(null);
  const [held, setHeld] = useState(false);
  const restRef = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(restRef.current);
    },
    [],
  );

  const show = (found: Found | null) => {
    setShown((before) => (before?.id === found?.id && before?.track ? before : found));
    if (!found || found.track) return;
    trackOf(found.id).then(
      (track) => {
        setShown((now) => (now?.id === found.id ? { ...now, track } : now));
      },
      () => {
        setShown((now) => (now?.id === found.id ? null : now));
      },
    );
  };
  const hover = (event: PointerEvent) => {
    if (event.pointerType !== "mouse" || held || event.buttons) return;
    const at = placeOf(event);
    clearTimeout(restRef.current);
    restRef.current = setTimeout(() => {
      show(found(at, search, DOT_REACH));
    }, REST_MS);
  };
  const leave = () => {
    clearTimeout(restRef.current);
    if (!held) setShown(null);
  };
  const tap = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest(".plane-handle, .plane-found")) return;
    const there = found(placeOf(event), search, TOUCH_REACH);
    setHeld(there !== null);
    show(there);
  };
  const close = () => {
    setHeld(false);
    setShown(null);
  };
  return { shown, held, hover, leave, tap, close };
}

interface PointedProps {
  shown: Found | null;
  held: boolean;
  frame: Frame;
  close: () => void;
  onTrack?: ((track: TrackBrief) => void) | undefined;
}

export function Pointed({ shown, held, frame, close, onTrack }: PointedProps) {
  if (!shown) return null;
  const { x, y } = spotOf(shown.at, frame);
  const side = x > frame.size / 2 ? " leftwards" : "";
  const { track, number } = shown;
  return (
    <div
      class={`plane-found${side}${held ? " held" : ""}`}
      style={{ left: `${x}px`, top: `${y}px` }}
      role={held ? "dialog" : "tooltip"}
      aria-label={track ? nameOf(track) : undefined}
    >
      <strong>
        {number !== null && <span class="dim">{number} · </span>}
        {track?.title ?? "…"}
      </strong>
      {track?.artist && <span class="dim small">{track.artist}</span>}
      {held && track && onTrack && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            onTrack(track);
            close();
          }}
        >
          {t("plane.start_here")}
        </button>
      )}
    </div>
  );
}

function found(at: Spot, { frame, path, queue }: Search, reach: number): Found | null {
  const stops = queue.slice(0, Math.max(0, path.length - 1));
  for (const [index, offer] of stops.entries()) {
    const point = path[index + 1];
    if (!point) continue;
    const spot = spotOf(point, frame);
    if (Math.hypot(spot.x - at.x, spot.y - at.y) <= STOP_REACH) {
      return { id: offer.track.track_id, at: point, number: index + 1, track: offer.track };
    }
  }
  const scale = (frame.size - 2 * frame.margin) / 2;
  const row = dotIndex.value.nearest(pointOf(at, frame), reach / scale);
  if (row < 0) return null;
  const point = { valence: dots.value.valence[row] ?? 0, arousal: dots.value.arousal[row] ?? 0 };
  return { id: dots.value.ids[row] ?? 0, at: point, number: null, track: null };
}

function placeOf(event: MouseEvent): Spot {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
