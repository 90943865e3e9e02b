/** Dark or light: as the system says, until the listener says otherwise. */

import { effect, signal } from "@preact/signals";

export type Theme = "system" | "dark" | "light";

export const THEMES: readonly Theme[] = ["system", "dark", "light"];

const STORED = "moodarc.theme";

export const theme = signal<Theme>((localStorage.getItem(STORED) as Theme | null) ?? "system");

effect(() => {
  if (theme.value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
  localStorage.setItem(STORED, theme.value);
});
