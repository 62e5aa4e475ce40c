import { isGzip } from "./contents.ts";
import { DataError } from "./dataset.ts";
import type { FileSet } from "./fileSet.ts";
import { cancelled, checkForm } from "./read.ts";
import { concatenate, tooLarge } from "./unpack.ts";

/** The browser's `fetch`, or one that behaves like it. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>;

/** How one file, or the archive of all, is asked for. */
export interface DownloadRequest {
  readonly fetch: Fetch;
  readonly url: string;
  readonly set: FileSet;
  readonly name: string;
  /** Size as published, and unpacked. */
  readonly bytes: number;
  readonly rawBytes: number;
  readonly signal: AbortSignal;
  /** What it means if something else than the file comes. */
  readonly otherwise: "missing" | "corrupt";
  /** Told the bytes so far, in bytes of the file as published, never more than it has. */
  readonly onBytes: (done: number) => void;
}

/** Enough bytes to tell a data file from a web page. */
const HEAD = 512;

/** Storing without compressing makes a gzip file this much longer at most. */
const PACKING_OVERHEAD = 65536;

/**
 * Streams a file: the bytes as they came, packed, or not where the server unpacks. Lengths the server
 * states are not looked at: they count packed or unpacked bytes, or nothing.
 * @throws DataError "offline", "forbidden", "missing", "corrupt" or "cancelled".
 */
export async function download(request: DownloadRequest): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask(request.fetch, request.url, request.name, request.signal);
  const received = await readBody(response, request);
  request.onBytes(request.bytes);
  return received;
}

/**
 * Whether something that begins like a data file lies at an address. The body is left after its
 * first bytes; the status proves nothing where every unknown address is answered with a page.
 */
export async function probe(fetch: Fetch, url: string, set: FileSet, signal: AbortSignal): Promise<boolean> {
  const leave = new AbortController();
  try {
    const response = await ask(fetch, url, url, AbortSignal.any([signal, leave.signal]));
    const first = await response.body?.getReader().read();
    checkForm(first?.value ?? new Uint8Array(), url, set, "missing");
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
  const { name, set, rawBytes, signal } = request;
  const chunks: Uint8Array[] = [];
  let length = 0;
  let recognised = false;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const chunk = await reader?.read();
      throwIfCancelled(signal);
      if (chunk === undefined || chunk.done) break;
      chunks.push(chunk.value);
      length += chunk.value.length;
      if (!recognised && length >= HEAD) {
        checkForm(concatenate(chunks), name, set, request.otherwise);
        recognised = true;
      }
      if (length > rawBytes + PACKING_OVERHEAD) throw tooLarge(name, rawBytes, "more");
      request.onBytes(publishedBytes(length, chunks[0] as Uint8Array, request));
    }
    const received = concatenate(chunks);
    checkForm(received, name, set, request.otherwise);
    return received;
  } catch (error) {
    // The rest is not wanted; a connection that is broken already cannot be left.
    await reader?.cancel().catch(() => {});
    throwIfCancelled(signal);
    if (error instanceof DataError) throw error;
    throw brokenOff(new URL(request.url).host, name, length);
  }
}

/** Received bytes as a part of the published size, which counts packed bytes. */
function publishedBytes(received: number, first: Uint8Array, { bytes, rawBytes }: DownloadRequest): number {
  const share = received / (isGzip(first) ? bytes : rawBytes);
  return Math.floor(bytes * Math.min(1, share));
}

function brokenOff(host: string, name: string, length: number): DataError {
  const facts = [{ what: host, expected: name, found: `broken off after ${length} bytes` }];
  return new DataError(
    "offline",
    `The connection to ${host} broke off within ${name}.`,
    CHECK_CONNECTION,
    facts,
  );
}

function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw cancelled();
}

const CHECK_CONNECTION = "Check the connection and try again, or choose the files yourself.";
const CHOOSE_YOURSELF = "Choose the files yourself.";
