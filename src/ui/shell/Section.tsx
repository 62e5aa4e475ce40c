import type { ReactNode } from "react";
import { Info } from "../controls/Info.tsx";
import { SHELL } from "../strings/shell.ts";

export interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly caption?: string;
  /** What the "i" says; sections that explain themselves have none. */
  readonly info?: {
    readonly help: string;
    readonly formula?: string;
    readonly where: string;
    /** Left out: it is. */
    readonly fromPaper?: boolean;
  };
  /** Controls at the right of the heading. */
  readonly tools?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of the view, with the heading that the contents lead to. */
export function Section({ id, title, caption, info, tools, className = "", children }: SectionProps) {
  return (
    <section id={id} className={`part ${className}`} aria-labelledby={`${id}-title`}>
      <div className="head">
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        {info !== undefined && (
          <Info
            label={SHELL.about(title)}
            help={info.help}
            {...(info.formula === undefined ? {} : { formula: info.formula })}
            origin={info.where}
            fromPaper={info.fromPaper ?? true}
          />
        )}
        {caption !== undefined && <p>{caption}</p>}
        <span className="grow" />
        {tools}
      </div>
      {children}
    </section>
  );
}

/** A table wider than a phone scrolls in its own box, which the keyboard can reach. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="wide" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
