/** On a first visit: there is more to say, if you like. */

import { useState } from "preact/hooks";

import { t } from "../../i18n";
import { CloseIcon } from "../../ui/icons";

const SEEN = "moodarc.welcomed";

export function markWelcomed(): void {
  localStorage.setItem(SEEN, "yes");
}

export function Invitation() {
  const [seen, setSeen] = useState(() => localStorage.getItem(SEEN) !== null);
  if (seen) return null;
  return (
    <p class="notice welcome-invitation">
      <span>
        {t("welcome.invitation")} <a href="/welcome">{t("welcome.invitation_link")}</a>
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("close")}
        onClick={() => {
          markWelcomed();
          setSeen(true);
        }}
      >
        <CloseIcon size={18} />
      </button>
    </p>
  );
}
