/** The frame of a sense: its name, its switch, and what it said last. */

import type { ComponentChildren } from "preact";

import type { Reading } from "../../api/types";
import { percent } from "../../charts/numbers";
import { language, t } from "../../i18n";
import { certaintyOf, tintOf, senseOf, surenessOf, switchSense, type SenseName } from "./sense";

interface Props {
  name: SenseName;
  children: ComponentChildren;
  /** what else is to happen where it is switched off */
  onOff?: () => void;
}

export function SenseCard({ name, children, onOff }: Props) {
  const sense = senseOf(name);
  const isOn = sense?.on ?? true;
  const toggle = (): void => {
    if (isOn) onOff?.();
    void switchSense(name, !isOn);
  };
  return (
    <section class={`card stack sense sense-${name}`} aria-labelledby={`sense-${name}`}>
      <header class="sense-head">
        <div>
          <h2 id={`sense-${name}`}>{t(`senses.${name}.title`)}</h2>
          <p class="dim small">{t(`senses.${name}.what`)}</p>
        </div>
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked={isOn}
          aria-label={t("senses.use", { name: t(`senses.${name}.title`) })}
          onClick={toggle}
        >
          <span class="switch-knob" />
        </button>
      </header>
      {isOn ? children : <p class="dim">{t("senses.isOff")}</p>}
      {isOn && sense && (sense.last ?? name !== "wearable") ? (
        <SaidLast reading={sense.last} weight={sense.weight} />
      ) : null}
    </section>
  );
}

function SaidLast({ reading, weight }: { reading: Reading | null; weight: number }) {
  if (!reading) return <footer class="sense-said dim small">{t("senses.nothingYet")}</footer>;
  const quadrant = tintOf(reading);
  const isRead = reading.validity === "ok";
  return (
    <footer class="sense-said small">
      <span class="chip">
        <span class={`dot ${isRead ? quadrant : ""}`} />
        {isRead ? t(`senses.quadrant.${quadrant}`) : t("senses.unreadable")}
      </span>
      <span class="dim">{ago(reading.at)}</span>
      {isRead ? <span class="dim">{t(`senses.${surenessOf(certaintyOf(reading))}`)}</span> : null}
      <span class="dim">{t("senses.weight", { share: percent(weight) })}</span>
    </footer>
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
