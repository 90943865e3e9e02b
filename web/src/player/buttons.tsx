/** What can be done with the track that plays. */

import { t } from "../i18n";
import {
  BanIcon,
  HeartFullIcon,
  HeartIcon,
  PauseIcon,
  PlayIcon,
  ReplayIcon,
  SkipIcon,
} from "../ui/icons";
import { player } from ".";

export function PlayButton({ large = false }: { large?: boolean }) {
  const paused = player.isPaused.value;
  return (
    <button
      type="button"
      class={`play-button${large ? " large" : ""}`}
      aria-label={t(paused ? "player.play" : "player.pause")}
      onClick={() => {
        if (paused) player.resume();
        else player.pause();
      }}
    >
      {paused ? <PlayIcon size={large ? 30 : 24} /> : <PauseIcon size={large ? 30 : 24} />}
    </button>
  );
}

export function SkipButton() {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={t("player.skip")}
      title={t("player.skip")}
      onClick={() => {
        player.skip();
      }}
    >
      <SkipIcon />
    </button>
  );
}

export function ReplayButton() {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={t("player.replay")}
      title={t("player.replay")}
      onClick={() => {
        player.replay();
      }}
    >
      <ReplayIcon />
    </button>
  );
}

export function LikeButton() {
  const liked = player.isLiked.value;
  return (
    <button
      type="button"
      class="icon-button like"
      aria-label={t("player.like")}
      title={t("player.like")}
      aria-pressed={liked}
      onClick={() => {
        if (!liked) player.like();
      }}
    >
      {liked ? <HeartFullIcon /> : <HeartIcon />}
    </button>
  );
}

export function BanButton() {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={t("player.ban")}
      title={t("player.ban")}
      onClick={() => {
        player.ban();
      }}
    >
      <BanIcon />
    </button>
  );
}
