/** Names of common genres in the listener's language; any other keeps the name of its tag. */

import { language } from "../i18n";

const GERMAN: Record<string, string> = {
  classical: "Klassik",
  electronic: "Elektronisch",
  "hip hop": "Hip-Hop",
  "film music": "Filmmusik",
  soundtrack: "Filmmusik",
  "folk music": "Volksmusik",
  "children's music": "Kindermusik",
  acoustic: "Akustisch",
  blues: "Blues",
  dance: "Tanzmusik",
  "easy listening": "Unterhaltungsmusik",
  instrumental: "Instrumental",
  spoken: "Gesprochenes",
  opera: "Oper",
};

export function genreName(name: string): string {
  return language.value === "de" ? (GERMAN[name.toLowerCase()] ?? name) : name;
}
