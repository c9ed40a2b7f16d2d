//! The normal distribution.
//!
//! What makes most of a result is a polynomial with few short coefficients of the upper bits of the
//! argument, whose products and sums are exact; a fit adds the rest, so that its roundings count little.
//! `tests/fit.py` prints the fitted coefficients.

use super::exponential::{exp_parts, ln_with_rest, scaled};
use super::number::Number;

/// Where the fit of the centre ends: `|u - ½|`.
const CENTRE: f64 = 0.41;
/// Where the fit of the near tail is centred: `√(-ln u)`.
const NEAR_START: f64 = 1.6;
/// Where the fit of the near tail ends and that of the far one is centred.
const NEAR_TAIL: f64 = 5.0;

/// What the fits add to: `2.6875·|u - ½|`, `1.5·√(-ln u) - 0.875`.
const CENTRE_SLOPE: f64 = 2.6875;
const TAIL_SLOPE: f64 = 1.5;
const TAIL_SHIFT: f64 = 0.875;

/// Coefficients of a power in the three fits, highest first: centre, near tail, far tail.
type Fits<const N: usize> = [[f64; 3]; N];

/// What is left of `z`; in the centre, of `z/|u - ½|`, in powers of `0.41² - (u - ½)²`.
const NUMERATOR: Fits<8> = [
    [
        -5307.275953868393,
        -4.566422551837919e-05,
        -1.2146220774840778e-08,
    ],
    [
        -22075.297345648323,
        -0.0008859291047254318,
        -1.5172459361386494e-06,
    ],
    [
        -21882.609885311653,
        -0.0035063372031369673,
        -5.9872483131674273e-05,
    ],
    [
        -7572.580313923544,
        0.009503395498522917,
        -0.000993036138471682,
    ],
    [
        -834.0004494272856,
        0.0801558391655672,
        -0.007380648438671315,
    ],
    [42.7436379450778, 0.13306342387842685, -0.02208059437497036],
    [
        12.877595519512429,
        0.00012324970938829477,
        -0.010107897412458693,
    ],
    [
        0.5826342285127227,
        -0.10156288925031641,
        0.03290464350110374,
    ],
];

const DENOMINATOR: Fits<8> = [
    [
        2390.07969805022,
        -1.7332618520519816e-08,
        -3.330225816620638e-14,
    ],
    [
        14162.140371153691,
        0.0005336312676333767,
        1.416016338285871e-07,
    ],
    [
        21217.347758960488,
        0.014809854019604406,
        1.8416942670576124e-05,
    ],
    [
        12711.467218263675,
        0.14483360749490481,
        0.0007856222241852003,
    ],
    [3629.6033078071237, 0.6785751867363499, 0.014861070264042585],
    [524.0774335777068, 1.6597757851383794, 0.13685724544840508],
    [36.845233119259504, 2.0443041857419835, 0.599697266822629],
    [1.0, 1.0, 1.0],
];

/// `dz/du` and `dz/d√(-ln u)`, roughly.
const SLOPE: Fits<2> = [[-26.4, -0.0583, -0.00133], [5.75, 1.65, 1.44]];

#[inline(always)]
pub(super) fn quantile<N: Number>(u: N) -> N {
    let lower = u.less(0.5);
    // 1 - u is exact above ½.
    let tail = N::select(lower, u, -(u - 1.0));
    let q = -(tail - 0.5);
    let central = q.less(CENTRE);
    let (log, log_rest) = ln_with_rest(tail);
    let r = (-log).sqrt();
    let near = r.less(NEAR_TAIL);
    let three = |[centre, near_tail, far_tail]: [f64; 3]| {
        N::select(
            central,
            N::splat(centre),
            N::choose(near, near_tail, far_tail),
        )
    };

    let place = N::select(central, q, r);
    let high = place.upper();
    let low = place - high;
    // What rounding took from ½ - tail, and from the root: (-ln tail - r²)/2r, without the 1/r.
    let q_rest = -(q - 0.5) - tail;
    let r_rest = (((log + high * high) + (place + high) * low) + log_rest) * -0.5;
    let rest = N::select(central, q_rest, r_rest);

    let x = N::select(
        central,
        -(q * q - CENTRE * CENTRE),
        r - N::choose(near, NEAR_START, NEAR_TAIL),
    );
    let numerator = horner(x, &NUMERATOR, three);
    let denominator = horner(x, &DENOMINATOR, three);
    let slope = horner(x, &SLOPE, three);
    // In one division: what the line leaves, and what the roundings of q or r make of z.
    let added = numerator * place + rest * slope * denominator;
    let divisor = denominator * N::select(central, N::splat(1.0), r);

    let factor = N::choose(central, CENTRE_SLOPE, TAIL_SLOPE);
    let exact = high * factor - N::choose(central, 0.0, TAIL_SHIFT);
    let z = exact + (low * factor + added / divisor);
    let outside = N::choose(tail.equals(0.0), f64::INFINITY, f64::NAN);
    let z = N::select(tail.greater(0.0), z, outside);
    N::select(lower, -z, z)
}

/// Horner's rule with the coefficients of the fit that holds.
#[inline(always)]
fn horner<N: Number, const DEGREE: usize>(
    x: N,
    coefficients: &Fits<DEGREE>,
    three: impl Fn([f64; 3]) -> N,
) -> N {
    let mut sum = three(coefficients[0]);
    let mut i = 1;
    while i < DEGREE {
        sum = sum * x + three(coefficients[i]);
        i += 1;
    }
    sum
}

/// Beyond, the lower tail is 0.
const TAIL_MAX: f64 = 39.0;
/// Added and taken away again it rounds to a multiple of 2⁻¹⁴, whose cube is exact.
const GRID: f64 = 412_316_860_416.0; // 1.5·2³⁸

/// `w·(c₀ + c₁·w + c₂·w²)` is `Φ(-t)·exp(t²/2)` but for 5 %, where `w = 8/(t + 4)`.
const MILLS_BASE: [f64; 3] = [14.0 / 256.0, -5.0 / 256.0, 15.0 / 256.0];

/// What is left of `Φ(-t)·exp(t²/2)/w`, in powers of `1 - w`, for `0 ≤ t ≤ 39`, at Chebyshev nodes:
/// an odd and an even power a row, highest first, summed side by side.
/// Shepherd and Laframboise (1981) use this change of variable for `erfc`.
const MILLS: [[f64; 2]; 12] = [
    [-9.078024763011974e-11, -3.152624322347592e-10],
    [2.397846275466675e-10, 2.452451357669445e-09],
    [1.660099723413791e-09, -1.0676052269606406e-08],
    [-1.937061467780931e-08, 3.397556620324104e-08],
    [1.276942546495127e-07, -7.871207007269779e-08],
    [-7.400216653770128e-07, 8.958329056526289e-08],
    [4.393085756625433e-06, -2.3853230997167916e-07],
    [-2.8886866896182376e-05, 1.6668039051205717e-05],
    [0.00020385230719858764, -0.0004349615459241994],
    [-0.0009425236208408489, 0.00754957186136707],
    [-0.023315232244957157, -0.006295324907223183],
    [0.013856669753513486, 0.0006606413019689366],
];

/// By how many times a relative error of `w` comes back in `Φ(-t)·exp(t²/2)`, in powers of `w`.
const MILLS_CONDITION: [f64; 3] = [0.298, 0.527, 0.987];

#[inline(always)]
pub(super) fn cdf<N: Number>(z: N) -> N {
    let t = z.abs();
    let t = N::select(t.greater(TAIL_MAX), N::splat(TAIL_MAX), t);
    let divisor = t + 4.0;
    let divisor_rest = t - (divisor - 4.0);
    let w = N::splat(8.0) / divisor;
    let w_hi = (w + GRID) - GRID;
    let w_lo = w - w_hi;
    // The remainder of that division, and what it makes of the result.
    let divisor_hi = divisor.upper();
    let divisor_lo = (divisor - divisor_hi) + divisor_rest;
    let excess = ((w_hi * divisor_hi - 8.0) + w_hi * divisor_lo) + w_lo * divisor;
    let relative = excess * -0.125 * w.polynomial(&MILLS_CONDITION);

    let [c_2, c_1, c_0] = MILLS_BASE;
    // The base at w_hi, and by how much it grows from there to w.
    let inner = w_hi * c_2 + c_1;
    let middle = inner * w_hi + c_0;
    let mills_hi = middle * w_hi;
    let step = (w * c_2 + inner) * w + middle;
    let mills_lo = w_lo * step + (w * mills_rest(-(w - 1.0)) + mills_hi * relative);

    // t² in two parts: its rounding alone would cost 700 ulp far out.
    let t_hi = t.upper();
    let square = t_hi * t_hi;
    let rest = (t - t_hi) * (t + t_hi);
    let (n, r, more) = exp_parts(square * -0.5, rest * -0.5);

    // (m_hi + m_lo)·(1 + r_hi + r_lo), where the product of the upper parts is exact.
    let (m_hi, r_hi) = (mills_hi.upper(), r.upper());
    let m_lo = (mills_hi - m_hi) + mills_lo;
    let r_lo = (r - r_hi) + more;
    let product = m_hi * r_hi;
    let sum = m_hi + product;
    let lost = product - (sum - m_hi);
    let tail = sum + (lost + (m_hi * r_lo + m_lo * ((r + more) + 1.0)));
    let tail = scaled(tail, n);
    N::select(z.greater(0.0), -(tail - 1.0), tail)
}

#[inline(always)]
fn mills_rest<N: Number>(x: N) -> N {
    let square = x * x;
    let [mut odd, mut even] = MILLS[0].map(N::splat);
    let mut i = 1;
    while i < MILLS.len() {
        odd = odd * square + MILLS[i][0];
        even = even * square + MILLS[i][1];
        i += 1;
    }
    odd * x + even
}
