import { Popover } from "radix-ui";
import { useState } from "react";
import { toLink } from "../../train/link.ts";
import { useRace } from "../storeContext.ts";
import { SHELL } from "../strings/shell.ts";
import { copyText } from "./clipboard.ts";
import { Icon } from "./Icon.tsx";

/** Copies the link to these settings; where copying is not allowed, shows it to copy by hand. */
export function Share() {
  const config = useRace((state) => state.config);
  const [outcome, setOutcome] = useState<"copied" | "byHand" | null>(null);
  const link = new URL(toLink(config), location.href).href;
  return (
    <Popover.Root open={outcome !== null} onOpenChange={(open) => !open && setOutcome(null)}>
      <Popover.Anchor asChild>
        <button
          type="button"
          className="btn quiet"
          title={SHELL.shareTitle}
          onClick={async () => setOutcome((await copyText(link)) ? "copied" : "byHand")}
        >
          <Icon name="share" />
          {SHELL.share}
        </button>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content className="popover" sideOffset={6} collisionPadding={12} aria-label={SHELL.share}>
          {outcome === "copied" ? (
            <>
              <p role="status">{SHELL.shared}</p>
              <p className="address">{link}</p>
            </>
          ) : (
            <label>
              {SHELL.shareByHand}
              <input
                className="input"
                readOnly
                value={link}
                onFocus={(event) => event.currentTarget.select()}
              />
            </label>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
