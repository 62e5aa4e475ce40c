import { expect, it } from "vitest";
import { withGpu } from "../gpu/testing.ts";
import { selfTest } from "./selfTest.ts";

it("the self-test finds nothing wrong with a driver whose kernels agree with their twins", async () => {
  const checked: string[] = [];
  const problem = await withGpu((gpu) => selfTest(gpu, (_, __, kernel) => checked.push(kernel)));
  expect(problem).toBeNull();
  expect(checked).toContain("min-selector convolution");
  expect(checked).toContain("training step");
});
