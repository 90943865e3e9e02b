/** What a sense said last of the mood: in the word that every view uses, when, how surely. */

import type { Reading } from "../../api/types";
import { percent } from "../../charts/numbers";
import { language, t } from "../../i18n";
import { feeling } from "../../plane/words";
import { certaintyOf, surenessOf, tintOf } from "./sense";

interface Props {
  label: string;
  reading: Reading;
  weight: number;
}

export function SaidLast({ label, reading, weight }: Props) {
  const isRead = reading.validity === "ok";
  return (
    <div class="sense-said small">
      <span class="dim">{label}</span>
      <span class="chip">
        <span class={`dot ${isRead ? tintOf(reading) : ""}`} />
        {isRead ? feeling(reading) : t("senses.unreadable")}
      </span>
      <span class="dim">{ago(reading.at)}</span>
      {isRead ? <span class="dim">{t(`senses.${surenessOf(certaintyOf(reading))}`)}</span> : null}
      <span class="dim">{t("senses.weight", { share: percent(weight) })}</span>
    </div>
  );
}

/** "3 minutes ago", in the listener's language. */
function ago(at: string): string {
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: "auto" });
  const seconds = (Date.parse(at) - Date.now()) / 1000;
  if (seconds > -60) return format.format(Math.min(0, Math.round(seconds)), "second");
  if (seconds > -3600) return format.format(Math.round(seconds / 60), "minute");
  if (seconds > -86400) return format.format(Math.round(seconds / 3600), "hour");
  return format.format(Math.round(seconds / 86400), "day");
}
