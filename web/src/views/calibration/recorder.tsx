/** Guided recording: an expression is chosen, three seconds are counted down, pictures are taken. */

import { useEffect, useState } from "preact/hooks";

import { forget, listen, record } from "../../face/camera";
import { EXPRESSIONS, expressionAt } from "../../face/expressions";
import { LEAST_PICTURES } from "../../face/personal-fitting";
import { sight } from "../../face/state";
import { t } from "../../i18n";
import { hintOf } from "../senses/hints";

const COUNTDOWN_S = 3;

interface Props {
  counts: readonly number[];
  most: number;
  onCounts: (counts: number[]) => void;
}

export function Recorder({ counts, most, onCounts }: Props) {
  const [shown, setShown] = useState<number | null>(null);
  const [left, setLeft] = useState(0);
  useEffect(
    () =>
      listen((message) => {
        if (message.type === "counts") onCounts(message.counts);
      }),
    [onCounts],
  );
  useEffect(() => {
    if (shown === null) return;
    if (left > 0) {
      const timer = setTimeout(() => {
        setLeft(left - 1);
      }, 1000);
      return () => {
        clearTimeout(timer);
      };
    }
    record(shown, most);
    return () => {
      record(null, 0);
    };
  }, [shown, left, most]);
  useEffect(() => {
    if (shown !== null && (counts[shown] ?? 0) >= most) setShown(null);
  }, [counts, shown, most]);
  const start = (place: number): void => {
    if ((counts[place] ?? 0) >= most) forget(place);
    setShown(place);
    setLeft(COUNTDOWN_S);
  };
  return (
    <div class="stack">
      <Guide shown={shown} left={left} n={shown === null ? 0 : (counts[shown] ?? 0)} most={most} />
      <ul class="to-record">
        {EXPRESSIONS.map((name, k) => (
          <li key={name}>
            <button
              type="button"
              class={shown === k ? "button is-now" : "button"}
              aria-pressed={shown === k}
              onClick={() => {
                if (shown === k) setShown(null);
                else start(k);
              }}
            >
              <span>{t(`senses.expression.${name}`)}</span>
              <progress max={most} value={counts[k] ?? 0} aria-hidden="true" />
              <span class="dim small">{counts[k] ?? 0}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="dim small">{t("calibration.least", { n: LEAST_PICTURES })}</p>
    </div>
  );
}

interface GuideProps {
  shown: number | null;
  left: number;
  n: number;
  most: number;
}

function Guide({ shown, left, n, most }: GuideProps) {
  const hint = sight.value ? hintOf(sight.value.validity) : null;
  if (shown === null) return <p class="guide">{t("calibration.choose")}</p>;
  const name = t(`senses.expression.${expressionAt(shown)}`);
  return (
    <div class="guide" role="status">
      {left > 0 ? (
        <>
          <span class="guide-count" aria-hidden="true">
            {left}
          </span>
          <span>{t("calibration.show", { name })}</span>
        </>
      ) : (
        <>
          <span class="guide-count" aria-hidden="true">
            {t("calibration.of", { n, most })}
          </span>
          <span>{hint ? t(hint) : t("calibration.recording", { name })}</span>
        </>
      )}
    </div>
  );
}
