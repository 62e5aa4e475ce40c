import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { browserLaunch } from "./scripts/browser.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The driver the GPU tests must meet ("lavapipe"), or "" for any. */
    expectedDriver: string;
  }
}

export default defineConfig({
  // Relative addresses: the build works from any sub-path.
  base: "./",
  // A file that is not there is a 404, as on any static host: the page asks which data the site holds.
  appType: "mpa",
  plugins: [react()],
  worker: { format: "es" },
  build: { target: "es2023", manifest: true },
  optimizeDeps: { entries: ["index.html", "bench/peer.html"] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
          exclude: ["src/**/*.{gpu,queue}.test.ts"],
          testTimeout: 60_000,
        },
      },
      // Needs redis-server: npm run test:queue.
      { extends: true, test: { name: "queue", environment: "node", include: ["src/**/*.queue.test.ts"] } },
      {
        extends: true,
        test: {
          name: "gpu",
          include: ["src/**/*.gpu.test.ts"],
          // One device at a time: software drivers use every core for one.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          provide: { expectedDriver: process.env.MINCONV_EXPECT_DRIVER ?? "" },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: browserLaunch() }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
