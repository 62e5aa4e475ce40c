import { GpuError } from "./device.ts";
import type { Copy, Mirror } from "./mirror.ts";
import { type ShaderName, type ShaderVariant, shaderText } from "./shaders.ts";
import type { Bound } from "./tensor.ts";

/** One launch of one kernel, with everything bound: ready to be encoded again and again. */
export interface Dispatch {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly groups: readonly [number, number, number];
  /** What is brought up to date before it, of what it reads from textures. */
  readonly copies: readonly Copy[];
}

export interface DispatchSpec {
  readonly shader: ShaderName;
  readonly entry: string;
  /** Pipeline-overridable constants. */
  readonly constants?: Readonly<Record<string, number | boolean>>;
  /** The function `own` of conv2d.wgsl, where it is called (gpu/shaders.ts). */
  readonly own?: string | undefined;
  /** The device's language has packed bytes (Gpu.packedBytes), for shaders that compute with them. */
  readonly packedBytes?: boolean;
  /** Buffers by the names the shader gives them, exactly those its entry point uses; operands may be mirrors. */
  readonly bindings: Readonly<Record<string, Bound | Mirror>>;
  readonly groups: readonly [number, number, number];
  readonly label: string;
}

const MAX_GROUPS = 65535;

/** Workgroups for so many invocations: folded into y beyond 65,535, as the shaders unfold them. */
export function groupsFor(invocations: number, size = 64): [number, number, number] {
  const groups = Math.max(1, Math.ceil(invocations / size));
  const rows = Math.ceil(groups / MAX_GROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}

/** The binding number of every variable of a shader, by name. */
function bindingNumbers(source: string): Map<string, number> {
  const declaration = /@group\(0\)\s*@binding\((\d+)\)\s*var(?:<[^>]*>)?\s*(\w+)/g;
  return new Map(
    [...source.matchAll(declaration)].map(([, number, name]) => [name as string, Number(number)]),
  );
}

const isMirror = (bound: Bound | Mirror): bound is Mirror => "texture" in bound;

const variantOf = ({ own, packedBytes, bindings }: DispatchSpec): ShaderVariant => ({
  own,
  packedBytes,
  textures: Object.values(bindings).some(isMirror),
});

/** What was compiled for one device: modules by (shader, variant), pipelines by (those, entry point, constants). */
interface Compiled {
  readonly modules: Map<string, { module: GPUShaderModule; numbers: Map<string, number> }>;
  readonly pipelines: Map<string, Promise<GPUComputePipeline>>;
}

/** Kept as long as the device: a race that is built again, or another that shares layers, compiles nothing twice. */
const compiled = new WeakMap<GPUDevice, Compiled>();

/** Compiles kernels and binds them. */
export class Kernels {
  readonly device: GPUDevice;
  readonly #known: Compiled;
  readonly #onCompiled: (done: number, asked: number, label: string) => void;
  #asked = 0;
  #compiled = 0;

  /** @param onCompiled told of every kernel that had to be compiled. */
  constructor(
    device: GPUDevice,
    onCompiled: (done: number, asked: number, label: string) => void = () => {},
  ) {
    this.device = device;
    this.#known = compiled.get(device) ?? { modules: new Map(), pipelines: new Map() };
    compiled.set(device, this.#known);
    this.#onCompiled = onCompiled;
  }

  #module(spec: DispatchSpec) {
    const { shader: name } = spec;
    const key = JSON.stringify([name, variantOf(spec)]);
    let entry = this.#known.modules.get(key);
    if (!entry) {
      const code = shaderText(name, this.device.features, variantOf(spec));
      entry = {
        module: this.device.createShaderModule({ label: name, code }),
        numbers: bindingNumbers(code),
      };
      this.#known.modules.set(key, entry);
    }
    return entry;
  }

  async #compile(spec: DispatchSpec, constants: Record<string, number>): Promise<GPUComputePipeline> {
    const label = `${spec.shader}.${spec.entry}`;
    const { module } = this.#module(spec);
    try {
      return await this.device.createComputePipelineAsync({
        label,
        layout: "auto",
        compute: { module, entryPoint: spec.entry, constants },
      });
    } catch (error) {
      const messages = (await module.getCompilationInfo()).messages.map((m) => `${m.lineNum}: ${m.message}`);
      const details = [`${label} ${JSON.stringify(constants)}`, String(error), ...messages].join("\n");
      throw new GpuError(
        "validation",
        `The kernel ${label} does not compile on this device.`,
        "Copy the diagnostics and report them.",
        details,
      );
    } finally {
      this.#compiled++;
      this.#onCompiled(this.#compiled, this.#asked, label);
    }
  }

  /** Compiles (once) and binds. Throws GpuError "validation" with the compiler's messages. */
  async dispatch(spec: DispatchSpec): Promise<Dispatch> {
    const constants = Object.fromEntries(
      Object.entries(spec.constants ?? {}).map(([k, v]) => [k, Number(v)]),
    );
    const key = JSON.stringify([spec.shader, variantOf(spec), spec.entry, constants]);
    const { pipelines } = this.#known;
    let compiling = pipelines.get(key);
    if (!compiling) {
      this.#asked++;
      compiling = this.#compile(spec, constants);
      pipelines.set(key, compiling);
      compiling.catch(() => pipelines.delete(key));
    }
    const pipeline = await compiling;
    const { numbers } = this.#module(spec);
    const bindGroup = this.device.createBindGroup({
      label: spec.label,
      layout: pipeline.getBindGroupLayout(0),
      entries: Object.entries(spec.bindings).map(([name, bound]) => ({
        binding: numbers.get(name) ?? -1,
        resource: resourceOf(bound),
      })),
    });
    const copies = Object.values(spec.bindings).flatMap((bound) => (isMirror(bound) ? bound.copies : []));
    return { label: spec.label, pipeline, bindGroup, groups: spec.groups, copies };
  }
}

function resourceOf(bound: Bound | Mirror): GPUBindingResource {
  if (isMirror(bound)) return bound.texture.createView();
  return "buffer" in bound ? { ...bound } : { buffer: bound };
}

/** Launches in order, in one compute pass as far as nothing has to be copied in between. */
export class Pass {
  readonly #encoder: GPUCommandEncoder;
  readonly #timestampWrites: GPUComputePassTimestampWrites | undefined;
  #open: GPUComputePassEncoder | null = null;

  /** @param timestampWrites for launches that copy nothing. */
  constructor(encoder: GPUCommandEncoder, timestampWrites?: GPUComputePassTimestampWrites) {
    this.#encoder = encoder;
    this.#timestampWrites = timestampWrites;
  }

  /** Creates nothing but the pass itself. */
  encode(dispatches: readonly Dispatch[]): void {
    for (const { pipeline, bindGroup, groups, copies } of dispatches) {
      if (copies.length > 0) this.end();
      for (const copy of copies) this.#encoder.copyBufferToTexture(...copy);
      this.#open ??= this.#begin();
      this.#open.setPipeline(pipeline);
      this.#open.setBindGroup(0, bindGroup);
      this.#open.dispatchWorkgroups(groups[0], groups[1], groups[2]);
    }
  }

  #begin(): GPUComputePassEncoder {
    const timestampWrites = this.#timestampWrites;
    return this.#encoder.beginComputePass(timestampWrites ? { timestampWrites } : {});
  }

  end(): void {
    if (this.#timestampWrites) this.#open ??= this.#begin(); // the times are written even where nothing ran
    this.#open?.end();
    this.#open = null;
  }
}
