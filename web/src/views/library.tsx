/** Library: the music there is, found, looked at, and put right. */

import { useState } from "preact/hooks";

import { mayManage } from "../api/access";
import { summary as askSummary } from "../api/library";
import { scan } from "../api/live";
import { Empty } from "../app/empty";
import { Show, useLoaded } from "../app/loaded";
import "../app/pieces.css";
import { useSettled } from "../app/settled";
import { t } from "../i18n";
import { useBack } from "../ui/back";
import "./library.css";
import "./library/scan.css";
import "./library/filters.css";
import "./library/list.css";
import "./library/panel.css";
import { FilesCard } from "./library/files";
import { Filters } from "./library/filters";
import { EVERYTHING, queryOf, type Wanted } from "./library/query";
import { useGrowing } from "./library/growing";
import { ScanCard } from "./library/scan";
import { isOver } from "./library/scan-job";
import { SummaryLine } from "./library/summary";
import { TrackList } from "./library/track-list";
import { TrackPanel } from "./library/track-panel";

const TYPED_MS = 200;

export default function Library() {
  const [wanted, setWanted] = useState<Wanted>(EVERYTHING);
  const [chosen, setChosen] = useState<number | null>(null);
  const [changes, setChanges] = useState(0);
  /** Where the keyboard was before the panel opened. */
  const [cameFrom, setCameFrom] = useState<Element | null>(null);
  const closePanel = useBack(chosen !== null, () => {
    setChosen(null);
    if (cameFrom instanceof HTMLElement) cameFrom.focus();
  });
  const summary = useLoaded(askSummary, "summary");
  const query = useSettled(queryOf(wanted), TYPED_MS);
  const tracks = summary.answer?.tracks ?? null;
  const isScanning = scan.value !== null && !isOver(scan.value);
  useGrowing(tracks === 0 || isScanning, summary.again);
  return (
    <div class="library stack">
      <h1>{t("library.title")}</h1>
      <Show of={summary}>{(known) => known.tracks > 0 && <SummaryLine summary={known} />}</Show>
      {tracks !== null && mayManage.value && (
        <ScanCard isFirst={tracks === 0} grew={summary.again} />
      )}
      {tracks === 0 && (
        <Empty words={t(mayManage.value ? "library.no_tracks" : "library.no_tracks_guest")} />
      )}
      {tracks !== null && tracks > 0 && (
        <>
          <div class={chosen === null ? "library-split" : "library-split with-panel"}>
            <div class="stack">
              <Filters
                wanted={wanted}
                summary={summary.answer}
                change={(part) => {
                  setWanted((before) => ({ ...before, ...part }));
                }}
              />
              <TrackList
                query={query}
                revision={`${summary.answer?.revision ?? ""}/${changes}`}
                chosen={chosen}
                nothing={t("library.nothing_found")}
                choose={(track) => {
                  if (chosen === null) setCameFrom(document.activeElement);
                  setChosen(track.track_id);
                }}
              />
            </div>
            {chosen !== null && (
              <TrackPanel
                id={chosen}
                corrected={() => {
                  setChanges(changes + 1);
                  summary.again();
                }}
                choose={(track) => {
                  setChosen(track.track_id);
                }}
                close={closePanel}
              />
            )}
          </div>
        </>
      )}
      <FilesCard />
    </div>
  );
}
