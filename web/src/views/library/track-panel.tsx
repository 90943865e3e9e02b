/** One track: what it expresses, how it sounds, what it is known from, what the listener says. */

import { useEffect, useRef, useState } from "preact/hooks";

import { track as ask, type Corrected, type Curve, type Track } from "../../api/library";
import type { TrackBrief } from "../../api/types";
import { Show, useLoaded } from "../../app/loaded";
import { EmotionCurve } from "../../charts/emotion-curve";
import { clock } from "../../charts/times";
import { t } from "../../i18n";
import { genreName } from "../../ui/genres";
import { CloseIcon } from "../../ui/icons";
import { CorrectionBox } from "./correction";
import { soundsLike } from "./plain-words";
import { PlaneMark } from "./plane-mark";
import { PlayButtons, usePlaying } from "./playing";
import { SoundTable } from "./sound-table";

interface Props {
  id: number;
  choose: (track: TrackBrief) => void;
  close: () => void;
  corrected: () => void;
}

export function TrackPanel({ id, choose, close, corrected }: Props) {
  const [changes, setChanges] = useState(0);
  const [change, setChange] = useState<{ id: number; said: Corrected } | null>(null);
  const loaded = useLoaded((signal) => ask(id, signal), `${id}/${changes}`);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.scrollTo({ top: 0 });
    panel.current?.focus({ preventScroll: true });
  }, [id]);
  return (
    <section
      ref={panel}
      class="card track-panel"
      aria-label={t("library.track")}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <div class="track-bar">
        <button
          type="button"
          class="icon-button track-close"
          aria-label={t("close")}
          title={t("close")}
          onClick={close}
        >
          <CloseIcon />
        </button>
      </div>
      <Show of={loaded}>
        {(track) => (
          <div class="stack">
            <Head track={track} />
            <PlayButtons track={track} />
            <Expressed track={track} />
            {track.affect && (
              <CorrectionBox
                key={track.track_id}
                track={track}
                change={change?.id === track.track_id ? change.said : null}
                done={(said) => {
                  setChange({ id, said });
                  setChanges(changes + 1);
                  corrected();
                }}
              />
            )}
            {track.descriptors && (
              <SoundTable descriptors={track.descriptors} parts={track.parts} />
            )}
            <Alike tracks={track.neighbours} choose={choose} />
            {track.path !== null && (
              <p class="small dim track-path">
                {t("library.path")} <code>{track.path}</code>
              </p>
            )}
          </div>
        )}
      </Show>
    </section>
  );
}

function Head({ track }: { track: Track }) {
  const facts = [
    track.album,
    track.genre && genreName(track.genre),
    track.year === null ? null : String(track.year),
    track.duration_s === null ? null : clock(track.duration_s),
  ].filter((fact) => fact !== null);
  return (
    <header class="track-head">
      <h2>{track.title}</h2>
      {track.artist && <p>{track.artist}</p>}
      <p class="small dim">{facts.join(" · ")}</p>
      {track.status !== "present" && <p class="notice small">{t("library.missing_long")}</p>}
    </header>
  );
}

function Expressed({ track }: { track: Track }) {
  const { seek, position } = usePlaying(track);
  if (!track.affect) return <p class="dim">{t("library.not_analysed")}</p>;
  return (
    <>
      <p class="sounds">
        <PlaneMark affect={track.affect} /> {soundsLike(track.affect)}
      </p>
      {track.curve && track.curve.start_s.length > 1 && track.duration_s !== null && (
        <div>
          <h3>{t("library.curve")}</h3>
          <EmotionCurve
            title={t("library.curve")}
            moments={momentsOf(track.curve)}
            duration={track.duration_s}
            seek={seek}
            position={position}
          />
        </div>
      )}
    </>
  );
}

function momentsOf(curve: Curve) {
  return curve.start_s.map((start, i) => ({
    x: start + curve.window_s / 2,
    valence: curve.valence[i] ?? 0,
    arousal: curve.arousal[i] ?? 0,
    valence_sd: curve.valence_sd[i] ?? 0,
    arousal_sd: curve.arousal_sd[i] ?? 0,
  }));
}

interface AlikeProps {
  tracks: readonly TrackBrief[];
  choose: (track: TrackBrief) => void;
}

function Alike({ tracks, choose }: AlikeProps) {
  if (tracks.length === 0) return null;
  return (
    <div>
      <h3>{t("library.alike")}</h3>
      <ul class="alike">
        {tracks.map((one) => (
          <li key={one.track_id}>
            <button
              type="button"
              class="track-row"
              onClick={() => {
                choose(one);
              }}
            >
              <PlaneMark affect={one.affect} />
              <span class="track-words">
                <span class="track-title">{one.title}</span>
                <span class="track-by dim small">{one.artist}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
