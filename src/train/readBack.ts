import { RECORD, RING } from "../nn/loss.ts";
import type { Network } from "../nn/network.ts";

/** What a network has to tell: the ring of its step records, its status, the totals of its latest test. */
export interface Told {
  readonly records: Float32Array;
  readonly status: Uint32Array;
  readonly totals: Float32Array;
}

/** Bytes of status and totals behind the records. */
const REST = 32;

/** Reads everything small that the networks of a race have to tell: one copy, one map. */
export class ReadBack {
  readonly #device: GPUDevice;
  readonly #networks: readonly Network[];
  readonly #staging: GPUBuffer;

  constructor(device: GPUDevice, networks: readonly Network[]) {
    this.#device = device;
    this.#networks = networks;
    this.#staging = device.createBuffer({
      label: "records read back",
      size: networks.length * (RING * RECORD * 4 + REST),
      usage: 0x01 | 0x08, // MAP_READ | COPY_DST
    });
  }

  /** Of each network, in order, after all that was submitted. One call at a time. */
  async read(): Promise<Told[]> {
    const part = this.#staging.size / this.#networks.length;
    const encoder = this.#device.createCommandEncoder();
    this.#networks.forEach(({ loss, status }, i) => {
      encoder.copyBufferToBuffer(loss.records, 0, this.#staging, i * part, part - REST);
      encoder.copyBufferToBuffer(status, 0, this.#staging, (i + 1) * part - REST, 16);
      encoder.copyBufferToBuffer(loss.totals, 0, this.#staging, (i + 1) * part - 16, 16);
    });
    this.#device.queue.submit([encoder.finish()]);
    await this.#staging.mapAsync(0x01);
    const copy = this.#staging.getMappedRange().slice(0);
    this.#staging.unmap();
    return this.#networks.map((_, i) => ({
      records: new Float32Array(copy, i * part, (part - REST) / 4),
      status: new Uint32Array(copy, (i + 1) * part - REST, 4),
      totals: new Float32Array(copy, (i + 1) * part - 16, 4),
    }));
  }

  destroy(): void {
    this.#staging.destroy();
  }
}
