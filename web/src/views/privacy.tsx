/** Privacy: what is kept, why and where, what was agreed to, and how all of it goes away. */

import { useState } from "preact/hooks";

import { privacy, type Erased } from "../api/privacy";
import { Show, useLoaded } from "../app/loaded";
import "../app/pieces.css";
import { t } from "../i18n";
import "./privacy.css";
import { CameraCard } from "./privacy/camera";
import { ConsentsCard } from "./privacy/consents";
import { AccessCard, LookCard } from "./privacy/settings";
import { StoredCard } from "./privacy/stored";
import { EraseCard, ExportCard } from "./privacy/take-away";

export default function Privacy() {
  const kept = useLoaded(privacy, "privacy");
  const [erased, setErased] = useState<Erased | null>(null);
  return (
    <div class="privacy stack">
      <h1>{t("privacy.title")}</h1>
      <p class="lead promise">{t("privacy.promise")}</p>
      <Show of={kept}>
        {({ stored, consents, listener, where }) => (
          <>
            {!erased && (
              <>
                <StoredCard stored={stored} where={where} />
                <ConsentsCard consents={consents} changed={kept.again} />
              </>
            )}
            {!erased && (
              <div class="two">
                <CameraCard />
                <ExportCard />
              </div>
            )}
            <EraseCard listener={listener} erased={erased} done={setErased} />
          </>
        )}
      </Show>
      <div class="two">
        <AccessCard />
        <LookCard />
      </div>
    </div>
  );
}
