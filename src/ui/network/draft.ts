import type { LayerSpec } from "../../nn/spec.ts";

/** A layer of the list being edited; the key stays with it wherever it moves. */
export interface DraftLayer {
  readonly key: number;
  readonly spec: LayerSpec;
}

/** Layers with keys of their own. */
export function draftOf(layers: readonly LayerSpec[]): readonly DraftLayer[] {
  return layers.map((spec) => ({ key: newKey(), spec }));
}

/** Puts a layer behind the one at `index`; -1: in front of all. */
export function insertAfter(
  draft: readonly DraftLayer[],
  index: number,
  spec: LayerSpec,
): readonly DraftLayer[] {
  return [...draft.slice(0, index + 1), { key: newKey(), spec }, ...draft.slice(index + 1)];
}

export function removeAt(draft: readonly DraftLayer[], index: number): readonly DraftLayer[] {
  return draft.filter((_, i) => i !== index);
}

/** Moves a layer up (-1) or down (1); at the ends nothing happens. */
export function move(draft: readonly DraftLayer[], index: number, by: -1 | 1): readonly DraftLayer[] {
  const moved = draft[index];
  const other = draft[index + by];
  if (moved === undefined || other === undefined) return draft;
  return draft.map((layer, i) => (i === index ? other : i === index + by ? moved : layer));
}

export function replaceAt(
  draft: readonly DraftLayer[],
  index: number,
  spec: LayerSpec,
): readonly DraftLayer[] {
  return draft.map((layer, i) => (i === index ? { ...layer, spec } : layer));
}

let keys = 0;

function newKey(): number {
  keys++;
  return keys;
}
