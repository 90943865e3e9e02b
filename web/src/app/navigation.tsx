/** Five places to go; at the bottom of a phone, at the side of a desk. */

import { useLocation } from "preact-iso";

import { t, type Key } from "../i18n";

const PLACES: readonly { path: string; name: Key }[] = [
  { path: "/", name: "nav.now" },
  { path: "/journey", name: "nav.journey" },
  { path: "/library", name: "nav.library" },
  { path: "/senses", name: "nav.senses" },
  { path: "/privacy", name: "nav.privacy" },
];

export function Navigation() {
  const { path } = useLocation();
  return (
    <nav class="navigation" aria-label="moodarc">
      {PLACES.map((place) => (
        <a
          key={place.path}
          href={place.path}
          aria-current={path === place.path ? "page" : undefined}
        >
          {t(place.name)}
        </a>
      ))}
    </nav>
  );
}
