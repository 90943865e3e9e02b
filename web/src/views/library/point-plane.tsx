/** A small plane on which a track's point is dragged to where it belongs. */

import { useId, useRef } from "preact/hooks";

import type { PerceivedAffect, Point } from "../../api/types";
import { number } from "../../charts/numbers";
import { PlaneGround, scalesOf } from "../../charts/plane";
import { quadrantOf } from "../../charts/runs";
import { clamp, linear } from "../../charts/scale";
import { t } from "../../i18n";

interface Props {
  affect: PerceivedAffect;
  /** Where it was dragged, if it was. */
  point: Point | null;
  move: (point: Point) => void;
}

const SIZE = 260;
const STEP = 0.05;

const KEYS: Record<string, Point> = {
  ArrowRight: { valence: STEP, arousal: 0 },
  ArrowLeft: { valence: -STEP, arousal: 0 },
  ArrowUp: { valence: 0, arousal: STEP },
  ArrowDown: { valence: 0, arousal: -STEP },
};

export function PointPlane({ affect, point, move }: Props) {
  const id = useId();
  const drawing = useRef<SVGSVGElement>(null);
  const [x, y] = scalesOf(SIZE);
  const at = point ?? affect;
  const words = t("library.point_words", {
    valence: number(at.valence),
    arousal: number(at.arousal),
  });
  const moveTo = (valence: number, arousal: number) => {
    move({ valence: rounded(valence), arousal: rounded(arousal) });
  };
  const drag = (event: PointerEvent) => {
    const place = drawing.current?.getBoundingClientRect();
    if (!place) return;
    const back = linear([x(-1), x(1)], [-1, 1]);
    const scale = SIZE / place.width;
    moveTo(back((event.clientX - place.left) * scale), -back((event.clientY - place.top) * scale));
  };
  return (
    <div class="point-plane">
      <svg
        ref={drawing}
        class="chart-drawing"
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        width={SIZE}
        height={SIZE}
        role="group"
        aria-labelledby={id}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
        }}
      >
        <title id={id}>{t("library.drag_title")}</title>
        <PlaneGround size={SIZE} />
        <ellipse
          class={`point-spread mark ${quadrantOf(affect.valence, affect.arousal)}`}
          cx={x(affect.valence)}
          cy={y(affect.arousal)}
          rx={x(affect.valence_sd) - x(0)}
          ry={y(0) - y(affect.arousal_sd)}
        />
        {point && (
          <line
            class="point-moved"
            x1={x(affect.valence)}
            y1={y(affect.arousal)}
            x2={x(at.valence)}
            y2={y(at.arousal)}
          />
        )}
        <circle
          class={`point-handle mark ${quadrantOf(at.valence, at.arousal)}`}
          cx={x(at.valence)}
          cy={y(at.arousal)}
          r={9}
          tabindex={0} // of SVG: its attributes know capitals
          role="slider"
          aria-label={t("library.drag")}
          aria-valuemin={-1}
          aria-valuemax={1}
          aria-valuenow={rounded(at.valence)}
          aria-valuetext={words}
          onKeyDown={(event) => {
            const by = KEYS[event.key];
            if (!by) return;
            event.preventDefault();
            moveTo(at.valence + by.valence, at.arousal + by.arousal);
          }}
        />
      </svg>
      <p class="small dim">{words}</p>
    </div>
  );
}

function rounded(value: number): number {
  return Number(clamp(value, -1, 1).toFixed(2));
}
