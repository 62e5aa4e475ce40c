import { describe, expect, it } from "vitest";
import { fromLink } from "../../train/link.ts";
import type { TrainClient } from "../../worker/client.ts";
import type { Command, Event } from "../../worker/protocol.ts";
import { createRaceStore } from "../store.ts";
import { takeFiles } from "./takeFiles.ts";

const metadata = {
  network: "lenet",
  layers: "fc10",
  product: "exact",
  clip: 2,
  scaling: "constraint",
  gamma: 0.99,
  seed: 1,
  data: "digits@1",
  normalisation: { mean: [0], std: [1] },
  epochs: 2,
  app: "test",
} as const;

/** A page whose worker is played by the test. */
function page(link = "") {
  const sent: Command[] = [];
  let listener: (event: Event) => void = () => {};
  const client: TrainClient = {
    send: (command) => sent.push(command),
    subscribe: (heard) => {
      listener = heard;
      return () => {};
    },
    restart: () => {},
  };
  const store = createRaceStore(client, fromLink(link), true, () => {});
  const types = () => sent.map(({ type }) => type);
  return { store, sent, types, say: (event: Event) => listener(event) };
}

const file = (name: string, bytes = new Uint8Array([1])) => ({ name, bytes });

describe("weights from a file", () => {
  it("are what a third network starts from once they are found good, and go with the race", () => {
    const at = page();
    at.say({ type: "weightsGood", file: file("a.safetensors"), metadata });
    expect(at.store.getState().config.transfer).toBe("saved");
    at.store.actions.trainBoth();
    expect(at.sent.at(-1)).toMatchObject({ type: "setup", weights: { name: "a.safetensors" } });
  });

  it("that are refused change nothing but say why", () => {
    const at = page();
    at.say({ type: "weightsGood", file: file("good"), metadata });
    at.say({ type: "weightsBad", problem: { kind: "corrupt", message: "bad", remedy: "again" } });
    const { startWeights, importProblem, config } = at.store.getState();
    expect([startWeights?.name, importProblem?.message, config.transfer]).toEqual(["good", "bad", "saved"]);
  });

  it("must be there before a race that starts from them", () => {
    const at = page("#/race?transfer=saved");
    at.store.actions.trainBoth();
    expect(at.types()).toEqual([]);
    expect(at.store.getState().importProblem?.kind).toBe("missing");
  });
});

describe("weights into a file", () => {
  it("arrive in the order they were asked for", async () => {
    const at = page();
    const asked = [
      at.store.actions.exportWeights("exact", "F32"),
      at.store.actions.exportWeights("smin", "F16"),
    ];
    at.say({ type: "weights", run: "exact", ...file("1") });
    at.say({ type: "weights", run: "smin", ...file("2") });
    expect((await Promise.all(asked)).map((each) => each?.name)).toEqual(["1", "2"]);
  });

  it("that cannot be had are not waited for", async () => {
    const at = page();
    const asked = at.store.actions.exportWeights("transfer", "F32");
    at.say({ type: "notice", text: "This network has no weights yet." });
    expect(await asked).toBeNull();
  });
});

it("files go each their own way, by content", async () => {
  const at = page();
  const data = new File(["x"], "train-images");
  const weights = new File(["x"], "w.safetensors");
  await takeFiles(at.store, [data, weights, new File(["no zip"], "run.zip")]);
  await expect.poll(() => at.types()).toEqual(["files", "checkWeights"]);
  expect(at.sent[0]).toMatchObject({ files: [{ name: "train-images" }] });
  expect(at.store.getState().importProblem?.message).toContain("run.zip cannot be unpacked");
});
