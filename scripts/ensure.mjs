// Installs what a fresh clone lacks. Runs on plain Node, before any package is there.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser, which } from "./browser.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a command with its output on standard error, so that standard output stays for results.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function succeeds(command, args, env = process.env) {
  return spawnSync(command, args, { cwd: ROOT, env, stdio: ["ignore", 2, 2] }).status === 0;
}

/**
 * npm's own record of what it installed is written last, so it also tells a whole install from one
 * that was cut off.
 */
function packagesAreCurrent() {
  const installed = join(ROOT, "node_modules", ".package-lock.json");
  const locked = join(ROOT, "package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs;
}

/**
 * Installs the locked packages where they are absent or older than the lock file.
 * @throws Error with what to do when npm fails.
 */
export function ensurePackages() {
  if (packagesAreCurrent()) return;
  process.stderr.write("Installing packages (npm ci) …\n");
  // Playwright's own download of three browsers is never needed: one Chromium is enough.
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" };
  if (!succeeds("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=warn"], env)) {
    throw new Error(
      "npm ci failed; the packages of this project are not complete. Its messages stand above.",
    );
  }
}

/** @param {string} name of a Debian package. */
function aptInstalls(name) {
  if (!which("apt-get") || process.getuid?.() !== 0) return false;
  process.stderr.write(`Installing ${name} (apt-get install ${name}) …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () => succeeds("apt-get", ["install", "-y", "-qq", name], env);
  return install() || (succeeds("apt-get", ["update", "-qq"], env) && install());
}

/**
 * Finds a Chromium, or installs one with Debian's package manager.
 * @returns {string} its path.
 * @throws Error with what to do where there is none.
 */
export function ensureBrowser() {
  const found = findBrowser() ?? (aptInstalls("chromium") ? findBrowser() : null);
  if (found) return found;
  throw new Error(
    "No Chromium here. Run `npx playwright install chromium`, or install Chrome or Chromium, or name one in CHROMIUM, then try again.",
  );
}

/**
 * Finds redis-server, or installs it with Debian's package manager.
 * @throws Error with what to do where there is none.
 */
export function ensureQueueServer() {
  if (which("redis-server") || (aptInstalls("redis-server") && which("redis-server"))) return;
  throw new Error("No redis-server here. Install Redis or Valkey, then try again.");
}
