import { Dialog } from "radix-ui";
import { useEffect, useMemo, useRef, useState } from "react";
import { DATASETS } from "../../data/index.ts";
import { MODELS, type ModelName, modelOf } from "../../models/index.ts";
import { formatLayers, parseLayers } from "../../models/notation.ts";
import type { LayerSpec } from "../../nn/spec.ts";
import { KNOBS, type TrainConfig } from "../../train/config.ts";
import { Select } from "../controls/Select.tsx";
import { TextInput } from "../controls/TextInput.tsx";
import { Icon } from "../shell/Icon.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { LAYER_NAMES, NETWORK } from "../strings/network.ts";
import { SHELL } from "../strings/shell.ts";
import { type DraftLayer, draftOf, insertAfter, move, removeAt, replaceAt } from "./draft.ts";
import { examine, shapeText } from "./examine.ts";
import { AddMenu, LayerRow } from "./LayerRow.tsx";
import { Totals } from "./Totals.tsx";

const NAMES = Object.fromEntries(Object.entries(MODELS).map(([key, { name }]) => [key, name]));

/** The layer list of the next race as a form of its own: it becomes the network only when it is used. */
export function NetworkDialog({ onClose }: { onClose: () => void }) {
  const config = useRace((state) => state.config);
  const info = DATASETS[config.data];
  const initial = useMemo(() => layersOf(config), [config]);
  const [draft, setDraft] = useState<readonly DraftLayer[]>(() => draftOf(initial));
  const [said, setSaid] = useState("");
  const layers = draft.map(({ spec }) => spec);
  const { rows, plans } = examine(layers, info, info.classes.length);
  const { change } = useActions();
  const list = useRef<HTMLTableSectionElement>(null);
  const focusNext = useFocusAfter(list);
  const shortage = useShortage(formatLayers(layers), config.batch);
  const failing = rows.findIndex(({ problem }) => problem !== null);
  const reason =
    layers.length === 0
      ? NETWORK.empty
      : failing >= 0
        ? `${NETWORK.place(failing, nameOf(draft[failing]))} ${rows[failing]?.problem}`
        : shortage;

  function moved(index: number, by: -1 | 1): void {
    const layer = draft[index];
    const next = move(draft, index, by);
    if (layer === undefined || next === draft) return;
    setDraft(next);
    setSaid(NETWORK.moved(nameOf(layer), index + by + 1, draft.length));
    focusNext(
      by === -1 ? [`${idOf(layer)}-up`, `${idOf(layer)}-down`] : [`${idOf(layer)}-down`, `${idOf(layer)}-up`],
    );
  }
  function removed(index: number): void {
    const layer = draft[index];
    const neighbour = draft[index + 1] ?? draft[index - 1];
    setDraft(removeAt(draft, index));
    setSaid(NETWORK.removed(nameOf(layer)));
    focusNext([neighbour === undefined ? "layer-input-add" : `${idOf(neighbour)}-remove`]);
  }
  function use(): void {
    const text = formatLayers(layers);
    const named = (Object.keys(MODELS) as ModelName[]).find(
      (key) => formatLayers(MODELS[key].layers) === text,
    );
    change(named === undefined ? { net: "custom", layers: text } : { net: named });
    onClose();
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog network" aria-describedby="network-about">
          <Dialog.Title>{NETWORK.title}</Dialog.Title>
          <p id="network-about">{NETWORK.about(`${info.name}, ${shapeText(info)}`)}</p>
          <div className="from">
            <label htmlFor="network-start">{NETWORK.start}</label>
            <Select
              id="network-start"
              value={nameInList(layers)}
              options={{ ...NAMES, ...(nameInList(layers) === "" ? { "": KNOBS.net.options.custom } : {}) }}
              onChange={(name) => name !== "" && setDraft(draftOf(MODELS[name as ModelName].layers))}
            />
            <button type="button" className="btn" onClick={() => setDraft(draftOf(initial))}>
              <Icon name="restart" />
              {NETWORK.reset}
            </button>
            <span className="unit">{NETWORK.keys}</span>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <section className="scroll" tabIndex={0} aria-label={NETWORK.title}>
            <table>
              <Head />
              <tbody ref={list}>
                <tr>
                  <th scope="row">{NETWORK.input}</th>
                  <td />
                  <td className="n" data-label={NETWORK.columns.output}>
                    {shapeText(info)}
                  </td>
                  <td />
                  <td />
                  <td className="moves">
                    <AddMenu
                      id="layer-input-add"
                      label={NETWORK.addAfter(NETWORK.input)}
                      onAdd={(spec) => setDraft(insertAfter(draft, -1, spec))}
                    />
                  </td>
                </tr>
                {draft.map((layer, i) => (
                  <LayerRow
                    key={layer.key}
                    id={idOf(layer)}
                    spec={layer.spec}
                    examined={rows[i]}
                    first={i === 0}
                    last={i === draft.length - 1}
                    onChange={(spec) => setDraft(replaceAt(draft, i, spec))}
                    onMove={(by) => moved(i, by)}
                    onRemove={() => removed(i)}
                    onAdd={(spec) => setDraft(insertAfter(draft, i, spec))}
                  />
                ))}
              </tbody>
            </table>
            <div className="field">
              <div className="label">
                <label htmlFor="network-text">{NETWORK.text}</label>
                <span className="unit">{NETWORK.textAbout}</span>
              </div>
              <TextInput
                id="network-text"
                value={formatLayers(layers)}
                problem={KNOBS.layers.problem}
                onChange={(text) => setDraft(draftOf(parseLayers(text)))}
              />
            </div>
            {plans !== null && <Totals layers={layers} plans={plans} />}
          </section>
          <div className="ways">
            <button type="button" className="btn primary" disabled={reason !== null} onClick={use}>
              {NETWORK.use}
            </button>
            <button type="button" className="btn" onClick={onClose}>
              {NETWORK.cancel}
            </button>
            {reason !== null && (
              <p className="note bad" role="alert">
                {reason}
              </p>
            )}
          </div>
          <p className="visually-hidden" role="status">
            {said}
          </p>
          <Dialog.Close className="btn quiet x" aria-label={SHELL.close}>
            <Icon name="close" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Head() {
  const { layer, settings, output, parameters, multiplications, change } = NETWORK.columns;
  return (
    <thead>
      <tr>
        <th scope="col">{layer}</th>
        <th scope="col">{settings}</th>
        <th scope="col" className="n">
          {output}
        </th>
        <th scope="col" className="n">
          {parameters}
        </th>
        <th scope="col" className="n">
          {multiplications}
        </th>
        <th scope="col" className="n">
          {change}
        </th>
      </tr>
    </thead>
  );
}

function layersOf({ net, layers }: TrainConfig): readonly LayerSpec[] {
  return modelOf(net, layers).layers;
}

function idOf({ key }: DraftLayer): string {
  return `layer-${key}`;
}

function nameOf(layer: DraftLayer | undefined): string {
  return layer === undefined ? "" : LAYER_NAMES[layer.spec.type];
}

function nameInList(layers: readonly LayerSpec[]): string {
  const text = formatLayers(layers);
  return Object.entries(MODELS).find(([, model]) => formatLayers(model.layers) === text)?.[0] ?? "";
}

/** Why this device cannot train the network with the batch as set; null while it can or is not known to. */
function useShortage(text: string, batch: number): string | null {
  const size = useRace((state) => state.networkSize);
  if (size === null || size.layers !== text || size.largestBatch === null) return null;
  if (size.largestBatch === 0) return NETWORK.tooLarge;
  return size.largestBatch < batch ? NETWORK.batchTooLarge(batch, size.largestBatch) : null;
}

/** Puts the focus on the first of the named elements that can take it, once the list is drawn anew. */
function useFocusAfter(list: React.RefObject<HTMLElement | null>): (ids: readonly string[]) => void {
  const [ids, setIds] = useState<readonly string[]>([]);
  useEffect(() => {
    const found = ids.map((id) => list.current?.querySelector<HTMLButtonElement>(`#${id}`));
    found.find((element) => element != null && !element.disabled)?.focus();
  }, [ids, list]);
  return setIds;
}
