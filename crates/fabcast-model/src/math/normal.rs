//! The normal distribution.

use super::exponential::{exp_sum, ln};
use super::number::Number;

/// Where the fit of the centre ends: `|u - ½|`.
const CENTRE: f64 = 0.425;
/// Where the fit of the near tail ends: `√(-ln u)`.
const NEAR_TAIL: f64 = 5.0;

/// Coefficients of a power in the three numerators or denominators of AS 241, highest first:
/// centre, near tail, far tail.
type Fits = [[f64; 3]; 8];

const NUMERATOR: Fits = [
    [
        2509.0809287301227,
        0.0007745450142783414,
        2.0103343992922881e-07,
    ],
    [
        33430.57558358813,
        0.022723844989269184,
        2.7115555687434876e-05,
    ],
    [67265.7709270087, 0.2417807251774506, 0.0012426609473880784],
    [45921.95393154987, 1.2704582524523684, 0.026532189526576124],
    [13731.69376550946, 3.6478483247632045, 0.29656057182850487],
    [1971.5909503065513, 5.769497221460691, 1.7848265399172913],
    [133.14166789178438, 4.630337846156546, 5.463784911164114],
    [3.3871328727963665, 1.4234371107496835, 6.657904643501103],
];

const DENOMINATOR: Fits = [
    [
        5226.495278852854,
        1.0507500716444169e-09,
        2.0442631033899397e-15,
    ],
    [
        28729.085735721943,
        0.0005475938084995345,
        1.421511758316446e-07,
    ],
    [
        39307.89580009271,
        0.015198666563616457,
        1.8463183175100548e-05,
    ],
    [
        21213.794301586597,
        0.14810397642748008,
        0.0007868691311456133,
    ],
    [5394.196021424751, 0.6897673349851, 0.014875361290850615],
    [687.1870074920579, 1.6763848301838038, 0.1369298809227358],
    [42.31333070160091, 2.053191626637759, 0.599832206555888],
    [1.0, 1.0, 1.0],
];

#[inline(always)]
pub(super) fn quantile<N: Number>(u: N) -> N {
    let q = u - 0.5;
    let central = q.abs().less(CENTRE);
    let lower = q.less(0.0);
    // 1 - u is exact above ½.
    let tail = N::select(lower, u, -(u - 1.0));
    let r = (-ln(tail)).sqrt();
    let near = r.less(NEAR_TAIL);
    let x = N::select(
        central,
        -(q * q - CENTRE * CENTRE),
        r - N::choose(near, 1.6, NEAR_TAIL),
    );
    let ratio = fit(&NUMERATOR, x, central, near) / fit(&DENOMINATOR, x, central, near);
    let size = N::select(lower, -ratio, ratio);
    let z = N::select(central, q * ratio, size);
    // The far fit would give ∞/∞ at the ends.
    let z = N::select(tail.equals(0.0), q * f64::INFINITY, z);
    N::select(tail.less(0.0), N::splat(f64::NAN), z)
}

/// Beyond, the lower tail is 0.
const TAIL_MAX: f64 = 39.0;
/// Centre of the fit.
const MILLS_SCALE: f64 = 4.0;

/// `Φ(-t)·exp(t²/2)·(t + 4)` in powers of `(t - 4)/(t + 4)`, for `0 ≤ t ≤ 39`, fitted at Chebyshev
/// nodes with 50 digits. Shepherd and Laframboise (1981) use this change of variable for `erfc`.
const MILLS: [f64; 24] = [
    -7.262419810409579e-10,
    -2.5220994578780736e-09,
    1.91827702037334e-09,
    1.961961086135556e-08,
    1.3280797787310328e-08,
    -8.540841815685125e-08,
    -1.549649174224745e-07,
    2.7180452962592834e-07,
    1.0215540371961016e-06,
    -6.296965605815823e-07,
    -5.9201733230161025e-06,
    7.166663245221031e-07,
    3.5144686053003464e-05,
    -1.9082584797734333e-06,
    -0.000231094935169459,
    0.00013334431240964574,
    0.0016308184575887011,
    -0.003479692367393595,
    -0.007540188966726791,
    0.06039657489093656,
    -0.18652185795965726,
    0.38713740074221453,
    -0.6078966419718921,
    0.7552851304157515,
];

#[inline(always)]
pub(super) fn cdf<N: Number>(z: N) -> N {
    let t = z.abs();
    let t = N::select(t.greater(TAIL_MAX), N::splat(TAIL_MAX), t);
    let place = (t - MILLS_SCALE) / (t + MILLS_SCALE);
    let mills = place.polynomial(&MILLS) / (t + MILLS_SCALE);
    // t² in two parts: its rounding alone would cost 700 ulp far out.
    let t_hi = t.upper();
    let square = t_hi * t_hi;
    let rest = (t - t_hi) * (t + t_hi);
    let tail = exp_sum(square * -0.5, rest * -0.5) * mills;
    N::select(z.greater(0.0), -(tail - 1.0), tail)
}

#[inline(always)]
fn fit<N: Number>(coefficients: &Fits, x: N, central: N::Test, near: N::Test) -> N {
    let mut sum = N::splat(0.0);
    let mut i = 0;
    while i < 8 {
        let [centre, near_tail, far_tail] = coefficients[i];
        sum = sum * x
            + N::select(
                central,
                N::splat(centre),
                N::choose(near, near_tail, far_tail),
            );
        i += 1;
    }
    sum
}
