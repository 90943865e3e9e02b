/** What the listener said themselves, however they said it; a line of its own, for no card owns it. */

import { t } from "../../i18n";
import { SaidLast } from "./said-last";
import { senseOf } from "./sense";

export function OwnWord() {
  const sense = senseOf("sliders");
  if (!sense?.on || !sense.last) return null;
  return (
    <section class="card own-word" aria-labelledby="own-word">
      <div>
        <h2 id="own-word">{t("senses.own.title")}</h2>
        <p class="dim small">{t("senses.own.what")}</p>
      </div>
      <SaidLast label={t("senses.own.said")} reading={sense.last} weight={sense.weight} />
    </section>
  );
}
