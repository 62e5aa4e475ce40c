// What a product does to the terms of a convolution, on a sample of one training minibatch (math/layerReading.ts).
//
//   terms:   of pairs (x^c, w^c) that meet, sums of h = |x^c| |w^c|, of g = mu_w min(|x^c|, |w~|) and the like
//            for add, max and the layer's own product, and of their squares and products
//   honesty: of some weights, over some positions,
//            sum of dy x^c (exact: what training uses) and sum of dy sign(x) [|w~| <= |x^c|] (mu_x, which
//            stands before it, leaves the cosine as it is)
//
// The sample depends on (seed, step, layer) alone. A workgroup leaves its sums, added in a fixed order; the
// host adds up the workgroups'. Nothing is written that training reads. Layouts as in conv2d.wgsl, by floats.

override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override CHANNELS: u32;
override FILTERS: u32;
override CLIP_FACTOR: f32;
override TERMS: u32;           // of the sample, in all
override TERMS_A_LANE: u32;
override INPUT_FLOATS: u32 = (CHANNELS + 3) / 4 * 4;
override OUTPUT_FLOATS: u32 = (FILTERS + 3) / 4 * 4;
override TOP: u32 = (KERNEL_HEIGHT - 1) / 2;
override LEFT: u32 = (KERNEL_WIDTH - 1) / 2;

const WEIGHTS = 256u;          // of the sample for honesty
const POSITIONS = 1024u;

struct View { image: u32, row: u32, origin: u32, unused: u32 }  // in vec4
struct Dims { height: u32, width: u32, pixels: u32, stream: u32, x: View, dy: View }
struct Step { step: u32, seed: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;  // mean |w| a filter
@group(0) @binding(3) var<storage, read> mean: array<f32>;   // of |x|: see abs_mean.wgsl
@group(0) @binding(4) var<storage, read> dy: array<f32>;
@group(0) @binding(5) var<storage, read> step: Step;
@group(0) @binding(6) var<storage, read_write> sums: array<vec4f>;       // [workgroup][7], and what was subtracted
@group(0) @binding(7) var<storage, read_write> gradients: array<vec2f>;  // [share of the positions][weight]
@group(0) @binding(8) var<uniform> dims: Dims;

fn mix(word: u32) -> u32 {
  var h = word;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

/// math/random.ts: randomBits of the step's own seed, in two parts.
fn stream_key() -> u32 {
  let seed = mix(step.seed + step.step * 0x9e3779b9u);
  return mix(seed ^ mix(dims.stream * 0x9e3779b9u));
}
fn random_bits(key: u32, index: u32) -> u32 {
  return mix(mix(index ^ key) + key);
}

struct Pixel { image: u32, row: u32, column: u32 }

fn pixel_of(index: u32) -> Pixel {
  let row = index / dims.width;
  let image = row / dims.height;
  return Pixel(image, row - image * dims.height, index - row * dims.width);
}

struct Weight { u: u32, v: u32, c: u32, o: u32 }

fn weight_of(index: u32) -> Weight {
  let row = index / FILTERS;
  let tap = row / CHANNELS;
  let u = tap / KERNEL_WIDTH;
  return Weight(u, tap - u * KERNEL_WIDTH, row - tap * CHANNELS, index - row * FILTERS);
}

/// Where the x of a pixel lies under the first tap; a tap's offset is added.
fn x_origin(p: Pixel) -> u32 {
  return 4 * (dims.x.origin + p.image * dims.x.image + p.row * dims.x.row) + p.column * INPUT_FLOATS;
}
fn tap_offset(k: Weight) -> u32 {
  return 4 * k.u * dims.x.row + k.v * INPUT_FLOATS + k.c;
}

/// mu_x and the clip limit, read once: a load is what costs on software drivers.
struct Means { x: f32, limit: f32 }

fn means() -> Means {
  return Means(mean[0], mean[1]);
}

/// A weight as Algorithm 1 meets it.
struct Operand { raw: f32, clipped: f32, rescaled: f32, mu: f32, limit: f32 }

fn operand_of(k: Weight, means: Means) -> Operand {
  let raw = w[((k.u * KERNEL_WIDTH + k.v) * INPUT_FLOATS + k.c) * OUTPUT_FLOATS + k.o];
  let mu = scale[k.o];
  let limit = CLIP_FACTOR * mu;
  let clipped = clamp(raw, -limit, limit);
  return Operand(raw, clipped, select(means.x / mu, 0, mu == 0) * clipped, mu, limit);
}

const one_less_tie = 1 - 1.0 / 1048576;

/// a < b by more than rounding.
fn below(a: f32, b: f32) -> bool {
  return a < one_less_tie * b;
}

/// h, what min, add, max and the layer's own product make of it, and the sign of x w.
struct Term { h: f32, g: vec4f, sign: f32 }

fn term_of(value: f32, k: Operand, means: Means) -> Term {
  let x = clamp(value, -means.limit, means.limit);
  let sign = sign(x) * sign(k.clipped);
  let h = abs(x) * abs(k.clipped);
  let a = abs(x);
  let b = abs(k.rescaled);
  var g = k.mu * vec4f(min(a, b), a + b, max(a, b), 0);
  switch PRODUCT {
    case 1u: { g.w = g.x; }
    case 2u: { g.w = g.y; }
    case 3u: { g.w = g.z; }
    case 4u: { g.w = sign * means.x * k.mu * own_product(vec4f(x / means.x), vec4f(k.clipped / k.mu)).x; }
    default: { g.w = h; }
  }
  return Term(h, select(vec4f(0), g, sign != 0), sign);
}

/// A term that there always is, subtracted from all: sums of squares then cancel less, and what is constant
/// has a spread of exactly 0.
fn reference_term(means: Means) -> Term {
  let centre = Weight(TOP, LEFT, 0, 0);
  return term_of(x[x_origin(Pixel(0, 0, 0)) + tap_offset(centre)], operand_of(centre, means), means);
}

var<workgroup> lane_sums: array<vec4f, 448>;  // [7][64]

@compute @workgroup_size(64)
fn terms(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let key = stream_key();
  let means = means();
  let reference = reference_term(means);
  let signed_reference = reference.sign * vec2f(reference.h, reference.g.w);
  var g = vec4f(0);
  var gg = vec4f(0);
  var gh = vec4f(0);
  var h = vec4f(0);       // sum of h, of its square, of |1 - g / h|, of 1 where h is not 0
  var signs = vec4f(0);  // sums of sign h and sign g, of their squares
  var rest = vec4f(0);    // sum of the product of those; terms with x selected, x clipped, w clipped
  var count = 0.0;
  for (var round = 0u; round < TERMS_A_LANE; round++) {
    let index = (group.x * TERMS_A_LANE + round) * 64 + lane;
    let p = pixel_of(random_bits(key, 2 * index) % dims.pixels);
    let k = weight_of(random_bits(key, 2 * index + 1) % (KERNEL_HEIGHT * KERNEL_WIDTH * CHANNELS * FILTERS));
    // Left of 0, u32 wraps.
    if (p.row + k.u - TOP >= dims.height || p.column + k.v - LEFT >= dims.width) { continue; }
    let value = x[x_origin(p) + tap_offset(k)];
    let operand = operand_of(k, means);
    let term = term_of(value, operand, means);
    let dg = term.g - reference.g;
    let dh = term.h - reference.h;
    let ds = term.sign * vec2f(term.h, term.g.w) - signed_reference;
    g += dg;
    gg += dg * dg;
    gh += dg * dh;
    h += vec4f(dh, dh * dh, 0, 0);
    if (term.h != 0) { h += vec4f(0, 0, abs(1 - term.g.w / term.h), 1); }
    signs += vec4f(ds, ds * ds);
    let selected = below(min(abs(value), means.limit), abs(operand.rescaled));
    let clipped = vec2<bool>(below(means.limit, abs(value)), below(operand.limit, abs(operand.raw)));
    rest += vec4f(ds.x * ds.y, select(vec3f(0), vec3f(1), vec3<bool>(selected, clipped)));
    count += 1;
  }
  lane_sums[lane] = g;
  lane_sums[64 + lane] = gg;
  lane_sums[128 + lane] = gh;
  lane_sums[192 + lane] = h;
  lane_sums[256 + lane] = signs;
  lane_sums[320 + lane] = rest;
  lane_sums[384 + lane] = vec4f(count, 0, 0, 0);
  workgroupBarrier();
  if (lane >= 7) { return; }
  var sum = vec4f(0);
  for (var i = 0u; i < 64; i++) { sum += lane_sums[lane * 64 + i]; }
  sums[group.x * 7 + lane] = sum;
  if (group.x == 0 && lane == 0) {
    let row = groups.x * 7;
    sums[row] = reference.g;
    sums[row + 3] = vec4f(reference.h, 0, 0, 0);
    sums[row + 4] = vec4f(signed_reference, 0, 0);
  }
}

/// (k pixels + jitter) / POSITIONS, without its overflow.
fn position_of(key: u32, k: u32) -> u32 {
  let jitter = random_bits(key, 2 * TERMS + WEIGHTS + k) % dims.pixels;
  return k * (dims.pixels / POSITIONS) + (k * (dims.pixels % POSITIONS) + jitter) / POSITIONS;
}

var<workgroup> places: array<vec2u, 64>;  // of x under the first tap and of dy, for every position

/// A workgroup to 64 positions, an invocation to four weights. Where x is padding it is 0 and adds nothing.
@compute @workgroup_size(64)
fn honesty(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let key = stream_key();
  let p = pixel_of(position_of(key, group.x * 64 + lane));
  let dy_at = 4 * (dims.dy.origin + p.image * dims.dy.image + p.row * dims.dy.row) + p.column * OUTPUT_FLOATS;
  places[lane] = vec2u(x_origin(p), dy_at);
  workgroupBarrier();
  let means = means();
  var offsets = vec4u(0);
  var filters = vec4u(0);
  var thresholds = vec4f(0);
  for (var i = 0u; i < 4; i++) {
    let word = random_bits(key, 2 * TERMS + i * 64 + lane);
    let k = weight_of(word % (KERNEL_HEIGHT * KERNEL_WIDTH * CHANNELS * FILTERS));
    offsets[i] = tap_offset(k);
    filters[i] = k.o;
    thresholds[i] = one_less_tie * abs(operand_of(k, means).rescaled);
  }
  var exact = vec4f(0);
  var own = vec4f(0);
  for (var i = 0u; i < 64; i++) {
    let xs = offsets + places[i].x;
    let dys = filters + places[i].y;
    let value = vec4f(x[xs.x], x[xs.y], x[xs.z], x[xs.w]);
    let slope = vec4f(dy[dys.x], dy[dys.y], dy[dys.z], dy[dys.w]);
    let clipped = clamp(value, vec4f(-means.limit), vec4f(means.limit));
    exact = fma(slope, clipped, exact);
    own = fma(slope, select(sign(clipped), vec4f(0), abs(clipped) < thresholds), own);
  }
  for (var i = 0u; i < 4; i++) {
    gradients[group.x * WEIGHTS + i * 64 + lane] = vec2f(exact[i], own[i]);
  }
}
