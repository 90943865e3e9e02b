/** The parts of a score, drawn to the right where they speak for a track, to the left where against. */

import type { Offer } from "../../api/types";
import { t } from "../../i18n";
import "./reason-bars.css";
import { barsOf, reasonKey, restOf, signed } from "./reasons";
import { reasonSaid } from "./said-reasons";

export function ReasonBars({ offer }: { offer: Offer }) {
  const rest = restOf(offer.reasons);
  return (
    <div class="reasons">
      <ul>
        {barsOf(offer.reasons).map(({ name, value, length, text }) => {
          const key = reasonKey(name);
          const said = reasonSaid(name, text);
          return (
            <li key={name}>
              <span class="reason-name">{key ? t(key) : name}</span>
              <span class="reason-track" aria-hidden="true">
                <span
                  class={value < 0 ? "against" : "for"}
                  style={{ width: `${Math.max(2, 50 * length)}%` }}
                />
              </span>
              <span class="reason-value">{signed(value)}</span>
              <span class="reason-text dim small" lang={said.lang}>
                {said.text}
              </span>
            </li>
          );
        })}
      </ul>
      <p class="reason-total">
        {Math.abs(rest) >= 0.005 && (
          <span class="dim">{t("reasons.rest", { value: signed(rest) })} </span>
        )}
        {t("reasons.total")} <strong>{signed(offer.score)}</strong>
      </p>
    </div>
  );
}
