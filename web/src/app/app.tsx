/** The frame of the page: where to go, what is shown, and the player that outlives each view. */

import { useEffect } from "preact/hooks";
import { LocationProvider, Route, Router, lazy, useLocation } from "preact-iso";

import { door } from "../api/access";
import { t } from "../i18n";
import { PlayerBar } from "../player/bar";
import { Navigation } from "./navigation";
import { Notices } from "./notices";
import { SignIn } from "./sign-in";

const fetched = {
  now: () => import("../views/now"),
  welcome: () => import("../views/welcome"),
  senses: () => import("../views/senses"),
  calibration: () => import("../views/calibration"),
  journey: () => import("../views/journey"),
  library: () => import("../views/library"),
  privacy: () => import("../views/privacy"),
};
const Now = lazy(fetched.now);
const Welcome = lazy(fetched.welcome);
const Senses = lazy(fetched.senses);
const Calibration = lazy(fetched.calibration);
const Journey = lazy(fetched.journey);
const Library = lazy(fetched.library);
const Privacy = lazy(fetched.privacy);

const FETCHED_AFTER_MS = 2000;

export function App() {
  const isOpen = door.value === "open";
  useEffect(() => {
    if (!isOpen) return;
    const timer = setTimeout(fetchViews, FETCHED_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isOpen]);
  if (door.value === "asking") return null;
  if (door.value === "shut")
    return (
      <main id="content">
        <SignIn />
      </main>
    );
  return (
    <LocationProvider>
      <a class="skip-link button" href="#content">
        {t("nav.skip")}
      </a>
      <Navigation />
      <Notices />
      <main id="content" tabIndex={-1}>
        <Router>
          <Route path="/" component={Now} />
          <Route path="/welcome" component={Welcome} />
          <Route path="/senses" component={Senses} />
          <Route path="/senses/calibrate" component={Calibration} />
          <Route path="/journey" component={Journey} />
          <Route path="/library" component={Library} />
          <Route path="/privacy" component={Privacy} />
          <Route default component={Now} />
        </Router>
      </main>
      <BarElsewhere />
    </LocationProvider>
  );
}

/** All views are fetched once the first is there, so that each opens while the service is away. */
function fetchViews(): void {
  for (const fetch of Object.values(fetched)) fetch().catch(() => undefined); // it is asked for again
}

/** The view Now shows the player in full. */
function BarElsewhere() {
  const { path } = useLocation();
  return path === "/" ? null : <PlayerBar />;
}
