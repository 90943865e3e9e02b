/** What the listener should know whatever they look at: no line, a scan, a refusal, a second thought. */

import { mayHear } from "../api/access";
import { connection, forgetProblem, live, scan } from "../api/live";
import { progressOf } from "../api/progress";
import { t } from "../i18n";
import { player } from "../player";
import { Toast } from "../ui/toast";

export function Notices() {
  return (
    <>
      <div class="notices" role="status">
        {connection.value === "lost" && (
          <p class="banner problem">
            <span class="pulse" /> {t("frame.offline")}
          </p>
        )}
        {!mayHear.value && <p class="banner">{t("frame.no_sound")}</p>}
        <ScanProgress />
      </div>
      <div class="toasts">
        <BanToast />
        <ProblemToast />
        {player.gaveUp.value && (
          <Toast
            text={t("player.gave_up")}
            act={t("player.try_again")}
            onAct={() => {
              player.take();
              player.skip();
            }}
          />
        )}
      </div>
    </>
  );
}

function ScanProgress() {
  const job = scan.value;
  if (job?.state !== "running" && job?.state !== "queued") return null;
  const { composes, done, total } = progressOf(job);
  const key = composes ? "frame.composing" : "frame.scanning";
  return (
    <p class="banner">
      <span>{total ? t(key, { done, total }) : t("frame.scanning_unknown")}</span>
      <progress value={total ? done : undefined} max={total || 1} aria-hidden="true" />
    </p>
  );
}

function BanToast() {
  const leaving = player.leaving.value;
  if (!leaving) return null;
  return (
    <Toast
      text={t("player.banned", { title: leaving.title })}
      act={t("player.undo")}
      onAct={() => {
        player.keep();
      }}
    />
  );
}

function ProblemToast() {
  const { problem } = live.value;
  if (!problem) return null;
  return <Toast text={t("frame.problem", { detail: problem.detail })} onClose={forgetProblem} />;
}
