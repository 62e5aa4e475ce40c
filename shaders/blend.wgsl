// A forward pass between two products: y = leaky_relu((1 - alpha) a + alpha b). a is what the layer gives when it
// multiplies, b what it gives under Algorithm 1, both before the activation and without a halo. The ends are
// exact: a itself at alpha = 0, b itself at 1. One invocation a pixel and four channels.

override CHANNEL_VECS: u32;
override SLOPE: f32;

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims { batch: u32, height: u32, width: u32, pad: u32, y: View }

@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(3) var<uniform> alpha: f32;
@group(0) @binding(4) var<uniform> dims: Dims;

fn blended(at: u32) -> vec4f {
  if (alpha == 0) { return a[at]; }
  if (alpha == 1) { return b[at]; }
  return (1 - alpha) * a[at] + alpha * b[at];
}

fn leaky_relu(v: vec4f) -> vec4f {
  return select(SLOPE * v, v, v > vec4f(0));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let pixel = index / CHANNEL_VECS;
  let row = pixel / dims.width;
  let n = row / dims.height;
  if (n >= dims.batch) { return; }
  let place = dims.y.origin + n * dims.y.image + (row - n * dims.height) * dims.y.row
    + (pixel - row * dims.width) * CHANNEL_VECS + (index - pixel * CHANNEL_VECS);
  y[place] = leaky_relu(blended(index));
}
