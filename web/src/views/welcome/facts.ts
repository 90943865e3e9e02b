/** What a listener may say of themselves (all of it optional), as the service keeps it. */

export interface Facts {
  age_band: string | null;
  gender: string | null;
  genres: string[];
  time_zone: string | null;
}

export const NO_FACTS: Facts = { age_band: null, gender: null, genres: [], time_zone: null };

export const AGE_BANDS = ["13-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-99"];

/** Offered where the library names few. */
export const COMMON_GENRES = [
  "Rock",
  "Pop",
  "Classical",
  "Jazz",
  "Electronic",
  "Hip hop",
  "Folk",
  "Metal",
  "Soul",
  "Ambient",
  "Country",
  "Reggae",
];

const MOST_SHOWN = 18;
const CAPITAL = /^\p{L}/u;

/** Genres to choose from: those of the library by their number, then common ones, each once. */
export function genresToChoose(ofLibrary: readonly { name: string; count: number }[]): string[] {
  const sorted = [...ofLibrary].sort((one, other) => other.count - one.count);
  const seen = new Map<string, string>();
  for (const name of [...sorted.map((genre) => genre.name), ...COMMON_GENRES]) {
    const shown = name.replace(CAPITAL, (letter) => letter.toUpperCase());
    if (!seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), shown);
  }
  return [...seen.values()].slice(0, MOST_SHOWN);
}

/** From what the service knows; names of other versions are left out. */
export function factsOf(values: Record<string, unknown>): Facts {
  const text = (name: string) => {
    const value = values[name];
    return typeof value === "string" ? value : null;
  };
  const { genres } = values;
  return {
    age_band: text("age_band"),
    gender: text("gender"),
    genres: Array.isArray(genres) ? genres.map(String) : [],
    time_zone: text("time_zone"),
  };
}

/** Without the blanks around what was typed; they are left alone while it is typed. */
export function tidied(facts: Facts): Facts {
  const tidy = (text: string | null) => text?.trim() ?? "";
  return { ...facts, gender: tidy(facts.gender) || null, time_zone: tidy(facts.time_zone) || null };
}

/** Only what was changed: the rest is not said again. */
export function changedFacts(before: Facts, after: Facts): Partial<Facts> {
  const changed: Partial<Facts> = {};
  if (after.age_band !== before.age_band) changed.age_band = after.age_band;
  if (after.gender !== before.gender) changed.gender = after.gender;
  if (after.time_zone !== before.time_zone) changed.time_zone = after.time_zone;
  if (after.genres.join("\n") !== before.genres.join("\n")) changed.genres = after.genres;
  return changed;
}

export function ownTimeZone(): string | null {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || null;
}
