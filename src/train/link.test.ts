import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KNOBS, type KnobName, type TrainConfig } from "./config.ts";
import { defaultConfig, fromLink, inView, toLink, viewOf } from "./link.ts";
import { savedConfig } from "./savedConfig.ts";

const good = toLink({ ...defaultConfig(), batch: 32, lr: 0.01 });

describe("a link", () => {
  it("names data set and version, network, product and seed, and beyond them what differs", () => {
    expect(toLink(defaultConfig())).toMatch(/^#\/race\?data=digits@\d+&net=lenet&seed=42&product=smin$/);
    expect(good).toContain("&lr=0.01&batch=32");
  });

  it("gives back the settings it was made from", () => {
    const config: TrainConfig = {
      ...defaultConfig(),
      data: "mnist",
      product: "max",
      lr: 1e-7,
      epochs: 3,
      opt: "sgd",
    };
    expect(fromLink(toLink(config))).toMatchObject({ config, problems: [] });
    expect(fromLink(`https://example.org/a%20b/${toLink(config)}`).config).toEqual(config);
  });

  it("spells out a network of one's own", () => {
    const config: TrainConfig = { ...defaultConfig(), net: "custom", layers: "conv4k3.exact-relu-fc10" };
    expect(toLink(config)).toContain("net=custom&layers=conv4k3.exact-relu-fc10&");
    expect(fromLink(toLink(config))).toMatchObject({ config, problems: [] });
  });

  it("of before there was a choice of scaling means the constraint, and names no other setting than it did", () => {
    expect(fromLink("#/race?net=lenet&product=smin&seed=7").config.scaling).toBe("constraint");
    expect(toLink(defaultConfig())).not.toContain("scaling");
    expect(fromLink("#/race?scaling=fitted").config.scaling).toBe("fitted");
  });

  it("carries an expression of one's own, whatever stands in it", () => {
    for (const expression of ["|x|*|w|/(1 + |x|)", "min(|x|, |w|) + 1e+3*x*w"]) {
      const config: TrainConfig = { ...defaultConfig(), product: "own", expression };
      expect(toLink(config)).toMatch(/&expression=[\w%.*()-]+$/);
      expect(fromLink(toLink(config))).toMatchObject({ config, problems: [] });
      expect(savedConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    }
  });

  it("is empty on a first visit: defaults, nothing to complain of, nothing given", () => {
    for (const text of ["", "#", "#/", "#/race", "#/race?"]) {
      expect(fromLink(text)).toEqual({ config: defaultConfig(), problems: [], given: new Set() });
    }
  });
});

describe("a damaged link", () => {
  it.each(["%", "%E0%A4%A", "x%"])("that ends in %s keeps the good part and names the bad one", (tail) => {
    const { config, problems } = fromLink(`${good}&epochs=${tail}`);
    expect(config).toMatchObject({ batch: 32, lr: 0.01, epochs: KNOBS.epochs.default });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("Epochs");
  });

  it.each([
    ["batch", "1e9"],
    ["batch", "-1"],
    ["batch", "0"],
    ["batch", "64.5"],
    ["batch", "abc"],
    ["batch", ""],
    ["lr", "NaN"],
    ["lr", "Infinity"],
    ["lr", "0x10"],
    ["net", "resnet"],
    ["data", "imagenet@1"],
    ["product", "constructor"],
    ["layers", "conv8k3-lstm-fc10"],
    ["expression", "constructor"],
    ["expression", "x.constructor"],
    ["expression", "x;w"],
    ["expression", "%EF%BD%98"],
    ["expression", "(".repeat(3000)],
  ])("with %s=%s takes the default and says so", (key, value) => {
    const { config, problems } = fromLink(`#/race?${key}=${value}`);
    expect(config).toEqual(defaultConfig());
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(KNOBS[key as KnobName].label);
  });

  it("says where its expression fails", () => {
    const { problems } = fromLink("#/race?product=own&expression=|x|*constructor");
    expect(problems).toEqual([
      "Your expression cannot be “|x|*constructor”; sqrt(|x|*|w|) was taken. At character 5: “constructor” is no operand; use |x|, |w|, x or w.",
    ]);
  });

  it("names a key given twice, an unknown key and a key that objects inherit", () => {
    const { config, problems, given } = fromLink("#/race?seed=7&seed=8&colour=red&__proto__=1&toString=2");
    expect(config.seed).toBe(7);
    expect(given).toEqual(new Set(["seed"]));
    expect(problems).toHaveLength(4);
  });

  it("of another version of the data says which one is used", () => {
    const { config, problems } = fromLink("#/race?data=mnist@999");
    expect(config.data).toBe("mnist");
    expect(problems[0]).toContain("999");
  });

  it("cut anywhere still opens", () => {
    for (let length = 0; length <= good.length; length++) {
      expect(fromLink(good.slice(0, length)).config.net).toBe("lenet");
    }
  });

  it("of 100,000 characters is read up to a bound", () => {
    const { config, problems } = fromLink(`${good}&${"a=1&".repeat(25000)}`);
    expect(config.batch).toBe(32);
    expect(problems[0]).toContain("characters long");
  });

  it("never throws and never yields a value outside a knob's range", () => {
    const names = Object.keys(KNOBS) as KnobName[];
    const noise = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.tuple(fc.constantFrom(...names), fc.string()).map((kv) => kv.join("=")),
    );
    fc.assert(
      fc.property(fc.array(noise), (parts) => {
        const { config } = fromLink(`#/race?${parts.join("&")}`);
        for (const name of names) {
          const knob = KNOBS[name];
          if (knob.kind === "text") expect(knob.problem(String(config[name]))).toBeNull();
          else if (knob.kind === "choice") expect(Object.hasOwn(knob.options, config[name])).toBe(true);
          else expect(config[name]).toSatisfy((value: number) => value >= knob.min && value <= knob.max);
        }
      }),
    );
  });
});

describe("the view of a link", () => {
  it("is named by its path, and Race where that is none", () => {
    expect(viewOf("#/paper")).toBe("paper");
    expect(viewOf("#/paper?seed=1")).toBe("paper");
    expect(viewOf(toLink(defaultConfig(), "paper"))).toBe("paper");
    for (const other of ["", "#", "#/", "#/race?seed=1", "#/nowhere", "%"])
      expect(viewOf(other)).toBe("race");
    expect(fromLink("#/nowhere").problems).toEqual(["There is no view “nowhere”; this is Race."]);
    expect(fromLink("#/paper").problems).toEqual([]);
  });

  it("changes without touching the settings, not even those that cannot be read", () => {
    expect(inView("#/race?data=mnist@1&seed=8%", "paper")).toBe("#/paper?data=mnist@1&seed=8%");
    expect(inView("", "paper")).toBe("#/paper");
  });
});
