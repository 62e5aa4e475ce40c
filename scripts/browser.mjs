import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

/** Headless Chromium with WebGPU on its own software adapter, the same on every machine. */
export const WEBGPU_FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--disable-background-networking",
  "--no-first-run",
  // Software adapters share the cores with the page: never slow a run because nobody looks at it.
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
];

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Where a command lies on the PATH.
 * @param {string} name
 * @returns {string | null}
 */
export function which(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not here: look on.
    }
  }
  return null;
}

/** @returns {string | null} the full Chromium that Playwright downloaded for itself, if it did. */
function playwrightsOwn() {
  try {
    const { chromium } = createRequire(import.meta.url)("playwright");
    const path = chromium.executablePath();
    return path && existsSync(path) ? path : null;
  } catch {
    return null; // Not installed yet.
  }
}

/**
 * The browser of tests, screenshots and measurements: the environment's CHROMIUM, else Playwright's
 * own, else one on the PATH.
 * @returns {string | null} its path, or null where there is none.
 */
export function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM names a file that does not exist: ${named}`);
    return named;
  }
  return playwrightsOwn() ?? NAMES.map(which).find((path) => path !== null) ?? null;
}

/**
 * How Playwright starts that browser with WebGPU.
 * @returns {{ executablePath?: string, args: string[] }}
 */
export function browserLaunch() {
  const executablePath = findBrowser();
  return executablePath ? { executablePath, args: WEBGPU_FLAGS } : { args: WEBGPU_FLAGS };
}
