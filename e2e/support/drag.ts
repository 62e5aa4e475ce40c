import type { CDPSession, Page } from "@playwright/test";

/** What the mouse carries: files on the disk, or data of some type. */
export interface Carried {
  readonly files?: readonly string[];
  readonly items?: readonly { readonly mimeType: string; readonly data: string }[];
}

/** A drag from outside the browser, as the browser itself takes it: where nobody prevents it, it navigates. */
export async function startDrag(page: Page, { files = [], items = [] }: Carried) {
  const session: CDPSession = await page.context().newCDPSession(page);
  const data = {
    items: items.map((item) => ({ ...item })),
    files: [...files],
    dragOperationsMask: 1,
  };
  const send = (type: "dragEnter" | "dragOver" | "drop" | "dragCancel", x: number, y: number) =>
    session.send("Input.dispatchDragEvent", { type, x, y, data });
  return {
    async over(x: number, y: number): Promise<void> {
      await send("dragEnter", x, y);
      await send("dragOver", x, y);
    },
    async drop(x: number, y: number): Promise<void> {
      await send("dragEnter", x, y);
      await send("dragOver", x, y);
      await send("drop", x, y);
    },
    /** The visitor presses Esc or leaves the window. */
    cancel: () => send("dragCancel", 0, 0),
  };
}
