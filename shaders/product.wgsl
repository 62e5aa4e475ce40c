// The product of Eq. 13, before the shaders that sum it (gpu/shaders.ts).

override PRODUCT: u32;      // code in math/products.ts
override NORMALISED: bool;  // one without a degree: of x / mean |x|, and the sum times mean |x|

const smallest_normal = 1.1754944e-38;

/// What x is multiplied by before the product. 1 / mean |x| of an input that is all zero is taken as 0, so that
/// y is the bias.
fn before_product(mean_x: f32) -> f32 {
  if (!NORMALISED) { return 1; }
  return select(1 / mean_x, 0, mean_x < smallest_normal);
}

/// And the sum after it.
fn after_product(mean_x: f32) -> f32 {
  if (!NORMALISED) { return 1; }
  return mean_x;
}

/// sign(x w) min(|x|, |w|) on the bits: magnitudes of floats order as integers do. Nothing is multiplied.
fn smin(x: vec4f, w: vec4f) -> vec4f {
  const sign = vec4u(0x80000000u);
  let a = bitcast<vec4u>(x);
  let b = bitcast<vec4u>(w);
  return bitcast<vec4f>(((a ^ b) & sign) | min(a & ~sign, b & ~sign));
}

/// What a visitor wrote, own() (generated text, before this file): 0 where an operand is 0, as padding is.
fn own_product(x: vec4f, w: vec4f) -> vec4f {
  return select(own(x, w), vec4f(0), (x == vec4f(0)) | (w == vec4f(0)));
}

/// One term for four filters: acc + x (*) w. The products differ here alone.
fn mac(acc: vec4f, x: f32, w: vec4f) -> vec4f {
  switch PRODUCT {
    case 1u: { return acc + smin(vec4f(x), w); }                                              // smin
    case 2u: { return fma(sign(x) * sign(w), abs(vec4f(x)) + abs(w), acc); }                  // add
    case 3u: { return fma(sign(x) * sign(w), max(abs(vec4f(x)), abs(w)), acc); }              // max
    case 4u: { return acc + own_product(vec4f(x), w); }                                       // own
    default: { return fma(vec4f(x), w, acc); }                                                // mul
  }
}
