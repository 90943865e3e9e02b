/** The frame of a sense: its name, its switch, and what it said last. */

import type { ComponentChildren } from "preact";

import { t } from "../../i18n";
import { SaidLast } from "./said-last";
import { senseOf, switchSense, type SenseName } from "./sense";

interface Props {
  name: SenseName;
  children: ComponentChildren;
  /** what else is to happen where it is switched off */
  onOff?: () => void;
  /** whether it works just now, where that is more than being allowed to */
  now?: { isWorking: boolean; words: string };
}

export function SenseCard({ name, children, onOff, now }: Props) {
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
        <div class="sense-use small">
          {isOn && now ? (
            <span class={now.isWorking ? "sense-now is-working" : "sense-now"}>{now.words}</span>
          ) : null}
          <div class="sense-may">
            <span class="dim" aria-hidden="true">
              {t("senses.may")}
            </span>
            <button
              type="button"
              role="switch"
              class={now && !now.isWorking ? "switch is-resting" : "switch"}
              aria-checked={isOn}
              aria-label={t("senses.use", { name: t(`senses.${name}.title`) })}
              onClick={toggle}
            >
              <span class="switch-knob" />
            </button>
          </div>
        </div>
      </header>
      {isOn ? children : <p class="dim">{t("senses.isOff")}</p>}
      {isOn && name !== "sliders" && sense?.last ? (
        <SaidLast label={t("senses.mood")} reading={sense.last} weight={sense.weight} />
      ) : null}
    </section>
  );
}
