// Monte Carlo estimate of Table 1: draws pairs (x, w) and sums what the correlations of h = |x||w| with
// g = min, add and max of (|x|, |w|) are made of (Eq. 3 and 5), and the relative error L = |1 - g/h| of min
// (Eq. 6), which is |1 - 1/max(|x|, |w|)|.
// A workgroup to a round of a batch (x: the batch, y: the round). A round is 2048 samples, 32 an
// invocation: short sums around rough means, so that float32 is enough; the host adds the rounds in float64.
// A sample is a function of (seed, row, batch, its index in the batch) alone.

override X_NORMAL: bool;   // else uniform
override W_NORMAL: bool;

struct Params {
  seed: u32,
  stream: u32,    // of the row
  count: u32,     // samples of a batch
  first: u32,     // round
  place: vec4f,   // offset and scale of x, of w
  centre: vec4f,  // rough means of h, min, add, max
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sums: array<vec4f>;   // [round][batch][3]

fn mix(word: u32) -> u32 {
  var h = word;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

/// math/random.ts: streamKey of the batch's own seed.
fn key_of(batch: u32) -> u32 {
  return mix(mix(params.seed + batch * 0x9e3779b9u) ^ mix(params.stream * 0x9e3779b9u));
}

fn bits_at(key: u32, index: u32) -> u32 {
  return mix(mix(index ^ key) + key);
}

/// (word + 1/2) / 2^32: never 0, and precise near 0; 1 at most, by rounding.
fn unit(word: u32) -> f32 {
  return (f32(word) + 0.5) * 0x1p-32f;
}

/// -log(1 - unit(word)), finite and more than 0, to a few units in the last place however small; WGSL lets
/// the built-in log be off by 2^-21 there, and the built-in sin and cos by 2^-11 everywhere.
fn exponential(word: u32) -> f32 {
  // 1 - unit(word) = m 2^e with m in [sqrt(1/2), sqrt(2)).
  const root_half = 0x3f3504f3u;
  let shifted = bitcast<u32>(unit(~word)) + (0x3f800000u - root_half);
  let e = i32(shifted >> 23) - 127;
  let m = bitcast<f32>((shifted & 0x007fffffu) + root_half);
  let s = select(m - 1, -unit(word), e == 0) / (m + 1);
  let z = s * s;
  return -(f32(e) * 0.693147181 + 2 * s * (1 + z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z / 9)))));
}

/// Cosine and sine of word / 2^32 turns: Taylor polynomials within an eighth of a turn of a quarter's multiple.
fn on_circle(word: u32) -> vec2f {
  let quarter = (word + 0x20000000u) >> 30;
  let angle = f32(i32(word - (quarter << 30))) * 1.46291808e-9;
  let z = angle * angle;
  var p = vec2f(1.0 / 40320, 1.0 / 362880);
  p = p * z - vec2f(1.0 / 720, 1.0 / 5040);
  p = p * z + vec2f(1.0 / 24, 1.0 / 120);
  p = p * z - vec2f(1.0 / 2, 1.0 / 6);
  p = (p * z + 1) * vec2f(1, angle);
  let turned = select(p, vec2f(-p.y, p.x), (quarter & 1) == 1);
  return select(turned, -turned, quarter > 1);
}

/// |x| and |w| of a sample. Its words 0 and 1 make two normal numbers (Box-Muller), 2 and 3 two uniform ones.
fn magnitudes(key: u32, index: u32) -> vec2f {
  var drawn = vec2f(0);
  if (X_NORMAL || W_NORMAL) {
    drawn = sqrt(2 * exponential(bits_at(key, 4 * index))) * on_circle(bits_at(key, 4 * index + 1));
  }
  if (!X_NORMAL) { drawn.x = unit(bits_at(key, 4 * index + 2)); }
  if (!W_NORMAL) { drawn.y = unit(bits_at(key, 4 * index + 3)); }
  return abs(params.place.xz + params.place.yw * drawn);
}

var<workgroup> shares: array<vec4f, 192>;   // [lane][3]

@compute @workgroup_size(64)
fn sample(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
  let key = key_of(group.x);
  let first = ((params.first + group.y) * 64 + lane) * 32;
  let end = min(first + 32, params.count);
  var value = vec4f(0);    // h, min, add, max
  var square = vec4f(0);
  var other = vec4f(0);    // L; h by min, add and max
  for (var index = first; index < end; index++) {
    let m = magnitudes(key, index);
    let larger = max(m.x, m.y);
    let v = vec4f(m.x * m.y, min(m.x, m.y), m.x + m.y, larger) - params.centre;
    value += v;
    square += v * v;
    // Where both are 0, a rarity of ranges around 0, L stays finite.
    other += vec4f(abs(1 - 1 / max(larger, 0x1p-24f)), v.x * v.yzw);
  }
  shares[3 * lane] = value;
  shares[3 * lane + 1] = square;
  shares[3 * lane + 2] = other;
  workgroupBarrier();
  if (lane >= 3) { return; }
  var sum = vec4f(0);
  for (var i = lane; i < 192; i += 3) { sum += shares[i]; }
  sums[3 * (group.y * groups.x + group.x) + lane] = sum;
}
