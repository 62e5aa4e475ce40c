import { CIFAR_RECORD, parseCifar } from "./cifarBinary.ts";
import { isMarkup } from "./contents.ts";
import { DataError, type DataFile, type DatasetInfo, type SplitName } from "./dataset.ts";
import { type FilePart, type FileSet, publishedFile } from "./fileSet.ts";
import type { Contents } from "./read.ts";

/** Records of each file. */
const RECORDS = 10000;
const RAW_BYTES = RECORDS * CIFAR_RECORD;

const file = (name: string, split: SplitName, role: string, bytes: number, sha256: string): DataFile => ({
  name: `${name}.bin.gz`,
  role,
  split,
  bytes,
  rawBytes: RAW_BYTES,
  sha256,
});

export const cifar10: DatasetInfo = {
  id: "cifar10",
  version: 1,
  name: "CIFAR-10",
  about: "60,000 small colour photographs in ten classes (Krizhevsky), the paper's second data set.",
  height: 32,
  width: 32,
  channels: 3,
  classes: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
  trainSize: 50000,
  testSize: 10000,
  mean: [0.4914, 0.4822, 0.4465],
  std: [0.247, 0.2435, 0.2616],
  files: [
    file(
      "data_batch_1",
      "train",
      "batch 1",
      28313767,
      "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
    ),
    file(
      "data_batch_2",
      "train",
      "batch 2",
      28346891,
      "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
    ),
    file(
      "data_batch_3",
      "train",
      "batch 3",
      28358756,
      "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
    ),
    file(
      "data_batch_4",
      "train",
      "batch 4",
      28352478,
      "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
    ),
    file(
      "data_batch_5",
      "train",
      "batch 5",
      28328565,
      "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    ),
    file(
      "test_batch",
      "test",
      "test batch",
      28330804,
      "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
    ),
  ],
  // Its publisher's server lets no other site read the archive.
  mirrors: [],
  archive: {
    name: "cifar-10-binary.tar.gz",
    bytes: 170052171,
    page: "https://www.cs.toronto.edu/~kriz/cifar.html",
  },
};

const NAMES = /(data|test)_batch/i;

/** CIFAR-10's files, binary version: told by length and checksum. */
export const cifar10Files: FileSet = {
  info: cifar10,
  form: "30,730,000 bytes (binary version)",
  begins: (bytes) => (bytes[0] ?? 255) < cifar10.classes.length && !isMarkup(bytes),
  claims: (bytes, name) => NAMES.test(name) || (bytes.length > 0 && bytes.length % CIFAR_RECORD === 0),
  part: cifarPart,
};

/**
 * All six files have one form: which of them one is, its checksum tells, or else its name.
 * @throws DataError "corrupt": wrong length, a label outside 0..9, or an unknown file without a name
 * that tells its part.
 */
function cifarPart(contents: Contents): FilePart {
  const { name, bytes } = contents;
  const records = parseCifar(bytes, name, RECORDS, cifar10.classes.length);
  const published = publishedFile(cifar10, contents);
  const role = published?.role ?? roleNamed(name);
  if (role === undefined) throw nameless(contents);
  return { name, role, verified: published !== undefined, ...records };
}

/** "batch 3" of "data_batch_3 (1).bin". */
function roleNamed(name: string): string | undefined {
  return cifar10.files.find((file) => name.toLowerCase().includes(file.name.replace(".bin.gz", "")))?.role;
}

function nameless({ name, sha256 }: Contents): DataError {
  return new DataError(
    "corrupt",
    `${name} has the form of CIFAR-10 but is none of its files, and its name does not say which it stands for.`,
    "Take the original files; those of another set must keep their names.",
    [
      { what: "sha256", expected: "one of the six published", found: sha256 },
      { what: "name", expected: "data_batch_1.bin to data_batch_5.bin, test_batch.bin", found: name },
    ],
  );
}
