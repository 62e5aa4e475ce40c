import { expect, test } from "vitest";
import { wrongImports } from "./directions.mjs";

test.each([
  ["src/math/a.ts", 'import { x } from "../gpu/device.ts";'],
  ["src/nn/a.ts", 'import type { X } from "../train/config.ts";'],
  ["src/nn/deep/a.ts", 'export { x } from "../../ui/store.ts";'],
  ["src/gpu/a.ts", 'import "../nn/index.ts";'],
  ["src/worker/a.ts", 'const x = await import("../gpu/tensor.ts");'],
  ["src/ui/race/a.tsx", 'import {\n  x,\n} from "../../nn/network.ts";'],
  ["src/ui/race/a.tsx", 'import { x } from "../../reference/conv2d.ts";'],
  ["src/train/a.ts", 'import { readFileSync } from "node:fs";'],
  ["src/nn/a.ts", 'import { useState } from "react";'],
])("%s may not hold %s", (file, source) => {
  expect(wrongImports(file, source)).toHaveLength(1);
});

test.each([
  ["src/nn/a.ts", 'import { x } from "../gpu/device.ts";\nimport { y } from "./b.ts";'],
  ["src/models/a.ts", 'import type { ModelSpec } from "../nn/spec.ts";'],
  ["src/gpu/a.ts", 'import conv from "../../shaders/conv2d.wgsl?raw";'],
  ["src/ui/look/a.tsx", 'import { x } from "../../reference/conv2d.ts";'],
  ["src/ui/race/a.tsx", 'import { x } from "../../train/config.ts";\nimport { useState } from "react";'],
  ["src/worker/a.ts", 'new Worker(new URL("./trainWorker.ts", import.meta.url), { type: "module" });'],
  ["src/cli/a.ts", 'import { create } from "webgpu";'],
])("%s may hold %s", (file, source) => {
  expect(wrongImports(file, source)).toEqual([]);
});
