import { attention } from "../../api/journey";
import { Show, useLoaded } from "../../app/loaded";
import { dateTime } from "../../charts/times";
import { tells } from "./attention-use";
import { heaviest } from "./heaviest";
import { momentName } from "./moment-name";
import { Weights } from "../../charts/weights";
import { locale, t } from "../../i18n";

const MOST = 12;

/** Which earlier moments count for the forecast. */
export function AttentionCard() {
  const loaded = useLoaded(attention, "attention");
  if (loaded.answer ? !tells(loaded.answer) : loaded.waiting) return null;
  return (
    <section class="card" aria-labelledby="attention-title">
      <h2 id="attention-title">{t("journey.attention")}</h2>
      <Show of={loaded}>
        {({ weights }) => (
          <>
            <p class="lead">{t("journey.attention_lead")}</p>
            <Weights
              title={t("journey.attention")}
              weights={heaviest(weights, MOST).map((one) => ({
                name: momentName(one.label, one.modality),
                when: dateTime(one.at, locale.value),
                weight: one.weight,
              }))}
            />
          </>
        )}
      </Show>
    </section>
  );
}
