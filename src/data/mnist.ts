import { grouped } from "./contents.ts";
import {
  DataError,
  type DataFile,
  type Dataset,
  type DatasetInfo,
  GET_ORIGINAL,
  type Split,
} from "./dataset.ts";
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
      bytes: 9912422,
      rawBytes: 47040016,
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      role: "train labels",
      bytes: 28881,
      rawBytes: 60008,
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      role: "test images",
      bytes: 1648877,
      rawBytes: 7840016,
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      role: "test labels",
      bytes: 4542,
      rawBytes: 10008,
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
  ],
};

/** Where anyone may read the original files from another site, best first. */
export const MNIST_MIRRORS: readonly string[] = [
  "https://cdn.jsdelivr.net/gh/fgnt/mnist/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
];

export const MNIST_ROLES = ["train images", "train labels", "test images", "test labels"] as const;

/** What a file is within the set. */
export type MnistRole = (typeof MNIST_ROLES)[number];

/** One file whose format, counts and labels are as they must be. */
export interface MnistPart {
  readonly name: string;
  readonly role: MnistRole;
  /** Its checksum is that of the published file. */
  readonly verified: boolean;
  readonly data: IdxImages | IdxLabels;
}

/** The parts at hand, at most one a role. */
export type MnistParts = Readonly<Partial<Record<MnistRole, MnistPart>>>;

export interface MnistResult {
  readonly dataset: Dataset;
  /** Every file is the published one; false for another set of the same form. */
  readonly verified: boolean;
}

/**
 * Tells a file's role from its header and count, whatever it is called, and checks it.
 * @throws DataError "corrupt": no IDX, images that are not 28x28, neither 60,000 nor 10,000 items, or
 * a label outside 0..9.
 */
export function mnistPart(contents: Contents): MnistPart {
  const data = parseIdx(contents.bytes, contents.name, mnist.classes.length);
  if (data.kind === "images") checkImageSize(data, contents.name);
  const role = `${splitOf(data, contents.name)} ${data.kind}` as const;
  const verified = mnist.files.some((file) => file.role === role && file.sha256 === contents.sha256);
  return { name: contents.name, role, verified, data };
}

/** The parts with more parts: of two with the same role the later stays. */
export function withParts(parts: MnistParts, more: readonly MnistPart[]): MnistParts {
  return { ...parts, ...Object.fromEntries(more.map((part) => [part.role, part])) };
}

/** Roles without a part, in the order of the published files. */
export function missingRoles(parts: MnistParts): readonly MnistRole[] {
  return MNIST_ROLES.filter((role) => parts[role] === undefined);
}

/**
 * The data set of four parts.
 * @throws DataError "mismatch": a lone pair of images and labels with different counts; "missing":
 * other roles are not filled; "corrupt": some files are the published ones and some are not.
 */
export function assembleMnist(parts: MnistParts): MnistResult {
  checkPair(parts);
  const {
    "train images": trainImages,
    "train labels": trainLabels,
    "test images": testImages,
    "test labels": testLabels,
  } = parts;
  if (!trainImages || !trainLabels || !testImages || !testLabels) throw incomplete(parts);
  const all = [trainImages, trainLabels, testImages, testLabels];
  const verified = all.every((part) => part.verified);
  if (!verified) checkOneOrigin(all);
  const dataset = {
    info: mnist,
    train: splitFrom(trainImages, trainLabels),
    test: splitFrom(testImages, testLabels),
  };
  return { dataset, verified };
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

/** @throws DataError "mismatch": images of one split with only the labels of the other, and nothing else, are a mix-up. */
export function checkPair(parts: MnistParts): void {
  const given = MNIST_ROLES.flatMap((role) => parts[role] ?? []);
  const images = given.find((part) => part.data.kind === "images");
  const labels = given.find((part) => part.data.kind === "labels");
  if (given.length !== 2 || !images || !labels || images.data.count === labels.data.count) return;
  const [imageCount, labelCount] = [grouped(images.data.count), grouped(labels.data.count)];
  throw new DataError(
    "mismatch",
    `${images.name} holds ${imageCount} images, ${labels.name} holds ${labelCount} labels: they do not belong together.`,
    "Choose the images and labels of the same part, or all four files at once.",
    [{ what: "labels", expected: `${imageCount}, as many as images`, found: labelCount }],
  );
}

function incomplete(parts: MnistParts): DataError {
  const missing = missingRoles(parts);
  const facts = missing.map((role) => ({ what: role, expected: fileOf(role).name, found: "nothing" }));
  return new DataError("missing", `Still missing: ${missing.join(", ")}.`, "Add the missing files.", facts);
}

/** One file that is not the published one among others that are: damaged, or of another set. */
function checkOneOrigin(all: readonly MnistPart[]): void {
  const strange = all.filter((part) => !part.verified);
  if (strange.length === all.length) return;
  throw new DataError(
    "corrupt",
    `${strange.map((part) => part.name).join(", ")}: not the published MNIST file, though others given are.`,
    GET_ORIGINAL,
    strange.map((part) => ({ what: part.role, expected: "MNIST's checksum", found: "another" })),
  );
}

function fileOf(role: MnistRole): DataFile {
  return mnist.files.find((file) => file.role === role) as DataFile;
}

function splitFrom(images: MnistPart, labels: MnistPart): Split {
  return { count: images.data.count, images: bytesOf(images), labels: bytesOf(labels) };
}

function bytesOf({ data }: MnistPart): Uint8Array<ArrayBuffer> {
  return data.kind === "images" ? data.pixels : data.labels;
}
