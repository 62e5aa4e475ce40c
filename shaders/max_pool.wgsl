// Max-pooling over SIZE x SIZE windows with stride SIZE (odd edges floored), and the leaky ReLU behind it.
//   y[n, i, j, c] = max over the window of x
// Backward gives dy to the first maximum in row order, through the activation that made x; the other
// places of the window get 0, and places no window covers are never written and stay 0.
// One invocation a window and four channels. Layout as in conv2d.wgsl.

override SIZE: u32;
override CHANNEL_VECS: u32;
override SLOPE: f32;        // of the leaky ReLU behind y (forward) or the one that made x (backward)

struct View { image: u32, row: u32, origin: u32, unused: u32 }
struct Dims { batch: u32, height: u32, width: u32, pad: u32, x: View, y: View, dx: View, dy: View }  // size of y

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(2) var<storage, read> dy: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;
@group(0) @binding(4) var<uniform> dims: Dims;

struct Place { n: u32, i: u32, j: u32, c: u32, live: bool }

fn place_of(group: vec3u, groups: vec3u, local: u32) -> Place {
  let index = (group.y * groups.x + group.x) * 64 + local;
  let pixel = index / CHANNEL_VECS;
  let row = pixel / dims.width;
  let n = row / dims.height;
  return Place(n, row - n * dims.height, pixel - row * dims.width, index - pixel * CHANNEL_VECS, n < dims.batch);
}

fn at(view: View, p: Place, scale: u32, u: u32, v: u32) -> u32 {
  return view.origin + p.n * view.image + (p.i * scale + u) * view.row + (p.j * scale + v) * CHANNEL_VECS + p.c;
}

fn leaky(v: vec4f, value: vec4f) -> vec4f {
  return select(SLOPE * v, v, value > vec4f(0));
}

@compute @workgroup_size(64)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) local: u32) {
  let p = place_of(group, groups, local);
  if (!p.live) { return; }
  var best = x[at(dims.x, p, SIZE, 0, 0)];
  for (var u = 0u; u < SIZE; u++) {
    for (var v = 0u; v < SIZE; v++) { best = max(best, x[at(dims.x, p, SIZE, u, v)]); }
  }
  y[at(dims.y, p, 1, 0, 0)] = leaky(best, best);
}

@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
            @builtin(local_invocation_index) local: u32) {
  let p = place_of(group, groups, local);
  if (!p.live) { return; }
  var best = x[at(dims.x, p, SIZE, 0, 0)];
  for (var u = 0u; u < SIZE; u++) {
    for (var v = 0u; v < SIZE; v++) { best = max(best, x[at(dims.x, p, SIZE, u, v)]); }
  }
  let gradient = dy[at(dims.dy, p, 1, 0, 0)];
  var given = vec4<bool>(false);
  for (var u = 0u; u < SIZE; u++) {
    for (var v = 0u; v < SIZE; v++) {
      let value = x[at(dims.x, p, SIZE, u, v)];
      let first = (value == best) & !given;
      dx[at(dims.dx, p, SIZE, u, v)] = select(vec4f(0), leaky(gradient, value), first);
      given |= first;
    }
  }
}
