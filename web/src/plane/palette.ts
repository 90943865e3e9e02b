/** The colours of the page as a canvas wants them: as they are now, in this theme. */

import { computed, signal } from "@preact/signals";

import { theme } from "../app/theme";

export interface Palette {
  scheme: "light" | "dark";
  ground: string;
  surface: string;
  line: string;
  text: string;
  dim: string;
  accent: string;
  /** None, happy, angry, sad, peaceful: by the number that a dot carries. */
  quadrants: readonly [string, string, string, string, string];
}

const preferLight = window.matchMedia("(prefers-color-scheme: light)");
const systemLight = signal(preferLight.matches);
preferLight.addEventListener("change", (event) => {
  systemLight.value = event.matches;
});

export const isLight = computed(() =>
  theme.value === "system" ? systemLight.value : theme.value === "light",
);

export const palette = computed<Palette>(() => {
  // read anew with each change of theme
  const scheme = isLight.value ? "light" : "dark";
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    scheme,
    ground: colour("ground"),
    surface: colour("surface"),
    line: colour("line"),
    text: colour("text"),
    dim: colour("dim"),
    accent: colour("accent"),
    quadrants: [colour("dim"), colour("happy"), colour("angry"), colour("sad"), colour("peaceful")],
  };
});
