/** All words by language; a file per view, so that a view and its words are one piece of work. */

import deCharts from "./de/charts.json";
import deConsents from "./de/consents.json";
import deFrame from "./de/frame.json";
import deJourney from "./de/journey.json";
import deLibrary from "./de/library.json";
import deNow from "./de/now.json";
import dePrivacy from "./de/privacy.json";
import deSaid from "./de/said.json";
import deSenses from "./de/senses.json";
import deWelcome from "./de/welcome.json";
import enCharts from "./en/charts.json";
import enConsents from "./en/consents.json";
import enFrame from "./en/frame.json";
import enJourney from "./en/journey.json";
import enLibrary from "./en/library.json";
import enNow from "./en/now.json";
import enPrivacy from "./en/privacy.json";
import enSaid from "./en/said.json";
import enSenses from "./en/senses.json";
import enWelcome from "./en/welcome.json";

export const en = {
  ...enFrame,
  ...enConsents,
  ...enCharts,
  ...enNow,
  ...enWelcome,
  ...enSaid,
  ...enSenses,
  ...enJourney,
  ...enLibrary,
  ...enPrivacy,
};

export type Key = keyof typeof en;

export const de: Record<Key, string> = {
  ...deFrame,
  ...deConsents,
  ...deCharts,
  ...deNow,
  ...deWelcome,
  ...deSaid,
  ...deSenses,
  ...deJourney,
  ...deLibrary,
  ...dePrivacy,
};
