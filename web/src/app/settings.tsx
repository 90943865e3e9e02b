/** How the page looks and which language it speaks. */

import { useState } from "preact/hooks";

import { LANGUAGES, language, setLanguage, t } from "../i18n";
import { SettingsIcon } from "../ui/icons";
import { Sheet } from "../ui/sheet";
import { THEMES, theme } from "./theme";

export function SettingsButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={t("frame.settings")}
        title={t("frame.settings")}
        onClick={() => {
          setOpen(true);
        }}
      >
        <SettingsIcon />
      </button>
      {open && (
        <Sheet
          title={t("frame.settings")}
          onClose={() => {
            setOpen(false);
          }}
        >
          <Choice
            title={t("frame.theme")}
            options={THEMES.map((name) => [name, t(`theme.${name}`)])}
            chosen={theme.value}
            onChoose={(name) => {
              theme.value = name;
            }}
          />
          <Choice
            title={t("frame.language")}
            options={LANGUAGES.map(({ code, name }) => [code, name])}
            chosen={language.value}
            onChoose={setLanguage}
          />
        </Sheet>
      )}
    </>
  );
}

interface ChoiceProps<Value extends string> {
  title: string;
  options: (readonly [Value, string])[];
  chosen: Value;
  onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ title, options, chosen, onChoose }: ChoiceProps<Value>) {
  return (
    <div class="stack" role="group" aria-label={title}>
      <h3>{title}</h3>
      <div class="row">
        {options.map(([value, name]) => (
          <button
            key={value}
            type="button"
            class="button"
            aria-pressed={chosen === value}
            onClick={() => {
              onChoose(value);
            }}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
