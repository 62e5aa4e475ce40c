import { useRef } from "react";
import { takeFiles } from "../files/takeFiles.ts";
import { useRaceStore } from "../storeContext.ts";
import { DATA } from "../strings/shell.ts";

export interface FilePickerProps {
  readonly className: string;
  readonly label: string;
  readonly testId: string;
  readonly multiple?: boolean;
  /** Which files the dialog offers first. */
  readonly accept?: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Opens the browser's file dialog. The same file may be chosen again: its first reading may have failed. */
export function FilePicker(props: FilePickerProps) {
  const { className, label, testId, multiple = false, accept, onFiles } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple={multiple}
        accept={accept}
        hidden
        data-testid={testId}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = "";
          if (chosen.length > 0) onFiles(chosen);
        }}
      />
    </>
  );
}

/** For whatever files the page takes, mostly those of a data set. */
export function FileButton({ className }: { className: string }) {
  const store = useRaceStore();
  return (
    <FilePicker
      className={className}
      label={DATA.choose}
      testId="files"
      multiple
      onFiles={(files) => void takeFiles(store, files)}
    />
  );
}
