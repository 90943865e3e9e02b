/** How do you feel now: a word, a place, or a sentence. */

import { useState } from "preact/hooks";

import { needsConsent } from "../../api/consents";
import { belief, feel, live } from "../../api/live";
import type { SaidFeeling, Term } from "../../api/types";
import { sentenceOf } from "../../app/sentence-of";
import { t } from "../../i18n";
import { Plane } from "../../plane/plane";
import { termOf, TERMS } from "../../plane/words";
import { AskConsent } from "../../ui/consent";
import { Sheet } from "../../ui/sheet";
import "./feel-sheet.css";

/** As they lie on the plane: tense and happy above, sad and peaceful below. */
const BLOCKS: readonly (readonly Term[])[] = [
  TERMS.slice(3, 6),
  TERMS.slice(0, 3),
  TERMS.slice(6, 9),
  TERMS.slice(9, 12),
];
const COLOURS = ["angry", "happy", "sad", "peaceful"] as const;

export function FeelSheet({ onClose }: { onClose: () => void }) {
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  const [asksConsent, setAsksConsent] = useState(false);
  const say = async (said: SaidFeeling) => {
    try {
      await feel(said);
      onClose();
    } catch (error) {
      setAsksConsent(needsConsent(error));
      if (!needsConsent(error)) setProblem(sentenceOf(error));
    }
  };
  const now = belief.value;
  const term = now ? termOf(now) : null;
  return (
    <Sheet title={t("feel.title")} onClose={onClose}>
      <div class="feel-words" role="group" aria-label={t("feel.words")}>
        {BLOCKS.map((terms, block) => (
          <div key={COLOURS[block]} class={`feel-block ${COLOURS[block] ?? ""}`}>
            {terms.map((word) => (
              <button
                key={word}
                type="button"
                class="button"
                aria-current={word === term ? "true" : undefined}
                onClick={() => void say({ kind: "word", word })}
              >
                {t(`feeling.${word}`)}
              </button>
            ))}
          </div>
        ))}
      </div>
      <details class="unfold feel-place">
        <summary>{t("feel.place")}</summary>
        <Plane
          belief={now}
          trail={live.value.trail}
          onFeel={(point) => say({ kind: "point", ...point })}
        />
      </details>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim()) void say({ kind: "note", text: note.trim() });
        }}
      >
        <label class="field">
          {t("feel.note")}
          <textarea
            rows={2}
            maxLength={500}
            placeholder={t("feel.note_example")}
            value={note}
            onInput={(event) => {
              setNote(event.currentTarget.value);
            }}
          />
        </label>
        <button type="submit" class="button" disabled={!note.trim()}>
          {t("feel.send")}
        </button>
      </form>
      {asksConsent && (
        <AskConsent
          name="notes"
          onRefused={() => {
            setAsksConsent(false);
          }}
          onAgreed={() => {
            setAsksConsent(false);
            void say({ kind: "note", text: note.trim() });
          }}
        />
      )}
      {problem && (
        <p class="notice problem" role="alert">
          {problem}
        </p>
      )}
    </Sheet>
  );
}
