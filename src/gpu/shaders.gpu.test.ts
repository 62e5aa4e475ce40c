import { describe, expect, it } from "vitest";
import { PARTS, SHADERS, type ShaderName, shaderText } from "./shaders.ts";
import { withGpu } from "./testing.ts";

const FILES = import.meta.glob("../../shaders/*.wgsl", { query: "?raw", import: "default", eager: true });

describe("shaders", () => {
  it("are listed exactly as they lie in the folder", () => {
    const names = Object.keys(FILES).map((path) => path.replace(/.*\/|\.wgsl$/g, ""));
    expect(Object.keys({ ...SHADERS, ...PARTS }).sort()).toEqual(names.sort());
  });

  it.each(Object.keys(SHADERS) as ShaderName[])("%s compiles without a message", async (name) => {
    const messages = await withGpu(async ({ device }) => {
      const code = shaderText(name, device.features);
      const info = await device.createShaderModule({ code }).getCompilationInfo();
      return info.messages.map((message) => message.message);
    });
    expect(messages).toEqual([]);
  });

  it.each(["conv2d_int8", "max_pool_int8"] as const)(
    "%s compiles with packed bytes, where there are any",
    async (name) => {
      const messages = await withGpu(async ({ device, packedBytes }) => {
        const code = shaderText(name, device.features, { packedBytes });
        expect(code.includes("dot4I8Packed")).toBe(packedBytes);
        const info = await device.createShaderModule({ code }).getCompilationInfo();
        return info.messages.map((message) => message.message);
      });
      expect(messages).toEqual([]);
    },
  );

  it.each(["conv2d", "conv2d_weights"] as const)("%s compiles with operands in textures", async (name) => {
    const messages = await withGpu(async ({ device }) => {
      const code = shaderText(name, device.features, { textures: true });
      const info = await device.createShaderModule({ code }).getCompilationInfo();
      return info.messages.map((message) => message.message);
    });
    expect(messages).toEqual([]);
  });

  // Safari leaves a workgroup array sized by an override at size 0 and says nothing.
  it.each(Object.entries(SHADERS))("%s sizes workgroup arrays by plain numbers", (_, code) => {
    const sizes = [...code.matchAll(/var<workgroup>[^;]*array<[^,;]+,\s*([^>]+)>/g)].map(([, size]) => size);
    expect(sizes.filter((size) => !/^\d+u?$/.test(size ?? ""))).toEqual([]);
  });
});
