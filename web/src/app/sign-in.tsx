/** Where the service asks who comes: a token, exchanged once for a cookie that no script can read. */

import { useState } from "preact/hooks";

import { post } from "../api/client";
import { LANGUAGES, language, setLanguage, t } from "../i18n";
import { Choice } from "./choice";
import "./pieces.css";
import "./sign-in.css";
import { THEMES, theme } from "./theme";

export function SignIn() {
  return (
    <div class="sign-in">
      <p class="sign-in-mark">
        <img src="/icon.svg" alt="" width="48" height="48" />
        <span>moodarc</span>
      </p>
      <TokenForm />
      <div class="sign-in-choices">
        <Choice
          legend={t("frame.language")}
          name="language"
          options={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
          value={language.value}
          choose={setLanguage}
        />
        <Choice
          legend={t("frame.theme")}
          name="theme"
          options={THEMES.map((name) => ({ value: name, label: t(`theme.${name}`) }))}
          value={theme.value}
          choose={(name) => {
            theme.value = name;
          }}
        />
      </div>
    </div>
  );
}

function TokenForm() {
  const [isWrong, setWrong] = useState(false);
  const [token, setToken] = useState("");
  const send = async () => {
    try {
      await post("/auth", { token: token.trim() });
      location.reload();
    } catch {
      setWrong(true);
    }
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="sign-in-words">
        <h1>{t("frame.token")}</h1>
        <p class="dim">
          {t("frame.token_why")} <code>moodarc token create</code>
        </p>
      </div>
      <label class="field">
        {t("frame.token_field")}
        <input
          type="password"
          autocomplete="off"
          required
          aria-describedby="token-kept"
          value={token}
          onInput={(event) => {
            setWrong(false);
            setToken(event.currentTarget.value);
          }}
        />
      </label>
      <p id="token-kept" class="small dim sign-in-kept">
        {t("frame.token_kept")}
      </p>
      {isWrong && (
        <p class="notice problem" role="alert">
          {t("frame.token_wrong")}
        </p>
      )}
      <button type="submit" class="button primary">
        {t("frame.token_send")}
      </button>
    </form>
  );
}
