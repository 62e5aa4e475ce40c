import { useMediaQuery } from "@mantine/hooks";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { Setup } from "../controls/Setup.tsx";
import { useRace } from "../storeContext.ts";
import { SHELL } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";

/** Between a phone and a wide window the setup is a drawer. Trouble with files is told in it, so it opens. */
export function SetupDrawer() {
  const narrow = useMediaQuery("(min-width: 720px) and (max-width: 1119px)");
  const problem = useRace((state) => state.dataProblem ?? state.importProblem);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (problem !== null) setOpen(true);
  }, [problem]);
  if (!narrow) return null;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn">{SHELL.setup}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="drawer setup" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">{SHELL.setup}</Dialog.Title>
          <Dialog.Close className="btn quiet x" aria-label={SHELL.close}>
            <Icon name="close" />
          </Dialog.Close>
          <Setup />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** On a phone below the figures, on wide windows at their left. */
export function SetupPanel() {
  const narrow = useMediaQuery("(min-width: 720px) and (max-width: 1119px)");
  if (narrow) return null;
  return (
    <aside className="setup" aria-label={SHELL.setup}>
      <Setup />
    </aside>
  );
}
