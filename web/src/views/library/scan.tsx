/** A folder of music read in, with what is going on, and what could not be read. */

import { useEffect, useState } from "preact/hooks";

import { beginScan, endScan, scans } from "../../api/library";
import { goingOn, progressOf } from "../../api/progress";
import type { Job } from "../../api/types";
import { Failure } from "../../app/loaded";
import { count } from "../../charts/numbers";
import { t } from "../../i18n";
import { follow, isOver } from "./scan-job";

interface Props {
  isFirst: boolean;
  /** Called as tracks come in, and at the end. */
  grew: () => void;
}

export function ScanCard({ isFirst, grew }: Props) {
  const [folder, setFolder] = useState("");
  const [job, setJob] = useState<Job | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const going = job !== null && !isOver(job);

  useEffect(() => {
    const abort = new AbortController();
    scans(abort.signal).then(
      (known) => {
        const running = known.find((one) => !isOver(one));
        if (running) setJob(running);
      },
      () => undefined, // a service without a list of scans, or a guest who may not see it
    );
    return () => {
      abort.abort();
    };
  }, []);

  useEffect(() => {
    if (!going) return;
    const tell = (now: Job) => {
      setJob((before) => goingOn(before, now));
    };
    return follow(job.id, tell, grew);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one stream a scan
  }, [going, job?.id]);

  const attempt = (action: Promise<Job>) => {
    setError(null);
    action.then(setJob, (reason: unknown) => {
      setError(reason as Error);
    });
  };

  return (
    <details class="card scan" open={isFirst || going}>
      <summary>
        <h2>{t("library.scan")}</h2>
      </summary>
      <div class="stack">
        <p class="lead">{t("library.scan_lead")}</p>
        <form
          class="scan-form"
          onSubmit={(event) => {
            event.preventDefault();
            attempt(beginScan(folder.trim() ? [folder.trim()] : []));
          }}
        >
          <label class="field">
            <span class="small dim">{t("library.folder")}</span>
            <input
              type="text"
              value={folder}
              placeholder={t("library.folder_hint")}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => {
                setFolder(event.currentTarget.value);
              }}
            />
          </label>
          <button
            type="submit"
            class="button primary"
            disabled={going || (isFirst && !folder.trim())}
          >
            {folder.trim() || isFirst ? t("library.scan_begin") : t("library.scan_again")}
          </button>
        </form>
        {error && <Failure error={error} />}
        {job && (
          <Progress
            job={job}
            cancel={() => {
              attempt(endScan(job.id));
            }}
          />
        )}
      </div>
    </details>
  );
}

function Progress({ job, cancel }: { job: Job; cancel: () => void }) {
  const failed = job.failed.length;
  const { composes, done, total } = progressOf(job);
  return (
    <div class="stack scan-progress">
      {!isOver(job) && (
        <>
          <progress
            aria-label={t("library.scan")}
            max={Math.max(1, total)}
            value={total > 0 ? done : undefined}
          />
          <div class="row">
            <span>
              {total > 0
                ? t(composes ? "frame.composing" : "library.scan_progress", {
                    done: count(done),
                    total: count(total),
                  })
                : t("library.scan_looking")}
            </span>
            <button type="button" class="button" onClick={cancel}>
              {t("library.scan_cancel")}
            </button>
          </div>
        </>
      )}
      <p class="small" role="status">
        {isOver(job)
          ? t(`library.scan_${job.state as "done" | "failed" | "cancelled"}`, {
              analysed: count(job.analysed),
              message: job.message,
            })
          : ""}
      </p>
      {failed > 0 && (
        <details>
          <summary>{t("library.scan_unread", { n: count(failed) })}</summary>
          <ul class="failed small">
            {job.failed.map((one) => (
              <li key={one.path}>
                <code>{one.path}</code>
                <span class="dim" lang="en">
                  {one.reason}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
