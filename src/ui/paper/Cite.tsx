import { useState } from "react";
import { CITATION } from "../../theory/paper.ts";
import { copyText } from "../shell/clipboard.ts";
import { Icon } from "../shell/Icon.tsx";
import { Section } from "../shell/Section.tsx";
import { CITE } from "../strings/paper.ts";

/** How to cite the paper. */
export function Cite() {
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <Section id="cite" title={CITE.title}>
      <p className="prose">
        {CITATION.authors}: <i>{CITATION.title}</i>. <a href={CITATION.url}>{CITATION.place}</a>.
      </p>
      <pre>{CITATION.bibtex}</pre>
      <button type="button" className="btn" onClick={async () => setCopied(await copyText(CITATION.bibtex))}>
        <Icon name="copy" />
        {copied === true ? CITE.copied : CITE.copy}
      </button>
      {copied === false && <p role="status">{CITE.byHand}</p>}
    </Section>
  );
}
