/** Twelve sliders, three to a quadrant, with what they say together as it changes. */

import { useState } from "preact/hooks";

import { feel } from "../../api/live";
import type { Quadrant, Term } from "../../api/types";
import { sentenceOf } from "../../app/sentence-of";
import { t } from "../../i18n";
import { refreshSenses } from "./sense";
import { SenseCard } from "./sense-card";
import { HIGHEST_SCORE, scored, TERMS, termsShares, type Scores } from "./terms";
import { VectorPlot } from "./vector-plot";
import "./sliders.css";

const AS_ON_THE_PLANE: readonly Quadrant[] = ["angry", "happy", "sad", "peaceful"];

export function SlidersCard() {
  const [scores, setScores] = useState<Scores>({});
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    setProblem(null);
    try {
      const { belief } = await feel({ kind: "terms", terms: scored(scores) });
      setTold(belief.word);
      await refreshSenses();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const change = (term: Term, score: number): void => {
    setTold(null);
    setScores({ ...scores, [term]: score });
  };
  return (
    <SenseCard name="sliders">
      <div class="sliders">
        {AS_ON_THE_PLANE.map((quadrant) => (
          <TermGroup key={quadrant} quadrant={quadrant} scores={scores} onChange={change} />
        ))}
        <VectorPlot scores={scores} />
      </div>
      <div class="row">
        <button
          type="button"
          class="button primary"
          disabled={!termsShares(scores)}
          onClick={() => void send()}
        >
          {t("senses.sliders.send")}
        </button>
        <button
          type="button"
          class="button"
          disabled={!termsShares(scores)}
          onClick={() => {
            setScores({});
            setTold(null);
          }}
        >
          {t("senses.sliders.clear")}
        </button>
        <span role="status" class="dim">
          {told ? t("senses.taken") : ""}
        </span>
      </div>
      {problem ? (
        <p class="notice problem" role="alert">
          {problem}
        </p>
      ) : null}
    </SenseCard>
  );
}

interface GroupProps {
  quadrant: Quadrant;
  scores: Scores;
  onChange: (term: Term, score: number) => void;
}

function TermGroup({ quadrant, scores, onChange }: GroupProps) {
  return (
    <fieldset class={`term-group ${quadrant}`}>
      <legend>
        <span class={`dot ${quadrant}`} /> {t(`senses.quadrant.${quadrant}`)}
      </legend>
      {TERMS[quadrant].map((term) => (
        <label key={term} class="term">
          <span>{t(`senses.term.${term}`)}</span>
          <input
            type="range"
            class="slider"
            min={0}
            max={HIGHEST_SCORE}
            step={1}
            value={scores[term] ?? 0}
            style={{ "--filled": `${(100 * (scores[term] ?? 0)) / HIGHEST_SCORE}%` }}
            onInput={(event) => {
              onChange(term, event.currentTarget.valueAsNumber);
            }}
          />
          <output class="dim small">{scores[term] ?? 0}</output>
        </label>
      ))}
    </fieldset>
  );
}
