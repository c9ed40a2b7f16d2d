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
    [2.5090809287301226727e3, 7.74545014278341407640e-4, 2.01033439929228813265e-7],
    [3.3430575583588128105e4, 2.27238449892691845833e-2, 2.71155556874348757815e-5],
    [6.7265770927008700853e4, 2.41780725177450611770e-1, 1.24266094738807843860e-3],
    [4.5921953931549871457e4, 1.27045825245236838258, 2.65321895265761230930e-2],
    [1.3731693765509461125e4, 3.64784832476320460504, 2.96560571828504891230e-1],
    [1.9715909503065514427e3, 5.76949722146069140550, 1.78482653991729133580],
    [1.3314166789178437745e2, 4.63033784615654529590, 5.46378491116411436990],
    [3.3871328727963666080, 1.42343711074968357734, 6.65790464350110377720],
];

const DENOMINATOR: Fits = [
    [5.2264952788528545610e3, 1.05075007164441684324e-9, 2.04426310338993978564e-15],
    [2.8729085735721942674e4, 5.47593808499534494600e-4, 1.42151175831644588870e-7],
    [3.9307895800092710610e4, 1.51986665636164571966e-2, 1.84631831751005468180e-5],
    [2.1213794301586595867e4, 1.48103976427480074590e-1, 7.86869131145613259100e-4],
    [5.3941960214247511077e3, 6.89767334985100004550e-1, 1.48753612908506148525e-2],
    [6.8718700749205790830e2, 1.67638483018380384940, 1.36929880922735805310e-1],
    [4.2313330701600911252e1, 2.05319162663775882187, 5.99832206555887937690e-1],
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
        sum = sum * x + N::select(central, N::splat(centre), N::choose(near, near_tail, far_tail));
        i += 1;
    }
    sum
}
