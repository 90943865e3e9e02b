/** What plays, on every view but the one that shows it in full. */

import { playing, session } from "../api/live";
import { t } from "../i18n";
import { Cover } from "../ui/cover";
import { PlayIcon } from "../ui/icons";
import { hearHere, player } from ".";
import { LikeButton, PlayButton, SkipButton } from "./buttons";
import "./player.css";

export function PlayerBar() {
  const current = player.current.value;
  const elsewhere = session.value?.phase === "playing" ? playing.value?.track : null;
  const track = current ?? elsewhere;
  if (!track) return null;
  const share = player.duration.value ? player.position.value / player.duration.value : 0;
  return (
    <section class="player-bar" aria-label={t("player.title")}>
      <div class="player-bar-progress" style={{ transform: `scaleX(${share})` }} />
      <a class="player-bar-track" href="/">
        <Cover track={track} />
        <span class="two-lines">
          <strong>{track.title}</strong>
          <span class="dim small">{track.artist}</span>
        </span>
      </a>
      {current && !player.isBlocked.value ? (
        <>
          <LikeButton />
          <PlayButton />
          <SkipButton />
        </>
      ) : (
        <button type="button" class="button primary" onClick={hearHere}>
          <PlayIcon size={18} /> {t("player.hear")}
        </button>
      )}
    </section>
  );
}
