// The linear transformation of section 2.2 behind an approximate convolution, fitted while training:
//
//   z ~ A z' + B,   z = sum of x^c w^c,   z' = mean |w| * sum of x^c (*) w~     (Eq. 13; no bias in either)
//   y = A z' + B + bias
//
// A and B of a filter are the least squares over a sample of output pixels, one at random from each of as many
// equal stretches of the minibatch (math/random.ts: fittedPixel). A is held between LEAST and MOST. What is in
// use follows: MOMENTUM * old + (1 - MOMENTUM) * new, the first fit as it is; before it A = 1 and B = 0. A filter
// whose z' do not differ keeps what it has.
// A pass that sets A and B anew begins with `restart`; `measure` then averages over its minibatches.
// `fold` leaves conv2d.wgsl what it stores y with, in the forms it knows: a scale a filter, A mean |w|, and a
// block of weights, w~, whose last row is the bias, B + bias.
//
// w: the weights of z, [tap][c][filters / 4]. Sums in a fixed order; padded filters keep A = 1 and B = 0.

override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override INPUT_VECS: u32;     // input channels / 4, rounded up
override OUTPUT_VECS: u32;    // output channels / 4, rounded up
override LIVE_CHANNELS: u32;  // of 4: fewer where the input has 1, 2 or 3 channels in all
override LAYER: u32;
override LEAST: f32;
override MOST: f32;
override MOMENTUM: f32;

struct View { image: u32, row: u32, origin: u32, unused: u32 }  // strides and first pixel, in vec4
struct Dims { height: u32, width: u32, samples: u32, stretch: u32, x: View }
struct Step {
  step: u32, seed: u32, valid: u32, slot: u32,
  rate: f32, correction1: f32, correction2: f32, first: u32,
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> w: array<vec4f>;
@group(0) @binding(2) var<storage, read> rescaled: array<vec4f>;        // w~
@group(0) @binding(3) var<storage, read> mean: array<f32>;              // of |x|: see abs_mean.wgsl
@group(0) @binding(4) var<storage, read> scale: array<vec4f>;           // mean |w| a filter
@group(0) @binding(5) var<storage, read_write> pairs: array<vec4f>;     // [sample][rows z', z]
@group(0) @binding(6) var<storage, read_write> running: array<vec4f>;   // rows: A, B, fits averaged (0: none yet)
@group(0) @binding(7) var<storage, read> status: array<u32>;            // see gradient_norm.wgsl
@group(0) @binding(8) var<storage, read> step: Step;
@group(0) @binding(9) var<storage, read> parameters: array<vec4f>;      // the layer's block: weights, then the bias
@group(0) @binding(10) var<storage, read_write> folded_scale: array<vec4f>;
@group(0) @binding(11) var<storage, read_write> folded_block: array<vec4f>;
@group(0) @binding(12) var<uniform> dims: Dims;

fn mix(word: u32) -> u32 {
  var h = word;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

/// math/random.ts: randomBits of the step's own seed and the layer's stream.
fn random_bits(index: u32) -> u32 {
  const linear_fit_stream = 9u;
  let seed = mix(step.seed + step.step * 0x9e3779b9u);
  let key = mix(seed ^ mix((linear_fit_stream + 16 * LAYER) * 0x9e3779b9u));
  return mix(mix(index ^ key) + key);
}

/// Where the first tap of the sample's pixel lies in x.
fn x_address(sample: u32) -> u32 {
  let pixel = sample * dims.stretch + random_bits(sample) % dims.stretch;
  let row = pixel / dims.width;
  let image = row / dims.height;
  return dims.x.origin + image * dims.x.image + (row - image * dims.height) * dims.x.row
    + (pixel - row * dims.width) * INPUT_VECS;
}

/// z' and z of one sample, four filters an invocation.
@compute @workgroup_size(64)
fn sums(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let sample = index / OUTPUT_VECS;
  let o = index - sample * OUTPUT_VECS;
  if (sample >= dims.samples) { return; }
  let first = x_address(sample);
  let limit = vec4f(mean[1]);
  let before = before_product(mean[0]);
  var exact = vec4f(0);
  var approximate = vec4f(0);
  for (var tap = 0u; tap < KERNEL_HEIGHT * KERNEL_WIDTH; tap++) {
    let u = tap / KERNEL_WIDTH;
    let offset = first + u * dims.x.row + (tap - u * KERNEL_WIDTH) * INPUT_VECS;
    for (var c = 0u; c < INPUT_VECS; c++) {
      let channels = clamp(x[offset + c], -limit, limit);
      for (var k = 0u; k < LIVE_CHANNELS; k++) {
        let at = ((tap * INPUT_VECS + c) * 4 + k) * OUTPUT_VECS + o;
        exact = fma(vec4f(channels[k]), w[at], exact);
        approximate = mac(approximate, before * channels[k], rescaled[at]);
      }
    }
  }
  pairs[2 * sample * OUTPUT_VECS + o] = after_product(mean[0]) * scale[o] * approximate;
  pairs[(2 * sample + 1) * OUTPUT_VECS + o] = exact;
}

var<workgroup> lane_sums: array<vec4f, 64>;

/// The sum over the workgroup, for every lane.
fn over_lanes(lane: u32, own: vec4f) -> vec4f {
  workgroupBarrier();
  lane_sums[lane] = own;
  workgroupBarrier();
  var sum = vec4f(0);
  for (var i = 0u; i < 64; i++) { sum += lane_sums[i]; }
  return sum;
}

/// Integer test: shader compilers may assume that NaN and infinity do not occur.
fn is_finite(v: vec4f) -> vec4<bool> {
  let full = vec4u(0x7f800000u);
  return (bitcast<vec4u>(v) & full) != full;
}

struct Line { a: vec4f, b: vec4f, sound: vec4<bool> }

/// Least squares of z on z', counted from the first sample: where no z' differs, their variance is 0 exactly.
fn regress(o: u32, lane: u32) -> Line {
  let first_x = pairs[o];
  let first_z = pairs[OUTPUT_VECS + o];
  var sum_x = vec4f(0);
  var sum_z = vec4f(0);
  for (var s = lane; s < dims.samples; s += 64) {
    sum_x += pairs[2 * s * OUTPUT_VECS + o] - first_x;
    sum_z += pairs[(2 * s + 1) * OUTPUT_VECS + o] - first_z;
  }
  let mean_x = over_lanes(lane, sum_x) / f32(dims.samples);
  let mean_z = over_lanes(lane, sum_z) / f32(dims.samples);
  var squares = vec4f(0);
  var products = vec4f(0);
  for (var s = lane; s < dims.samples; s += 64) {
    let from_mean = pairs[2 * s * OUTPUT_VECS + o] - first_x - mean_x;
    squares = fma(from_mean, from_mean, squares);
    products = fma(from_mean, pairs[(2 * s + 1) * OUTPUT_VECS + o] - first_z - mean_z, products);
  }
  let variance = over_lanes(lane, squares);
  let covariance = over_lanes(lane, products);
  let a = clamp(covariance / variance, vec4f(LEAST), vec4f(MOST));
  let b = first_z + mean_z - a * (first_x + mean_x);
  return Line(a, b, (variance > vec4f(0)) & is_finite(variance) & is_finite(covariance) & is_finite(b));
}

/// running = kept * running + (1 - kept) * line. A stopped run keeps its last good lines.
fn follow(o: u32, line: Line, kept: vec4f, averaged: vec4f) {
  let before = running[2 * OUTPUT_VECS + o];
  let a = select(vec4f(1), running[o], before != vec4f(0));
  let b = running[OUTPUT_VECS + o];
  let sound = line.sound & vec4<bool>(status[0] == 0);
  running[o] = select(a, kept * a + (1 - kept) * line.a, sound);
  running[OUTPUT_VECS + o] = select(b, kept * b + (1 - kept) * line.b, sound);
  running[2 * OUTPUT_VECS + o] = select(before, averaged, sound);
}

@compute @workgroup_size(64)
fn fit(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let line = regress(group.x, lane);
  if (lane != 0) { return; }
  let started = running[2 * OUTPUT_VECS + group.x] != vec4f(0);
  follow(group.x, line, select(vec4f(0), vec4f(MOMENTUM), started), vec4f(1));
}

@compute @workgroup_size(64)
fn measure(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let line = regress(group.x, lane);
  if (lane != 0) { return; }
  let before = running[2 * OUTPUT_VECS + group.x];
  follow(group.x, line, before / (before + 1), before + 1);
}

@compute @workgroup_size(64)
fn restart(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < 3 * OUTPUT_VECS) { running[id.x] = vec4f(0); }
}

@compute @workgroup_size(64)
fn fold(@builtin(global_invocation_id) id: vec3u) {
  let o = id.x;
  if (o >= OUTPUT_VECS) { return; }
  let bias = KERNEL_HEIGHT * KERNEL_WIDTH * INPUT_VECS * 4 * OUTPUT_VECS + o;
  let started = running[2 * OUTPUT_VECS + o] != vec4f(0);
  folded_scale[o] = select(vec4f(1), running[o], started) * scale[o];
  folded_block[bias] = running[OUTPUT_VECS + o] + parameters[bias];
}
