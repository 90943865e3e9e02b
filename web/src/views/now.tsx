/** Feel, see, steer, listen. */

import { useEffect } from "preact/hooks";

import { belief, connection, feel, live, playing, queue, scan, session } from "../api/live";
import { libraryTurn } from "../api/scanning";
import { sentenceOf } from "../app/sentence-of";
import { t } from "../i18n";
import { Plane } from "../plane/plane";
import { player } from "../player";
import { EndedCard } from "./now/ended-card";
import { FeelHead } from "./now/feel-head";
import { GoalCard } from "./now/goal-card";
import { NoMusic } from "./now/no-music";
import { PlayerCard } from "./now/player-card";
import { QueueCard } from "./now/queue-card";
import { fetchSummary, stageOf, summary, type Stage } from "./now/stage";
import { StartCard } from "./now/start-card";
import { choose, goalNow, wishedSeed } from "./now/wish";
import { Invitation } from "./welcome/invitation";
import "./now.css";

export default function Now() {
  const stage = stageOf({
    session: session.value,
    connection: connection.value,
    summary: summary.value,
    scan: scan.value,
    hasEnded: live.value.ended !== null,
  });
  const progress = `${connection.value} ${libraryTurn.value}`;
  useEffect(() => {
    void fetchSummary();
  }, [progress]);
  return (
    <div class={`now at-${stage}`}>
      <FeelHead />
      <div class="now-plane">
        <Plane
          belief={belief.value}
          trail={live.value.trail}
          path={stage === "playing" ? (session.value?.path ?? []) : []}
          queue={queue.value}
          goal={goalNow()}
          sounding={player.current.value ?? playing.value?.track ?? null}
          onFeel={sayPoint}
          onGoal={(target) => {
            choose({ kind: "point", target });
          }}
          onTrack={(track) => {
            wishedSeed.value = track;
          }}
        />
        <p class="dim small plane-hint center">{t("now.hint")}</p>
      </div>
      <div class="now-side stack">
        <Side stage={stage} />
      </div>
    </div>
  );
}

function Side({ stage }: { stage: Stage }) {
  switch (stage) {
    case "playing":
      return (
        <>
          <PlayerCard />
          <GoalCard />
          <QueueCard />
        </>
      );
    case "ended":
      return <EndedCard />;
    case "empty":
    case "scanning":
      return <NoMusic scanning={stage === "scanning"} />;
    case "offline":
      return <p class="card dim">{t("now.offline")}</p>;
    case "waiting":
      return <p class="card dim">{t("now.waiting")}</p>;
    case "idle":
      return (
        <>
          <StartCard />
          <Invitation />
        </>
      );
  }
}

async function sayPoint(point: { valence: number; arousal: number }): Promise<void> {
  try {
    await feel({ kind: "point", ...point });
  } catch (error) {
    const detail = sentenceOf(error);
    const problem = { type: "about:blank", title: "", status: 0, detail };
    live.value = { ...live.value, problem };
  }
}
