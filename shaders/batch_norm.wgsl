// Batch normalisation of every channel over images and pixels, and the leaky ReLU behind it:
//
//   x^ = (x - mean) / sqrt(var + EPSILON),   y = scale x^ + shift
//
// In training mean and var are the minibatch's, var the mean squared deviation (divided by the count, not by
// count - 1), and the running ones follow: MOMENTUM * running + (1 - MOMENTUM) * minibatch, first value the
// minibatch itself. Inference puts the running ones in place (`use_running`). A pass that sets them anew
// begins with `restart`; `measure` then makes them the average over the minibatches so far.
//
// Sums in a fixed order: an invocation of `shares` takes PIXELS_PER_SHARE pixels x 4 channels, a workgroup of
// `minibatch` puts the shares of 4 channels together. Deviations are from the share's own mean, then moved
// to the common one, so nothing cancels.
// Channel rows are CHANNEL_VECS long; padded channels have scale and shift 0 and give 0.

override CHANNEL_VECS: u32;
override PIXELS_PER_SHARE: u32;
override EPSILON: f32;
override MOMENTUM: f32;
override SLOPE: f32;        // of the leaky ReLU behind y (normalise) or the one that made x (backward)

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims { height: u32, width: u32, pixels: u32, pad: u32, x: View, y: View, dx: View, dy: View }  // pixels = N H W

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(2) var<storage, read> dy: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;
@group(0) @binding(4) var<storage, read> parameters: array<vec4f>;        // rows: scale, shift
@group(0) @binding(5) var<storage, read_write> gradient: array<vec4f>;    // of the same
@group(0) @binding(6) var<storage, read_write> sums: array<vec4f>;        // [share][2 rows]
@group(0) @binding(7) var<storage, read_write> in_use: array<vec4f>;      // rows: mean, 1 / sqrt(var + EPSILON)
@group(0) @binding(8) var<storage, read_write> running: array<vec4f>;     // rows: mean, var, minibatches averaged (0: none yet)
@group(0) @binding(9) var<storage, read> status: array<u32>;              // see gradient_norm.wgsl
@group(0) @binding(10) var<uniform> dims: Dims;

fn address(view: View, pixel: u32, c: u32) -> u32 {
  let row = pixel / dims.width;
  let image = row / dims.height;
  return view.origin + image * view.image + (row - image * dims.height) * view.row
    + (pixel - row * dims.width) * CHANNEL_VECS + c;
}

struct Share { index: u32, c: u32, first: u32, end: u32 }

fn share_of(group: vec3u, groups: vec3u, local: u32) -> Share {
  let invocation = (group.y * groups.x + group.x) * 64 + local;
  let index = invocation / CHANNEL_VECS;
  let first = min(index * PIXELS_PER_SHARE, dims.pixels);
  return Share(index, invocation - index * CHANNEL_VECS, first, min(first + PIXELS_PER_SHARE, dims.pixels));
}

fn share_count() -> u32 { return (dims.pixels + PIXELS_PER_SHARE - 1) / PIXELS_PER_SHARE; }
fn share_size(share: u32) -> f32 { return f32(min(PIXELS_PER_SHARE, dims.pixels - share * PIXELS_PER_SHARE)); }

/// Mean and sum of squared deviations of each share.
@compute @workgroup_size(64)
fn shares(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) local: u32) {
  let share = share_of(group, groups, local);
  if (share.first >= share.end) { return; }
  var sum = vec4f(0);
  for (var p = share.first; p < share.end; p++) { sum += x[address(dims.x, p, share.c)]; }
  let mean = sum / f32(share.end - share.first);
  var squares = vec4f(0);
  for (var p = share.first; p < share.end; p++) {
    let deviation = x[address(dims.x, p, share.c)] - mean;
    squares = fma(deviation, deviation, squares);
  }
  sums[2 * share.index * CHANNEL_VECS + share.c] = mean;
  sums[(2 * share.index + 1) * CHANNEL_VECS + share.c] = squares;
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

struct Statistics { mean: vec4f, variance: vec4f }

/// Puts the shares of 4 channels together and the minibatch's statistics in use.
fn merge(c: u32, lane: u32) -> Statistics {
  let count = f32(dims.pixels);
  var sum = vec4f(0);
  for (var s = lane; s < share_count(); s += 64) { sum += share_size(s) * sums[2 * s * CHANNEL_VECS + c]; }
  let mean = over_lanes(lane, sum) / count;
  sum = vec4f(0);
  for (var s = lane; s < share_count(); s += 64) {
    let moved = sums[2 * s * CHANNEL_VECS + c] - mean;
    sum += sums[(2 * s + 1) * CHANNEL_VECS + c] + share_size(s) * moved * moved;
  }
  let variance = over_lanes(lane, sum) / count;
  if (lane == 0) { put_in_use(c, Statistics(mean, variance)); }
  return Statistics(mean, variance);
}

fn put_in_use(c: u32, statistics: Statistics) {
  in_use[c] = statistics.mean;
  in_use[CHANNEL_VECS + c] = 1 / sqrt(statistics.variance + vec4f(EPSILON));
}

/// A stopped run keeps its last good statistics. Integer test: compilers may assume that NaN does not occur.
fn may_run(now: Statistics) -> bool {
  let full = vec4u(0x7f800000u);
  let bits = bitcast<vec4u>(now.mean) & full;
  return status[0] == 0 && all(bits != full) && all((bitcast<vec4u>(now.variance) & full) != full);
}

/// running = kept * running + (1 - kept) * now.
fn follow(c: u32, now: Statistics, kept: f32, averaged: f32) {
  running[c] = kept * running[c] + (1 - kept) * now.mean;
  running[CHANNEL_VECS + c] = kept * running[CHANNEL_VECS + c] + (1 - kept) * now.variance;
  running[2 * CHANNEL_VECS + c] = vec4f(averaged);
}

@compute @workgroup_size(64)
fn minibatch(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let now = merge(group.x, lane);
  if (lane != 0 || !may_run(now)) { return; }
  let started = running[2 * CHANNEL_VECS + group.x].x != 0;
  follow(group.x, now, select(0, MOMENTUM, started), 1);
}

@compute @workgroup_size(64)
fn measure(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let now = merge(group.x, lane);
  if (lane != 0 || !may_run(now)) { return; }
  let before = running[2 * CHANNEL_VECS + group.x].x;
  follow(group.x, now, before / (before + 1), before + 1);
}

@compute @workgroup_size(64)
fn restart(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < 3 * CHANNEL_VECS) { running[id.x] = vec4f(0); }
}

/// Before the first minibatch: mean 0, variance 1.
@compute @workgroup_size(64)
fn use_running(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= CHANNEL_VECS) { return; }
  let started = running[2 * CHANNEL_VECS + c].x != 0;
  put_in_use(c, Statistics(running[c], select(vec4f(1), running[CHANNEL_VECS + c], started)));
}

struct Place { pixel: u32, c: u32, live: bool }

fn place_of(group: vec3u, groups: vec3u, local: u32) -> Place {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let pixel = index / CHANNEL_VECS;
  return Place(pixel, index - pixel * CHANNEL_VECS, pixel < dims.pixels);
}

fn normalised(pixel: u32, c: u32) -> vec4f {
  return (x[address(dims.x, pixel, c)] - in_use[c]) * in_use[CHANNEL_VECS + c];
}

fn leaky(v: vec4f, value: vec4f) -> vec4f {
  return select(SLOPE * v, v, value > vec4f(0));
}

@compute @workgroup_size(64)
fn normalise(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
             @builtin(local_invocation_index) local: u32) {
  let p = place_of(group, groups, local);
  if (!p.live) { return; }
  let value = fma(parameters[p.c], normalised(p.pixel, p.c), parameters[CHANNEL_VECS + p.c]);
  y[address(dims.y, p.pixel, p.c)] = leaky(value, value);
}

/// Sums of dy x^ and of dy over each share.
@compute @workgroup_size(64)
fn gradient_shares(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                   @builtin(local_invocation_index) local: u32) {
  let share = share_of(group, groups, local);
  if (share.first >= share.end) { return; }
  var scale = vec4f(0);
  var shift = vec4f(0);
  for (var p = share.first; p < share.end; p++) {
    let g = dy[address(dims.dy, p, share.c)];
    scale = fma(g, normalised(p, share.c), scale);
    shift += g;
  }
  sums[2 * share.index * CHANNEL_VECS + share.c] = scale;
  sums[(2 * share.index + 1) * CHANNEL_VECS + share.c] = shift;
}

/// Gradients of scale and shift of 4 channels.
@compute @workgroup_size(64)
fn gradient_sums(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let c = group.x;
  for (var row = 0u; row < 2; row++) {
    var sum = vec4f(0);
    for (var s = lane; s < share_count(); s += 64) { sum += sums[(2 * s + row) * CHANNEL_VECS + c]; }
    sum = over_lanes(lane, sum);
    if (lane == 0) { gradient[row * CHANNEL_VECS + c] = sum; }
  }
}

/// dx = scale / sqrt(var + EPSILON) * (dy - mean of dy - x^ * mean of dy x^), through the activation that made x.
@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
            @builtin(local_invocation_index) local: u32) {
  let p = place_of(group, groups, local);
  if (!p.live) { return; }
  let count = f32(dims.pixels);
  let own = dy[address(dims.dy, p.pixel, p.c)] - gradient[CHANNEL_VECS + p.c] / count;
  let through = own - normalised(p.pixel, p.c) * (gradient[p.c] / count);
  let value = parameters[p.c] * in_use[CHANNEL_VECS + p.c] * through;
  dx[address(dims.dx, p.pixel, p.c)] = leaky(value, x[address(dims.x, p.pixel, p.c)]);
}
