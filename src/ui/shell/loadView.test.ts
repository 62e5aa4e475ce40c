import { describe, expect, it } from "vitest";
import { type LoadedView, loadView } from "./loadView.ts";

const VIEW: LoadedView = { default: () => null };
const ADDRESS = "https://example.org/some/where/assets/PaperView-CpJTEOyC.js";

/** What is asked for after such a failure: the view itself, or an address. */
async function askedAfter(message: string, attempt: number): Promise<string> {
  let asked = "";
  const view = await loadView(
    async () => {
      asked = "the view";
      return VIEW;
    },
    new TypeError(message),
    attempt,
    async (address) => {
      asked = address;
      return VIEW;
    },
  );
  expect(view).toBe(VIEW);
  return asked;
}

describe("a view's program that did not arrive", () => {
  it.each([
    `Failed to fetch dynamically imported module: ${ADDRESS}`,
    `error loading dynamically imported module: ${ADDRESS}`,
  ])("is asked for under a new address: %s", async (message) => {
    expect(await askedAfter(message, 1)).toBe(`${ADDRESS}?attempt=1`);
    expect(await askedAfter(`${message}?attempt=1`, 2)).toBe(`${ADDRESS}?attempt=2`);
  });

  it("is asked for as before where the browser does not say which it was", async () => {
    expect(await askedAfter("Importing a module script failed.", 1)).toBe("the view");
  });
});
