// Euclidean norm of the gradient and detection of values that are not finite, without a stall: the result
// stays on the device, where the optimizer obeys it and the step's record carries it out later.
//
// `block_sums`: a workgroup to a contiguous share of one layer's block of the gradient arena (y = the layer).
// `judge` (one workgroup): adds up in a fixed order; the first layer found bad is named in the status.
// status: [0] 1 + index of the first bad layer, 0 while all is well; [1] its step. It is never cleared by
// a step, so a run stops for good at the step before, with that step's weights.

override STRIDE: u32;   // invocations a layer
override LAYERS: u32;

struct Block { first: u32, vecs: u32 }
struct Step {
  step: u32, seed: u32, valid: u32, slot: u32,
  rate: f32, correction1: f32, correction2: f32, first: u32,
}
struct Record { loss: f32, correct: f32, gradient_norm: f32, spare: f32 }

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> blocks: array<Block>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec2f>;   // [layer][STRIDE]: sum of squares, bad
@group(0) @binding(3) var<storage, read> step: Step;
@group(0) @binding(4) var<storage, read_write> records: array<Record>;
@group(0) @binding(5) var<storage, read_write> status: array<u32>;

/// Integer test: shader compilers may assume that NaN and infinity do not occur.
fn exponent_is_full(v: vec4f) -> vec4u {
  return select(vec4u(0), vec4u(1), (bitcast<vec4u>(v) & vec4u(0x7f800000u)) == vec4u(0x7f800000u));
}

@compute @workgroup_size(64)
fn block_sums(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let block = blocks[group.y];
  let rounds = (block.vecs + 4 * STRIDE - 1) / (4 * STRIDE);
  let first = group.x * rounds * 256 + lane;
  var sum = vec4f(0);
  var bad = vec4u(0);
  for (var round = 0u; round < rounds; round++) {
    for (var k = 0u; k < 4; k++) {
      let i = first + round * 256 + k * 64;
      let g = select(vec4f(0), gradient[block.first + min(i, block.vecs - 1)], i < block.vecs);
      sum = fma(g, g, sum);
      bad |= exponent_is_full(g);
    }
  }
  sums[group.y * STRIDE + group.x * 64 + lane] = vec2f((sum.x + sum.y) + (sum.z + sum.w), select(0.0, 1.0, any(bad != vec4u(0))));
}

var<workgroup> lane_sums: array<f32, 64>;
var<workgroup> lane_bad: array<u32, 64>;   // 1 + first bad layer, 0 if none

@compute @workgroup_size(64)
fn judge(@builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  var bad = 0u;
  for (var layer = 0u; layer < LAYERS; layer++) {
    for (var i = lane; i < STRIDE; i += 64) {
      let share = sums[layer * STRIDE + i];
      sum += share.x;
      if (share.y != 0 && bad == 0) { bad = layer + 1; }
    }
  }
  lane_sums[lane] = sum;
  lane_bad[lane] = bad;
  workgroupBarrier();
  if (lane != 0) { return; }
  sum = 0.0;
  bad = 0u;
  for (var i = 0u; i < 64; i++) {
    sum += lane_sums[i];
    if (lane_bad[i] != 0 && (bad == 0 || lane_bad[i] < bad)) { bad = lane_bad[i]; }
  }
  records[step.slot].gradient_norm = sqrt(sum);
  if (bad == 0 && exponent_is_full(vec4f(sum)).x != 0) { bad = LAYERS; }  // finite values whose squares overflow
  if (bad != 0 && status[0] == 0) {
    status[0] = bad;
    status[1] = step.step;
  }
}
