import { useState } from "preact/hooks";

import type { Moved, MovedBy } from "../../api/journey";
import { Choice } from "../../app/choice";
import { Empty } from "../../app/empty";
import { changeWords, number, signed } from "../../charts/numbers";
import { t } from "../../i18n";
import { quadrantOf } from "../../plane/quadrants";
import { surenessOf } from "./moved-words";
import { SmallArrow } from "./small-arrow";

const KINDS: readonly MovedBy[] = ["track", "artist", "genre"];
/** Fills rows of three, of two and of one. */
const PAGE = 6;

/** Which music moved the listener where. */
export function MovedCard({ moved }: { moved: readonly Moved[] }) {
  const [by, setBy] = useState<MovedBy>("track");
  const [shown, setShown] = useState(PAGE);
  const rows = moved.filter((one) => one.by === by);
  return (
    <section class="card" aria-labelledby="moved-title">
      <div class="head">
        <h2 id="moved-title">{t("journey.moved")}</h2>
        {moved.length > 0 && (
          <Choice
            legend={t("journey.moved_by")}
            name="moved-by"
            value={by}
            choose={(value) => {
              setBy(value);
              setShown(PAGE);
            }}
            options={KINDS.map((value) => ({ value, label: t(`journey.by_${value}`) }))}
          />
        )}
      </div>
      {rows.length === 0 ? (
        <Empty words={t("journey.no_moved")} />
      ) : (
        <>
          <p class="lead">{t("journey.moved_lead")}</p>
          <ol class="moved-list">
            {rows.slice(0, shown).map((one) => (
              <MovedRow key={`${one.name}-${one.track_id ?? ""}`} one={one} />
            ))}
          </ol>
          {shown < rows.length && (
            <button
              type="button"
              class="button"
              onClick={() => {
                setShown(shown + PAGE);
              }}
            >
              {t("journey.more", { n: rows.length - shown })}
            </button>
          )}
        </>
      )}
    </section>
  );
}

function part(what: "plane.pleasant" | "plane.lively", value: number, error: number): string {
  return t("journey.moved_part", { what: t(what), value: signed(value), error: number(error) });
}

function MovedRow({ one }: { one: Moved }) {
  const sure = surenessOf(one);
  return (
    <li class={`moved-row ${sure}`}>
      <SmallArrow shift={one.shift} quadrant={quadrantOf(one.shift)} />
      <span class="heard-words">
        <span class="heard-title">{one.name || t("journey.unnamed")}</span>
        <span>{changeWords(one.shift)}</span>
        <span class="moved-numbers small dim">
          <span>{part("plane.pleasant", one.shift.valence, one.sd.valence)}</span>
          <span>{part("plane.lively", one.shift.arousal, one.sd.arousal)}</span>
        </span>
        <span class="small dim">
          {t("journey.times", { n: one.n })}
          {sure !== "sure" && `: ${t(`journey.${sure}`)}`}
        </span>
      </span>
    </li>
  );
}
