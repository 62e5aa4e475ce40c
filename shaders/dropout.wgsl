// Inverted dropout: y = x / (1 - rate) where a counter-based random word is at least rate * 2^32, else 0.
// The word depends on (seed, step, layer, index) alone (math/random.ts: dropoutKeeps), so backward makes
// the same mask again. index counts [n][i][j][c] over true channels. One invocation a pixel and four
// channels; the gradient also passes the activation that made x. Inference copies x.

override LAYER: u32;
override CHANNELS: u32;      // true channels
override CHANNEL_VECS: u32;
override THRESHOLD: u32;     // rate * 2^32
override KEEP_SCALE: f32;    // 1 / (1 - rate)
override SLOPE: f32;         // of the leaky ReLU behind y (forward) or the one that made x (backward)

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims { batch: u32, height: u32, width: u32, pad: u32, x: View, y: View, dx: View, dy: View }
struct Step {
  step: u32, seed: u32, valid: u32, slot: u32,
  rate: f32, correction1: f32, correction2: f32, first: u32,
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(2) var<storage, read> dy: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;
@group(0) @binding(4) var<storage, read> step: Step;
@group(0) @binding(5) var<uniform> dims: Dims;

fn mix(word: u32) -> u32 {
  var h = word;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

/// math/random.ts: randomBits.
fn random_bits(seed: u32, stream: u32, index: u32) -> u32 {
  let key = mix(seed ^ mix(stream * 0x9e3779b9u));
  return mix(mix(index ^ key) + key);
}

struct Place { n: u32, i: u32, j: u32, c: u32, live: bool }

fn place_of(group: vec3u, groups: vec3u, local: u32) -> Place {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let pixel = index / CHANNEL_VECS;
  let row = pixel / dims.width;
  let n = row / dims.height;
  return Place(n, row - n * dims.height, pixel - row * dims.width, index - pixel * CHANNEL_VECS, n < dims.batch);
}

fn at(view: View, p: Place) -> u32 {
  return view.origin + p.n * view.image + p.i * view.row + p.j * CHANNEL_VECS + p.c;
}

/// 0 or 1 / (1 - rate) for four channels.
fn mask(p: Place) -> vec4f {
  let first = ((p.n * dims.height + p.i) * dims.width + p.j) * CHANNELS + p.c * 4;
  let seed = mix(step.seed + step.step * 0x9e3779b9u);
  const dropout_stream = 3u;
  let stream = dropout_stream + 16 * LAYER;
  let words = vec4u(random_bits(seed, stream, first), random_bits(seed, stream, first + 1),
                    random_bits(seed, stream, first + 2), random_bits(seed, stream, first + 3));
  return select(vec4f(0), vec4f(KEEP_SCALE), words >= vec4u(THRESHOLD));
}

fn leaky(v: vec4f, value: vec4f) -> vec4f {
  return select(SLOPE * v, v, value > vec4f(0));
}

@compute @workgroup_size(64)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) local: u32) {
  let p = place_of(group, groups, local);
  if (!p.live) { return; }
  let value = x[at(dims.x, p)] * mask(p);
  y[at(dims.y, p)] = leaky(value, value);
}

@compute @workgroup_size(64)
fn infer(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) local: u32) {
  let p = place_of(group, groups, local);
  if (!p.live) { return; }
  let value = x[at(dims.x, p)];
  y[at(dims.y, p)] = leaky(value, value);
}

@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
            @builtin(local_invocation_index) local: u32) {
  let p = place_of(group, groups, local);
  if (!p.live) { return; }
  dx[at(dims.dx, p)] = leaky(dy[at(dims.dy, p)] * mask(p), x[at(dims.x, p)]);
}
