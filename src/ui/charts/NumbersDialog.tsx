import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { CSV_TYPE, saveFile } from "../files/save.ts";
import { Icon } from "../shell/Icon.tsx";
import { CHART } from "../strings/race.ts";
import { SHELL } from "../strings/shell.ts";

export interface NumbersDialogProps {
  readonly title: string;
  readonly fileName: string;
  readonly csv: () => string;
  /** The table, made when the dialog is opened. */
  readonly children: ReactNode;
}

/** "as table": the numbers behind a picture, for reading and for download. */
export function NumbersDialog({ title, fileName, csv, children }: NumbersDialogProps) {
  return (
    <Dialog.Root>
      <Dialog.Trigger className="link">{CHART.asTable}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog table" aria-describedby={undefined}>
          <Dialog.Title>{title}</Dialog.Title>
          {children}
          <div className="ways">
            <button type="button" className="btn" onClick={() => saveFile(fileName, csv(), CSV_TYPE)}>
              <Icon name="download" />
              {CHART.download}
            </button>
          </div>
          <Dialog.Close className="btn quiet x" aria-label={SHELL.close}>
            <Icon name="close" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The box of a dialog's table, which the keyboard can scroll. */
export function TableBox({ title, children }: { title: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={title}>
      <table>{children}</table>
    </section>
  );
}
