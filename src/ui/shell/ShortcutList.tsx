import { Dialog } from "radix-ui";
import { SHELL, SHORTCUTS } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";

export function ShortcutList({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog keys">
          <Dialog.Title>{SHORTCUTS.title}</Dialog.Title>
          <Dialog.Description>{SHORTCUTS.about}</Dialog.Description>
          <dl>
            {SHORTCUTS.list.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <Dialog.Close className="btn quiet x" aria-label={SHELL.close}>
            <Icon name="close" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
