/** Words of the page, a file a language; English is the original. */

import { computed, signal } from "@preact/signals";

import { de, en, type Key } from "./words";

export type { Key };
export type Language = "en" | "de";

const FILES: Record<Language, Record<Key, string>> = { en, de };
const STORED = "moodarc.language";

export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: "en", name: en.language },
  { code: "de", name: de.language },
];

export const language = signal<Language>(first());

/** The language as the listener's own country writes it: times by its clock, dates in its order. */
export const locale = computed(
  () => navigator.languages.find((one) => one.split("-")[0] === language.value) ?? language.value,
);

const words = computed(() => FILES[language.value]);

const plurals = computed(() => new Intl.PluralRules(language.value));

/** The words of a key; `{name}` in them is replaced by the values given.
 *
 * Where the number `n` among them is one in the language, `key.one` stands in for it if it exists.
 */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return formOf(key, values.n).replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? written(values[name] ?? "") : whole,
  );
}

function written(value: string | number): string {
  return typeof value === "number" ? value.toLocaleString(locale.value) : value;
}

function formOf(key: Key, n: string | number | undefined): string {
  const form = typeof n === "number" ? plurals.value.select(n) : "other";
  const particular = `${key}.${form}`;
  return particular in words.value ? words.value[particular as Key] : words.value[key];
}

export function setLanguage(code: Language): void {
  language.value = code;
  localStorage.setItem(STORED, code);
  document.documentElement.lang = code;
}

function first(): Language {
  const wanted = localStorage.getItem(STORED) ?? navigator.language.slice(0, 2);
  return wanted === "de" ? "de" : "en";
}
