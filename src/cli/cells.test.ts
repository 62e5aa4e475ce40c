import { describe, expect, it } from "vitest";
import { type CellRequest, cellsOf, printedCell, shareOf } from "./cells.ts";
import { FlagError } from "./flags.ts";

const request = (changes: Partial<CellRequest> = {}): CellRequest => ({
  patterns: null,
  epochs: null,
  parentEpochs: null,
  seeds: [42],
  rehearse: false,
  settings: {},
  ...changes,
});
const names = (changes: Partial<CellRequest>) => cellsOf(request(changes)).map(({ name }) => name);

describe("the cells of Table 5", () => {
  it("are the twelve that are printed, each with its epochs", () => {
    const cells = cellsOf(request());
    expect(cells).toHaveLength(12);
    expect(cells.map(({ printed }) => printed?.id)).toContain("mini-cifar-cifar10-transfer-1024");
    for (const { printed, epochs } of cells) expect(epochs).toBe(printed?.epochs ?? epochs);
  });

  it("are one a network, data set and way where the epochs are ours", () => {
    expect(names({ epochs: 2, patterns: ["lenet-cifar10-*"] })).toEqual([
      "lenet-cifar10-exact",
      "lenet-cifar10-smin",
      "lenet-cifar10-transfer",
    ]);
  });

  it("are chosen by name, by printed epochs, by pattern; what the paper leaves out too", () => {
    expect(names({ patterns: ["lenet-mnist-smin"] })).toEqual(["lenet-mnist-smin"]);
    expect(names({ patterns: ["lenet-cifar10-smin-2048"] })).toEqual(["lenet-cifar10-smin"]);
    expect(names({ patterns: ["lenet-mnist-*"] })).toEqual([
      "lenet-mnist-exact",
      "lenet-mnist-smin",
      "lenet-mnist-transfer",
    ]);
    expect(() => cellsOf(request({ patterns: ["lenet-svhn"] }))).toThrow(FlagError);
  });

  it("start a transfer from the exact cell of the same settings and seed", () => {
    const cells = cellsOf(
      request({ epochs: 3, seeds: [1, 2], patterns: ["mini-*"], settings: { lr: 0.01 } }),
    );
    for (const { parent, seed } of cells.filter(({ run }) => run === "transfer"))
      expect(cells.find(({ run, seed: own }) => run === "exact" && own === seed)?.key).toBe(parent?.key);
    expect(cellsOf(request({ patterns: ["*-transfer-512"] })).map(({ parent }) => parent?.epochs)).toEqual([
      512, 512,
    ]);
  });

  it("are told apart by all that decides what is learnt, and by nothing else", () => {
    const key = (changes: Partial<CellRequest>) =>
      cellsOf(request({ patterns: ["lenet-mnist-transfer"], epochs: 2, ...changes }))[0]?.key;
    const keys = [
      {},
      { epochs: 3 },
      { parentEpochs: 5 },
      { seeds: [7] },
      { settings: { lr: 0.01 } },
      { settings: { batch: 128 } },
    ].map(key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(key({ settings: { testEvery: 7, testImages: 11 } })).toBe(key({}));
    expect(key({})).toMatch(/^lenet-mnist-transfer-e2-s42-[0-9a-f]{8}$/);
  });

  it("have a rehearsal that needs no files", () => {
    expect(names({ rehearse: true })).toEqual([
      "custom-digits-exact",
      "custom-digits-smin",
      "custom-digits-transfer",
    ]);
  });

  it("fall into shares that are disjoint and whole", () => {
    const cells = cellsOf(request({ seeds: [1, 2, 3] }));
    const shares = [1, 2, 3, 4, 5].map((i) => shareOf(cells, `${i}/5`));
    expect(shares.flat()).toHaveLength(cells.length);
    expect(new Set(shares.flat())).toEqual(new Set(cells));
    for (const wrong of ["0/3", "4/3", "1", "a/b"]) expect(() => shareOf(cells, wrong)).toThrow(FlagError);
  });
});

it.each([
  [1, "lenet-cifar10-smin-512"],
  [512, "lenet-cifar10-smin-512"],
  [513, "lenet-cifar10-smin-2048"],
  [5000, "lenet-cifar10-smin-2048"],
])("%i epochs stand beside %s", (epochs, id) => {
  expect(printedCell("lenet", "cifar10", "smin", epochs)?.id).toBe(id);
});
