// A convolution in whole numbers, exact or with the min-selector:
//
//   sum[m, o] = bias[o] + sum over tap, c of  x[pixel(m) + tap, c] (*) w[tap, c, o]       in int32
//   y[m, o] = round(factor[o] * sum[m, o]) within -127..127                  the one multiplication an output
//
// x, w and y are bytes from -127 to 127. (*) is the product, or smin(x, w) = sign(x w) min(|x|, |w|), which
// compares and selects. A factor holds mean |w|, the steps and the slope of the leaky ReLU: there is one for
// sums above 0 and one for the others. nn/quantise.ts makes them, and sees to it that no sum leaves int32.
// The last layer gives logits, factor * sum, in float32. One multiplication leaves a driver nothing to fuse:
// every device gives the same bits.
//
// x, y:  [N][H + halo][W + halo][channels / 4], a word of four channels; the halo is zero and is never written.
//        logits: the same with vec4s.
// w:     [tap][c / 4][filters / 4], a word of four channels for each of four filters.
// A fully connected layer has a filter as large as its input and one output pixel.
// One invocation a pixel and four filters.

override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override INPUT_VECS: u32;   // input channels / 4, rounded up
override OUTPUT_VECS: u32;
override SMIN: bool;

struct View { image: u32, row: u32, origin: u32, unused: u32 }  // strides and first pixel, in words (vec4s)
struct Dims { height: u32, width: u32, pixels: u32, unused: u32, x: View, y: View }  // of y; pixels = N H W

/// What follows the sums of four filters.
struct Finish { bias: vec4i, above: vec4f, below: vec4f }

@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read> w: array<vec4u>;
@group(0) @binding(2) var<storage, read> finish: array<Finish>;
@group(0) @binding(3) var<storage, read_write> y: array<u32>;
@group(0) @binding(4) var<storage, read_write> logits: array<vec4f>;
@group(0) @binding(5) var<uniform> dims: Dims;

fn smin(x: vec4i, w: vec4i) -> vec4i {
  let least = min(abs(x), abs(w));
  return select(least, -least, (x ^ w) < vec4i(0));
}

/// Four channels of one filter.
fn terms(x: u32, w: u32) -> i32 {
  if (!SMIN) { return dot_int8(x, w); }
  let four = smin(unpack_int8(x), unpack_int8(w));
  return four.x + four.y + four.z + four.w;
}

struct Place { n: u32, i: u32, j: u32, o: u32, live: bool }

fn place_of(group: vec3u, groups: vec3u, local: u32) -> Place {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let pixel = index / OUTPUT_VECS;
  let row = pixel / dims.width;
  let n = row / dims.height;
  return Place(n, row - n * dims.height, pixel - row * dims.width, index - pixel * OUTPUT_VECS, pixel < dims.pixels);
}

fn sum_of(at: Place) -> vec4i {
  let first = dims.x.origin + at.n * dims.x.image + at.i * dims.x.row + at.j * INPUT_VECS;
  var sum = finish[at.o].bias;
  for (var u = 0u; u < KERNEL_HEIGHT; u++) {
    for (var v = 0u; v < KERNEL_WIDTH; v++) {
      let from_x = first + u * dims.x.row + v * INPUT_VECS;
      let from_w = (u * KERNEL_WIDTH + v) * INPUT_VECS;
      for (var c = 0u; c < INPUT_VECS; c++) {
        let four = x[from_x + c];
        let filters = w[(from_w + c) * OUTPUT_VECS + at.o];
        sum += vec4i(terms(four, filters.x), terms(four, filters.y), terms(four, filters.z), terms(four, filters.w));
      }
    }
  }
  return sum;
}

fn address_in_y(at: Place) -> u32 {
  return dims.y.origin + at.n * dims.y.image + at.i * dims.y.row + at.j * OUTPUT_VECS + at.o;
}

fn rescaled(sum: vec4i, o: u32) -> vec4f {
  return select(finish[o].below, finish[o].above, sum > vec4i(0)) * vec4f(sum);
}

@compute @workgroup_size(64)
fn to_bytes(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
            @builtin(local_invocation_index) local: u32) {
  let at = place_of(group, groups, local);
  if (!at.live) { return; }
  let whole = clamp(round(rescaled(sum_of(at), at.o)), vec4f(-127), vec4f(127));  // a half goes to the even side
  y[address_in_y(at)] = pack_int8(vec4i(whole));
}

@compute @workgroup_size(64)
fn to_logits(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
             @builtin(local_invocation_index) local: u32) {
  let at = place_of(group, groups, local);
  if (!at.live) { return; }
  logits[address_in_y(at)] = rescaled(sum_of(at), at.o);
}
