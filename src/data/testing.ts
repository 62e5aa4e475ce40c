import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { sha256 } from "./checksum.ts";
import { CIFAR_RECORD } from "./cifarBinary.ts";
import { isIdx } from "./contents.ts";
import type { DataFile, DatasetInfo } from "./dataset.ts";
import type { FileSet } from "./fileSet.ts";
import type { Contents } from "./read.ts";

/** IDX files made for tests. */

export function idxImages(count: number, rows = 28, columns = 28): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 + count * rows * columns);
  writeHeader(bytes, [0x0803, count, rows, columns]);
  for (let i = 16; i < bytes.length; i += 97) bytes[i] = i;
  return bytes;
}

export function idxLabels(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + count);
  writeHeader(bytes, [0x0801, count]);
  for (let i = 0; i < count; i++) bytes[8 + i] = i % 10;
  return bytes;
}

/** A CIFAR-10 file (binary version) made for tests: labels 0, 1, … 9, 0, … and a few pixels. */
export function cifarRecords(count: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * CIFAR_RECORD);
  for (let i = 0; i < bytes.length; i += 97) bytes[i] = i * seed;
  for (let i = 0; i < count; i++) bytes[i * CIFAR_RECORD] = i % 10;
  return bytes;
}

/** A tar archive of files and folders (names that end with "/"), as GNU tar writes it. */
export function tarOf(members: readonly (readonly [name: string, bytes: Uint8Array])[]): Buffer {
  const blocks = members.flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000644", 100);
    header.write(bytes.length.toString(8).padStart(11, "0"), 124);
    header.write(name.endsWith("/") ? "5" : "0", 156);
    header.write("ustar  ", 257);
    header.fill(" ", 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function writeHeader(bytes: Uint8Array<ArrayBuffer>, words: readonly number[]): void {
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => {
    view.setUint32(4 * i, word);
  });
}

/** The rejection of a promise, or the error a function throws. */
export async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("It was expected to fail.");
}

const WEB_PAGE = "<!doctype html><html><head><title>MinConv Playground</title></head><body></body></html>";

/** A data set of two small files, for tests of what carries files. */
export async function tinySet(): Promise<{ set: FileSet; packed: ReadonlyMap<string, Buffer> }> {
  const contents = { "images-idx3-ubyte.gz": idxImages(400), "labels-idx1-ubyte.gz": idxLabels(400) };
  const packed = new Map<string, Buffer>();
  const files: DataFile[] = [];
  for (const [name, bytes] of Object.entries(contents)) {
    // Pixels in disorder, so that the packed file has a size worth streaming.
    if (name.startsWith("images")) for (let i = 16; i < bytes.length; i++) bytes[i] = (i * 2654435761) >>> 13;
    packed.set(name, gzipSync(bytes));
    files.push({
      name,
      role: name,
      split: "train",
      bytes: (packed.get(name) as Buffer).length,
      rawBytes: bytes.length,
      sha256: await sha256(bytes),
    });
  }
  const info: DatasetInfo = {
    id: "tiny",
    version: 3,
    name: "Tiny",
    about: "",
    height: 28,
    width: 28,
    channels: 1,
    classes: [],
    trainSize: 400,
    testSize: 0,
    mean: [0],
    std: [1],
    files,
    mirrors: [],
  };
  const part = ({ name }: Contents) => ({ name, role: name, verified: true, count: 400 });
  return { set: { info, form: "an IDX file", begins: isIdx, claims: isIdx, part }, packed };
}

/** How the first part of an address makes the server answer. */
type Manner = (response: ServerResponse, packed: Buffer | undefined, raw: Buffer | undefined) => void;

const MANNERS: Readonly<Record<string, Manner>> = {
  plain: (response, packed) => response.writeHead(200, { "content-length": packed?.length ?? 0 }).end(packed),
  encoded: (response, packed) =>
    response
      .writeHead(200, { "content-encoding": "gzip", "content-length": packed?.length ?? 0 })
      .end(packed),
  unpacked: (response, _, raw) => response.writeHead(200).end(raw),
  "no-length": (response, packed) => {
    response.writeHead(200);
    response.write(packed?.subarray(0, 1000));
    response.end(packed?.subarray(1000));
  },
  "zero-length": (response) => response.writeHead(200, { "content-length": 0 }).end(),
  page: (response) => response.writeHead(200, { "content-type": "text/html" }).end(WEB_PAGE),
  "long-page": (response) =>
    response.writeHead(200, { "content-type": "application/gzip" }).end(WEB_PAGE.repeat(9)),
  forbidden: (response) => response.writeHead(403).end("no"),
  absent: (response) => response.writeHead(404, { "content-type": "text/html" }).end(WEB_PAGE),
  busy: (response) => response.writeHead(503).end(),
  "cut-off": (response, packed) => response.writeHead(200).end(packed?.subarray(0, packed.length / 2)),
  "broken-off": (response, packed) => {
    response.writeHead(200, { "content-length": packed?.length ?? 0 });
    response.write(packed?.subarray(0, (packed?.length ?? 0) / 2), () => response.destroy());
  },
  "wrong-bytes": (response, _, raw) => {
    const changed = Buffer.from(raw ?? []);
    changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1;
    response.writeHead(200).end(gzipSync(changed));
  },
  endless: (response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65536)));
    };
    response.write(Buffer.of(0, 0, 8, 3));
    response.on("drain", more);
    more();
  },
  /** Half of the file, then nothing more. */
  stalled: (response, packed) => {
    response.writeHead(200);
    response.write(packed?.subarray(0, packed.length / 2));
  },
};

export type MannerName = keyof typeof MANNERS;

/** A local server that plays mirrors and sites of every manner: `/<manner>/.../<file name>`. */
export class TestMirror {
  /** Paths asked for, in order. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #packed: ReadonlyMap<string, Buffer>;
  readonly #raw: ReadonlyMap<string, Buffer>;
  #left: () => void = () => {};

  constructor(packed: ReadonlyMap<string, Buffer>, raw: ReadonlyMap<string, Buffer>) {
    this.#packed = packed;
    this.#raw = raw;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The address of a folder that is answered in a manner. */
  folder(manner: MannerName): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${manner}/`;
  }

  /** Resolves when the other side next leaves an answer before its end. */
  left(): Promise<void> {
    return new Promise((resolve) => {
      this.#left = resolve;
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "/";
    this.asked.push(path);
    response.on("close", () => {
      if (!response.writableFinished) this.#left();
    });
    const [, manner = "", ...rest] = path.split("/");
    const name = rest.at(-1) ?? "";
    (MANNERS[manner] ?? (MANNERS.absent as Manner))(response, this.#packed.get(name), this.#raw.get(name));
  }
}
