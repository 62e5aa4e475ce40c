// One update of all parameters, four an invocation, over the network's arenas:
//
//   sgd:   v = MOMENTUM v + g,                                     p = p - rate v
//   adam:  m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,        p = p - rate m^ / (sqrt(v^) + 1e-8)
//
// with m^ = m / (1 - b1^t), v^ = v / (1 - b2^t); those factors come from the host with the step.
// Once the status holds a bad layer (gradient_norm.wgsl) the parameters are left as they are.

override MOMENTUM: f32;
override VECS: u32;

struct Step {
  step: u32, seed: u32, valid: u32, slot: u32,
  rate: f32, correction1: f32, correction2: f32, first: u32,
}

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> step: Step;
@group(0) @binding(2) var<storage, read> status: array<u32>;
@group(0) @binding(3) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> moment1: array<vec4f>;   // v of sgd, m of adam
@group(0) @binding(5) var<storage, read_write> moment2: array<vec4f>;   // v of adam

@compute @workgroup_size(256)
fn sgd(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
       @builtin(local_invocation_index) local: u32) {
  let i = (group.y * groups.x + group.x) * 256 + local;
  if (i >= VECS || status[0] != 0) { return; }
  let v = fma(vec4f(MOMENTUM), moment1[i], gradient[i]);
  moment1[i] = v;
  parameters[i] = fma(vec4f(-step.rate), v, parameters[i]);
}

@compute @workgroup_size(256)
fn adam(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local: u32) {
  const b1 = 0.9;
  const b2 = 0.999;
  let i = (group.y * groups.x + group.x) * 256 + local;
  if (i >= VECS || status[0] != 0) { return; }
  let g = gradient[i];
  let m = fma(vec4f(b1), moment1[i], (1 - b1) * g);
  let v = fma(vec4f(b2), moment2[i], (1 - b2) * g * g);
  moment1[i] = m;
  moment2[i] = v;
  parameters[i] -= step.rate * (m * step.correction1) / (sqrt(v * step.correction2) + 1e-8);
}
