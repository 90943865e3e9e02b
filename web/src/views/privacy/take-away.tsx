import { useState } from "preact/hooks";

import { download } from "../../api/download";
import { wasErased } from "../../api/live";
import { erase, type Erased } from "../../api/privacy";
import { Failure } from "../../app/loaded";
import { count } from "../../charts/numbers";
import { t } from "../../i18n";
import { forgetLive, forgetPage } from "./forget";
import { whatWords } from "./plain-words";

/** All that is kept, as a file. */
export function ExportCard() {
  const [error, setError] = useState<Error | null>(null);
  return (
    <section class="card" aria-labelledby="export-title">
      <h2 id="export-title">{t("privacy.export")}</h2>
      <p class="lead">{t("privacy.export_lead")}</p>
      <button
        type="button"
        class="button primary"
        onClick={() => {
          setError(null);
          download("/export", "moodarc-export.json").catch((reason: unknown) => {
            setError(reason as Error);
          });
        }}
      >
        {t("privacy.export_do")}
      </button>
      {error && <Failure error={error} />}
    </section>
  );
}

interface EraseProps {
  listener: string;
  erased: Erased | null;
  done: (erased: Erased) => void;
}

/** Erasing everything: the name is typed first, and what went is said afterwards. */
export function EraseCard({ listener, erased, done }: EraseProps) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  if (erased) return <Gone erased={erased} />;
  const isSame = typed.trim() === listener;
  const attempt = async () => {
    setBusy(true);
    setError(null);
    try {
      forgetLive(); // before: nothing may be told of what is being erased
      const gone = await erase(listener);
      await forgetPage();
      wasErased();
      done(gone);
    } catch (reason) {
      setError(reason as Error);
      setBusy(false);
    }
  };
  return (
    <section class="card erase" aria-labelledby="erase-title">
      <h2 id="erase-title">{t("privacy.erase")}</h2>
      <p class="lead">{t("privacy.erase_lead")}</p>
      <form
        class="scan-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSame) void attempt();
        }}
      >
        <label class="field">
          <span class="small">{t("privacy.erase_name", { name: listener })}</span>
          <input
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={typed}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
        </label>
        <button type="submit" class="button danger" disabled={!isSame || busy}>
          {t("privacy.erase_do")}
        </button>
      </form>
      {error && <Failure error={error} />}
    </section>
  );
}

function Gone({ erased }: { erased: Erased }) {
  const rows = Object.entries(erased.erased).filter(([, n]) => n > 0);
  return (
    <section class="card" role="status" aria-labelledby="gone-title">
      <h2 id="gone-title">{t("privacy.gone")}</h2>
      <p class="lead">{t("privacy.gone_lead")}</p>
      <ul class="gone">
        {rows.map(([what, n]) => (
          <li key={what}>
            {count(n)} · {whatWords(what)}
          </li>
        ))}
        {erased.files > 0 && (
          <li>
            {count(erased.files)} · {whatWords("files")}
          </li>
        )}
        {rows.length === 0 && erased.files === 0 && <li>{t("privacy.gone_nothing")}</li>}
      </ul>
      <button
        type="button"
        class="button primary"
        onClick={() => {
          location.assign("/welcome"); // a whole new page: nothing of before lives on in it
        }}
      >
        {t("privacy.fresh")}
      </button>
    </section>
  );
}
