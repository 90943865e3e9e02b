/** Where the service asks who comes: a token, exchanged once for a cookie that no script can read. */

import { useEffect, useState } from "preact/hooks";

import { ServiceError, get, post } from "../api/client";
import { t } from "../i18n";

type Answer = "open" | "asked" | "wrong";

const REFUSED = [401, 403];

export function SignIn() {
  const [answer, setAnswer] = useState<Answer>("open");
  const [token, setToken] = useState("");
  useEffect(() => {
    get("/me").catch((error: unknown) => {
      if (error instanceof ServiceError && REFUSED.includes(error.problem.status)) {
        setAnswer("asked");
      }
    });
  }, []);
  if (answer === "open") return null;
  const send = async () => {
    try {
      await post("/auth", { token: token.trim() });
      location.reload();
    } catch {
      setAnswer("wrong");
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
      <h2>{t("frame.token")}</h2>
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
      {answer === "wrong" && (
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
