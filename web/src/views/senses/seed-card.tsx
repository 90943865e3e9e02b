/** A track that is how the listener feels. */

import { useState } from "preact/hooks";

import { feel } from "../../api/live";
import type { TrackBrief } from "../../api/types";
import { sentenceOf } from "../../app/sentence-of";
import { t } from "../../i18n";
import { TrackSearch } from "../../ui/track-search";
import { refreshSenses } from "./sense";
import { SenseCard } from "./sense-card";

export function SeedCard() {
  const [chosen, setChosen] = useState<TrackBrief | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (track: TrackBrief | null): Promise<void> => {
    setProblem(null);
    setChosen(track);
    if (!track) return;
    try {
      await feel({ kind: "seed", track_id: track.track_id });
      await refreshSenses();
    } catch (error) {
      setChosen(null);
      setProblem(sentenceOf(error));
    }
  };
  return (
    <SenseCard name="seed">
      <TrackSearch
        label={t("senses.seed.label")}
        chosen={chosen}
        onChoose={(track) => void choose(track)}
      />
      <p class={chosen ? "notice" : "visually-hidden"} role="status">
        {chosen ? t("senses.seed.chosen", { title: chosen.title }) : ""}
      </p>
      {problem ? (
        <p class="notice problem" role="alert">
          {problem}
        </p>
      ) : null}
    </SenseCard>
  );
}
