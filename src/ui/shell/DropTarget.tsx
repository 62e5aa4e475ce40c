import { useEffect, useState } from "react";
import { takeFiles } from "../files/takeFiles.ts";
import { useRaceStore } from "../storeContext.ts";
import { DATA } from "../strings/shell.ts";
import { droppedFiles } from "./droppedFiles.ts";

/** Without a dragover for this long the drag has left the window or was given up with Esc. */
const GONE_MS = 500;

/** The whole page takes files; whatever else is dropped never leads away from the page. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  const store = useRaceStore();
  useEffect(() => {
    const { actions } = store;
    let gone: ReturnType<typeof setTimeout> | undefined;
    function leave(): void {
      clearTimeout(gone);
      setOver(false);
    }
    function drag(event: DragEvent): void {
      const files = carriesFiles(event);
      if (!files && isTextField(event.target)) return;
      event.preventDefault();
      if (!files) return;
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
      setOver(true);
      clearTimeout(gone);
      gone = setTimeout(leave, GONE_MS);
    }
    async function drop(event: DragEvent): Promise<void> {
      leave();
      if (!carriesFiles(event)) {
        if (isTextField(event.target)) return;
        event.preventDefault();
        actions.say(DATA.notFiles);
        return;
      }
      event.preventDefault();
      try {
        const files = event.dataTransfer === null ? [] : await droppedFiles(event.dataTransfer);
        if (files.length === 0) actions.say(DATA.emptyDrop);
        else void takeFiles(store, files);
      } catch {
        actions.say(DATA.unreadableDrop);
      }
    }
    window.addEventListener("dragenter", drag);
    window.addEventListener("dragover", drag);
    window.addEventListener("drop", drop);
    return () => {
      leave();
      window.removeEventListener("dragenter", drag);
      window.removeEventListener("dragover", drag);
      window.removeEventListener("drop", drop);
    };
  }, [store]);
  if (!over) return null;
  return (
    <div className="drop">
      <div>
        <strong>{DATA.dropHere}</strong>
        <p>{DATA.dropAbout}</p>
      </div>
    </div>
  );
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text")
  );
}
