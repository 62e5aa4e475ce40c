// Max-pooling of bytes over SIZE x SIZE windows with stride SIZE (odd edges floored), four channels to a word.
// Steps and leaky ReLU grow with their argument, so the largest byte is that of the largest value.
// One invocation a window and four channels. Layout as in conv2d_int8.wgsl.

override SIZE: u32;
override CHANNEL_VECS: u32;

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims { height: u32, width: u32, pixels: u32, unused: u32, x: View, y: View }  // of y; pixels = N H W

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@group(0) @binding(2) var<uniform> dims: Dims;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let pixel = index / CHANNEL_VECS;
  if (pixel >= dims.pixels) { return; }
  let c = index - pixel * CHANNEL_VECS;
  let row = pixel / dims.width;
  let n = row / dims.height;
  let i = row - n * dims.height;
  let j = pixel - row * dims.width;
  let corner = dims.x.origin + n * dims.x.image + i * SIZE * dims.x.row + j * SIZE * CHANNEL_VECS + c;
  var best = vec4i(-127);
  for (var u = 0u; u < SIZE; u++) {
    for (var v = 0u; v < SIZE; v++) { best = max(best, unpack_int8(x[corner + u * dims.x.row + v * CHANNEL_VECS])); }
  }
  y[dims.y.origin + n * dims.y.image + i * dims.y.row + j * CHANNEL_VECS + c] = pack_int8(best);
}
