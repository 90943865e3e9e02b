/** Find a track of the library by a few letters. */

import { useEffect, useId, useState } from "preact/hooks";

import { get } from "../api/client";
import type { Listed, TrackBrief } from "../api/types";
import { t } from "../i18n";
import { Cover } from "./cover";
import { CloseIcon } from "./icons";
import "./track-search.css";

interface TrackSearchProps {
  label: string;
  chosen: TrackBrief | null;
  onChoose: (track: TrackBrief | null) => void;
}

const REST_MS = 180;
const MOST = 6;

export function TrackSearch({ label, chosen, onChoose }: TrackSearchProps) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [found, setFound] = useFound(text);
  const id = useId();
  const pick = (track: TrackBrief | undefined) => {
    if (!track) return;
    onChoose(track);
    setText("");
    setFound([]);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setActive(Math.min(found.length - 1, active + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, active - 1));
    else if (event.key === "Enter") pick(found[active]);
    else if (event.key === "Escape") setFound([]);
    else return;
    event.preventDefault();
  };
  if (chosen) {
    return (
      <div class="field">
        <span>{label}</span>
        <div class="chosen-track">
          <Cover track={chosen} />
          <span class="two-lines">
            <strong>{chosen.title}</strong>
            <span class="dim small">{chosen.artist}</span>
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label={t("search.clear")}
            onClick={() => {
              onChoose(null);
            }}
          >
            <CloseIcon />
          </button>
        </div>
      </div>
    );
  }
  return (
    <div class="field track-search">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={found.length ? `${id}-${active}` : undefined}
        placeholder={t("search.placeholder")}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={pressed}
      />
      <ul id={`${id}-found`} role="listbox" aria-label={label} hidden={found.length === 0}>
        {found.map((track, index) => (
          <li
            key={track.track_id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => {
              event.preventDefault();
              pick(track);
            }}
          >
            <Cover track={track} />
            <span class="two-lines">
              <span>{track.title}</span>
              <span class="dim small">{track.artist}</span>
            </span>
          </li>
        ))}
      </ul>
      {text.trim() && found.length === 0 && <NothingFound text={text} />}
    </div>
  );
}

function NothingFound({ text }: { text: string }) {
  return <span class="visually-hidden">{t("search.nothing", { text })}</span>;
}

function useFound(text: string) {
  const [found, setFound] = useState<TrackBrief[]>([]);
  useEffect(() => {
    const wanted = text.trim();
    const stop = new AbortController();
    const rest = setTimeout(
      () => {
        if (!wanted) {
          setFound([]);
          return;
        }
        const query = new URLSearchParams({ search: wanted, limit: String(MOST) });
        get<Listed<TrackBrief>>(`/tracks?${query.toString()}`, stop.signal).then(
          ({ items }) => {
            setFound(items);
          },
          () => undefined,
        );
      },
      wanted ? REST_MS : 0,
    );
    return () => {
      clearTimeout(rest);
      stop.abort();
    };
  }, [text]);
  return [found, setFound] as const;
}
