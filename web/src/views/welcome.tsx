/** The first visit: music at once, and what may be said before or after. */

import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { t } from "../i18n";
import { startListening } from "../player";
import { PlayIcon } from "../ui/icons";
import { TrackSearch } from "../ui/track-search";
import { GoalChips } from "./now/goal-card";
import { wish, wishedSeed } from "./now/wish";
import { AboutYou } from "./welcome/about-you";
import { markWelcomed } from "./welcome/invitation";
import "./now.css";
import "./welcome.css";

export default function Welcome() {
  const { route } = useLocation();
  useEffect(markWelcomed, []);
  const play = () => {
    startListening(wish());
    route("/");
  };
  return (
    <div class="welcome stack">
      <section class="welcome-hero">
        <Arc />
        <h1>{t("welcome.title")}</h1>
        <p class="lead">{t("welcome.lead")}</p>
        <button type="button" class="button primary big" onClick={play}>
          <PlayIcon size={24} /> {t("now.play")}
        </button>
        <p class="dim small">{t("welcome.nothing_needed")}</p>
      </section>
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
      <AboutYou />
      <p class="dim small promise">
        {t("welcome.promise")} <a href="/privacy">{t("welcome.promise_link")}</a>
      </p>
    </div>
  );
}

/** The way of a mood, from one corner to another. */
function Arc() {
  return (
    <svg class="welcome-arc" viewBox="0 0 600 160" aria-hidden="true">
      <path class="way" d="M20 130C120 130 150 30 260 40s120 90 200 60 90-70 120-78" />
      <circle class="from" cx="20" cy="130" r="7" />
      <circle class="stop" cx="166" cy="73" r="5" />
      <circle class="stop" cx="300" cy="53" r="5" />
      <circle class="stop" cx="420" cy="110" r="5" />
      <circle class="to" cx="580" cy="22" r="9" />
    </svg>
  );
}
