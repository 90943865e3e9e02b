/** The seven expressions, as bars. */

import { percent } from "../../charts/numbers";
import { EXPRESSIONS, type Expression } from "../../face/expressions";
import { t } from "../../i18n";

interface Props {
  probabilities: readonly number[] | null;
  label: Expression | null;
}

export function ExpressionBars({ probabilities, label }: Props) {
  return (
    <ul class="bars" aria-label={t("senses.face.bars")}>
      {EXPRESSIONS.map((name, k) => {
        const share = probabilities?.[k] ?? 0;
        return (
          <li key={name} class={name === label ? "bar is-label" : "bar"}>
            <span class="bar-name">{t(`senses.expression.${name}`)}</span>
            <span class="bar-track" aria-hidden="true">
              <span
                class={`bar-fill ${name}`}
                style={{ transform: `translateX(${100 * (share - 1)}%)` }}
              />
            </span>
            <span class="bar-share">{percent(share)}</span>
          </li>
        );
      })}
    </ul>
  );
}
