/** Where the service asks who comes: a token, exchanged once for a cookie that no script can read. */

import { useState } from "preact/hooks";

import { post } from "../api/client";
import { t } from "../i18n";
import "./frame.css";

export function SignIn() {
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
      class="card stack sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h1>{t("frame.token")}</h1>
      <p class="dim">{t("frame.token_why")}</p>
      <label class="field">
        {t("frame.token_field")}
        <input
          type="password"
          autocomplete="off"
          required
          value={token}
          onInput={(event) => {
            setToken(event.currentTarget.value);
          }}
        />
      </label>
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
