/** A library without music yet: being read, or still to be named. */

import { mayManage } from "../../api/access";
import { scan } from "../../api/live";
import { t } from "../../i18n";
import { LibraryIcon } from "../../ui/icons";

export function NoMusic({ scanning }: { scanning: boolean }) {
  const job = scan.value;
  return (
    <section class="card stack no-music">
      <LibraryIcon size={44} />
      <h2>{t(scanning ? "now.scanning" : "now.empty")}</h2>
      <p class="dim">{t(scanning ? "now.scanning_why" : "now.empty_why")}</p>
      {scanning ? (
        <progress
          value={job?.total ? job.done : undefined}
          max={job?.total ?? 1}
          aria-label={t("now.scanning")}
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
