/** After the music: what was heard, what it did, and what was learned. */

import { forgetEnd, live } from "../../api/live";
import type { Heard } from "../../api/journey";
import type { Learned } from "../../api/messages";
import { t } from "../../i18n";
import { feeling } from "../../plane/words";
import { player, startListening } from "../../player";
import { Cover } from "../../ui/cover";
import { PlayIcon } from "../../ui/icons";
import { movedKey } from "./moved";
import "./queue.css";
import { endingSaid, reasonKey } from "./reasons";
import { wish } from "./wish";

const LEAST_LEARNED = 0.01;

export function EndedCard() {
  const { ended } = live.value;
  if (!ended) return null;
  const { heard = [], learned = {} } = ended.account ?? {};
  return (
    <section class="card stack" aria-label={t("ended.title")}>
      <header>
        <h2>{t("ended.title")}</h2>
        <p class="dim">{player.isAsleep.value ? t("ending.slept") : endingSaid(ended.reason)}</p>
      </header>
      <Journey heard={heard} />
      {heard.length > 0 && (
        <ul class="ended-list">
          {heard.map((one) => (
            <HeardItem key={one.at} heard={one} />
          ))}
        </ul>
      )}
      <LearnedList learned={learned} />
      <div class="row">
        <button
          type="button"
          class="button primary"
          onClick={() => {
            startListening(wish());
          }}
        >
          <PlayIcon size={18} /> {t("ended.again")}
        </button>
        <a class="button" href="/journey">
          {t("ended.journey")}
        </a>
        <button type="button" class="button" onClick={forgetEnd}>
          {t("ended.done")}
        </button>
      </div>
    </section>
  );
}

/** From the first feeling to the last. */
function Journey({ heard }: { heard: Heard[] }) {
  const [from, to] = [heard[0]?.before, heard.at(-1)?.after];
  if (!from || !to) return null;
  const values = { from: feeling(from), to: feeling(to) };
  return (
    <p class="ended-journey">
      {values.from === values.to ? t("ended.stayed", values) : t("ended.moved", values)}
    </p>
  );
}

function HeardItem({ heard }: { heard: Heard }) {
  return (
    <li class="queue-row">
      <Cover track={heard.track} />
      <span class="two-lines">
        <strong>{heard.track.title}</strong>
        <span class="dim small">{heard.track.artist}</span>
      </span>
      <span class="small heard-moved">{t(movedKey(heard.felt_shift))}</span>
    </li>
  );
}

function LearnedList({ learned }: { learned: Record<string, Learned> }) {
  const changed = Object.entries(learned).filter(
    ([, { before, after }]) => Math.abs(after - before) >= LEAST_LEARNED,
  );
  if (changed.length === 0) return <p class="dim small">{t("ended.nothing_learned")}</p>;
  return (
    <div>
      <h3>{t("ended.learned")}</h3>
      <ul class="plain-list small">
        {changed.map(([name, { before, after }]) => {
          const key = reasonKey(name);
          const what = key ? t(key) : name;
          return <li key={name}>{t(after > before ? "ended.more" : "ended.less", { what })}</li>;
        })}
      </ul>
    </div>
  );
}
