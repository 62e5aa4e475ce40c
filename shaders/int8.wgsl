// Four signed bytes in a word, with the language's own functions, before the shaders that compute with them;
// int8_by_shifts.wgsl where the language has none.
requires packed_4x8_integer_dot_product;

fn unpack_int8(word: u32) -> vec4i { return unpack4xI8(word); }

fn pack_int8(values: vec4i) -> u32 { return pack4xI8(values); }

/// x.0 w.0 + x.1 w.1 + x.2 w.2 + x.3 w.3
fn dot_int8(x: u32, w: u32) -> i32 { return dot4I8Packed(x, w); }
