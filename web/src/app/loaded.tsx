/** Something asked of the service: it waits, it comes, or it says why not. */

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";

import { ServiceError } from "../api/client";
import { t } from "../i18n";
import { sentenceOf } from "./sentence-of";

export interface Loaded<Answer> {
  answer: Answer | null;
  error: Error | null;
  waiting: boolean;
  again: () => void;
}

/** The answer to a question; asked anew whenever the key changes, and the old one aborted. */
export function useLoaded<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  key: string,
): Loaded<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [waiting, setWaiting] = useState(true);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setWaiting(true);
    ask(abort.signal).then(
      (came) => {
        if (abort.signal.aborted) return;
        setAnswer(came);
        setError(null);
        setWaiting(false);
      },
      (reason: unknown) => {
        if (abort.signal.aborted) return;
        setError(reason instanceof Error ? reason : new Error(String(reason)));
        setWaiting(false);
      },
    );
    return () => {
      abort.abort();
    };
    // The key says all that the question depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, tries]);
  const again = useCallback(() => {
    setTries((before) => before + 1);
  }, []);
  return { answer, error, waiting, again };
}

interface Props<Answer> {
  of: Loaded<Answer>;
  children: (answer: Answer) => ComponentChildren;
}

export function Show<Answer>({ of, children }: Props<Answer>) {
  const { answer, error, waiting, again } = of;
  if (answer !== null) return <>{children(answer)}</>;
  if (error) return <Failure error={error} again={again} />;
  return (
    <p class="dim" role="status">
      {waiting ? t("loaded.waiting") : ""}
    </p>
  );
}

export function Failure({ error, again }: { error: Error; again?: (() => void) | undefined }) {
  return (
    <div class="notice problem" role="alert">
      <p class="notice-words" lang={error instanceof ServiceError ? "en" : undefined}>
        {sentenceOf(error)}
      </p>
      {again && (
        <button type="button" class="button" onClick={again}>
          {t("loaded.again")}
        </button>
      )}
    </div>
  );
}
