/** Five places to go; at the bottom of a phone, at the top of a desk. */

import { useLocation } from "preact-iso";

import { t, type Key } from "../i18n";
import { JourneyIcon, LibraryIcon, NowIcon, PrivacyIcon, SensesIcon } from "../ui/icons";
import { CameraLight } from "./camera-light";
import { SettingsButton } from "./settings";
import "./frame.css";

const PLACES = [
  { path: "/", name: "nav.now", Icon: NowIcon },
  { path: "/journey", name: "nav.journey", Icon: JourneyIcon },
  { path: "/library", name: "nav.library", Icon: LibraryIcon },
  { path: "/senses", name: "nav.senses", Icon: SensesIcon },
  { path: "/privacy", name: "nav.privacy", Icon: PrivacyIcon },
] as const satisfies readonly { path: string; name: Key; Icon: typeof NowIcon }[];

export function Navigation() {
  const { path } = useLocation();
  return (
    <header class="masthead">
      <a class="brand" href="/">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>moodarc</span>
      </a>
      <nav class="navigation" aria-label={t("nav.label")}>
        {PLACES.map(({ path: to, name, Icon }) => (
          <a key={to} href={to} aria-current={currentOf(path, to)}>
            <Icon />
            <span>{t(name)}</span>
          </a>
        ))}
      </nav>
      <div class="masthead-end">
        <CameraLight />
        <SettingsButton />
      </div>
    </header>
  );
}

/** A view deeper inside a place is marked as that place. */
function currentOf(path: string, place: string): "page" | "true" | undefined {
  if (path === place) return "page";
  return path.startsWith(`${place}/`) ? "true" : undefined;
}
