/** The first visit: music at once, and what may be said before or after. */

import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { mayManage } from "../api/access";
import { t } from "../i18n";
import { startListening } from "../player";
import { PlayIcon } from "../ui/icons";
import { TrackSearch } from "../ui/track-search";
import { GoalChips } from "./now/goal-card";
import { summary } from "./now/stage";
import { wish, wishedSeed } from "./now/wish";
import { AboutYou } from "./welcome/about-you";
import { Arc } from "./welcome/arc";
import { markWelcomed } from "./welcome/invitation";
import "./welcome.css";

export default function Welcome() {
  useEffect(markWelcomed, []);
  const isEmpty = summary.value?.playable === 0;
  return (
    <div class="welcome stack">
      <section class="welcome-hero">
        <Arc />
        <h1>{t("welcome.title")}</h1>
        <p class="welcome-lead">{t("welcome.lead")}</p>
        {isEmpty ? <FirstMusic /> : <PlayAtOnce />}
      </section>
      {!isEmpty && <Today />}
      <AboutYou />
      <p class="dim small center">
        {t("welcome.promise")} <a href="/privacy">{t("welcome.promise_link")}</a>
      </p>
    </div>
  );
}

function PlayAtOnce() {
  const { route } = useLocation();
  const play = () => {
    startListening(wish());
    route("/");
  };
  return (
    <>
      <button type="button" class="button primary big" onClick={play}>
        <PlayIcon size={24} /> {t("now.play")}
      </button>
      <p class="dim small center">{t("welcome.nothing_needed")}</p>
    </>
  );
}

/** A library without music has nothing to play: that comes first. */
function FirstMusic() {
  return (
    <>
      {mayManage.value && (
        <a class="button primary big" href="/library">
          {t("now.add")}
        </a>
      )}
      <p class="dim small center">{t("now.empty_why")}</p>
    </>
  );
}

function Today() {
  return (
    <section class="card stack" aria-label={t("welcome.today")}>
      <h2>{t("welcome.today")}</h2>
      <GoalChips />
      <TrackSearch
        label={t("now.seed")}
        chosen={wishedSeed.value}
        onChoose={(track) => {
          wishedSeed.value = track;
        }}
      />
    </section>
  );
}
