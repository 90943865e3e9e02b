/** The track that plays, in full. */

import { live, playing, session } from "../../api/live";
import type { TrackBrief } from "../../api/types";
import { t } from "../../i18n";
import { feeling } from "../../plane/words";
import { hearHere, player, playsElsewhere } from "../../player";
import { BanButton, LikeButton, PlayButton, ReplayButton, SkipButton } from "../../player/buttons";
import { SeekBar } from "../../player/seek-bar";
import { SleepTimer } from "../../player/sleep";
import { Volume } from "../../player/volume";
import { Cover } from "../../ui/cover";
import { PlayIcon } from "../../ui/icons";
import "./player-card.css";
import { ReasonBars } from "./reason-bars";

export function PlayerCard() {
  const current = player.current.value;
  const track = current ?? playing.value?.track ?? null;
  if (!track) return <Between />;
  const isHeard = current !== null && !player.isBlocked.value;
  return (
    <section class="card player-card" aria-label={t("player.title")}>
      <div class="player-track">
        <Cover track={track} large />
        <div class="player-names">
          <h2>{track.title}</h2>
          <p class="dim">{[track.artist, track.album].filter(Boolean).join(" · ")}</p>
          <Expresses track={track} />
        </div>
      </div>
      {isHeard ? (
        <>
          <SeekBar />
          <div class="player-buttons">
            <BanButton />
            <ReplayButton />
            <PlayButton large />
            <SkipButton />
            <LikeButton />
          </div>
          <div class="player-more">
            <Volume />
            <SleepTimer />
          </div>
        </>
      ) : (
        <div class="stack tap-to-hear">
          <button type="button" class="button primary big" onClick={hearHere}>
            <PlayIcon size={22} /> {t("player.hear")}
          </button>
          {current && <p class="dim small">{t("now.blocked")}</p>}
          {!current && playsElsewhere.value && <p class="dim small">{t("now.elsewhere")}</p>}
        </div>
      )}
      <WhyThis track={track} />
    </section>
  );
}

/** The reasons of the track that plays, where it was offered in this session. */
function WhyThis({ track }: { track: TrackBrief }) {
  const { offered } = live.value;
  if (offered?.track.track_id !== track.track_id) return null;
  return (
    <details class="unfold">
      <summary>{t("player.why")}</summary>
      <ReasonBars offer={offered} />
    </details>
  );
}

/** What the track expresses, by its place on the plane. */
function Expresses({ track }: { track: TrackBrief }) {
  if (!track.affect) return null;
  return (
    <span class="chip">
      <span class={`dot ${track.affect.quadrant ?? ""}`} />
      {t("now.sounds", { feeling: feeling(track.affect) })}
    </span>
  );
}

function Between() {
  if (session.value?.phase !== "playing") return null;
  return (
    <section class="card player-card" aria-label={t("player.title")}>
      <p class="dim">{t("now.between")}</p>
      {!player.isMine.value && (
        <button type="button" class="button primary big" onClick={hearHere}>
          <PlayIcon size={22} /> {t("player.hear")}
        </button>
      )}
    </section>
  );
}
