// In place of operands.wgsl: copies of the same buffers, cut into rows of a texture (gpu/mirror.ts).

@group(0) @binding(0) var left_operand: texture_2d<f32>;
@group(0) @binding(1) var right_operand: texture_2d<f32>;

const row = 8192u;
fn texel(at: u32) -> vec2u { return vec2u(at % row, at / row); }

fn left(at: u32) -> vec4f { return textureLoad(left_operand, texel(at), 0); }
fn right(at: u32) -> vec4f { return textureLoad(right_operand, texel(at), 0); }
