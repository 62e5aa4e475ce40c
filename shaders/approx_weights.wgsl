// Weights of an approximate convolution (Algorithm 1, lines 6 and 7), a workgroup to four filters:
//
//   mu_w = mean |w| of the filter,   w^c = clip(w, CLIP_FACTOR * mu_w),
//   w~ = mu_x^(2 - DEGREE) / mu_w * w^c                                                     Eq. 12
//
// so that y = mu_w * sum of g(x^c, w~) equals mu_x mu_w * sum of g(x^c / mu_x, w^c / mu_w) for a product g
// of that degree (1: smin, add, max; 2: mul). For one without a degree (0) w~ is w^c / mu_w itself, and
// conv2d.wgsl divides by mu_x. Where mu_w is 0 the ratio is 0 and the filter gives its bias.
// Rows are [tap][c], padded channels are zero and not counted.

override ROWS: u32;
override OUTPUT_VECS: u32;
override FAN_IN: f32;        // true weights a filter
override CLIP_FACTOR: f32;
override DEGREE: u32;        // math/products.ts

@group(0) @binding(0) var<storage, read> w: array<vec4f>;
@group(0) @binding(1) var<storage, read> mean: array<f32>;                // of |x|: see abs_mean.wgsl
@group(0) @binding(2) var<storage, read_write> scale: array<vec4f>;       // mu_w
@group(0) @binding(3) var<storage, read_write> clipped: array<vec4f>;     // w^c
@group(0) @binding(4) var<storage, read_write> rescaled: array<vec4f>;    // w~

var<workgroup> lane_sums: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let o = group.x;
  var sum = vec4f(0);
  for (var row = lane; row < ROWS; row += 64) { sum += abs(w[row * OUTPUT_VECS + o]); }
  lane_sums[lane] = sum;
  workgroupBarrier();
  sum = vec4f(0);
  for (var i = 0u; i < 64; i++) { sum += lane_sums[i]; }
  let mu = sum / FAN_IN;
  if (lane == 0) { scale[o] = mu; }
  var numerator = mean[0];
  if (DEGREE != 1) { numerator = 1; }
  let ratio = select(vec4f(numerator) / mu, vec4f(0), mu == vec4f(0));
  let limit = CLIP_FACTOR * mu;
  for (var row = lane; row < ROWS; row += 64) {
    let at = row * OUTPUT_VECS + o;
    let clip = clamp(w[at], -limit, limit);
    clipped[at] = clip;
    rescaled[at] = ratio * clip;
  }
}
