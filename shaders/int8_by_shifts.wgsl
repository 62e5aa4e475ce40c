// In place of int8.wgsl on a device whose language has no packed bytes.

/// The byte at this bit, its sign extended.
fn byte_at(word: u32, bit: u32) -> i32 { return extractBits(bitcast<i32>(word), bit, 8u); }

fn unpack_int8(word: u32) -> vec4i {
  return vec4i(byte_at(word, 0), byte_at(word, 8), byte_at(word, 16), byte_at(word, 24));
}

fn pack_int8(values: vec4i) -> u32 {
  let bytes = bitcast<vec4u>(values) & vec4u(255);
  return bytes.x | (bytes.y << 8) | (bytes.z << 16) | (bytes.w << 24);
}

fn dot_int8(x: u32, w: u32) -> i32 {
  let terms = unpack_int8(x) * unpack_int8(w);
  return terms.x + terms.y + terms.z + terms.w;
}
