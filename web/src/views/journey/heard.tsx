import { useState } from "preact/hooks";

import type { Heard } from "../../api/journey";
import { Empty } from "../../app/empty";
import { changeWords } from "../../charts/numbers";
import { Shifts } from "../../charts/shifts";
import { dateTime } from "../../charts/times";
import { locale, t } from "../../i18n";
import { quadrantOf } from "../../plane/quadrants";
import { SmallArrow } from "./small-arrow";

const PAGE = 8;

/** Before and after each track. */
export function HeardCard({ heard }: { heard: readonly Heard[] }) {
  const [shown, setShown] = useState(PAGE);
  const [chosen, setChosen] = useState<number | null>(null);
  const listed = heard.slice(0, shown);
  const measured = listed.flatMap((one, row) =>
    one.felt_shift ? [{ row, name: one.track.title, before: one.before, after: one.after }] : [],
  );
  const arrow = measured.findIndex((one) => one.row === chosen);
  return (
    <section class="card" aria-labelledby="heard-title">
      <h2 id="heard-title">{t("journey.heard")}</h2>
      {heard.length === 0 ? (
        <Empty words={t("journey.no_heard")} go={{ to: "/", label: t("journey.play") }} />
      ) : (
        <>
          <p class="lead">{t("journey.heard_lead")}</p>
          <div class="heard">
            <div>
              <ol class="heard-list">
                {listed.map((one, row) => (
                  <HeardRow
                    key={`${one.at}-${one.track.track_id}`}
                    one={one}
                    chosen={row === chosen}
                    choose={() => {
                      setChosen(row === chosen ? null : row);
                    }}
                  />
                ))}
              </ol>
              {shown < heard.length && (
                <button
                  type="button"
                  class="button"
                  onClick={() => {
                    setShown(shown + PAGE);
                  }}
                >
                  {t("journey.more", { n: heard.length - shown })}
                </button>
              )}
            </div>
            {measured.length > 0 && (
              <Shifts
                title={t("journey.heard")}
                shifts={measured}
                chosen={arrow < 0 ? null : arrow}
              />
            )}
          </div>
        </>
      )}
    </section>
  );
}

interface RowProps {
  one: Heard;
  chosen: boolean;
  choose: () => void;
}

function HeardRow({ one, chosen, choose }: RowProps) {
  const { track, after, felt_shift: shift } = one;
  return (
    <li class={chosen ? "heard-row chosen" : "heard-row"}>
      <button type="button" aria-pressed={chosen} disabled={shift === null} onClick={choose}>
        {shift ? (
          <SmallArrow shift={shift} quadrant={quadrantOf(after)} />
        ) : (
          <span class="unmeasured" aria-hidden="true">
            –
          </span>
        )}
        <span class="heard-words">
          <span class="heard-title">
            {track.title}
            {track.artist && <span class="dim"> · {track.artist}</span>}
          </span>
          <span class="small dim">
            {dateTime(one.at, locale.value)} · {t(`journey.how_${one.how}`)}
          </span>
          <span class={shift ? "small" : "small dim"}>
            {shift ? changeWords(shift) : t("journey.not_measured")}
          </span>
        </span>
      </button>
    </li>
  );
}
