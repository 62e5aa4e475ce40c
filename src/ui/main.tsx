import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { fromLink } from "../train/link.ts";
import { createClient } from "../worker/client.ts";
import { App } from "./App.tsx";
import { followAddress, writeAddress } from "./address.ts";
import { createRaceStore } from "./store.ts";
import { StoreContext } from "./storeContext.ts";
import { CRASHED, SILENT } from "./strings/problems.ts";
import "./styles/index.css";

const store = createRaceStore(
  createClient({ crashed: CRASHED, silent: SILENT }),
  fromLink(location.hash),
  globalThis.isSecureContext,
  writeAddress,
);
followAddress(store);
store.actions.start();

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <StoreContext value={store}>
        <App />
      </StoreContext>
    </StrictMode>,
  );
}
