/** The frame of the page: where to go, what is shown, and the player that outlives each view. */

import { LocationProvider, Route, Router, lazy, useLocation } from "preact-iso";

import { door } from "../api/access";
import { t } from "../i18n";
import { PlayerBar } from "../player/bar";
import { Navigation } from "./navigation";
import { Notices } from "./notices";
import { SignIn } from "./sign-in";

const Now = lazy(() => import("../views/now"));
const Welcome = lazy(() => import("../views/welcome"));
const Senses = lazy(() => import("../views/senses"));
const Calibration = lazy(() => import("../views/calibration"));
const Journey = lazy(() => import("../views/journey"));
const Library = lazy(() => import("../views/library"));
const Privacy = lazy(() => import("../views/privacy"));

export function App() {
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

/** The view Now shows the player in full. */
function BarElsewhere() {
  const { path } = useLocation();
  return path === "/" ? null : <PlayerBar />;
}
