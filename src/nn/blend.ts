import { type Dispatch, groupsFor } from "../gpu/kernel.ts";
import { tensorBytes, vecsOf, view } from "../gpu/tensor.ts";
import { type Affine, forwardPass } from "./affine.ts";
import type { LayerContext } from "./layer.ts";

/**
 * A layer's forward pass between multiplication and its product: (1 - alpha) (x * w + b) + alpha y, with y of
 * Algorithm 1 on the same weights, then the activation. For inference; not the paper's.
 * @param alpha a uniform of one f32 in [0, 1].
 */
export async function blendedPass(
  context: LayerContext,
  affine: Affine,
  alpha: GPUBuffer,
): Promise<Dispatch[]> {
  const { plan, y } = context;
  // The affine layer's own view of y, without a halo: a fully connected layer's is one pixel.
  const bare = (label: string) => {
    const shape = { batch: y.batch, height: y.height, width: y.width, channels: y.channels };
    const halo = { vertical: 0, horizontal: 0 };
    const bytes = tensorBytes(shape, halo);
    return {
      ...shape,
      halo,
      vecs: vecsOf(y.channels),
      size: bytes / 16,
      buffer: context.buffer(label, bytes),
    };
  };
  const [a, b] = [bare("multiplied"), bare("approximated")];
  const linear = { ...context, plan: { ...plan, slope: 1 } };
  const [multiplied, approximated, blend] = await Promise.all([
    forwardPass(linear, { ...affine, y: a, product: "mul", approximate: null }),
    forwardPass(linear, { ...affine, y: b }),
    context.dispatch({
      shader: "blend",
      entry: "main",
      constants: { CHANNEL_VECS: y.vecs, SLOPE: plan.slope },
      bindings: {
        a: a.buffer,
        b: b.buffer,
        y: y.buffer,
        alpha,
        dims: context.uniform("blend", [y.batch, y.height, y.width, 0, ...view(y)]),
      },
      groups: groupsFor(y.batch * y.height * y.width * y.vecs),
    }),
  ]);
  return [...multiplied, ...approximated, blend];
}
