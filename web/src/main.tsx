import "./style.css";
import "./ui/controls.css";
import "./app/pieces.css";

import { effect, untracked } from "@preact/signals";
import { render } from "preact";

import { knock, watchDoor } from "./api/access";
import { connectLive, erasures } from "./api/live";
import { watchScans } from "./api/scanning";
import { App } from "./app/app";
import "./app/theme";
import { language, setLanguage } from "./i18n";
import { wirePlayer } from "./player";
import { forgetPage } from "./views/privacy/forget";

setLanguage(language.value);
wirePlayer();
void knock().then((door) => {
  if (door === "shut") return; // a token loads the page anew
  connectLive();
  watchScans();
  watchDoor();
});
effect(() => {
  if (erasures.value) untracked(() => void forgetPage());
});

const root = document.getElementById("page");
if (root) render(<App />, root);
