/** A library without music yet: being read, or still to be named. */

import { mayManage } from "../../api/access";
import { scan } from "../../api/live";
import { progressOf } from "../../api/progress";
import { t } from "../../i18n";
import { LibraryIcon } from "../../ui/icons";

export function NoMusic({ scanning }: { scanning: boolean }) {
  const progress = scan.value && progressOf(scan.value);
  const doing = t(progress?.composes ? "now.composing" : "now.scanning");
  return (
    <section class="card stack no-music">
      <LibraryIcon size={44} />
      <h2>{scanning ? doing : t("now.empty")}</h2>
      <p class="dim">{t(scanning ? "now.scanning_why" : "now.empty_why")}</p>
      {scanning ? (
        <progress
          value={progress?.total ? progress.done : undefined}
          max={progress?.total ?? 1}
          aria-label={doing}
        />
      ) : (
        mayManage.value && (
          <a class="button primary big" href="/library">
            {t("now.add")}
          </a>
        )
      )}
    </section>
  );
}
