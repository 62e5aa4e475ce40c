import { chromium } from "@playwright/test";
import { browserLaunch } from "../scripts/browser.mjs";
import { INSECURE, PROBLEMS, problemTitle } from "../src/ui/strings/problems.ts";
import { DATA, DEVICE, SHELL } from "../src/ui/strings/shell.ts";
import { dropFiles } from "./support/files.ts";
import { BLANK } from "./support/idx.ts";
import { NO_WEBGPU, NULL_ADAPTER, runFirst, SILENT_ADAPTER, THROWING_ADAPTER } from "./support/prelude.ts";
import { QUICK } from "./support/runs.ts";
import { startSite } from "./support/site.ts";
import { expect, test } from "./support/story.ts";

const SMALL = "#/race?data=digits@1&net=lenet-small";

const NO_BROWSER = /Chrome, Edge, Safari 26 or Firefox/;
const NO_DEVICE = /Update the graphics driver or switch on hardware acceleration/;

const STATES: readonly (readonly [state: string, prelude: string, why: RegExp, remedy: RegExp])[] = [
  ["has no WebGPU", NO_WEBGPU, /no WebGPU/, NO_BROWSER],
  [
    "has WebGPU in pages but not in workers",
    `if (typeof document === "undefined") ${NO_WEBGPU}`,
    /no WebGPU/,
    NO_BROWSER,
  ],
  ["finds no adapter", NULL_ADAPTER, /block list/, NO_DEVICE],
  ["rejects the request for an adapter", THROWING_ADAPTER, /the request failed/, NO_DEVICE],
  [
    "throws when asked for an adapter",
    'GPU.prototype.requestAdapter = () => { throw new TypeError("blocked"); };',
    /the request failed/,
    NO_DEVICE,
  ],
  [
    "refuses the device",
    'GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error("no device"));',
    /refused to start/,
    NO_DEVICE,
  ],
  ["never answers", SILENT_ADAPTER, /not answered within/, NO_DEVICE],
];

test.describe("A browser that", () => {
  for (const [state, prelude, why, remedy] of STATES) {
    test(`${state} gets a sentence and a way to try again`, async ({ page }) => {
      await runFirst(page, prelude);
      await page.goto(SMALL);
      const problem = page.getByRole("alert");
      await expect(problem).toContainText(why);
      await expect(problem).toContainText(remedy);
      await expect(page.getByText(DEVICE.none, { exact: true })).toBeVisible();
      await expect(problem.getByRole("button", { name: PROBLEMS.tryAgain })).toBeEnabled();
      await expect(problem.getByRole("button", { name: PROBLEMS.copy })).toBeEnabled();
      await expect(page.getByRole("button", { name: SHELL.trainBoth }).first()).toBeDisabled();
    });
  }
});

test("A device that comes at the second request trains", async ({ page }) => {
  await runFirst(
    page,
    `{
      const find = GPU.prototype.requestAdapter;
      let asked = 0;
      GPU.prototype.requestAdapter = function (options) {
        return asked++ === 0 ? Promise.resolve(null) : find.call(this, options);
      };
    }`,
  );
  await page.goto(QUICK);
  await page.getByRole("alert").getByRole("button", { name: PROBLEMS.tryAgain }).click();
  await expect(page.getByText(DEVICE.webgpu(""))).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("main").getByRole("button", { name: SHELL.trainBoth }).click();
  await expect(page.getByRole("button", { name: SHELL.pause })).toBeVisible({ timeout: 120_000 });
});

test("A page opened by plain http says that the address is at fault, copies its diagnostics and reads files", async () => {
  const site = await startSite();
  const { args, ...launch } = browserLaunch();
  const browser = await chromium.launch({
    ...launch,
    args: [...args, "--host-resolver-rules=MAP minconv.test 127.0.0.1"],
  });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`http://minconv.test:${site.port}/${SMALL}`);
    const problem = page.getByRole("alert");
    await expect(problem).toContainText(problemTitle({ kind: "insecure", ...INSECURE }));
    await expect(problem).toContainText(/https address, or as http:\/\/localhost/);
    await expect(problem).not.toContainText("driver");

    await problem.getByRole("button", { name: PROBLEMS.copy }).click();
    await expect(
      problem.getByRole("button", { name: PROBLEMS.copied }).or(problem.getByRole("textbox")),
    ).toBeVisible();

    await page.getByLabel("Data", { exact: true }).selectOption("mnist");
    await dropFiles(page, [
      { name: "images.gz", bytes: BLANK.testImages() },
      { name: "labels.gz", bytes: BLANK.testLabels() },
    ]);
    await expect(page.getByText(DATA.missing(["train images", "train labels"]))).toBeVisible();
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    await site.close();
  }
});
