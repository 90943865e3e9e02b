/** What is believed of your feeling, and the way to say otherwise. */

import { useState } from "preact/hooks";

import { belief, forgetQuestion, live } from "../../api/live";
import { t } from "../../i18n";
import { quadrantOf } from "../../plane/quadrants";
import { sureness } from "../../plane/sureness";
import { feeling, termOf } from "../../plane/words";
import { FeelSheet } from "./feel-sheet";

export function FeelHead() {
  const [open, setOpen] = useState(false);
  const now = belief.value;
  const { asked, heard } = live.value;
  return (
    <div class="feel-head">
      <div>
        <h1 aria-live="polite">
          {now ? (
            <>
              {t(sureness(now))}{" "}
              <span class={termOf(now) === "neutral" ? "" : `tinted ${quadrantOf(now)}`}>
                {feeling(now)}
              </span>
            </>
          ) : (
            t("now.title")
          )}
        </h1>
        {asked && <p class="dim">{t(heard.length ? "feel.asked" : "feel.asked_first")}</p>}
      </div>
      <button
        type="button"
        class={`button${asked ? " primary" : ""}`}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t("feel.open")}
      </button>
      {open && (
        <FeelSheet
          onClose={() => {
            setOpen(false);
            forgetQuestion();
          }}
        />
      )}
    </div>
  );
}
