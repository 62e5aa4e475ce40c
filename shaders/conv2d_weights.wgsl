// Gradients of a convolution's filters and bias (exact, whatever the forward product):
//
//   dw[tap, c, o] = sum over n, i, j of  x^c[n, i + u, j + v, c] * dy[n, i, j, o],   db[o] = sum of dy
//
// and through the clip mask of w (Eq. 15). Layout as in conv2d.wgsl; the result is one block of rows
// [tap][c] and a last row for the bias, each of filters / 4 vec4, as the parameters lie in their arena.
// A fully connected layer is the same on a 1x1 image.
//
// An invocation owns a tile of channels x filters of one tap, with the sizes of conv2d.wgsl, over the images of
// its split (z); the splits are summed in index order by a second entry point.

override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override INPUT_VECS: u32;
override OUTPUT_VECS: u32;
override LIVE_CHANNELS: u32;   // of 4, where the input has 1, 2 or 3 channels in all
override SUBGROUP: u32;        // 4 or 8: so many share a tile's channels, 16 x 4 each; 1: nothing is shared
override WIDE: bool;           // then: tile of 8 x 8, else 4 x 4
override SHARED: bool = SUBGROUP > 1;
override WORKGROUP: u32 = select(64u, SUBGROUP, SHARED);  // of a shared tile: one subgroup
override CHANNEL_BLOCKS: u32 = select(1u, 2u, SHARED || (WIDE && INPUT_VECS > 1));
override FILTER_BLOCKS: u32 = select(1u, 2u, !SHARED && WIDE && OUTPUT_VECS > 1);
override TILE_CHANNELS: u32 = select(4 * CHANNEL_BLOCKS, 16u, SHARED);
override CHANNEL_TILES: u32 = (4 * INPUT_VECS + TILE_CHANNELS - 1) / TILE_CHANNELS;
override CHANNEL_STEP: u32 = select(CHANNEL_TILES, 1u, SHARED);  // from a tile's vec4 of channels to its next
override CLIP: bool;           // Algorithm 1
override CLIP_FACTOR: f32;

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims { images: u32, height: u32, width: u32, images_per_split: u32, x: View, dy: View }

// x is the left operand, dy the right one: see operands.wgsl.
@group(0) @binding(2) var<storage, read> mean: array<f32>;    // of |x|: see abs_mean.wgsl
@group(0) @binding(3) var<storage, read> w: array<vec4f>;
@group(0) @binding(4) var<storage, read> scale: array<vec4f>; // mean |w| a filter
@group(0) @binding(5) var<storage, read_write> partial: array<vec4f>;   // [split][row][o / 4]
@group(0) @binding(6) var<storage, read_write> gradient: array<vec4f>;  // [row][o / 4]
@group(0) @binding(7) var<uniform> dims: Dims;

/// Four channels (columns of acc) x four filters.
fn outer(acc: mat4x4f, x: vec4f, dy: vec4f) -> mat4x4f {
  var sum = acc;
  sum[0] = fma(vec4f(x.x), dy, acc[0]);
  if (LIVE_CHANNELS > 1) { sum[1] = fma(vec4f(x.y), dy, acc[1]); }
  if (LIVE_CHANNELS > 2) { sum[2] = fma(vec4f(x.z), dy, acc[2]); }
  if (LIVE_CHANNELS > 3) { sum[3] = fma(vec4f(x.w), dy, acc[3]); }
  return sum;
}

fn load_x(at: u32, limit: vec4f) -> vec4f {
  if (CLIP) { return clamp(left(at), -limit, limit); }
  return left(at);
}

/// TILE_CHANNELS channels of a tap from vec4 `channel` on, times the vec4 of filters filter0, and filter1 where
/// FILTER_BLOCKS is 2.
struct Tile {
  tap: u32, channel: u32, filter0: u32, filter1: u32, live: bool,
  sums: Sums, bias0: vec4f, bias1: vec4f,
}

fn clip_limit() -> vec4f {
  if (CLIP) { return vec4f(mean[1]); }
  return vec4f(0);
}

/// Address of the first x under a tap.
fn origin_of(tap: u32) -> u32 {
  let u = tap / KERNEL_WIDTH;
  return dims.x.origin + u * dims.x.row + (tap - u * KERNEL_WIDTH) * INPUT_VECS;
}

/// First and end of a split's images.
fn images_of(split: u32) -> vec2u {
  let first = split * dims.images_per_split;
  return vec2u(first, min(first + dims.images_per_split, dims.images));
}

/// The tile of an invocation. Past the last tap it is not live, and nothing of it is stored.
fn tile_of(index: u32, local: u32) -> Tile {
  let filter_tiles = (OUTPUT_VECS + SUBGROUP * FILTER_BLOCKS - 1) / (SUBGROUP * FILTER_BLOCKS);
  let row = (index * WORKGROUP + local) / SUBGROUP / filter_tiles;
  var tile: Tile;
  tile.filter0 = ((index * WORKGROUP + local) / SUBGROUP - row * filter_tiles) * SUBGROUP + local % SUBGROUP;
  tile.filter1 = tile.filter0 + filter_tiles;
  tile.tap = row / CHANNEL_TILES;
  tile.channel = (row - tile.tap * CHANNEL_TILES) * select(1u, 4u, SHARED);
  tile.live = tile.tap < KERNEL_HEIGHT * KERNEL_WIDTH;
  return tile;
}

/// Rows and pixels run to an address, not to a count of `dims`: some drivers compile a kernel anew at every launch
/// when a uniform alone bounds a loop.
fn sum_tile(group: vec3u, groups: vec3u, local: u32) -> Tile {
  var tile = tile_of(group.y * groups.x + group.x, local);
  let limit = clip_limit();
  let images = images_of(group.z);
  // Of a shared tile's four vec4s of channels each invocation loads one.
  let first_x = origin_of(tile.tap) + tile.channel + local % SUBGROUP % 4;
  for (var n = images.x; n < images.y; n++) {
    var x_row = first_x + n * dims.x.image;
    let first_row = dims.dy.origin + n * dims.dy.image;
    let end = first_row + dims.height * dims.dy.row;
    for (var dy_row = first_row; dy_row < end; dy_row += dims.dy.row) {
      var x_at = x_row;
      let end_of_row = dy_row + dims.width * OUTPUT_VECS;
      for (var dy_at = dy_row; dy_at < end_of_row; dy_at += OUTPUT_VECS) {
        let x0 = load_x(x_at, limit);
        let dy0 = right(dy_at + tile.filter0);
        tile.bias0 += dy0;
        if (SHARED) {
          let xs = of_subgroup(x0, 0);
          tile.sums.a = outer(tile.sums.a, xs[0], dy0);
          tile.sums.b = outer(tile.sums.b, xs[1], dy0);
          tile.sums.c = outer(tile.sums.c, xs[2], dy0);
          tile.sums.d = outer(tile.sums.d, xs[3], dy0);
        } else {
          tile.sums.a = outer(tile.sums.a, x0, dy0);
          let x1 = load_x(x_at + CHANNEL_STEP, limit);
          if (CHANNEL_BLOCKS > 1) { tile.sums.b = outer(tile.sums.b, x1, dy0); }
          if (FILTER_BLOCKS > 1) {
            let dy1 = right(dy_at + tile.filter1);
            tile.bias1 += dy1;
            tile.sums.c = outer(tile.sums.c, x0, dy1);
            if (CHANNEL_BLOCKS > 1) { tile.sums.d = outer(tile.sums.d, x1, dy1); }
          }
        }
        x_at += INPUT_VECS;
      }
      x_row += dims.x.row;
    }
  }
  return tile;
}

const rows_of_bias = 1u;
fn weight_rows() -> u32 { return KERNEL_HEIGHT * KERNEL_WIDTH * INPUT_VECS * 4; }

/// The mask of Eq. 15 for the weights (1 at equality); the last row is the bias and has none.
fn masked(row: u32, o: u32, value: vec4f) -> vec4f {
  if (!CLIP || row >= weight_rows()) { return value; }
  return select(vec4f(0), value, abs(w[row * OUTPUT_VECS + o]) <= CLIP_FACTOR * scale[o]);
}

/// Where sum `k` of a tile belongs.
struct Row { row: u32, live: bool }
fn row_of(tile: Tile, k: u32) -> Row {
  let channel = tile.channel + k / 4 * CHANNEL_STEP;
  return Row((tile.tap * INPUT_VECS + channel) * 4 + k % 4, channel < INPUT_VECS);
}

/// One tile of those with the first channels sums the bias.
fn has_bias(tile: Tile) -> bool { return tile.tap == 0 && tile.channel == 0; }

fn put_gradient(row: u32, o: u32, value: vec4f) {
  gradient[row * OUTPUT_VECS + o] = masked(row, o, value);
}
fn put_gradients(tile: Tile, first: u32, o: u32, bias: vec4f) {
  if (!tile.live || o >= OUTPUT_VECS) { return; }
  for (var k = 0u; k < TILE_CHANNELS; k++) {
    let at = row_of(tile, k);
    if (at.live) { put_gradient(at.row, o, sum_at(tile.sums, first + k)); }
  }
  if (has_bias(tile)) { put_gradient(weight_rows(), o, bias); }
}

/// For one split: straight into the gradients.
@compute @workgroup_size(WORKGROUP)
fn backward_weights(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                    @builtin(local_invocation_index) local: u32) {
  let tile = sum_tile(group, groups, local);
  put_gradients(tile, 0, tile.filter0, tile.bias0);
  if (FILTER_BLOCKS > 1) { put_gradients(tile, first_of_filter1, tile.filter1, tile.bias1); }
}

fn put_partial(split: u32, row: u32, o: u32, value: vec4f) {
  partial[(split * (weight_rows() + rows_of_bias) + row) * OUTPUT_VECS + o] = value;
}
fn put_partials(split: u32, tile: Tile, first: u32, o: u32, bias: vec4f) {
  if (!tile.live || o >= OUTPUT_VECS) { return; }
  for (var k = 0u; k < TILE_CHANNELS; k++) {
    let at = row_of(tile, k);
    if (at.live) { put_partial(split, at.row, o, sum_at(tile.sums, first + k)); }
  }
  if (has_bias(tile)) { put_partial(split, weight_rows(), o, bias); }
}

@compute @workgroup_size(WORKGROUP)
fn backward_weights_split(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                          @builtin(local_invocation_index) local: u32) {
  let tile = sum_tile(group, groups, local);
  put_partials(group.z, tile, 0, tile.filter0, tile.bias0);
  if (FILTER_BLOCKS > 1) { put_partials(group.z, tile, first_of_filter1, tile.filter1, tile.bias1); }
}

/// The splits are summed in index order, whatever order they ran in.
@compute @workgroup_size(64)
fn sum_splits(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
              @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let count = (weight_rows() + rows_of_bias) * OUTPUT_VECS;
  if (index >= count) { return; }
  let splits = (dims.images + dims.images_per_split - 1) / dims.images_per_split;
  var sum = partial[index];
  let end = index + splits * count;
  for (var at = index + count; at < end; at += count) { sum += partial[at]; }
  let row = index / OUTPUT_VECS;
  put_gradient(row, index - row * OUTPUT_VECS, sum);
}
