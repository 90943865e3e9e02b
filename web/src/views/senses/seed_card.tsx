/** A track that is how the listener feels. */

import { useEffect, useState } from "preact/hooks";

import { get } from "../../api/client";
import { feel } from "../../api/live";
import type { Listed, TrackBrief } from "../../api/types";
import { t } from "../../i18n";
import { refreshSenses } from "./sense";
import { SenseCard } from "./sense_card";

const SHOWN = 6;
const TYPING_MS = 250;

export function SeedCard() {
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<TrackBrief | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const found = useTracks(words, setProblem);
  const choose = async (track: TrackBrief): Promise<void> => {
    setProblem(null);
    try {
      await feel({ kind: "seed", track_id: track.track_id });
      setChosen(track);
      setWords("");
      await refreshSenses();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <SenseCard name="seed">
      <label class="field">
        <span>{t("senses.seed.label")}</span>
        <input
          type="search"
          value={words}
          placeholder={t("senses.seed.example")}
          onInput={(event) => {
            setWords(event.currentTarget.value);
          }}
        />
      </label>
      <ul class="seed-list" aria-label={t("senses.seed.found")}>
        {found.map((track) => (
          <li key={track.track_id}>
            <button type="button" class="seed" onClick={() => void choose(track)}>
              <span class={`dot ${track.affect?.quadrant ?? ""}`} />
              <span class="seed-title">{track.title}</span>
              <span class="dim small">{track.artist}</span>
            </button>
          </li>
        ))}
      </ul>
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

/** Tracks that match the words, a moment after the last key. */
function useTracks(words: string, onProblem: (message: string) => void): TrackBrief[] {
  const [found, setFound] = useState<TrackBrief[]>([]);
  useEffect(() => {
    const asked = words.trim();
    if (!asked) {
      setFound([]);
      return;
    }
    const stop = new AbortController();
    const wait = setTimeout(() => {
      const path = `/tracks?search=${encodeURIComponent(asked)}&limit=${SHOWN}`;
      get<Listed<TrackBrief>>(path, stop.signal)
        .then(({ items }) => {
          setFound(items);
        })
        .catch((error: unknown) => {
          if (!stop.signal.aborted) onProblem(error instanceof Error ? error.message : "");
        });
    }, TYPING_MS);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [words, onProblem]);
  return found;
}
