import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { fromLink, toLink } from "../train/link.ts";
import { createClient } from "../worker/client.ts";
import { App } from "./App.tsx";
import { followAddress, writeAddress } from "./address.ts";
import { RunsContext } from "./runs/runsContext.ts";
import { createRunsStore } from "./runs/runsStore.ts";
import { tellWhenHidden } from "./runs/tellWhenHidden.ts";
import { createRaceStore } from "./store.ts";
import { ClientContext, StoreContext } from "./storeContext.ts";
import { CRASHED, SILENT } from "./strings/problems.ts";
import "./styles/index.css";

const client = createClient({ crashed: CRASHED, silent: SILENT });
const store = createRaceStore(client, fromLink(location.hash), globalThis.isSecureContext, writeAddress);
followAddress(store);
store.actions.start();
const runs = createRunsStore(client, store, (config) => {
  location.hash = toLink(config);
});
tellWhenHidden(client);

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <ClientContext value={client}>
        <StoreContext value={store}>
          <RunsContext value={runs}>
            <App />
          </RunsContext>
        </StoreContext>
      </ClientContext>
    </StrictMode>,
  );
}
