// Mean of |x| over a tensor (Algorithm 1, line 3) and its running mean:
//
//   mu = sum |x| / count,   running = gamma * running + (1 - gamma) * mu   (its first value is mu itself)
//
// Two passes in a fixed order: `partial_sums` leaves one sum an invocation, each workgroup over a
// contiguous share; `mean_of_sums` (one workgroup) adds those up. The halo and padded channels of x are zero and add nothing; count is of true values.
// For inference `use_running` puts the running mean in place of the minibatch's and lifts the clip limit.
// A pass that sets the running mean anew begins with `restart`; `average_of_sums` then makes it the average
// of the minibatches' means so far, with mu of the minibatch in use and nothing clipped.
// mean: [0] mu in use, [1] clip limit of x, [2] running mean, [3] 0 until the running mean has started, else
// 1 or the number of minibatches averaged.

override STRIDE: u32;       // invocations of partial_sums
override CLIP_FACTOR: f32;
override GAMMA: f32;

struct Dims { vecs: u32, count: f32 }

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;
@group(0) @binding(3) var<uniform> dims: Dims;
@group(0) @binding(4) var<storage, read> status: array<u32>;  // see gradient_norm.wgsl

@compute @workgroup_size(64)
fn partial_sums(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let rounds = (dims.vecs + STRIDE - 1) / STRIDE;
  let first = group.x * rounds * 64 + lane;
  let end = min(first + rounds * 64, dims.vecs);
  var sum = vec4f(0);
  for (var i = first; i < end; i += 64) { sum += abs(x[i]); }
  sums[group.x * 64 + lane] = (sum.x + sum.y) + (sum.z + sum.w);
}

var<workgroup> lane_sums: array<f32, 64>;

/// Integer test: shader compilers may assume that NaN and infinity do not occur.
fn is_finite(v: f32) -> bool {
  return (bitcast<u32>(v) & 0x7f800000u) != 0x7f800000u;
}

/// sum |x| / count, for lane 0.
fn total(lane: u32) -> f32 {
  var sum = 0.0;
  for (var i = lane; i < STRIDE; i += 64) { sum += sums[i]; }
  lane_sums[lane] = sum;
  workgroupBarrier();
  sum = 0.0;
  if (lane == 0) {
    for (var i = 0u; i < 64; i++) { sum += lane_sums[i]; }
  }
  return sum / dims.count;
}

/// A stopped run keeps its last good running mean.
fn may_run(mu: f32) -> bool {
  return status[0] == 0 && is_finite(mu);
}

const no_limit = 3.4028234e38;

@compute @workgroup_size(64)
fn mean_of_sums(@builtin(local_invocation_index) lane: u32) {
  let mu = total(lane);
  if (lane != 0) { return; }
  mean[0] = mu;
  mean[1] = CLIP_FACTOR * mu;
  if (!may_run(mu)) { return; }
  mean[2] = select(mu, GAMMA * mean[2] + (1 - GAMMA) * mu, mean[3] != 0);
  mean[3] = 1;
}

@compute @workgroup_size(64)
fn average_of_sums(@builtin(local_invocation_index) lane: u32) {
  let mu = total(lane);
  if (lane != 0) { return; }
  mean[0] = mu;
  mean[1] = no_limit;
  if (!may_run(mu)) { return; }
  mean[3] += 1;
  mean[2] += (mu - mean[2]) / mean[3];
}

@compute @workgroup_size(1)
fn restart() {
  mean[2] = 0;
  mean[3] = 0;
}

@compute @workgroup_size(1)
fn use_running() {
  mean[0] = mean[2];
  mean[1] = no_limit;
}
