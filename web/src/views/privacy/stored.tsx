import type { Stored } from "../../api/privacy";
import { count } from "../../charts/numbers";
import { dateOnly } from "../../charts/times";
import { locale, t } from "../../i18n";
import { whatWords, whyWords } from "./plain-words";

/** What is kept, how much of it, since when and what for. */
export function StoredCard({ stored, where }: { stored: readonly Stored[]; where: string | null }) {
  const kept = stored.filter((one) => one.n > 0);
  return (
    <section class="card" aria-labelledby="stored-title">
      <h2 id="stored-title">{t("privacy.stored")}</h2>
      {where !== null && (
        <p class="lead">
          {t("privacy.where")} <code>{where}</code>
        </p>
      )}
      {kept.length === 0 ? (
        <p class="empty">{t("privacy.nothing")}</p>
      ) : (
        <ul class="stored">
          {kept.map((one) => (
            <li key={one.what}>
              <span class="stored-n">{count(one.n)}</span>
              <span class="stored-words">
                <strong>{whatWords(one.what)}</strong>
                <span>{whyWords(one)}</span>
                {one.first !== null && one.last !== null && (
                  <span class="small dim">{between(one.first, one.last)}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function between(first: string, last: string): string {
  const [from, to] = [dateOnly(first, locale.value), dateOnly(last, locale.value)];
  return from === to ? from : t("privacy.between", { from, to });
}
