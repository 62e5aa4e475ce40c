import { defineConfig } from "@playwright/test";
import { browserLaunch } from "./scripts/browser.mjs";

const PORT = Number(process.env.E2E_PORT ?? 4180);
// A static host's sub-path, so that every story also proves the build needs no root of its own.
const BASE = "/some/where/";

/** Stories that train or look into networks most of their time. */
const TRAINING =
  /\/(blend|bytes|device|disagree|draw|export|layers|ledger|maps|microscope|rewind|tenDigits|train|transfer)\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  // Two pages at a time, one of which trains: the software adapter uses every core for one, and the other waits
  // for answers most of its time.
  workers: 2,
  projects: [
    { name: "training", testMatch: TRAINING, workers: 1 },
    { name: "page", testIgnore: TRAINING, workers: 1 },
  ],
  fullyParallel: false,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: {
    baseURL: `http://localhost:${PORT}${BASE}`,
    viewport: { width: 1440, height: 900 },
    launchOptions: browserLaunch(),
    // Recording costs every story time on software graphics: E2E_TRACE=1 where one needs to be looked into.
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
  },
  webServer: {
    command: `node scripts/serve.mjs --built --port ${PORT} --base ${BASE}`,
    url: `http://localhost:${PORT}${BASE}`,
    reuseExistingServer: false,
  },
});
