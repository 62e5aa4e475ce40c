import { useRef } from "react";
import { useActions } from "../storeContext.ts";
import { DATA } from "../strings/shell.ts";

/** Opens the browser's file dialog. The same file may be chosen again: its first reading may have failed. */
export function FileButton({ className }: { className: string }) {
  const { files } = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {DATA.choose}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="files"
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = "";
          if (chosen.length > 0) files(chosen);
        }}
      />
    </>
  );
}
