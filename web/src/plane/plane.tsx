/** Where you are, where you are going, and the music in between. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import type { Belief, Goal, Offer, Point, TrackBrief } from "../api/types";
import { t } from "../i18n";
import { drawBackdrop } from "./backdrop";
import { Canvas } from "./canvas";
import { spotOf, type Frame } from "./geometry";
import { Handle } from "./handle";
import { keepDots, dots } from "./library";
import { drawOverlay } from "./overlay";
import { isLight, palette } from "./palette";
import "./plane.css";
import { Pointed, usePointed } from "./pointed";
import { PlaneInWords } from "./spoken";
import { feeling } from "./words";

export interface PlaneProps {
  belief: Belief | null;
  trail?: readonly Belief[];
  path?: readonly Point[];
  queue?: readonly Offer[];
  goal?: Goal | null;
  sounding?: TrackBrief | null;
  /** The point stays where it was put until this has settled. */
  onFeel?: ((point: Point) => Promise<void>) | undefined;
  onGoal?: ((point: Point) => void) | undefined;
  onTrack?: ((track: TrackBrief) => void) | undefined;
}

const MARGIN = 26;
const CENTRE: Point = { valence: 0, arousal: 0 };
const PARKED = 0.2; // a flag that stands nowhere waits beside the point

export function Plane(props: PlaneProps) {
  const { belief, trail = [], path = [], queue = [], goal, sounding } = props;
  const [box, size] = useSize();
  const frame: Frame = { size, margin: MARGIN };
  const [point, setPoint] = useState<Point | null>(null);
  const [flag, setFlag] = useState<Point | null>(null);
  const pointed = usePointed({ frame, path, queue });
  useEffect(keepDots, []);

  const [colours, allDots, light] = [palette.value, dots.value, isLight.value];
  const backdrop = useCallback(
    (context: CanvasRenderingContext2D) => {
      const glow = light ? 0.2 : 0.16;
      const around = { size, margin: MARGIN };
      drawBackdrop(context, { frame: around, palette: colours, dots: allDots, glow });
    },
    [size, colours, allDots, light],
  );
  const target = flag ?? goal?.target ?? null;
  const here = point ?? belief ?? CENTRE;
  const overlay = (context: CanvasRenderingContext2D) => {
    drawOverlay(context, {
      frame,
      palette: colours,
      belief,
      dragged: point,
      trail,
      path,
      stops: Math.min(queue.length, Math.max(0, path.length - 1)),
      sounding: sounding?.affect ?? null,
      flag: target,
      pointed: pointed.shown?.at ?? null,
    });
  };
  const parked = {
    valence: here.valence + (here.valence > 0.7 ? -PARKED : PARKED),
    arousal: here.arousal + (here.arousal > 0.7 ? -PARKED : PARKED),
  };

  return (
    <figure class="plane" aria-label={t("plane.label")}>
      <div
        class="plane-square"
        ref={box}
        onPointerMove={pointed.hover}
        onPointerLeave={pointed.leave}
        onClick={pointed.tap}
      >
        <Canvas size={size} draw={backdrop} class="plane-layer" />
        <Legend />
        <Canvas size={size} draw={overlay} class="plane-layer" />
        {size > 0 && props.onGoal && (
          <Handle
            name={`flag${target ? "" : " parked"}`}
            label={t("plane.flag")}
            frame={frame}
            at={goal?.target ?? parked}
            draft={flag}
            onDraft={setFlag}
            onDone={(at) => {
              setFlag(null);
              props.onGoal?.(at);
            }}
          >
            <Flag />
          </Handle>
        )}
        {size > 0 && props.onFeel && (
          <Handle
            name="point"
            label={t("plane.point")}
            frame={frame}
            at={belief ?? CENTRE}
            draft={point}
            onDraft={setPoint}
            onDone={(at) => {
              void props.onFeel?.(at).finally(() => {
                setPoint(null);
              });
            }}
          >
            <span class="plane-pip" />
          </Handle>
        )}
        {(point ?? flag) && <Preview at={point ?? flag ?? CENTRE} frame={frame} />}
        {pointed.shown && !point && !flag && <Pointed {...pointed} frame={frame} {...props} />}
      </div>
      <PlaneInWords belief={belief} goal={goal ?? null} queue={queue} sounding={sounding ?? null} />
    </figure>
  );
}

function Preview({ at, frame }: { at: Point; frame: Frame }) {
  const { x, y } = spotOf(at, frame);
  const below = y < 70 ? " below" : "";
  return (
    <output class={`plane-preview${below}`} style={{ left: `${x}px`, top: `${y}px` }}>
      {feeling(at)}
    </output>
  );
}

function Legend() {
  return (
    <div class="plane-legend" aria-hidden="true">
      <span class="corner happy">{t("quadrant.happy")}</span>
      <span class="corner angry">{t("quadrant.angry")}</span>
      <span class="corner sad">{t("quadrant.sad")}</span>
      <span class="corner peaceful">{t("quadrant.peaceful")}</span>
      <span class="axis up">{t("plane.lively")}</span>
      <span class="axis down">{t("plane.calm")}</span>
      <span class="axis left">{t("plane.unpleasant")}</span>
      <span class="axis right">{t("plane.pleasant")}</span>
    </div>
  );
}

function Flag() {
  return (
    <svg viewBox="0 0 24 28" width="24" height="28" aria-hidden="true">
      <path class="pole" d="M5 27V2" />
      <path class="cloth" d="M6 3c5-3 8 3 14 0v10c-6 3-9-3-14 0z" />
    </svg>
  );
}

/** The width of a box, kept up as it changes. */
function useSize() {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      setSize(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [box, size] as const;
}
