/** Journey: how the listener felt, what music did about it, and what is foreseen. */

import { journey } from "../api/journey";
import { Show, useLoaded } from "../app/loaded";
import "../app/pieces.css";
import { t } from "../i18n";
import "./journey.css";
import { AttentionCard } from "./journey/attention";
import { GenresCard } from "./journey/genres";
import { HeardCard } from "./journey/heard";
import { MentalModelCard } from "./journey/mental-model";
import { ForecastCard, MoodCard } from "./journey/mood";
import { REACHES } from "./journey/mood-line";
import { MovedCard } from "./journey/moved";

export default function Journey() {
  const past = useLoaded((signal) => {
    const until = new Date();
    const { length, bucket } = REACHES.weeks;
    return journey(new Date(until.getTime() - length), until, bucket, signal);
  }, "past");
  return (
    <div class="journey stack">
      <h1>{t("journey.title")}</h1>
      <div class="moods">
        <MoodCard />
        <ForecastCard />
      </div>
      <Show of={past}>
        {({ heard, moved }) => (
          <>
            <HeardCard heard={heard} />
            <MovedCard moved={moved} />
          </>
        )}
      </Show>
      <MentalModelCard />
      <div class="two">
        <GenresCard />
        <AttentionCard />
      </div>
    </div>
  );
}
