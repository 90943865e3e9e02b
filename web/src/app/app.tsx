/** The frame of the page: where to go, and what is shown. */

import { LocationProvider, Route, Router, lazy } from "preact-iso";

import { CameraIndicator } from "../face/indicator";
import { t } from "../i18n";
import { Navigation } from "./navigation";

const Now = lazy(() => import("../views/now"));
const Welcome = lazy(() => import("../views/welcome"));
const Senses = lazy(() => import("../views/senses"));
const Calibration = lazy(() => import("../views/calibration"));
const Journey = lazy(() => import("../views/journey"));
const Library = lazy(() => import("../views/library"));
const Privacy = lazy(() => import("../views/privacy"));

export function App() {
  return (
    <LocationProvider>
      <a class="skip-link" href="#content">
        {t("nav.skip")}
      </a>
      <Navigation />
      <CameraIndicator />
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
    </LocationProvider>
  );
}
