/** A thing on the plane that can be dragged, or moved by the arrow keys. */

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

import type { Point } from "../api/types";
import { moved, pointOf, spotOf, type Frame } from "./geometry";
import { spoken } from "./words";

interface HandleProps {
  name: string;
  label: string;
  frame: Frame;
  at: Point;
  draft: Point | null;
  onDraft: (point: Point | null) => void;
  onDone: (point: Point) => void;
  children: ComponentChildren;
}

const STEP = 0.05;
const LEAP = 0.2;
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function Handle(props: HandleProps) {
  const { name, label, frame, at, draft, onDraft, onDone } = props;
  const grabbedRef = useRef<{ x: number; y: number } | null>(null);
  const here = draft ?? at;
  const spot = spotOf(here, frame);

  const pressed = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    const step = event.shiftKey ? LEAP : STEP;
    if (arrow) onDraft(moved(here, arrow[0] * step, arrow[1] * step));
    else if (event.key === "Enter" && draft) onDone(draft);
    else if (event.key === "Escape" && draft) onDraft(null);
    else return;
    event.preventDefault();
  };
  const grab = (event: PointerEvent) => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    grabbedRef.current = { x: event.clientX - spot.x, y: event.clientY - spot.y };
  };
  const drag = (event: PointerEvent) => {
    const from = grabbedRef.current;
    if (!from) return;
    onDraft(pointOf({ x: event.clientX - from.x, y: event.clientY - from.y }, frame));
  };
  const drop = () => {
    if (grabbedRef.current && draft) onDone(draft);
    grabbedRef.current = null;
  };
  const letGo = () => {
    grabbedRef.current = null;
    onDraft(null);
  };

  return (
    <div
      class={`plane-handle ${name}${draft ? " moving" : ""}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={-1}
      aria-valuemax={1}
      aria-valuenow={Math.round(here.valence * 100) / 100}
      aria-valuetext={spoken(here)}
      style={{ transform: `translate(${spot.x}px, ${spot.y}px)` }}
      onKeyDown={pressed}
      onBlur={() => {
        if (draft) letGo();
      }}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={letGo}
    >
      {props.children}
    </div>
  );
}
