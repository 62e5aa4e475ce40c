// The operands of a matrix product, before the shaders that sum it: vec4s that are read through left() and
// right(). operands_in_textures.wgsl stands in its place on drivers that read textures faster.

@group(0) @binding(0) var<storage, read> left_operand: array<vec4f>;
@group(0) @binding(1) var<storage, read> right_operand: array<vec4f>;

fn left(at: u32) -> vec4f { return left_operand[at]; }
fn right(at: u32) -> vec4f { return right_operand[at]; }
