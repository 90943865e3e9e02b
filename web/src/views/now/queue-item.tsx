/** A track that is to come: what it is, why it is there, and how to be rid of it. */

import { useState } from "preact/hooks";

import { goOnWith, report } from "../../api/live";
import type { Offer } from "../../api/types";
import { clock } from "../../charts/times";
import { t } from "../../i18n";
import { player } from "../../player";
import { Cover } from "../../ui/cover";
import { MoreIcon } from "../../ui/icons";
import { ReasonBars } from "./reason-bars";

export function QueueItem({ offer, place }: { offer: Offer; place: number }) {
  const [open, setOpen] = useState<"" | "why" | "more">("");
  const { track } = offer;
  const toggle = (which: "why" | "more") => () => {
    setOpen(open === which ? "" : which);
  };
  return (
    <li class="queue-item">
      <div class="queue-row">
        <span class="queue-place dim">{place}</span>
        <Cover track={track} />
        <span class="two-lines">
          <strong>{track.title}</strong>
          <span class="dim small">{track.artist ?? t("now.unknown_artist")}</span>
        </span>
        <span class="queue-length dim small">{clock(track.duration_s)}</span>
        <button
          type="button"
          class="text-button"
          aria-expanded={open === "why"}
          aria-label={t("queue.why_of", { title: track.title })}
          onClick={toggle("why")}
        >
          {t("queue.why")}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-expanded={open === "more"}
          aria-label={t("queue.more_of", { title: track.title })}
          onClick={toggle("more")}
        >
          <MoreIcon />
        </button>
      </div>
      {open === "why" && <ReasonBars offer={offer} />}
      {open === "more" && (
        <QueueMenu
          offer={offer}
          onDone={() => {
            setOpen("");
          }}
        />
      )}
    </li>
  );
}

function QueueMenu({ offer, onDone }: { offer: Offer; onDone: () => void }) {
  const { track } = offer;
  const acts = {
    "queue.play_now": () => {
      player.take();
      goOnWith(offer);
      player.begin({ ...offer, gain_db: track.gain_db });
    },
    "queue.not_now": () => {
      report("skip", track.track_id, 0, { waiting: true });
    },
    "queue.never": () => {
      report("ban", track.track_id, 0, { waiting: true });
    },
  } as const;
  return (
    <div class="row queue-menu">
      {(Object.keys(acts) as (keyof typeof acts)[]).map((name) => (
        <button
          key={name}
          type="button"
          class={`button small${name === "queue.never" ? " danger" : ""}`}
          onClick={() => {
            acts[name]();
            onDone();
          }}
        >
          {t(name)}
        </button>
      ))}
    </div>
  );
}
