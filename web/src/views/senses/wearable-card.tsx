/** What a wearable last told, and how well it was felt. */

import { percent } from "../../charts/numbers";
import { t } from "../../i18n";
import { senseOf } from "./sense";
import { SenseCard } from "./sense-card";

export function WearableCard() {
  const sense = senseOf("wearable");
  const last = sense?.last ?? null;
  return (
    <SenseCard name="wearable">
      {last ? (
        <dl class="wearable-facts">
          <dt>{t("senses.wearable.signal")}</dt>
          <dd>
            {last.validity === "ok"
              ? t("senses.wearable.quality", { share: percent(last.confidence) })
              : last.validity}
          </dd>
          {sense?.status ? (
            <>
              <dt>{t("senses.wearable.status")}</dt>
              <dd lang="en">{sense.status}</dd>
            </>
          ) : null}
        </dl>
      ) : (
        <>
          <p>{t("senses.wearable.none")}</p>
          <p class="dim small">
            {t("senses.wearable.how")} <code>moodarc sense mqtt</code>
          </p>
        </>
      )}
    </SenseCard>
  );
}
