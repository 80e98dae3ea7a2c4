import "@cloudscape-design/global-styles/index.css";
import "virtual:theme.css";
import "./shell/shell.css";
import "./desk/desk.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { chooseHost } from "./host";
import { App } from "./shell/App";
import { startAppearance } from "./theme/appearance";

startAppearance();
await chooseHost();
const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
