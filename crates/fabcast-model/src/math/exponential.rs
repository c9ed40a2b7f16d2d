//! Exponential, logarithm and power.
//!
//! The polynomials were fitted at Chebyshev nodes with 60 digits; their own error is far
//! below the rounding of the sums around them.

use super::number::Number;

/// 1/ln 2.
const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// ln 2 rounded to 37 bits: its product with an exponent is exact.
const LN_2_HI: f64 = 0.693_147_180_558_298_7;
/// ln 2 less [`LN_2_HI`].
const LN_2_LO: f64 = 1.646_594_958_289_708_2e-12;
/// 2/3 rounded to 26 bits.
const TWO_THIRDS_HI: f64 = 0.666_666_656_732_559_2;
/// 2/3 less [`TWO_THIRDS_HI`].
const TWO_THIRDS_LO: f64 = 9.934_107_462_565_104e-9;
/// Added and taken away again it rounds to a whole number, which stands in the low bits meanwhile.
const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5·2⁵²
/// With an exponent added, the low bits hold it as IEEE 754 writes it.
const BIASED: f64 = 4_503_599_627_370_496.0 + 1023.0; // 2⁵² + 1023
/// 2⁵².
const TWO_52: f64 = 4_503_599_627_370_496.0;
/// 2⁵⁴, which makes every subnormal normal.
const TWO_54: f64 = 18_014_398_509_481_984.0;
/// Bits of √½, rounded up.
const SQRT_HALF_BITS: u64 = 0x3FE6_A09E_667F_3BCD;
/// Bits of a significand without its leading one.
const FRACTION: u64 = (1 << 52) - 1;

/// eˣ overflows above and vanishes below; whatever lies beyond is taken for these.
const EXP_MAX: f64 = 710.0;
const EXP_MIN: f64 = -746.0;

/// `(eʳ - 1 - r)/r²` for `|r| ≤ ½·ln 2`.
const EXP: [f64; 11] = [
    2.091467958547083e-09,
    2.510520666647184e-08,
    2.755727366084684e-07,
    2.7557255425043745e-06,
    2.480158732553376e-05,
    0.00019841269874801046,
    0.0013888888888883752,
    0.008333333333326141,
    0.04166666666666667,
    0.1666666666666667,
    0.5,
];

/// `3·(artanh(s)/s - 1 - s²/3)/s⁴` in powers of `s²`, for `|s| ≤ 3 - 2√2`.
const ARTANH: [f64; 8] = [
    0.17584578367407086,
    0.17559372636850473,
    0.20002206363855055,
    0.23076892456223372,
    0.27272727502972727,
    0.33333333332484344,
    0.4285714285714405,
    0.6,
];

#[inline(always)]
pub(super) fn exp<N: Number>(x: N) -> N {
    exp_sum(x, N::splat(0.0))
}

/// `e^(x + tail)`, where the tail is far below 1; it counts only where `x` is within range.
#[inline(always)]
pub(super) fn exp_sum<N: Number>(x: N, tail: N) -> N {
    let (n, r, more) = exp_parts(x, tail);
    scaled((r + more) + 1.0, n)
}

/// `e^(x + tail) = 2ⁿ·(1 + r + more)`, where `|r| ≤ ½·ln 2` and `more` is about `r²/2`.
#[inline(always)]
pub(super) fn exp_parts<N: Number>(x: N, tail: N) -> (N, N, N) {
    let none = N::splat(0.0);
    let (high, low) = (x.greater(EXP_MAX), x.less(EXP_MIN));
    let x = N::select(
        high,
        N::splat(EXP_MAX),
        N::select(low, N::splat(EXP_MIN), x),
    );
    let tail = N::select(high, none, N::select(low, none, tail));

    // x = n·ln 2 + r, where r is carried as r + rest.
    let n = (x * LOG2_E + ROUND) - ROUND;
    let high = x - n * LN_2_HI;
    let low = n * LN_2_LO - tail;
    let r = high - low;
    let rest = (high - r) - low;
    (n, r, r * r * r.polynomial(&EXP) + rest)
}

/// `x·2ⁿ`, where `n` is one of [`exp_parts`].
#[inline(always)]
pub(super) fn scaled<N: Number>(x: N, n: N) -> N {
    // 2ⁿ in two factors, since one overflows or vanishes before the result does.
    let half = (n * 0.5 + ROUND) - ROUND;
    x * two_to(half) * two_to(n - half)
}

/// `2ⁿ` for a whole number from -1022 to 1023.
#[inline(always)]
fn two_to<N: Number>(n: N) -> N {
    (n + BIASED).bits(|bits| bits << 52)
}

/// `x = 2ᵏ·m` with `√½ ≤ m < √2`, for a positive finite `x`.
#[inline(always)]
fn split<N: Number>(x: N) -> (N, N) {
    let tiny = x.less(f64::MIN_POSITIVE);
    let scaled = N::select(tiny, x * TWO_54, x);
    // Counted from √½ instead of from a power of two, the exponent of m is always 0.
    let exponent = scaled.bits(|bits| {
        TWO_52.to_bits() | (bits.wrapping_sub(SQRT_HALF_BITS).wrapping_add(1023 << 52) >> 52)
    });
    let m = scaled
        .bits(|bits| (bits.wrapping_sub(SQRT_HALF_BITS) & FRACTION).wrapping_add(SQRT_HALF_BITS));
    let bias = N::choose(tiny, TWO_52 + 1023.0 + 54.0, TWO_52 + 1023.0);
    (exponent - bias, m)
}

#[inline(always)]
pub(super) fn ln<N: Number>(x: N) -> N {
    let (high, low) = ln_parts(x);
    ends(x, high - low)
}

/// Logarithm as what it is rounded to and what rounding took, to about 2⁻⁵⁶ of its size, for a
/// positive finite `x` below ½.
#[inline(always)]
pub(super) fn ln_with_rest<N: Number>(x: N) -> (N, N) {
    let (high, low) = ln_parts(x);
    let result = high - low;
    (result, (high - result) - low)
}

/// The logarithm of a positive finite `x` as a difference; the first is a multiple of `ln 2`, exact.
#[inline(always)]
fn ln_parts<N: Number>(x: N) -> (N, N) {
    let (k, m) = split(x);
    // ln m = 2·artanh s, s = f/(2 + f), and 2s = f - f²/2 + s·f²/2, where f is exact.
    let f = m - 1.0;
    let s = f / (f + 2.0);
    let z = s * s;
    let half_square = f * f * 0.5;
    let series = (z * (z.polynomial(&ARTANH) * z + 1.0)) * (2.0 / 3.0);
    let low = s * (half_square + series) + k * LN_2_LO;
    (k * LN_2_HI, (half_square - low) - f)
}

/// The logarithm of 0, ∞, negative numbers and NaN.
#[inline(always)]
fn ends<N: Number>(x: N, result: N) -> N {
    let result = N::select(x.less(f64::INFINITY), result, x);
    let result = N::select(x.equals(0.0), N::splat(f64::NEG_INFINITY), result);
    N::select(x.less(0.0), N::splat(f64::NAN), result)
}

/// Logarithm as the sum of two numbers, to about 2⁻⁶⁴ of its size, for a positive finite `x`.
#[inline(always)]
fn ln_sum<N: Number>(x: N) -> (N, N) {
    let (k, m) = split(x);
    // s = (m - 1)/(m + 1) in two parts, the first of 26 bits; the remainder of that division is exact.
    let f = m - 1.0;
    let divisor = m + 1.0;
    let divisor_hi = divisor.upper();
    let divisor_lo = m - (divisor_hi - 1.0);
    let s = f / divisor;
    let s_hi = s.upper();
    let s_lo = ((f - s_hi * divisor_hi) - s_hi * divisor_lo) / divisor;

    // ln m = (2/3)·s·t, t = 3 + s² + s⁴·(…).
    let z = s * s;
    let z_hi = s_hi * s_hi;
    let rest = z * z * z.polynomial(&ARTANH) + s_lo * (s_hi + s);
    let t_hi = (z_hi + rest + 3.0).upper();
    let t_lo = rest - ((t_hi - 3.0) - z_hi);
    let product = s_hi * t_hi;
    let product_lo = s_lo * t_hi + s * t_lo;
    let p_hi = (product + product_lo).upper();
    let p_lo = product_lo - (p_hi - product);
    let m_hi = p_hi * TWO_THIRDS_HI;
    let m_lo = p_hi * TWO_THIRDS_LO + p_lo * (2.0 / 3.0);

    let k_hi = k * LN_2_HI;
    let sum = k_hi + m_hi;
    let lost = m_hi - (sum - k_hi);
    let low = lost + (m_lo + k * LN_2_LO);
    let high = sum + low;
    (high, low - (high - sum))
}

/// Larger exponents give 0, 1 or ∞ like this one, and cannot overflow on the way.
const EXPONENT_MAX: f64 = 18_446_744_073_709_551_616.0; // 2⁶⁴

#[inline(always)]
pub(super) fn pow<N: Number>(base: N, exponent: N) -> N {
    let (ln_hi, ln_lo) = ln_sum(base);
    let y = N::select(
        exponent.greater(EXPONENT_MAX),
        N::splat(EXPONENT_MAX),
        exponent,
    );
    let y = N::select(exponent.less(-EXPONENT_MAX), N::splat(-EXPONENT_MAX), y);
    // The product y·ln x with what its rounding loses.
    let (y_hi, l_hi) = (y.upper(), ln_hi.upper());
    let (y_lo, l_lo) = (y - y_hi, ln_hi - l_hi);
    let product = y * ln_hi;
    let lost = ((y_hi * l_hi - product) + y_hi * l_lo + y_lo * l_hi) + y_lo * l_lo;
    let result = exp_sum(product, lost + y * ln_lo);

    let one = N::splat(1.0);
    let none = N::splat(0.0);
    let infinity = N::splat(f64::INFINITY);
    let (falls, grows) = (exponent.less(0.0), exponent.greater(0.0));
    let at_zero = N::select(falls, infinity, N::select(grows, none, exponent));
    let at_infinity = N::select(falls, none, N::select(grows, infinity, exponent));
    let result = N::select(base.less(f64::INFINITY), result, base);
    let result = N::select(base.equals(f64::INFINITY), at_infinity, result);
    let result = N::select(base.equals(0.0), at_zero, result);
    let result = N::select(base.less(0.0), N::splat(f64::NAN), result);
    let result = N::select(base.equals(1.0), one, result);
    N::select(exponent.equals(0.0), one, result)
}
