import type { ReactNode } from "react";
import { PROBLEMS } from "../strings/problems.ts";
import { Icon } from "./Icon.tsx";

/** What happened in a line, and what may be done about it. */
export function Banner({
  strong,
  text,
  warn = false,
  children,
}: {
  strong: string;
  text: string;
  warn?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={warn ? "banner warn" : "banner"} role="status">
      <Icon name={warn ? "warn" : "info"} />
      <p>
        {strong !== "" && <b>{strong} </b>}
        {text}
      </p>
      {children}
    </div>
  );
}

export function CloseButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" className="btn quiet" onClick={onClick}>
      <Icon name="close" />
      {PROBLEMS.dismiss}
    </button>
  );
}
