/**
 * Every file of a drop, those in folders included. Must be called within the drop event: the
 * browser empties its list right after.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const loose = [...transfer.files];
  const entries = [...transfer.items].map((item) =>
    item.kind === "file" ? item.webkitGetAsEntry?.() : null,
  );
  const known = entries.filter((entry) => entry !== null && entry !== undefined);
  if (known.length === 0) return loose;
  return (await Promise.all(known.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await fileOf(entry as FileSystemFileEntry)];
  if (!entry.isDirectory) return [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A reader gives at most 100 entries at a time, and an empty list at the end.
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
    for (const child of batch) files.push(...(await filesOf(child)));
  }
  return files;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function readBatch(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
