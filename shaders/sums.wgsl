// The sums of one invocation of a matrix product, before the shaders that make them.

/// Sixteen vec4s of filters at most, in this order: a[0] to a[3], b, c, d. A tile with two vec4s of filters has the
/// first one's sums in a and b, the other's in c and d.
struct Sums { a: mat4x4f, b: mat4x4f, c: mat4x4f, d: mat4x4f }
const first_of_filter1 = 8u;

/// What is done with the sums stands in a loop over them, once: some drivers take long to compile it sixteen times.
fn sum_at(sums: Sums, index: u32) -> vec4f {
  let column = index % 4;
  let first = select(column_of(sums.a, column), column_of(sums.b, column), index >= 4);
  let second = select(column_of(sums.c, column), column_of(sums.d, column), index >= 12);
  return select(first, second, index >= 8);
}

fn column_of(m: mat4x4f, column: u32) -> vec4f {
  return select(select(m[0], m[1], column == 1), select(m[2], m[3], column == 3), column >= 2);
}
