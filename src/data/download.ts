import { isGzip } from "./contents.ts";
import { DataError, type DataFile } from "./dataset.ts";
import { type Contents, checkForm, readPublished } from "./read.ts";
import { concatenate, tooLarge } from "./unpack.ts";

/** The browser's `fetch`, or one that behaves like it. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>;

/** How one file is asked for. */
export interface DownloadRequest {
  readonly fetch: Fetch;
  readonly url: string;
  readonly file: DataFile;
  readonly signal: AbortSignal;
  /** What it means if something else than the file comes. */
  readonly otherwise: "missing" | "corrupt";
  /** Told the bytes so far, in bytes of the file as published, never more than it has. */
  readonly onBytes: (done: number) => void;
}

export interface Download {
  /** The bytes as they came: packed, or not where the server unpacks. */
  readonly received: Uint8Array<ArrayBuffer>;
  readonly contents: Contents;
}

/** Enough bytes to tell a data file from a web page. */
const HEAD = 512;

/** Storing without compressing makes a gzip file this much longer at most. */
const PACKING_OVERHEAD = 65536;

/**
 * Streams one published file and verifies its contents. Lengths the server states are not looked at:
 * they count packed or unpacked bytes, or nothing.
 * @throws DataError "offline", "forbidden", "missing", "corrupt" or "cancelled".
 */
export async function download(request: DownloadRequest): Promise<Download> {
  const response = await ask(request.fetch, request.url, request.file.name, request.signal);
  const received = await readBody(response, request);
  const contents = await readPublished(received, request.file, request.otherwise);
  throwIfCancelled(request.signal);
  request.onBytes(request.file.bytes);
  return { received, contents };
}

/**
 * Whether something that begins like a data file lies at an address. The body is left after its
 * first bytes; the status proves nothing where every unknown address is answered with a page.
 */
export async function probe(
  fetch: Fetch,
  url: string,
  file: DataFile,
  signal: AbortSignal,
): Promise<boolean> {
  const leave = new AbortController();
  try {
    const response = await ask(fetch, url, file.name, AbortSignal.any([signal, leave.signal]));
    const first = await response.body?.getReader().read();
    checkForm(first?.value ?? new Uint8Array(), file, "missing");
    return true;
  } catch {
    throwIfCancelled(signal);
    return false;
  } finally {
    leave.abort();
  }
}

async function ask(fetch: Fetch, url: string, name: string, signal: AbortSignal): Promise<Response> {
  throwIfCancelled(signal);
  const { host } = new URL(url);
  const response = await fetch(url, { signal }).catch(() => {
    throwIfCancelled(signal);
    const reason = `${host} cannot be reached, or does not let this page read ${name}.`;
    throw new DataError("offline", reason, CHECK_CONNECTION, [
      { what: host, expected: name, found: "no answer" },
    ]);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw refused(response.status, host, name);
}

function refused(status: number, host: string, name: string): DataError {
  const facts = [{ what: host, expected: name, found: `status ${status}` }];
  if ([401, 403, 451].includes(status)) {
    return new DataError(
      "forbidden",
      `${host} refuses to give ${name} (status ${status}).`,
      CHOOSE_YOURSELF,
      facts,
    );
  }
  if ([404, 410].includes(status)) {
    return new DataError("missing", `${host} does not have ${name}.`, CHOOSE_YOURSELF, facts);
  }
  return new DataError(
    "offline",
    `${host} cannot give ${name} now (status ${status}).`,
    CHECK_CONNECTION,
    facts,
  );
}

async function readBody(response: Response, request: DownloadRequest): Promise<Uint8Array<ArrayBuffer>> {
  const { file, signal } = request;
  const chunks: Uint8Array[] = [];
  let length = 0;
  let recognised = false;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const chunk = await reader?.read();
      throwIfCancelled(signal);
      if (chunk === undefined || chunk.done) return concatenate(chunks);
      chunks.push(chunk.value);
      length += chunk.value.length;
      if (!recognised && length >= HEAD) {
        checkForm(concatenate(chunks), file, request.otherwise);
        recognised = true;
      }
      if (length > file.rawBytes + PACKING_OVERHEAD) throw tooLarge(file.name, file.rawBytes, "more");
      request.onBytes(publishedBytes(length, chunks[0] as Uint8Array, file));
    }
  } catch (error) {
    // The rest is not wanted; a connection that is broken already cannot be left.
    await reader?.cancel().catch(() => {});
    throwIfCancelled(signal);
    if (error instanceof DataError) throw error;
    throw brokenOff(new URL(request.url).host, file, length);
  }
}

/** Received bytes as a part of the published size, which counts packed bytes. */
function publishedBytes(received: number, first: Uint8Array, file: DataFile): number {
  const share = received / (isGzip(first) ? file.bytes : file.rawBytes);
  return Math.floor(file.bytes * Math.min(1, share));
}

function brokenOff(host: string, file: DataFile, length: number): DataError {
  const facts = [{ what: host, expected: file.name, found: `broken off after ${length} bytes` }];
  return new DataError(
    "offline",
    `The connection to ${host} broke off within ${file.name}.`,
    CHECK_CONNECTION,
    facts,
  );
}

function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new DataError(
    "cancelled",
    "Loading was stopped.",
    "Files that were complete are kept; start again at any time.",
  );
}

const CHECK_CONNECTION = "Check the connection and try again, or choose the files yourself.";
const CHOOSE_YOURSELF = "Choose the files yourself.";
