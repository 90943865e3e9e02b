/** What was heard elsewhere comes in; what is kept here goes out. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { mayManage } from "../../api/access";
import { download } from "../../api/download";
import { importHistory, type Imported } from "../../api/library";
import { live } from "../../api/live";
import { hasList } from "../../api/lists";
import { Failure, useLoaded } from "../../app/loaded";
import { count } from "../../charts/numbers";
import { t } from "../../i18n";

const HISTORIES = [
  { format: "listenbrainz", name: "moodarc-history.jsonl", label: "ListenBrainz" },
  { format: "csv", name: "moodarc-history.csv", label: "CSV" },
] as const;
const PLAYLISTS = ["m3u8", "xspf", "jspf"] as const;

export function FilesCard() {
  const [error, setError] = useState<Error | null>(null);
  const fetchFile = (path: string, name: string) => {
    setError(null);
    download(path, name).catch((reason: unknown) => {
      setError(reason as Error);
    });
  };
  return (
    <section class="card stack" aria-labelledby="files-title">
      <h2 id="files-title">{t("library.files")}</h2>
      <div class="files">
        <ImportForm />
        <div>
          <h3>{t("library.export")}</h3>
          <p class="small dim">{t("library.export_lead")}</p>
          <div class="row">
            {HISTORIES.map(({ format, name, label }) => (
              <button
                key={format}
                type="button"
                class="button"
                onClick={() => {
                  fetchFile(`/history/export?format=${format}`, name);
                }}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
        {mayManage.value && (
          <LatestList>
            {PLAYLISTS.map((format) => (
              <button
                key={format}
                type="button"
                class="button"
                onClick={() => {
                  fetchFile(`/playlist/${format}?decision=latest`, `moodarc.${format}`);
                }}
              >
                {format.toUpperCase()}
              </button>
            ))}
          </LatestList>
        )}
      </div>
      {error && <Failure error={error} />}
    </section>
  );
}

/** The latest list as a file; until there is one, how one comes about. */
function LatestList({ children }: { children: ComponentChildren }) {
  const listed = useLoaded(hasList, live.value.session?.decision?.at ?? "");
  return (
    <div>
      <h3>{t("library.playlist")}</h3>
      {listed.answer === false ? (
        <p class="small dim">{t("library.playlist_none")}</p>
      ) : (
        <>
          <p class="small dim">{t("library.playlist_lead")}</p>
          <div class="row">{children}</div>
        </>
      )}
    </div>
  );
}

function ImportForm() {
  const [result, setResult] = useState<Imported | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File) => {
    setBusy(true);
    setError(null);
    setResult(null);
    try {
      setResult(await importHistory(file));
    } catch (reason) {
      setError(reason as Error);
    }
    setBusy(false);
  };
  return (
    <div>
      <h3>{t("library.import")}</h3>
      <p class="small dim">{t("library.import_lead")}</p>
      <label class="button file-button">
        <input
          type="file"
          class="visually-hidden"
          accept=".json,.jsonl,.csv,.tsv,.txt,.zip,.m3u,.m3u8,.xspf,.jspf"
          disabled={busy}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (file) void take(file);
          }}
        />
        {busy ? t("library.importing") : t("library.choose_file")}
      </label>
      <div role="status">
        {result && (
          <p class="notice small">
            {t("library.imported", { read: count(result.read) })}{" "}
            {t("library.imported_yours", { n: result.matched })}{" "}
            {result.unmatched > 0 && `${t("library.imported_others", { n: result.unmatched })} `}
            {t(result.events > 0 ? "library.imported_new" : "library.imported_known")}
          </p>
        )}
      </div>
      {error && <Failure error={error} />}
    </div>
  );
}
