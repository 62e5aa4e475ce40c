import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

/** How the public mirror behaves today. */
export type Mood =
  /** Hands out the files of this folder. */
  | { readonly serves: string }
  /** Hands out the first half of each. */
  | { readonly truncates: string }
  /** Answers with something else of about the right kind. */
  | { readonly answers: string }
  | { readonly status: number }
  | "offline"
  /** Takes the request and never answers. */
  | "silent";

const MIRRORS =
  /^https:\/\/(cdn\.jsdelivr\.net|storage\.googleapis\.com|ossci-datasets\.s3\.amazonaws\.com)\//;
const HEADERS = { "access-control-allow-origin": "*", "content-type": "application/octet-stream" };

/** Plays the mirrors of the data: no story needs the network. Call it before the page asks. */
export async function playMirror(page: Page, mood: Mood): Promise<void> {
  await page.unroute(MIRRORS);
  await page.route(MIRRORS, async (route) => {
    if (mood === "offline") return route.abort("internetdisconnected");
    if (mood === "silent") return;
    if ("status" in mood) return route.fulfill({ status: mood.status, headers: HEADERS });
    if ("answers" in mood) return route.fulfill({ body: mood.answers, headers: HEADERS });
    const name = route.request().url().split("/").at(-1) ?? "";
    const whole = readFileSync(join("serves" in mood ? mood.serves : mood.truncates, name));
    const body = "serves" in mood ? whole : whole.subarray(0, whole.length >> 1);
    return route.fulfill({ body, headers: HEADERS });
  });
}
