import { expect, it } from "vitest";
import { formatLayers, parseLayers } from "../../models/notation.ts";
import { type DraftLayer, draftOf, insertAfter, move, removeAt, replaceAt } from "./draft.ts";
import { numbersOf, withNumber } from "./kinds.ts";

const start = draftOf(parseLayers("conv8k5-relu-fc10"));
const text = (draft: readonly DraftLayer[]) => formatLayers(draft.map(({ spec }) => spec));

it("layers are added, moved, removed and replaced where one says", () => {
  expect(text(insertAfter(start, 1, { type: "maxPool2d", size: 2 }))).toBe("conv8k5-relu-pool2-fc10");
  expect(text(insertAfter(start, -1, { type: "batchNorm2d" }))).toBe("bn-conv8k5-relu-fc10");
  expect(text(move(start, 2, -1))).toBe("conv8k5-fc10-relu");
  expect(text(move(start, 0, 1))).toBe("relu-conv8k5-fc10");
  expect(text(removeAt(start, 1))).toBe("conv8k5-fc10");
  expect(text(replaceAt(start, 2, { type: "linear", units: 3 }))).toBe("conv8k5-relu-fc3");
});

it("at the ends nothing moves", () => {
  expect(move(start, 0, -1)).toBe(start);
  expect(move(start, 2, 1)).toBe(start);
});

it("a layer keeps its key wherever it moves, and no two share one", () => {
  const moved = move(start, 2, -1);
  expect(moved[1]?.key).toBe(start[2]?.key);
  const more = insertAfter(start, 0, { type: "relu" });
  expect(new Set(more.map(({ key }) => key)).size).toBe(4);
});

it("a filter may be higher than wide, and is square again where both agree", () => {
  const [conv] = parseLayers("conv8k5");
  if (conv === undefined) throw new Error("no layer");
  const tall = withNumber(conv, "kernelWidth", 3);
  expect(numbersOf(tall)).toEqual([
    ["filters", 8],
    ["kernelHeight", 5],
    ["kernelWidth", 3],
  ]);
  expect(withNumber(tall, "kernelHeight", 3)).toEqual({ type: "conv2d", filters: 8, kernel: 3 });
});
