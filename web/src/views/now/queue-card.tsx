/** What comes next, why it changed, and how near it leads to the goal. */

import { useState } from "preact/hooks";

import { queue, session } from "../../api/live";
import { t } from "../../i18n";
import "./queue.css";
import { QueueItem } from "./queue-item";
import { causeKey } from "./reasons";
import { reachSaid } from "./said-reach";

const FIRST = 6;

export function QueueCard() {
  const [all, setAll] = useState(false);
  const offers = queue.value;
  const decision = session.value?.decision;
  const cause = decision ? causeKey(decision.cause) : null;
  const shown = all ? offers : offers.slice(0, FIRST);
  return (
    <section class="card queue" aria-label={t("queue.title")}>
      <header class="queue-head">
        <h2>{t("queue.title")}</h2>
        {cause && (
          <span class="dim small" role="status">
            {t(cause)}
          </span>
        )}
      </header>
      {offers.length === 0 ? (
        <p class="dim">{t("queue.empty")}</p>
      ) : (
        <ol class="queue-list">
          {shown.map((offer, index) => (
            <QueueItem key={offer.track.track_id} offer={offer} place={index + 1} />
          ))}
        </ol>
      )}
      {offers.length > FIRST && (
        <button
          type="button"
          class="text-button"
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? t("queue.fewer") : t("queue.all", { n: offers.length })}
        </button>
      )}
      {decision?.reach && (
        <details class="unfold reach small">
          <summary>{t("queue.reach")}</summary>
          <p class="dim">
            {reachSaid(decision.reach).map(({ text, lang }) => (
              <span key={text} lang={lang}>
                {text}{" "}
              </span>
            ))}
          </p>
        </details>
      )}
    </section>
  );
}
