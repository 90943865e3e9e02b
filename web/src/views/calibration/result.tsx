/** The evidence for or against a head: before and after, curves, and who was mistaken for whom. */

import { percent } from "../../charts/numbers";
import { EXPRESSIONS } from "../../face/expressions";
import type { Calibration } from "../../face/personal-fitting";
import { t, type Key } from "../../i18n";
import { classCounts } from "./counts";
import { Curves } from "./curves";

export function CalibrationResult({ found }: { found: Calibration }) {
  const { held } = found.curves;
  return (
    <div class="stack">
      <p class="notice" role="status">
        {t(verdict(found), {
          n: found.nHeld,
          before: percent(held[0]?.accuracy ?? 0),
          after: percent(held.at(-1)?.accuracy ?? 0),
        })}
      </p>
      <details class="unfold">
        <summary>{t("calibration.evidence")}</summary>
        <Evidence found={found} />
      </details>
    </div>
  );
}

function Evidence({ found }: { found: Calibration }) {
  const { fitted, held } = found.curves;
  return (
    <div class="stack">
      <div class="curve-pair">
        <Curves title="calibration.loss" what="loss" fitted={fitted} held={held} />
        <Curves title="calibration.accuracy" what="accuracy" fitted={fitted} held={held} />
      </div>
      <p class="legend small">
        <span class="legend-fitted" /> {t("calibration.fitted", { n: found.nFitted })}
        <span class="legend-held" /> {t("calibration.held", { n: found.nHeld })}
      </p>
      <div class="evidence">
        <Confusion matrix={found.after} />
        <Counts matrix={found.after} />
      </div>
    </div>
  );
}

/** Better is said only where more is read right; a head may also be surer of as much. */
function verdict({ isBetter, curves: { held } }: Calibration): Key {
  if (!isBetter) return "calibration.not_better";
  const isMore = (held.at(-1)?.accuracy ?? 0) > (held[0]?.accuracy ?? 0);
  return isMore ? "calibration.better" : "calibration.surer";
}

function Confusion({ matrix }: { matrix: number[][] }) {
  const some = EXPRESSIONS.map((name, k) => ({ name, k })).filter(
    ({ k }) => (matrix[k] ?? []).some((n) => n > 0) || matrix.some((row) => (row[k] ?? 0) > 0),
  );
  return (
    <div class="scrolls" tabIndex={0} role="group" aria-label={t("calibration.confusion")}>
      <table class="confusion">
        <caption>{t("calibration.confusion")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("calibration.shown")}</th>
            {some.map(({ name }) => (
              <th key={name} scope="col">
                {t(`senses.expression.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {some.map(({ name, k }) => {
            const row = matrix[k] ?? [];
            const total = Math.max(
              1,
              row.reduce((sum, n) => sum + n, 0),
            );
            return (
              <tr key={name}>
                <th scope="row">{t(`senses.expression.${name}`)}</th>
                {some.map(({ name: other, k: j }) => {
                  const n = row[j] ?? 0;
                  return (
                    <td key={other} class={k === j ? "is-right" : "is-wrong"}>
                      <span class="cell-shade" style={{ opacity: (0.65 * n) / total }} />
                      <span class="cell-count">{n}</span>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Counts({ matrix }: { matrix: number[][] }) {
  return (
    <div class="scrolls" tabIndex={0} role="group" aria-label={t("calibration.counts")}>
      <table class="counts">
        <caption>{t("calibration.counts")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("calibration.expression")}</th>
            {(["tp", "fp", "fn", "tn"] as const).map((what) => (
              <th key={what} scope="col">
                <abbr title={t(`calibration.${what}`)}>{what.toUpperCase()}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classCounts(matrix).map((one) => (
            <tr key={one.name}>
              <th scope="row">{t(`senses.expression.${one.name}`)}</th>
              <td>{one.tp}</td>
              <td>{one.fp}</td>
              <td>{one.fn}</td>
              <td>{one.tn}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="dim small">{t("calibration.countsWhat")}</p>
    </div>
  );
}
