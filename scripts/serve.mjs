// npm start, and the server of end-to-end tests: `node scripts/serve.mjs [--built] [--port N] [--base /sub/path/]`.
import { parseArgs } from "node:util";
import { ensurePackages } from "./ensure.mjs";

/**
 * Serves the production build as a static host would.
 * @param {{ port?: number, base?: string, strictPort?: boolean }} [options] `base` is the sub-path, "/" unless told.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve({ port = 4173, base = "/", strictPort = false } = {}) {
  const { preview } = await import("vite");
  const server = await preview({ base, logLevel: "error", preview: { port, strictPort } });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error(`No server could be started on port ${port}.`);
  return { url, close: () => server.close() };
}

async function main() {
  const { values } = parseArgs({
    options: { built: { type: "boolean" }, port: { type: "string" }, base: { type: "string" } },
  });
  ensurePackages();
  if (!values.built) {
    const { build } = await import("vite");
    process.stderr.write("Building …\n");
    await build({ logLevel: "warn" });
  }
  const { url } = await serve({
    port: Number(values.port ?? 4173),
    strictPort: values.port !== undefined,
    ...(values.base === undefined ? {} : { base: values.base }),
  });
  process.stdout.write(`MinConv Playground: ${url}\nStop with Ctrl+C.\n`);
}

if (import.meta.filename === process.argv[1]) await main();
