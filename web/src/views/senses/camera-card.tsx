/** The camera: off until the listener agrees, then a preview, seven bars and a label. */

import { useState } from "preact/hooks";

import { turnOn } from "../../face/camera";
import { EXPRESSIONS, type Expression } from "../../face/expressions";
import { opening } from "../../face/opening";
import { expressionEntropy } from "../../face/reading";
import {
  cameraOn,
  cameraPhase,
  cameraProblem,
  frameMs,
  lastRead,
  sight,
  turnOff,
} from "../../face/state";
import { t } from "../../i18n";
import { ExpressionBars } from "./bars";
import "./camera.css";
import { hintOf, problemKey } from "./hints";
import { Preview } from "./preview";
import { surenessOf } from "./sense";
import { SenseCard } from "./sense-card";
import { useConsent } from "./use-consent";

export function CameraCard() {
  const [problem, setProblem] = useState<string | null>(null);
  const { withConsent, dialog } = useConsent("camera", setProblem);
  const start = (): void => {
    setProblem(null);
    withConsent(() => void turnOn(opening));
  };
  const isOff = cameraPhase.value === "off";
  return (
    <SenseCard
      name="face"
      onOff={turnOff}
      now={{
        isWorking: cameraOn.value,
        words: t(cameraOn.value ? "frame.camera_on" : "senses.face.off"),
      }}
    >
      <CameraNotice problem={problem} />
      {isOff ? <Invitation onStart={start} /> : <Looking />}
      {dialog}
    </SenseCard>
  );
}

function CameraNotice({ problem }: { problem: string | null }) {
  const told = cameraProblem.value;
  if (!told && !problem) return null;
  return (
    <p class="notice problem" role="alert">
      {told ? t(problemKey(told)) : problem}
    </p>
  );
}

function Invitation({ onStart }: { onStart: () => void }) {
  return (
    <div class="camera-invitation stack">
      <svg viewBox="0 0 120 90" aria-hidden="true" class="camera-invitation-face">
        <circle cx="60" cy="45" r="34" />
        <circle cx="48" cy="38" r="3" class="eye" />
        <circle cx="72" cy="38" r="3" class="eye" />
        <path d="M45 54 q15 13 30 0" />
      </svg>
      <p>{t("senses.face.promise")}</p>
      <button type="button" class="button primary" onClick={onStart}>
        {t("camera.on")}
      </button>
      <CalibrationLink />
    </div>
  );
}

function Looking() {
  const phase = cameraPhase.value;
  const loading = frameMs.value ? null : "camera.phase.loading";
  const phaseKey =
    phase === "on" ? loading : (`camera.phase.${phase === "off" ? "asking" : phase}` as const);
  return (
    <div class="looking">
      <div class="stack">
        <Preview />
        <div class="row">
          <button type="button" class="button" onClick={turnOff}>
            {t("camera.off")}
          </button>
          <span class="dim small">{phaseKey && t(phaseKey)}</span>
        </div>
      </div>
      <Told />
    </div>
  );
}

function Told() {
  const seen = sight.value;
  const read = lastRead.value;
  const shares = seen?.probabilities ?? read?.probabilities ?? null;
  const isFirst = read?.label ? isForemost(read.label, shares) : false;
  const hint = seen ? hintOf(seen.validity) : null;
  return (
    <div class="stack told">
      <p class="told-label" role="status">
        {read?.label
          ? t(isFirst ? "senses.face.now" : "senses.face.so_far", {
              expression: t(`senses.expression.${read.label}`),
            })
          : t("senses.face.waiting")}
      </p>
      {read?.probabilities && isFirst ? (
        <p class="dim small">
          {t("senses.face.sureness", {
            sureness: t(`senses.${surenessOf(1 - expressionEntropy(read.probabilities))}`),
          })}
        </p>
      ) : null}
      <ExpressionBars probabilities={shares} label={read?.label ?? null} />
      <p class="hint small" role="status">
        {hint ? t(hint) : null}
        {!hint && seen && seen.nFaces > 1 ? t("senses.hint.several", { n: seen.nFaces }) : null}
      </p>
      <CalibrationLink />
    </div>
  );
}

/** A label stays for a moment when another expression overtakes it, so that it does not flicker. */
function isForemost(label: Expression, shares: readonly number[] | null): boolean {
  const own = shares?.[EXPRESSIONS.indexOf(label)] ?? 1;
  return !shares?.some((share) => share > own);
}

function CalibrationLink() {
  return (
    <p class="small calibrate-link">
      <a href="/senses/calibrate">{t("senses.face.calibrate")}</a>{" "}
      <span class="dim">{t("senses.face.calibrateWhy")}</span>
    </p>
  );
}
