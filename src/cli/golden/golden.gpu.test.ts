import { describe, expect, it } from "vitest";
import { testTiles, withGpu } from "../../gpu/testing.ts";
import { compareGolden } from "./compare.ts";
import { parseGolden } from "./format.ts";
import { gpuEngine } from "./gpuEngine.ts";

const FILES: Record<string, string> = import.meta.glob("../../reference/golden/*.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("golden values on the device", async () => {
  for (const tile of await testTiles()) {
    for (const [path, text] of Object.entries(FILES)) {
      const file = path.replace(/.*\//, "");
      it(`${file}, ${tile} tile`, async () => {
        const rows = await withGpu(({ device }) =>
          compareGolden(file, parseGolden(text), gpuEngine(device, tile)),
        );
        expect(rows.filter(({ pass }) => !pass)).toEqual([]);
        expect(rows.length).toBeGreaterThan(0);
      });
    }
  }
});
