import { useState } from "preact/hooks";

import { forecast, journey } from "../../api/journey";
import { Choice } from "../../app/choice";
import { Empty } from "../../app/empty";
import { Show, useLoaded } from "../../app/loaded";
import { TimeLine } from "../../charts/time-line";
import { dayName, HOUR } from "../../charts/times";
import { locale, t } from "../../i18n";
import {
  beginOf,
  beginOfBucket,
  forecastLine,
  inTheMiddle,
  moodLine,
  REACHES,
  weekBegin,
  type Span,
} from "./mood-line";

const SPANS: readonly Span[] = ["hours", "days", "weeks"];

const NAMED: Partial<Record<Span, (at: number) => string>> = {
  days: (at) => dayName(at, locale.value),
  weeks: (at) => t("journey.week_from", { day: dayName(weekBegin(at), locale.value) }),
};

/** Mood over hours, days or weeks. */
export function MoodCard() {
  const [span, setSpan] = useState<Span>("hours");
  const { length, bucket, gap, middle } = REACHES[span];
  const loaded = useLoaded(async (signal) => {
    const until = new Date();
    const since = beginOfBucket(until.getTime() - length, bucket);
    return { since, until, span, came: await journey(since, until, bucket, signal) };
  }, span);
  return (
    <section class="card" aria-labelledby="mood-title">
      <div class="head">
        <h2 id="mood-title">{t("journey.mood")}</h2>
        <Choice
          legend={t("journey.span")}
          name="span"
          value={span}
          choose={setSpan}
          options={SPANS.map((value) => ({ value, label: t(`journey.${value}`) }))}
        />
      </div>
      <Show of={loaded}>
        {({ since, until, came }) => {
          const moments = inTheMiddle(moodLine(came.mood), middle, until.getTime());
          if (moments.length === 0)
            return (
              <Empty
                words={t(`journey.no_mood_${span}`)}
                go={{ to: "/", label: t("journey.say_how") }}
              />
            );
          return (
            <>
              <p class="lead">{t(`journey.mood_lead_${span}`)}</p>
              <TimeLine
                title={t("journey.mood")}
                description={t("journey.mood_description", { n: moments.length })}
                moments={moments}
                domain={[beginOf(moments, since.getTime(), until.getTime()), until.getTime()]}
                gap={gap}
                {...(NAMED[span] && { named: NAMED[span] })}
              />
            </>
          );
        }}
      </Show>
    </section>
  );
}

const AHEAD = 6;

/** The next hours, with how unsure the forecast is. */
export function ForecastCard() {
  const loaded = useLoaded(
    async (signal) => ({ now: Date.now(), came: await forecast(AHEAD, signal) }),
    "forecast",
  );
  return (
    <section class="card" aria-labelledby="forecast-title">
      <h2 id="forecast-title">{t("journey.forecast")}</h2>
      <Show of={loaded}>
        {({ now, came }) => {
          const moments = forecastLine(came, now);
          return (
            <>
              <p class="lead">{t("journey.forecast_lead")}</p>
              <TimeLine
                title={t("journey.forecast")}
                description={t("journey.forecast_description", { n: AHEAD })}
                moments={moments}
                domain={[now, now + AHEAD * HOUR]}
                gap={2 * HOUR}
              />
            </>
          );
        }}
      </Show>
    </section>
  );
}
