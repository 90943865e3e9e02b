/** Personal calibration (LE-5): the page learns how this listener's face shows each expression. */

import { useEffect, useState } from "preact/hooks";

import { sentenceOf } from "../app/sentence-of";
import { fitted, forget, reportsToService, setHead, turnOn } from "../face/camera";
import { forgetHead, headInUse, keepHead, ownHead } from "../face/head-store";
import { opening } from "../face/opening";
import type { PersonalHead } from "../face/personal";
import { canFit, type Calibration } from "../face/personal-fitting";
import { cameraPhase, cameraProblem, turnOff } from "../face/state";
import { t } from "../i18n";
import { Recorder } from "./calibration/recorder";
import { CalibrationResult } from "./calibration/result";
import { problemKey } from "./senses/hints";
import { Preview } from "./senses/preview";
import { useConsent } from "./senses/use-consent";
import "./senses.css";
import "./calibration.css";

const NUMBERS = [10, 30, 100] as const;

export default function CalibrationView() {
  const [counts, setCounts] = useState<number[]>([]);
  const [most, setMost] = useState(30);
  const [found, setFound] = useState<Calibration | null>(null);
  const [isFitting, setFitting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isKept, setKept] = useState(false);
  const [hasAgreed, setAgreed] = useState(false);
  const { withConsent, dialog } = useConsent("calibration", setProblem);
  useEffect(() => {
    reportsToService(false); // expressions are played here: they say nothing of how one feels
    return () => {
      forget(null);
      turnOff(); // it was opened to be taught, and for nothing else
      reportsToService(true);
    };
  }, []);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const fit = (): Promise<void> =>
    attempt(async () => {
      setFitting(true);
      setKept(false);
      try {
        setFound(await fitted(await headOfService()));
      } finally {
        setFitting(false);
      }
    });
  const keep = (calibration: Calibration): Promise<void> =>
    attempt(async () => {
      await keepHead(calibration);
      setHead(calibration.head);
      setKept(true);
      leave();
    });
  const leave = (): void => {
    forget(null);
    setCounts([]);
    setFound(null);
  };
  const isOff = cameraPhase.value === "off" || !hasAgreed;
  const told = cameraProblem.value ? t(problemKey(cameraProblem.value)) : problem;
  return (
    <>
      <p class="small">
        <a href="/senses">← {t("senses.title")}</a>
      </p>
      <h1>{t("calibration.title")}</h1>
      <p class="dim senses-lead">{t("calibration.lead")}</p>
      <div class="stack">
        {told ? (
          <p class="notice problem" role="alert">
            {told}
          </p>
        ) : null}
        <p class={isKept ? "notice" : "visually-hidden"} role="status">
          {isKept ? t("calibration.kept") : ""}
        </p>
        <InUse onForget={() => attempt(forgetOwn)} />
        <section class={isOff && !counts.length ? "card stack calibration-begin" : "card stack"}>
          {isOff ? (
            <button
              type="button"
              class="button primary starts"
              onClick={() => {
                withConsent(() => {
                  setAgreed(true);
                  void turnOn(opening);
                });
              }}
            >
              {t("calibration.start")}
            </button>
          ) : (
            <div class="recording">
              <div class="stack">
                <Preview />
                <div class="row">
                  <HowMany most={most} onChange={setMost} />
                  <button type="button" class="button" onClick={turnOff}>
                    {t("camera.off")}
                  </button>
                </div>
              </div>
              <Recorder counts={counts} most={most} onCounts={setCounts} />
            </div>
          )}
          {!isOff || counts.length ? (
            <div class="row">
              <button
                type="button"
                class="button primary"
                disabled={!canFit(counts) || isFitting}
                onClick={() => void fit()}
              >
                {t(isFitting ? "calibration.fitting" : "calibration.fit")}
              </button>
              <span class="dim small">{t("calibration.inMemory")}</span>
            </div>
          ) : null}
        </section>
        {found ? (
          <section class="card stack" aria-labelledby="calibration-found">
            <h2 id="calibration-found">{t("calibration.found")}</h2>
            <CalibrationResult found={found} />
            <div class="row">
              {found.isBetter ? (
                <button type="button" class="button primary" onClick={() => void keep(found)}>
                  {t("calibration.keep")}
                </button>
              ) : null}
              <button type="button" class="button" onClick={leave}>
                {t("calibration.discard")}
              </button>
            </div>
          </section>
        ) : null}
      </div>
      {dialog}
    </>
  );
}

function HowMany({ most, onChange }: { most: number; onChange: (most: number) => void }) {
  return (
    <label class="how-many">
      <span>{t("calibration.howMany")}</span>
      <select
        value={most}
        onChange={(event) => {
          onChange(Number(event.currentTarget.value));
        }}
      >
        {NUMBERS.map((n) => (
          <option key={n} value={n}>
            {n}
          </option>
        ))}
      </select>
    </label>
  );
}

function InUse({ onForget }: { onForget: () => Promise<void> }) {
  if (!headInUse.value) return null;
  return (
    <div class="card row in-use">
      <span>{t("calibration.inUse")}</span>
      <button type="button" class="button danger" onClick={() => void onForget()}>
        {t("calibration.forget")}
      </button>
    </div>
  );
}

async function forgetOwn(): Promise<void> {
  await forgetHead();
  setHead(null);
}

/** The head that a new one must beat. */
async function headOfService(): Promise<PersonalHead | null> {
  const { model } = await opening();
  return ownHead(model.classifier.version);
}
