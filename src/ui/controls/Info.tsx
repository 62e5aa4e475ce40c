import { Popover } from "radix-ui";
import type { ReactNode } from "react";
import { Icon } from "../shell/Icon.tsx";

export interface InfoProps {
  readonly label: string;
  readonly help: string;
  readonly formula?: string;
  /** Where it comes from: a place in the paper, or that it is our choice. */
  readonly origin: string;
  readonly fromPaper: boolean;
  readonly children?: ReactNode;
}

/** The "i" beside every control and chart: what it is, its formula, and whether the paper says so. */
export function Info({ label, help, formula, origin, fromPaper, children }: InfoProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className="info" aria-label={label}>
        <Icon name="info" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" sideOffset={4} collisionPadding={12} aria-label={label}>
          <p>{help}</p>
          {formula !== undefined && <p className="formula">{formula}</p>}
          {children}
          <p className={fromPaper ? "origin paper" : "origin"}>{origin}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
