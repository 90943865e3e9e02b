import { mentalModel, type MentalModel, type ModelName } from "../../api/journey";
import { Show, useLoaded } from "../../app/loaded";
import { StateDiagram } from "../../charts/state-diagram";
import { t } from "../../i18n";
import { modelWords, stepWords } from "./model-words";

/** How one mood follows another: the listener's own, where there is one, beside what is usual. */
export function MentalModelCard() {
  const own = useLoaded((signal) => mentalModel("personal", signal), "own");
  return (
    <section class="card" aria-labelledby="model-title">
      <h2 id="model-title">{t("journey.model")}</h2>
      <p class="lead">{t("journey.model_lead")}</p>
      <Show of={own}>
        {(model) =>
          model.steps > 0 ? (
            <div class="two">
              <Model name="personal" />
              <Model name="population" />
            </div>
          ) : (
            <div class="stack">
              <p class="notice small">
                {t("journey.model_nothing", { step: stepWords(model.step_min) })}
              </p>
              <Model name="population" alone />
            </div>
          )
        }
      </Show>
    </section>
  );
}

function Model({ name, alone = false }: { name: ModelName; alone?: boolean }) {
  const loaded = useLoaded((signal) => mentalModel(name, signal), name);
  return (
    <div class="stack">
      <h3>{t(`journey.model_${name}`)}</h3>
      <Show of={loaded}>
        {(model) => (
          <>
            <p class="small dim">{groundsOf(name, model)}</p>
            <div class={alone ? "model-alone" : undefined}>
              <StateDiagram
                title={t(`journey.model_${name}`)}
                description={modelWords(model).join(" ")}
                transitions={model.transitions}
                stationary={model.stationary}
              />
              <ul class="model-words small">
                {modelWords(model).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
          </>
        )}
      </Show>
    </div>
  );
}

function groundsOf(name: ModelName, model: MentalModel): string {
  const step = stepWords(model.step_min);
  if (name === "population") return t("journey.model_usual", { step });
  return t("journey.model_learned", { n: model.steps, step });
}
