import { render } from "preact";

import { connectLive } from "./api/live";
import { watchScans } from "./api/scanning";
import { App } from "./app/app";
import "./app/theme";
import { language, setLanguage } from "./i18n";
import { wirePlayer } from "./player";
import "./style.css";

setLanguage(language.value);
wirePlayer();
connectLive();
watchScans();

const root = document.getElementById("page");
if (root) render(<App />, root);
