import { grouped, isIdx } from "./contents.ts";
import { DataError, type DatasetInfo, GET_ORIGINAL } from "./dataset.ts";
import { type FilePart, type FileSet, publishedFile } from "./fileSet.ts";
import { type IdxImages, type IdxLabels, parseIdx } from "./idx.ts";
import type { Contents } from "./read.ts";

export const mnist: DatasetInfo = {
  id: "mnist",
  version: 1,
  name: "MNIST",
  about: "70,000 handwritten digits (LeCun, Cortes, Burges), the paper's first data set.",
  height: 28,
  width: 28,
  channels: 1,
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  trainSize: 60000,
  testSize: 10000,
  mean: [0.1307],
  std: [0.3081],
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      role: "train images",
      split: "train",
      bytes: 9912422,
      rawBytes: 47040016,
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      role: "train labels",
      split: "train",
      bytes: 28881,
      rawBytes: 60008,
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      role: "test images",
      split: "test",
      bytes: 1648877,
      rawBytes: 7840016,
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      role: "test labels",
      split: "test",
      bytes: 4542,
      rawBytes: 10008,
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
  ],
  mirrors: [
    "https://cdn.jsdelivr.net/gh/fgnt/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
  ],
};

/** MNIST's files: IDX, told by header and count. */
export const mnistFiles: FileSet = {
  info: mnist,
  form: "an IDX file (first bytes 00 00 08)",
  begins: isIdx,
  claims: (bytes, name) => isIdx(bytes) || /idx[13]-ubyte/i.test(name),
  part: mnistPart,
};

/**
 * Tells a file's role from its header and count, whatever it is called, and checks it.
 * @throws DataError "corrupt": no IDX, images that are not 28x28, neither 60,000 nor 10,000 items, or
 * a label outside 0..9.
 */
function mnistPart(contents: Contents): FilePart {
  const { name } = contents;
  const data = parseIdx(contents.bytes, name, mnist.classes.length);
  if (data.kind === "images") checkImageSize(data, name);
  const role = `${splitOf(data, name)} ${data.kind}`;
  const verified = publishedFile(mnist, contents)?.role === role;
  const held = data.kind === "images" ? { images: data.pixels } : { labels: data.labels };
  return { name, role, verified, count: data.count, ...held };
}

function splitOf({ kind, count }: IdxImages | IdxLabels, name: string): "train" | "test" {
  if (count === mnist.trainSize) return "train";
  if (count === mnist.testSize) return "test";
  throw new DataError(
    "corrupt",
    `${name} holds another number of ${kind} than MNIST's files.`,
    GET_ORIGINAL,
    [
      {
        what: kind,
        expected: `${grouped(mnist.trainSize)} or ${grouped(mnist.testSize)}`,
        found: grouped(count),
      },
    ],
  );
}

function checkImageSize({ rows, columns }: IdxImages, name: string): void {
  if (rows === mnist.height && columns === mnist.width) return;
  throw new DataError("corrupt", `${name} holds images of another size than MNIST's.`, GET_ORIGINAL, [
    { what: "image size", expected: `${mnist.height}x${mnist.width}`, found: `${rows}x${columns}` },
  ]);
}
