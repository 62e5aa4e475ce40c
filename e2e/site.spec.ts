import { DATA, SHELL } from "../src/ui/strings/shell.ts";
import { MNIST_FILES } from "./support/files.ts";
import { startSite } from "./support/site.ts";
import { expect, settled, test } from "./support/story.ts";

test("A host that answers every unknown path with the page does not seem to hold the data", async ({
  page,
}) => {
  const site = await startSite("/");
  try {
    await page.goto(`http://localhost:${site.port}/#/race?data=mnist@1&net=lenet-small`);
    await expect(page.getByText(DATA.notHere("MNIST"))).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: SHELL.trainBoth }).click();
    const problem = page.getByRole("alert");
    await expect(problem).toContainText(`Instead of ${MNIST_FILES[0]} came a web page.`, { timeout: 90_000 });
    const kept = await page.evaluate(async () => (await (await caches.open("minconv-data")).keys()).length);
    expect(kept).toBe(0);
  } finally {
    await site.close();
  }
});

test("From a sub-folder the page asks for nothing outside it, and misses only the data", async ({
  page,
  baseURL,
}) => {
  const asked: string[] = [];
  const missed: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("response", (response) => {
    if (response.status() >= 400) missed.push(response.url());
  });
  await page.goto("#/race?data=digits@1&net=lenet-small");
  await expect(page.getByText(DATA.ready("made here"))).toBeVisible();
  await settled(page);

  const outside = asked.filter((url) => !url.startsWith(baseURL ?? "") && !/^(blob|data):/.test(url));
  expect(outside).toEqual([]);
  expect(asked.some((url) => /trainWorker/.test(url))).toBe(true);
  expect(missed.filter((url) => !url.startsWith(`${baseURL}data/`))).toEqual([]);
});
