// Softmax cross-entropy of the logits, its gradient and the number classified correctly. One workgroup.
//
//   loss_n = log(sum of exp(z - max)) - (z_label - max),   dz = (softmax(z) - onehot) / N
//
// `train` writes {mean loss, correct} to the step's record; `evaluate` adds {sum of losses, correct, images}
// to the totals, over the valid images of the chunk only. A label outside the classes counts for nothing:
// no loss, no gradient, no read past the logits. Ties: the first largest logit wins.

override CLASSES: u32;
override CLASS_VECS: u32;   // logits are padded to four

struct Step {
  step: u32, seed: u32, valid: u32, slot: u32,
  rate: f32, correction1: f32, correction2: f32, first: u32,
}
struct Record { loss: f32, correct: f32, gradient_norm: f32, spare: f32 }

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> step: Step;
@group(0) @binding(3) var<storage, read_write> dlogits: array<f32>;
@group(0) @binding(4) var<storage, read_write> records: array<Record>;  // a ring of steps
@group(0) @binding(5) var<storage, read_write> totals: array<f32>;

var<workgroup> lane_loss: array<f32, 64>;
var<workgroup> lane_correct: array<f32, 64>;

struct Image { loss: f32, correct: f32, peak: f32, sum: f32, label: u32, live: bool }

// The classes are counted by address: some drivers would unroll a loop from 0, and take long to compile it.

fn judge(n: u32) -> Image {
  let row = n * CLASS_VECS * 4;
  let end = row + CLASSES;
  var result: Image;
  result.label = labels[n];
  result.live = result.label < CLASSES;
  result.peak = logits[row];
  var best = row;
  for (var at = row + 1; at < end; at++) {
    let z = logits[at];
    if (z > result.peak) {
      result.peak = z;
      best = at;
    }
  }
  for (var at = row; at < end; at++) { result.sum += exp(logits[at] - result.peak); }
  if (result.live) {
    result.loss = log(result.sum) - (logits[row + result.label] - result.peak);
    result.correct = select(0.0, 1.0, best == row + result.label);
  }
  return result;
}

fn write_gradient(n: u32, image: Image) {
  let row = n * CLASS_VECS * 4;
  let end = row + CLASSES;
  for (var at = row; at < end; at++) {
    let hot = select(0.0, 1.0, at == row + image.label);
    let gradient = (exp(logits[at] - image.peak) / image.sum - hot) / f32(step.valid);
    dlogits[at] = select(0.0, gradient, image.live);
  }
}

/// Sums over the batch in a fixed order; the result is that of lane 0.
fn total(lane: u32, loss: f32, correct: f32) -> vec2f {
  lane_loss[lane] = loss;
  lane_correct[lane] = correct;
  workgroupBarrier();
  var sum = vec2f(0);
  if (lane == 0) {
    for (var i = 0u; i < 64; i++) { sum += vec2f(lane_loss[i], lane_correct[i]); }
  }
  return sum;
}

@compute @workgroup_size(64)
fn train(@builtin(local_invocation_index) lane: u32) {
  var loss = 0.0;
  var correct = 0.0;
  for (var n = lane; n < step.valid; n += 64) {
    let image = judge(n);
    write_gradient(n, image);
    loss += image.loss;
    correct += image.correct;
  }
  let sum = total(lane, loss, correct);
  if (lane == 0) { records[step.slot] = Record(sum.x / f32(step.valid), sum.y, 0, 0); }
}

@compute @workgroup_size(64)
fn evaluate(@builtin(local_invocation_index) lane: u32) {
  var loss = 0.0;
  var correct = 0.0;
  for (var n = lane; n < step.valid; n += 64) {
    let image = judge(n);
    loss += image.loss;
    correct += image.correct;
  }
  let sum = total(lane, loss, correct);
  if (lane != 0) { return; }
  let before = select(vec4f(totals[0], totals[1], totals[2], 0), vec4f(0), step.first != 0);
  totals[0] = before.x + sum.x;
  totals[1] = before.y + sum.y;
  totals[2] = before.z + f32(step.valid);
}
