import { expect, inject, test } from "vitest";

test("the browser offers a WebGPU adapter", async () => {
  expect(await navigator.gpu.requestAdapter()).not.toBeNull();
});

// Both software drivers go by one name; what they can do tells them apart.
test.runIf(inject("expectedDriver") === "lavapipe")(
  "the adapter is lavapipe: subgroups of 8, workgroups of 1024",
  async () => {
    const adapter = await navigator.gpu.requestAdapter();
    expect(adapter?.info.subgroupMinSize).toBe(8);
    expect(adapter?.info.subgroupMaxSize).toBe(8);
    expect(adapter?.limits.maxComputeInvocationsPerWorkgroup).toBe(1024);
  },
);
