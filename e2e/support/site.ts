import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const DIST = join(import.meta.dirname, "../../dist");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export interface Site {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A host of the production build with habits of its own: it answers to any name, and every path that
 * is not there with the page itself and status 200, as hosts of single-page programs do.
 * @param without a folder of the build that this host does not have.
 */
export async function startSite(base = "/", without?: string): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const path = pathname.startsWith(base) ? decodeURIComponent(pathname.slice(base.length)) : "";
    const file = join(DIST, path);
    const here = path !== "" && !(without && path.startsWith(`${without}/`));
    if (here && existsSync(file) && statSync(file).isFile()) sendFile(response, file);
    else sendPage(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendFile(response: ServerResponse, file: string): void {
  response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
  createReadStream(file).pipe(response);
}

function sendPage(response: ServerResponse): void {
  response.setHeader("content-type", "text/html");
  response.end(readFileSync(join(DIST, "index.html")));
}
