/** A note in the listener's own words, and what was understood of it. */

import { useState } from "preact/hooks";

import { feel } from "../../api/live";
import { sentenceOf } from "../../app/sentence-of";
import { t } from "../../i18n";
import { refreshSenses } from "./sense";
import { plainWord } from "./said";
import { SenseCard } from "./sense-card";
import { useConsent } from "./use-consent";

const LONGEST = 4000;

export function NoteCard() {
  const [text, setText] = useState("");
  const [understood, setUnderstood] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { withConsent, dialog } = useConsent("notes", setProblem);
  const send = async (): Promise<void> => {
    setProblem(null);
    try {
      const answer = await feel({ kind: "note", text: text.trim() });
      setUnderstood(answer.understood ?? answer.belief.word);
      setText("");
      await refreshSenses();
    } catch (error) {
      setUnderstood(null);
      setProblem(sentenceOf(error));
    }
  };
  return (
    <SenseCard name="note">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          withConsent(() => void send());
        }}
      >
        <label class="field">
          <span>{t("senses.note.label")}</span>
          <textarea
            rows={3}
            maxLength={LONGEST}
            value={text}
            placeholder={t("senses.note.example")}
            onInput={(event) => {
              setText(event.currentTarget.value);
            }}
          />
        </label>
        <div class="row">
          <button type="submit" class="button primary" disabled={!text.trim()}>
            {t("senses.note.send")}
          </button>
          <span class="dim small">{t("senses.note.language")}</span>
        </div>
      </form>
      <p class={understood ? "notice" : "visually-hidden"} role="status">
        {understood ? t("senses.note.understood", { word: plainWord(understood) }) : ""}
      </p>
      {problem ? (
        <p class="notice problem" role="alert">
          {problem}
        </p>
      ) : null}
      {dialog}
    </SenseCard>
  );
}
