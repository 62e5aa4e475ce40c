// Convolution as an implicit GEMM, for every product and for both directions.
//
//   y[m, o] = sum over tap, c of  x[pixel(m) + tap, c] (*) w[tap, c, o]       Eq. 1; Eq. 13 with (*) = smin
//
// m counts output pixels (n, i, j); (*) stands in mac() of product.wgsl and nowhere else. A fully connected
// layer is the same on a 1x1 image. The gradient with respect to x is the same with mirrored taps and w
// transposed.
//
// x, y:  [N][H + halo][W + halo][channels / 4] vec4 along channels. The halo is never written and stays
//        zero, so a tap is an addition to an address and no tap needs a bounds check.
// w:     [tap][c][filters / 4] vec4 along filters.
// An invocation owns a tile of 4 x 4 (pixels x filters), of 8 x 8, or of 16 x 4 where the invocations of a
// subgroup own the same pixels and share what each has loaded of them. Each output is summed by one accumulator
// in the order (tap, c) whatever the tile, so all tiles give the same bits.
// Dispatch: one invocation a tile in x (folded into y); z = the split of the input channels.

override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override INPUT_VECS: u32;     // input channels / 4, rounded up
override OUTPUT_VECS: u32;    // output channels / 4, rounded up
override ROW_VECS: u32;       // in backward_input: vec4s of dx that lie in a row; the rest follows in the next rows
override LIVE_CHANNELS: u32;  // of 4: fewer where the input has 1, 2 or 3 channels in all
override TRANSPOSED: bool;    // w as [tap mirrored][o][c / 4]: gradient with respect to x
override SUBGROUP: u32;       // 4 or 8: so many share a tile's pixels, 16 x 4 each; 1: nothing is shared
override WIDE: bool;          // then: tile of 8 x 8, else 4 x 4
override SHARED: bool = SUBGROUP > 1;
override WORKGROUP: u32 = select(64u, SUBGROUP, SHARED);  // of a shared tile: one subgroup
override PIXEL_BLOCKS: u32 = select(1u, 2u, SHARED || WIDE);
override FILTER_BLOCKS: u32 = select(1u, 2u, !SHARED && WIDE && OUTPUT_VECS > 1);
override TILE_PIXELS: u32 = select(4 * PIXEL_BLOCKS, 16u, SHARED);
override PIXELS_FIRST: bool;  // neighbours: next pixels (else next filters)
override CLIP: bool;          // Algorithm 1: clip x (Eq. 14), mask its gradient (Eq. 15)
override SCALED: bool;        // times mean |w| of the filter (Eq. 13)
override SLOPE: f32;          // of the leaky ReLU behind y; in backward_input of the one that made x

struct View { image: u32, row: u32, origin: u32, unused: u32 }  // strides and first pixel, in vec4
struct Dims {
  height: u32, width: u32, pixels: u32,   // of y; pixels = N H W
  vecs_per_split: u32,
  x: View, y: View, gate: View,
}

// x is the left operand, w the right one: see operands.wgsl.
@group(0) @binding(2) var<storage, read> parameters: array<vec4f>; // the layer's block: weights, then the bias
@group(0) @binding(3) var<storage, read> scale: array<vec4f>;      // mean |w| a filter
@group(0) @binding(4) var<storage, read> mean: array<f32>;         // of |x|: see abs_mean.wgsl
@group(0) @binding(5) var<storage, read> gate: array<vec4f>;       // the layer's input, in backward_input
@group(0) @binding(6) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> partial: array<vec4f>;  // [split][m][o / 4]
@group(0) @binding(8) var<uniform> dims: Dims;

/// Four pixels (columns of acc) x four filters.
fn mac_pixels(acc: mat4x4f, x: vec4f, w: vec4f) -> mat4x4f {
  return mat4x4f(mac(acc[0], x.x, w), mac(acc[1], x.y, w), mac(acc[2], x.z, w), mac(acc[3], x.w, w));
}

/// Four channels of it: column c of x holds channel c of four pixels, column c of w of four filters.
fn mac_channels(acc: mat4x4f, x: mat4x4f, w: mat4x4f) -> mat4x4f {
  var sum = mac_pixels(acc, x[0], w[0]);
  if (LIVE_CHANNELS > 1) { sum = mac_pixels(sum, x[1], w[1]); }
  if (LIVE_CHANNELS > 2) { sum = mac_pixels(sum, x[2], w[2]); }
  if (LIVE_CHANNELS > 3) { sum = mac_pixels(sum, x[3], w[3]); }
  return sum;
}

struct Pixel { image: u32, row: u32, column: u32 }

fn pixel_of(index: u32) -> Pixel {
  let row = index / dims.width;
  let image = row / dims.height;
  return Pixel(image, row - image * dims.height, index - row * dims.width);
}

/// The one behind it: divisions are long on many devices.
fn next_pixel(at: Pixel) -> Pixel {
  if (at.column + 1 < dims.width) { return Pixel(at.image, at.row, at.column + 1); }
  if (at.row + 1 < dims.height) { return Pixel(at.image, at.row + 1, 0); }
  return Pixel(at.image + 1, 0, 0);
}

fn address(view: View, vecs: u32, at: Pixel) -> u32 {
  return view.origin + at.image * view.image + at.row * view.row + at.column * vecs;
}

/// Of a pixel of x; past the end, of the last: what comes of it is not stored.
fn x_address(index: u32) -> u32 {
  return address(dims.x, INPUT_VECS, pixel_of(min(index, dims.pixels - 1)));
}
fn x_addresses(index: u32, stride: u32) -> vec4u {
  return vec4u(x_address(index), x_address(index + stride), x_address(index + 2 * stride), x_address(index + 3 * stride));
}

fn clip_limit() -> f32 {
  if (CLIP) { return mean[1]; }
  return 0;
}

/// What Algorithm 1 does to x as it is loaded: clipped at the limit, then times the factor.
struct Intake { limit: f32, factor: f32 }

fn intake_of_x() -> Intake {
  return Intake(clip_limit(), before_product(mean[0]));
}

/// Four channels of four pixels: a column is a pixel.
fn load_x(at: vec4u, intake: Intake) -> mat4x4f {
  let pixels = mat4x4f(left(at.x), left(at.y), left(at.z), left(at.w));
  if (!CLIP || TRANSPOSED) { return pixels; }
  let low = vec4f(-intake.limit);
  let high = vec4f(intake.limit);
  let clipped = mat4x4f(clamp(pixels[0], low, high), clamp(pixels[1], low, high),
                        clamp(pixels[2], low, high), clamp(pixels[3], low, high));
  if (!NORMALISED) { return clipped; }
  return clipped * intake.factor;
}

/// First and end of a split's input channels, in vec4.
fn channels_of(split: u32) -> vec2u {
  let begin = split * dims.vecs_per_split;
  return vec2u(begin, min(begin + dims.vecs_per_split, INPUT_VECS));
}

/// Weights of four channels (columns) for four filters.
fn load_w(tap: u32, c: u32, o: u32) -> mat4x4f {
  if (TRANSPOSED) {
    let mirrored = KERNEL_HEIGHT * KERNEL_WIDTH - 1 - tap;
    let at = ((mirrored * OUTPUT_VECS + o) * 4) * INPUT_VECS + c;
    return transpose(mat4x4f(right(at), right(at + INPUT_VECS),
                             right(at + 2 * INPUT_VECS), right(at + 3 * INPUT_VECS)));
  }
  let at = ((tap * INPUT_VECS + c) * 4) * OUTPUT_VECS + o;
  return mat4x4f(right(at), right(at + OUTPUT_VECS), right(at + 2 * OUTPUT_VECS), right(at + 3 * OUTPUT_VECS));
}

/// TILE_PIXELS pixels from `pixel` on, times the vec4 of filters filter0, and filter1 where FILTER_BLOCKS is 2.
struct Tile { pixel: u32, filter0: u32, filter1: u32, split: u32, sums: Sums }

/// So many of its pixels are there.
fn live_pixels(tile: Tile) -> u32 { return min(TILE_PIXELS, dims.pixels - tile.pixel); }

struct Position { pixels: u32, filters: u32 }
fn position(index: u32, pixel_tiles: u32, filter_tiles: u32) -> Position {
  if (PIXELS_FIRST) { return Position(index % pixel_tiles, index / pixel_tiles); }
  return Position(index / filter_tiles, index % filter_tiles);
}

/// The tile of an invocation. Past the last tile it has no pixels of its own.
fn tile_of(row: u32, split: u32, local: u32) -> Tile {
  let pixel_tiles = (dims.pixels + TILE_PIXELS - 1) / TILE_PIXELS;
  let filter_tiles = (OUTPUT_VECS + SUBGROUP * FILTER_BLOCKS - 1) / (SUBGROUP * FILTER_BLOCKS);
  let at = position((row * WORKGROUP + local) / SUBGROUP, pixel_tiles, filter_tiles);
  let live = at.pixels < pixel_tiles && at.filters < filter_tiles;
  var tile: Tile;
  tile.pixel = select(dims.pixels, at.pixels * TILE_PIXELS, live);
  tile.filter0 = at.filters * SUBGROUP + local % SUBGROUP;
  tile.filter1 = tile.filter0 + filter_tiles;  // neighbours read neighbouring vec4s
  tile.split = split;
  return tile;
}

/// Four pixels of the tile, from `pixel` on. Where they are shared an invocation has loaded every SUBGROUPth and
/// has the others from its neighbours.
fn pixels_from(pixel: u32, loaded: mat4x4f) -> mat4x4f {
  if (!SHARED) { return loaded; }
  return of_subgroup(loaded[pixel / SUBGROUP], pixel % SUBGROUP);
}

fn sum_tile(group: vec3u, groups: vec3u, local: u32) -> Tile {
  var tile = tile_of(group.y * groups.x + group.x, group.z, local);
  let first = x_addresses(tile.pixel + local % SUBGROUP, SUBGROUP);
  let second = x_addresses(tile.pixel + 4, 1);
  let intake = intake_of_x();
  let channels = channels_of(group.z);
  let end = channels.y;  // a name of its own spares a guard against endless loops
  for (var tap = 0u; tap < KERNEL_HEIGHT * KERNEL_WIDTH; tap++) {
    let u = tap / KERNEL_WIDTH;
    let offset = u * dims.x.row + (tap - u * KERNEL_WIDTH) * INPUT_VECS;
    for (var c = channels.x; c < end; c++) {
      let loaded = load_x(first + (offset + c), intake);
      let w0 = load_w(tap, c, tile.filter0);
      let x0 = transpose(pixels_from(0, loaded));
      tile.sums.a = mac_channels(tile.sums.a, x0, w0);
      if (PIXEL_BLOCKS == 1) { continue; }
      var x1 = loaded;
      if (!SHARED) { x1 = load_x(second + (offset + c), intake); }
      x1 = transpose(pixels_from(4, x1));
      tile.sums.b = mac_channels(tile.sums.b, x1, w0);
      if (!SHARED && FILTER_BLOCKS == 1) { continue; }
      var x2 = x0;
      var x3 = x1;
      var w1 = w0;
      if (SHARED) {
        x2 = transpose(pixels_from(8, loaded));
        x3 = transpose(pixels_from(12, loaded));
      } else {
        w1 = load_w(tap, c, tile.filter1);
      }
      tile.sums.c = mac_channels(tile.sums.c, x2, w1);
      tile.sums.d = mac_channels(tile.sums.d, x3, w1);
    }
  }
  return tile;
}

fn leaky_relu(v: vec4f) -> vec4f {
  return select(SLOPE * v, v, v > vec4f(0));
}

/// What follows the sums of four filters: y = scale * sum + bias, then the activation (Eq. 13; the bias is
/// not scaled).
struct Finish { scale: vec4f, bias: vec4f }

fn finish_of(o: u32) -> Finish {
  var finish = Finish(vec4f(1), parameters[KERNEL_HEIGHT * KERNEL_WIDTH * INPUT_VECS * 4 * OUTPUT_VECS + o]);
  if (SCALED) { finish.scale = scale[o]; }
  finish.scale *= after_product(mean[0]);
  return finish;
}

fn put_y(at: Pixel, o: u32, finish: Finish, sum: vec4f) {
  y[address(dims.y, OUTPUT_VECS, at) + o] = leaky_relu(finish.scale * sum + finish.bias);
}
fn put_ys(tile: Tile, first: u32, o: u32) {
  if (o >= OUTPUT_VECS) { return; }
  let finish = finish_of(o);
  let end = live_pixels(tile);
  var at = pixel_of(tile.pixel);
  for (var k = 0u; k < end; k++) {
    put_y(at, o, finish, sum_at(tile.sums, first + k));
    at = next_pixel(at);
  }
}

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) local: u32) {
  let tile = sum_tile(group, groups, local);
  put_ys(tile, 0, tile.filter0);
  if (FILTER_BLOCKS > 1) { put_ys(tile, first_of_filter1, tile.filter1); }
}

fn put_partials(tile: Tile, first: u32, o: u32) {
  if (o >= OUTPUT_VECS) { return; }
  let at = (tile.split * dims.pixels + tile.pixel) * OUTPUT_VECS + o;
  let end = live_pixels(tile);
  for (var k = 0u; k < end; k++) { partial[at + k * OUTPUT_VECS] = sum_at(tile.sums, first + k); }
}

@compute @workgroup_size(WORKGROUP)
fn forward_split(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                 @builtin(local_invocation_index) local: u32) {
  let tile = sum_tile(group, groups, local);
  put_partials(tile, 0, tile.filter0);
  if (FILTER_BLOCKS > 1) { put_partials(tile, first_of_filter1, tile.filter1); }
}

/// The splits are summed in index order, whatever order they ran in.
@compute @workgroup_size(64)
fn forward_sum(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
               @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let count = dims.pixels * OUTPUT_VECS;
  if (index >= count) { return; }
  let splits = (INPUT_VECS + dims.vecs_per_split - 1) / dims.vecs_per_split;
  var sum = partial[index];
  let end = index + splits * count;
  for (var at = index + count; at < end; at += count) { sum += partial[at]; }
  let pixel = index / OUTPUT_VECS;
  let o = index - pixel * OUTPUT_VECS;
  put_y(pixel_of(pixel), o, finish_of(o), sum);
}

/// Where four channels of dx lie, from their pixel on: for a fully connected layer they run over a whole image,
/// whose rows may be parted by a halo.
fn offset_of(view: View, o: u32) -> u32 {
  let row = o / ROW_VECS;
  return row * view.row + (o - row * ROW_VECS);
}

/// Of four channels of dx: where they lie in their pixel, and the limit of their clip mask.
struct Within { y: u32, gate: u32, limit: f32 }

/// Gradient with respect to the layer's input, through its clip mask (Eq. 15: 1 at equality) and through
/// the activation that made it.
fn put_dx(at: Pixel, within: Within, sum: vec4f) {
  let input = gate[address(dims.gate, ROW_VECS, at) + within.gate];
  var gradient = sum * select(vec4f(SLOPE), vec4f(1), input > vec4f(0));
  if (CLIP) { gradient = select(vec4f(0), gradient, abs(input) <= vec4f(within.limit)); }
  y[address(dims.y, ROW_VECS, at) + within.y] = gradient;
}
fn put_dxs(tile: Tile, first: u32, o: u32) {
  if (o >= OUTPUT_VECS) { return; }
  let within = Within(offset_of(dims.y, o), offset_of(dims.gate, o), clip_limit());
  let end = live_pixels(tile);
  var at = pixel_of(tile.pixel);
  for (var k = 0u; k < end; k++) {
    put_dx(at, within, sum_at(tile.sums, first + k));
    at = next_pixel(at);
  }
}

@compute @workgroup_size(WORKGROUP)
fn backward_input(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                  @builtin(local_invocation_index) local: u32) {
  let tile = sum_tile(group, groups, local);
  put_dxs(tile, 0, tile.filter0);
  if (FILTER_BLOCKS > 1) { put_dxs(tile, first_of_filter1, tile.filter1); }
}
