import { describe, expect, it } from "vitest";
import { FormatError } from "../formats/formatError.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { decodeCheckpoint, encodeCheckpoint, type SavedRace } from "./checkpoint.ts";
import { lanesOf } from "./lanes.ts";
import { smallConfig } from "./testing.ts";

const bytes = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** A race of three lanes, the last of which stands still. */
function race(): SavedRace {
  const config = smallConfig({ transfer: "exact", transferAfter: 2, lr: 1e-7, seed: 4294967295 });
  const lanes = lanesOf(config).map(({ weights, ...lane }) => ({
    ...lane,
    state: lane.name === "transfer" ? null : [bytes(1, -0, 3.5), bytes(lane.startsAfter)],
  }));
  return { config, dataVersion: 1, lanes, tile: "4x4", step: 30, tested: 20, app: "test" };
}

/** A file whose description is another. */
const withDescription = (change: (race: Record<string, unknown>) => void) => {
  const description: Record<string, unknown> = { ...race(), lanes: [] };
  change(description);
  return encodeSafetensors([], { format: "minconv-race-1", race: JSON.stringify(description) });
};

describe("a checkpoint", () => {
  it("comes back as it was saved", () => {
    expect(decodeCheckpoint(encodeCheckpoint(race()))).toEqual(race());
  });

  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ["weights", encodeSafetensors([], { network: "lenet" }), /not a checkpoint/],
    ["nothing", new Uint8Array(0), /not a whole/],
    ["one cut short", encodeCheckpoint(race()).slice(0, -4), /lies outside/],
    [
      "one with a setting of a later version",
      withDescription((saved) => {
        saved.config = { ...race().config, shine: 3 };
      }),
      /no setting “shine”/,
    ],
    [
      "one with a setting out of range",
      withDescription((saved) => {
        saved.config = { ...race().config, batch: 0 };
      }),
      /Batch cannot be/,
    ],
    [
      "one without a step",
      withDescription((saved) => {
        saved.step = null;
      }),
      /not whole/,
    ],
    [
      "one without a lane's buffer",
      withDescription((saved) => {
        saved.lanes = [{ name: "exact", convolution: "exact", startsAfter: 0, buffers: 1 }];
      }),
      /exact.state.0 is missing/,
    ],
  ])("refuses %s", (_, file, why) => {
    expect(() => decodeCheckpoint(file)).toThrow(FormatError);
    expect(() => decodeCheckpoint(file)).toThrow(why);
  });
});
