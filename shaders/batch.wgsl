// Gathers a minibatch from the images on the device: x = (pixel / 255 - mean) / std, and its labels.
// images: bytes [image][row][column][channel], four to a word. x: [N][H + halo][W + halo][C / 4] vec4.
// The step record says which images: the same for every run of a race. An index past the batch's valid
// images (the rest of the last evaluation chunk) repeats one and is not counted by the loss.
// A set too large for one binding lies in several: each launch writes the images of its own part only.
// Augmentation moves an image by up to SHIFT pixels each way (what comes in is black) and mirrors every
// second one, by random words of (seed, step, place in the batch) alone (data/augment.ts).

override CHANNELS: u32;
override SHIFT: u32;
override FLIP: bool;

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims {
  height: u32, width: u32, batch: u32, pad: u32,
  start: u32, count: u32, pad1: u32, pad2: u32,  // the images of this part
  mean: vec4f, deviation: vec4f, x: View,
}
struct Step {
  step: u32, seed: u32, valid: u32, slot: u32,
  rate: f32, correction1: f32, correction2: f32, first: u32,
  indices: array<u32>,
}

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> step: Step;
@group(0) @binding(3) var<storage, read_write> x: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> batch_labels: array<u32>;
@group(0) @binding(5) var<uniform> dims: Dims;

fn mix(word: u32) -> u32 {
  var h = word;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

/// math/random.ts: randomBits of the step's own seed.
fn random_bits(index: u32) -> u32 {
  const augment_stream = 6u;
  let seed = mix(step.seed + step.step * 0x9e3779b9u);
  let key = mix(seed ^ mix(augment_stream * 0x9e3779b9u));
  return mix(mix(index ^ key) + key);
}

fn byte(at: u32) -> f32 {
  return f32((images[at / 4] >> (8 * (at % 4))) & 255u);
}

/// Row and column of the pixel that lands at (i, j) of image n; past the edges (also left of 0, as u32
/// wraps) there is none.
fn source(n: u32, i: u32, j: u32) -> vec2u {
  if (SHIFT == 0) { return vec2u(i, j); }
  let span = 2 * SHIFT + 1;
  let mirrored = FLIP && (random_bits(3 * n + 2) & 1u) == 1u;
  return vec2u(i + random_bits(3 * n) % span - SHIFT,
               select(j, dims.width - 1 - j, mirrored) + random_bits(3 * n + 1) % span - SHIFT);
}

@compute @workgroup_size(64)
fn gather(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) local: u32) {
  let pixel = (group.y * groups.x + group.x) * 64 + local;
  let per_image = dims.height * dims.width;
  let n = pixel / per_image;
  if (n >= dims.batch) { return; }
  let image = step.indices[n];
  if (image - dims.start >= dims.count) { return; }
  let place = pixel - n * per_image;
  let i = place / dims.width;
  let j = place - i * dims.width;
  let taken = source(n, i, j);
  var value = vec4f(0);
  if (taken.x < dims.height && taken.y < dims.width) {
    let at = (((image - dims.start) * dims.height + taken.x) * dims.width + taken.y) * CHANNELS;
    value.x = byte(at);
    if (CHANNELS > 1) { value.y = byte(at + 1); }
    if (CHANNELS > 2) { value.z = byte(at + 2); }
    if (CHANNELS > 3) { value.w = byte(at + 3); }
  }
  let live = vec4u(0, 1, 2, 3) < vec4u(CHANNELS);
  x[dims.x.origin + n * dims.x.image + i * dims.x.row + j] =
    select(vec4f(0), (value / 255 - dims.mean) / dims.deviation, live);
  if (place == 0) { batch_labels[n] = (labels[image / 4] >> (8 * (image % 4))) & 255u; }
}
