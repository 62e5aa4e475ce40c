import { inView, VIEWS, viewOf } from "../../train/link.ts";
import { useAddress } from "../address.ts";
import { SHELL, VIEW_NAMES } from "../strings/shell.ts";

/** The views there are, as links: training goes on whichever is open. */
export function Views() {
  const address = useAddress();
  const open = viewOf(address);
  return (
    <nav className="views" aria-label={SHELL.views}>
      {VIEWS.map((view) => (
        <a key={view} href={inView(address, view)} aria-current={view === open ? "page" : undefined}>
          {VIEW_NAMES[view]}
        </a>
      ))}
    </nav>
  );
}
