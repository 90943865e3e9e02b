/** Where the music is to take you, and what was made of your seed track. */

import { useState } from "preact/hooks";

import { live, session, stopSession } from "../../api/live";
import type { GoalKind } from "../../api/types";
import { language, t } from "../../i18n";
import { feeling } from "../../plane/words";
import { StopIcon } from "../../ui/icons";
import "./goal-card.css";
import { intentSaid, wantedKey } from "./said-intent";
import { choose, goalNow } from "./wish";

const KINDS: readonly GoalKind[] = ["match", "follow", "lift", "calm", "energise", "point"];
const FIRST_POINT = { valence: 0.5, arousal: 0.3 };

export function GoalChips() {
  const goal = goalNow();
  return (
    <div class="stack goal-chips">
      <div class="goal-choice" role="group" aria-label={t("now.goal")}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            class="button"
            aria-pressed={goal?.kind === kind}
            onClick={() => {
              choose({ kind, target: kind === "point" ? (goal?.target ?? FIRST_POINT) : null });
            }}
          >
            {t(`goal.${kind}`)}
          </button>
        ))}
      </div>
      <p class="dim small" role="status">
        {goal ? t(`goal.${goal.kind}.means`) : t("now.goal_open")}
        {goal?.kind === "point" && goal.target && ` (${feeling(goal.target)})`}
      </p>
    </div>
  );
}

export function GoalCard() {
  return (
    <section class="card stack" aria-label={t("now.goal")}>
      <header class="queue-head">
        <h2>{t("now.goal")}</h2>
        <span class="session-end">
          <Until />
          <button type="button" class="text-button" onClick={stopSession}>
            <StopIcon size={18} /> {t("now.stop")}
          </button>
        </span>
      </header>
      <GoalChips />
      <IntentNotice />
      <LiftOffer />
    </section>
  );
}

function Until() {
  const until = session.value?.until;
  if (!until) return null;
  const at = new Date(until).toLocaleTimeString(language.value, {
    hour: "2-digit",
    minute: "2-digit",
  });
  return <span class="dim small">{t("now.until", { at })}</span>;
}

function IntentNotice() {
  const { intent } = live.value;
  const [put, setPut] = useState(false);
  if (!intent || put || intent.overruled) return null;
  const other = intent.kind === "enhance" ? "match" : "lift";
  return (
    <div class="notice stack goal-notice" role="status">
      <p>{t(wantedKey(intent, session.value?.goal ?? null))}</p>
      <Because reason={intent.reason} />
      <div class="row">
        <Answer
          words={t(`intent.${intent.kind}.no`)}
          goal={other}
          onPut={() => {
            setPut(true);
          }}
        />
        <Answer
          words={t("intent.yes")}
          onPut={() => {
            setPut(true);
          }}
        />
      </div>
    </div>
  );
}

/** A word to a proposal; where it names a goal, that counts from now on. */
function Answer({ words, goal, onPut }: { words: string; goal?: GoalKind; onPut: () => void }) {
  return (
    <button
      type="button"
      class="button small"
      onClick={() => {
        if (goal) choose({ kind: goal, target: null });
        onPut();
      }}
    >
      {words}
    </button>
  );
}

function Because({ reason }: { reason: string }) {
  const { text, lang } = intentSaid(reason);
  return (
    <p class="dim small" lang={lang}>
      {text}
    </p>
  );
}

function LiftOffer() {
  const [put, setPut] = useState(false);
  if (!session.value?.decision?.offer_lift || put) return null;
  return (
    <div class="notice stack goal-notice" role="status">
      <p>{t("lift.offer")}</p>
      <div class="row">
        <Answer
          words={t("lift.yes")}
          goal="lift"
          onPut={() => {
            setPut(true);
          }}
        />
        <Answer
          words={t("lift.no")}
          onPut={() => {
            setPut(true);
          }}
        />
      </div>
    </div>
  );
}
