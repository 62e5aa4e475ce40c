enable subgroups;

// Stands before the shaders that share loads within a subgroup; subgroup_of_one.wgsl where the device has none.

/// What four invocations of the subgroup hold, from `first` on. A shuffle, not a broadcast: software drivers
/// look for the first active invocation at every broadcast.
fn of_subgroup(mine: vec4f, first: u32) -> mat4x4f {
  return mat4x4f(subgroupShuffle(mine, first), subgroupShuffle(mine, first + 1),
                 subgroupShuffle(mine, first + 2), subgroupShuffle(mine, first + 3));
}
