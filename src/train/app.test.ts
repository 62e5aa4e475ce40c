import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { APP } from "./app.ts";

it("files name the version of package.json", () => {
  expect(APP.split(" ").at(-1)).toBe(manifest.version);
});
