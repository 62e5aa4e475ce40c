// Gathers a minibatch from the images on the device: x = (pixel / 255 - mean) / std, and its labels.
// images: bytes [image][row][column][channel], four to a word. x: [N][H + halo][W + halo][C / 4] vec4.
// The step record says which images: the same for every run of a race. An index past the batch's valid
// images (the rest of the last evaluation chunk) repeats one and is not counted by the loss.

override CHANNELS: u32;

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims { height: u32, width: u32, batch: u32, pad: u32, mean: vec4f, deviation: vec4f, x: View }
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

fn byte(at: u32) -> f32 {
  return f32((images[at / 4] >> (8 * (at % 4))) & 255u);
}

@compute @workgroup_size(64)
fn gather(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) local: u32) {
  let pixel = (group.y * groups.x + group.x) * 64 + local;
  let per_image = dims.height * dims.width;
  let n = pixel / per_image;
  if (n >= dims.batch) { return; }
  let place = pixel - n * per_image;
  let i = place / dims.width;
  let j = place - i * dims.width;
  let image = step.indices[n];
  var value = vec4f(0);
  let at = (image * per_image + place) * CHANNELS;
  value.x = byte(at);
  if (CHANNELS > 1) { value.y = byte(at + 1); }
  if (CHANNELS > 2) { value.z = byte(at + 2); }
  if (CHANNELS > 3) { value.w = byte(at + 3); }
  let live = vec4u(0, 1, 2, 3) < vec4u(CHANNELS);
  x[dims.x.origin + n * dims.x.image + i * dims.x.row + j] =
    select(vec4f(0), (value / 255 - dims.mean) / dims.deviation, live);
  if (place == 0) { batch_labels[n] = (labels[image / 4] >> (8 * (image % 4))) & 255u; }
}
