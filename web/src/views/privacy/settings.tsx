import { me, signOut } from "../../api/privacy";
import { Choice } from "../../app/choice";
import { Show, useLoaded } from "../../app/loaded";
import { theme, type Theme } from "../../app/theme";
import { LANGUAGES, language, setLanguage, t } from "../../i18n";

const THEMES: readonly Theme[] = ["system", "dark", "light"];

/** Who can reach this service, and as whom. */
export function AccessCard() {
  const loaded = useLoaded(me, "me");
  return (
    <section class="card" aria-labelledby="access-title">
      <h2 id="access-title">{t("privacy.access")}</h2>
      <Show of={loaded}>
        {({ listener, scopes, needs_token }) => (
          <>
            <p class="lead">
              {t(needs_token ? "privacy.access_token" : "privacy.access_here", { name: listener })}
            </p>
            {needs_token && (
              <>
                <p class="small dim">{t("privacy.scopes", { scopes: scopes.join(", ") })}</p>
                <p class="small dim">{t("privacy.tokens_where")}</p>
                <button
                  type="button"
                  class="button"
                  onClick={() => {
                    void signOut().then(() => {
                      location.reload();
                    });
                  }}
                >
                  {t("privacy.sign_out")}
                </button>
              </>
            )}
          </>
        )}
      </Show>
    </section>
  );
}

/** Language and look. */
export function LookCard() {
  return (
    <section class="card stack" aria-labelledby="look-title">
      <h2 id="look-title">{t("privacy.look")}</h2>
      <Choice
        legend={t("frame.language")}
        name="language"
        value={language.value}
        choose={setLanguage}
        options={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <Choice
        legend={t("frame.theme")}
        name="theme"
        value={theme.value}
        choose={(value) => {
          theme.value = value;
        }}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
    </section>
  );
}
