/** "This is not sad": what the listener says of a track against the estimate. */

import { useEffect, useRef, useState } from "preact/hooks";

import {
  correct,
  undoCorrection,
  type Corrected,
  type Correcting,
  type Track,
} from "../../api/library";
import type { Point } from "../../api/types";
import { Failure } from "../../app/loaded";
import { changeWords } from "../../charts/numbers";
import { stateName } from "../../charts/state-diagram";
import { t } from "../../i18n";
import { QUADRANTS, quadrantOf } from "../../plane/quadrants";
import { PointPlane } from "./point-plane";

interface Props {
  track: Track;
  change: Corrected | null;
  done: (said: Corrected) => void;
}

export function CorrectionBox({ track, change, done }: Props) {
  const affect = track.affect;
  const [point, setPoint] = useState<Point | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  if (!affect) return null;
  const quadrant = affect.quadrant ?? quadrantOf(affect);
  const attempt = (asked: Promise<Corrected>) => {
    setBusy(true);
    setError(null);
    asked.then(
      (said) => {
        setBusy(false);
        setPoint(null);
        done(said);
      },
      (reason: unknown) => {
        setBusy(false);
        setError(reason as Error);
      },
    );
  };
  const say = (said: Correcting) => {
    attempt(correct(track.track_id, said));
  };
  return (
    <div class="correction">
      <h3>{t("library.correct")}</h3>
      <p class="small dim">{t("library.correct_lead")}</p>
      <div class="row">
        <button
          type="button"
          class="button"
          disabled={busy}
          onClick={() => {
            say({ not: quadrant });
          }}
        >
          {t("library.is_not", { state: stateName(quadrant) })}
        </button>
        {QUADRANTS.filter((state) => state !== quadrant).map((state) => (
          <button
            key={state}
            type="button"
            class={`button mood-chip ${state}`}
            disabled={busy}
            onClick={() => {
              say({ is: state });
            }}
          >
            <span class={`dot ${state}`} aria-hidden="true" />
            {t("library.it_is", { state: stateName(state) })}
          </button>
        ))}
      </div>
      <Effect change={change} />
      <PointPlane affect={affect} point={point} move={setPoint} />
      <div class="row">
        <button
          type="button"
          class="button primary"
          disabled={busy || point === null}
          onClick={() => {
            if (point) say({ at: point });
          }}
        >
          {t("library.belongs_here")}
        </button>
        {track.correction && (
          <button
            type="button"
            class="button"
            disabled={busy}
            onClick={() => {
              attempt(undoCorrection(track.track_id));
            }}
          >
            {t("library.undo")}
          </button>
        )}
      </div>
      {error && <Failure error={error} />}
    </div>
  );
}

/** What a word of the listener did, right below what they pressed, and never out of sight. */
function Effect({ change }: { change: Corrected | null }) {
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (change) told.current?.scrollIntoView({ block: "nearest" });
  }, [change]);
  return (
    <div ref={told} role="status" class="correction-told">
      {change && <p class="notice small">{changedWords(change)}</p>}
    </div>
  );
}

function changedWords({ before, after, neighbours_moved }: Corrected): string {
  const others =
    neighbours_moved === 0
      ? t("library.none_moved")
      : t("library.others_moved", { n: neighbours_moved });
  return before && after ? `${movedWords(before, after)} ${others}` : others;
}

function movedWords(before: Point, after: Point): string {
  const shift = {
    valence: after.valence - before.valence,
    arousal: after.arousal - before.arousal,
  };
  const [was, is] = [quadrantOf(before), quadrantOf(after)];
  return was !== is
    ? t("library.changed_mood", { before: stateName(was), after: stateName(is) })
    : t("library.now_counts", { change: changeWords(shift) });
}
