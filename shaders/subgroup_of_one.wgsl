// In place of subgroup.wgsl on a device without subgroups, where nothing is shared.

fn of_subgroup(mine: vec4f, first: u32) -> mat4x4f {
  return mat4x4f(mine, mine, mine, mine);
}
