/** A first guess of your taste, for who wants to help it along. */

import { useEffect, useState } from "preact/hooks";

import { get, put } from "../../api/client";
import { needsConsent } from "../../api/consents";
import { genreName } from "../../ui/genres";
import { t } from "../../i18n";
import { AskConsent } from "../../ui/consent";
import { fetchSummary, summary } from "../now/stage";
import {
  AGE_BANDS,
  NO_FACTS,
  changedFacts,
  factsOf,
  genresToChoose,
  ownTimeZone,
  tidied,
  type Facts,
} from "./facts";

type State = "open" | "saving" | "saved" | "consent" | "failed";

export function AboutYou() {
  const [known, setKnown] = useState<Facts>(NO_FACTS);
  const [said, setSaid] = useState<Facts>(NO_FACTS);
  const [state, setState] = useState<State>("open");
  useEffect(() => {
    void fetchSummary();
    get<{ facts: Record<string, unknown> }>("/profile").then(
      ({ facts }) => {
        const now = factsOf(facts);
        setKnown(now);
        setSaid({ ...now, time_zone: now.time_zone ?? ownTimeZone() });
      },
      () => {
        setSaid({ ...NO_FACTS, time_zone: ownTimeZone() });
      },
    );
  }, []);
  const change = (by: Partial<Facts>) => {
    setSaid({ ...said, ...by });
    setState("open");
  };
  const save = async (written: Facts) => {
    const said = tidied(written);
    setState("saving");
    try {
      await put("/profile", changedFacts(known, said));
      setKnown(said);
      setState("saved");
    } catch (error) {
      setState(needsConsent(error) ? "consent" : "failed");
    }
  };
  return (
    <form
      class="card stack about-you"
      onSubmit={(event) => {
        event.preventDefault();
        void save(said);
      }}
    >
      <h2>{t("welcome.about")}</h2>
      <p class="dim">{t("welcome.about_why")}</p>
      <GenreChips
        chosen={said.genres}
        onChange={(genres) => {
          change({ genres });
        }}
      />
      <div class="about-fields">
        <label class="field">
          {t("welcome.age")}
          <select
            value={said.age_band ?? ""}
            onChange={(event) => {
              change({ age_band: event.currentTarget.value || null });
            }}
          >
            <option value="">{t("welcome.unsaid")}</option>
            {AGE_BANDS.map((band) => (
              <option key={band} value={band}>
                {band === "65-99" ? "65+" : band.replace("-", "–")}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          {t("welcome.gender")}
          <input
            type="text"
            maxLength={100}
            autocomplete="off"
            placeholder={t("welcome.own_words")}
            value={said.gender ?? ""}
            onInput={(event) => {
              change({ gender: event.currentTarget.value || null });
            }}
          />
        </label>
        <label class="field">
          {t("welcome.zone")}
          <input
            type="text"
            maxLength={64}
            value={said.time_zone ?? ""}
            onInput={(event) => {
              change({ time_zone: event.currentTarget.value || null });
            }}
          />
        </label>
      </div>
      {state === "consent" && (
        <AskConsent
          name="sensitive"
          onAgreed={() => void save(said)}
          onRefused={() => {
            const without = { ...said, gender: known.gender };
            setSaid(without);
            void save(without); // the rest may be kept without it
          }}
        />
      )}
      <div class="row">
        <button type="submit" class="button" disabled={state === "saving"}>
          {t("welcome.save")}
        </button>
        <span role="status" class="dim small">
          {state === "saved" && t("welcome.saved")}
          {state === "failed" && t("welcome.failed")}
        </span>
      </div>
    </form>
  );
}

interface GenreChipsProps {
  chosen: readonly string[];
  onChange: (genres: string[]) => void;
}

function GenreChips({ chosen, onChange }: GenreChipsProps) {
  const names = genresToChoose(summary.value?.genres ?? []);
  const others = chosen.filter((name) => !names.includes(name));
  return (
    <div class="stack genre-chips" role="group" aria-label={t("welcome.genres")}>
      <span>{t("welcome.genres")}</span>
      <div class="row">
        {[...names, ...others].map((name) => {
          const on = chosen.includes(name);
          return (
            <button
              key={name}
              type="button"
              class="button small"
              aria-pressed={on}
              onClick={() => {
                onChange(on ? chosen.filter((one) => one !== name) : [...chosen, name]);
              }}
            >
              {genreName(name)}
            </button>
          );
        })}
      </div>
    </div>
  );
}
