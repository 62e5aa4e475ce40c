import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { defaultConfig, toLink } from "../../train/link.ts";
import { packBundle, readBundle } from "./bundle.ts";

const config = { ...defaultConfig(), seed: 7, net: "custom" as const, layers: "conv8k3-relu-fc10" };
const bundle = {
  link: toLink(config),
  settings: config,
  metrics: "type,run\r\n",
  weights: [{ name: "smin.safetensors", bytes: new Uint8Array([1, 2, 3]) }],
  device: { vendor: "test" },
};

async function refusal(bytes: Uint8Array): Promise<string> {
  const read = await readBundle("x.zip", bytes);
  return "problem" in read ? `${read.problem.kind}: ${read.problem.message}` : "taken";
}

describe("a bundle", () => {
  it("gives back the settings it was made with", async () => {
    const read = await readBundle("x.zip", await packBundle(bundle));
    expect(read).toMatchObject({ reading: { config, problems: [] } });
  });

  it("holds every part under a plain name", async () => {
    const files = unzipSync(await packBundle(bundle));
    expect(Object.keys(files).sort()).toEqual([
      "device.json",
      "metrics.csv",
      "settings.json",
      "weights/smin.safetensors",
    ]);
    expect([...(files["weights/smin.safetensors"] ?? [])]).toEqual([1, 2, 3]);
  });

  it("that is cut off, damaged or something else is refused", async () => {
    const whole = await packBundle(bundle);
    for (const bad of [whole.subarray(0, whole.length - 30), strToU8("<!doctype html>"), new Uint8Array(0)])
      expect(await refusal(bad)).toMatch(/^corrupt: x.zip cannot be unpacked/);
  });

  it("without settings, or with others', is refused by name", async () => {
    expect(await refusal(zipSync({ "a.txt": strToU8("a") }))).toMatch(/^corrupt: x.zip holds no run/);
    for (const text of ["{", "null", "[]", '{"link": 3}'])
      expect(await refusal(zipSync({ "settings.json": strToU8(text) }))).toMatch(/^corrupt/);
  });

  it("with settings of a later version takes what it knows and names the rest", async () => {
    const read = await readBundle(
      "x.zip",
      zipSync({ "settings.json": strToU8('{"link": "#/race?seed=5&warp=9"}') }),
    );
    expect(read).toMatchObject({
      reading: { config: { seed: 5 }, problems: [expect.stringContaining("warp")] },
    });
  });

  it("does not unpack settings that claim to be huge", async () => {
    const bomb = zipSync({ "settings.json": new Uint8Array(5e6) });
    expect(await refusal(bomb)).toMatch(/^corrupt/);
  });
});
