import { render } from "preact";

import { App } from "./app/app";
import "./app/theme";
import "./style.css";

const root = document.getElementById("page");
if (root) render(<App />, root);
