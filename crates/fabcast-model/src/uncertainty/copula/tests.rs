use super::*;
use crate::lanes::LANES;
use crate::math;
use crate::uncertainty::uniform_lanes;
use proptest::prelude::*;

/// What a copula makes of the unit vectors is its Cholesky factor.
fn factor(copula: &Copula) -> Vec<Vec<f64>> {
    let n = copula.size();
    let mut columns = Vec::new();
    for j in 0..n {
        let mut z = vec![ZERO; n];
        z[j] = Lanes::splat(1.0);
        copula.apply(&mut z);
        columns.push(z.iter().map(|z| z.0[0]).collect::<Vec<_>>());
    }
    (0..n)
        .map(|i| (0..n).map(|j| columns[j][i]).collect())
        .collect()
}

/// Correlations of the normals that a copula gives.
fn correlations(copula: &Copula) -> Vec<Vec<f64>> {
    let l = factor(copula);
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum();
    l.iter()
        .map(|a| l.iter().map(|b| dot(a, b)).collect())
        .collect()
}

fn pair(rho: f64) -> Vec<Vec<f64>> {
    vec![vec![1.0, rho], vec![rho, 1.0]]
}

#[test]
fn one_parameter_is_left_alone() {
    let copula = Copula::new(&[vec![1.0]]).unwrap();
    let mut z = [Lanes([0.1, -0.2, 3.0, -4.0, 0.5, 0.0, 7.0, -0.8])];
    let before = z;
    copula.apply(&mut z);
    assert_eq!(z, before);
}

#[test]
fn none_is_fine() {
    Copula::new(&[]).unwrap().apply(&mut []);
}

#[test]
fn the_factor_gives_the_correlation_back() {
    let rank = [
        vec![1.0, 0.5, -0.3, 0.0],
        vec![0.5, 1.0, 0.2, 0.1],
        vec![-0.3, 0.2, 1.0, 0.7],
        vec![0.0, 0.1, 0.7, 1.0],
    ];
    let got = correlations(&Copula::new(&rank).unwrap());
    for i in 0..4 {
        for j in 0..4 {
            let expected = 2.0 * libm::sin(std::f64::consts::PI * rank[i][j] / 6.0);
            assert!((got[i][j] - expected).abs() < 1e-14, "{i} {j}");
        }
    }
}

#[test]
fn perfect_correlation_copies() {
    for rho in [1.0, -1.0] {
        let copula = Copula::new(&pair(rho)).unwrap();
        let mut z = [
            Lanes([0.1, -0.2, 3.0, -4.0, 0.5, 0.0, 7.0, -0.8]),
            Lanes::splat(9.0),
        ];
        copula.apply(&mut z);
        assert_eq!(z[1], rho * z[0]);
    }
}

#[test]
fn semi_definite_is_accepted() {
    // The last two are one parameter, and both follow the first.
    let rank = [
        vec![1.0, 0.6, 0.6],
        vec![0.6, 1.0, 1.0],
        vec![0.6, 1.0, 1.0],
    ];
    let got = factor(&Copula::new(&rank).unwrap());
    for (a, b) in got[1].iter().zip(&got[2]) {
        assert!((a - b).abs() < 1e-15);
    }
    // The same with others behind.
    let rank = [
        vec![1.0, 1.0, -0.4, 0.2],
        vec![1.0, 1.0, -0.4, 0.2],
        vec![-0.4, -0.4, 1.0, 0.3],
        vec![0.2, 0.2, 0.3, 1.0],
    ];
    let got = correlations(&Copula::new(&rank).unwrap());
    assert!((got[3][3] - 1.0).abs() < 1e-12 && (got[1][0] - 1.0).abs() < 1e-12);
}

#[test]
fn contradictions_are_named() {
    let rank = [
        vec![1.0, 0.1, 0.0, 0.0],
        vec![0.1, 1.0, 0.9, 0.9],
        vec![0.0, 0.9, 1.0, -0.9],
        vec![0.0, 0.9, -0.9, 1.0],
    ];
    let error = Copula::new(&rank).unwrap_err();
    assert_eq!(error.fault, CorrelationFault::Indefinite);
    assert_eq!(error.row, 3);
    assert!(error.pair.0 >= 1, "{error:?}");
    assert!(error.smallest_eigenvalue < -0.5, "{error:?}");
    // With three equal correlations that contradict each other the bound is ½ for the normals.
    let limit = 6.0 / std::f64::consts::PI * libm::asin(0.25) / 0.9;
    assert!(
        limit - 0.02 < error.shrink && error.shrink <= limit,
        "{error:?} {limit}"
    );
    check_parts(
        &error.to_string(),
        &[
            "parameter 4 cannot be joined",
            "expected 0 or more",
            "multiplying all correlations by",
        ],
    );
    let shrunk: Vec<Vec<f64>> = (0..4)
        .map(|i| {
            (0..4)
                .map(|j| {
                    if i == j {
                        1.0
                    } else {
                        error.shrink * rank[i][j]
                    }
                })
                .collect()
        })
        .collect();
    assert!(Copula::new(&shrunk).is_ok());
}

/// A parameter equal to another cannot differ from it in its correlation with a third.
#[test]
fn a_copy_cannot_differ() {
    let rank = [
        vec![1.0, 1.0, 0.5],
        vec![1.0, 1.0, 0.4],
        vec![0.5, 0.4, 1.0],
    ];
    let error = Copula::new(&rank).unwrap_err();
    assert_eq!((error.fault, error.row), (CorrelationFault::Indefinite, 2));
    assert!(error.shrink > 0.9);
}

fn check_parts(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in {text:?}");
    }
}

#[test]
fn malformed_matrices_are_refused() {
    let cases = [
        (
            vec![vec![1.0, 0.5], vec![0.5]],
            CorrelationFault::NotSquare,
            (1, 1),
        ),
        (
            vec![vec![1.0, 0.5], vec![0.5, 0.9]],
            CorrelationFault::Diagonal,
            (1, 1),
        ),
        (
            vec![vec![1.0, 1.5], vec![1.5, 1.0]],
            CorrelationFault::Range,
            (0, 1),
        ),
        (
            vec![vec![1.0, f64::NAN], vec![0.5, 1.0]],
            CorrelationFault::Range,
            (0, 1),
        ),
        (
            vec![vec![1.0, 0.5], vec![0.4, 1.0]],
            CorrelationFault::Asymmetric,
            (0, 1),
        ),
    ];
    for (matrix, fault, pair) in cases {
        let error = Copula::new(&matrix).unwrap_err();
        assert_eq!((error.fault, error.pair), (fault, pair));
        assert!(
            error.to_string().contains("expected") || error.to_string().contains("from -1 to 1")
        );
    }
}

/// Ranks of a sample, 0 to 1.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, &i) in order.iter().enumerate() {
        ranks[i] = rank as f64 / (values.len() - 1) as f64;
    }
    ranks
}

#[test]
fn samples_have_the_rank_correlation_asked_for() {
    for rho in [0.8, 0.3, -0.6] {
        let copula = Copula::new(&pair(rho)).unwrap();
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for block in 0..2500 {
            let mut z = [1, 2]
                .map(|name| math::normal_quantile(uniform_lanes(11, block * LANES as u64, name)));
            copula.apply(&mut z);
            x.extend(z[0].0);
            // Any monotone function of it has the same ranks.
            y.extend(math::exp(z[1]).0);
        }
        let products: f64 = ranks(&x)
            .iter()
            .zip(ranks(&y))
            .map(|(a, b)| (a - 0.5) * (b - 0.5))
            .sum();
        let got = 12.0 * products / x.len() as f64;
        // 20,000 draws: a standard error of about 0.007.
        assert!((got - rho).abs() < 0.02, "{got} for {rho}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Correlations that real vectors have are always accepted, and come back.
    #[test]
    fn real_correlations_are_accepted(
        vectors in prop::collection::vec(prop::array::uniform3(-1.0..1.0f64), 1..8),
    ) {
        let length = |v: &[f64; 3]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
        prop_assume!(vectors.iter().all(|v| length(v) > 0.1));
        let n = vectors.len();
        let cosine = |i: usize, j: usize| -> f64 {
            if i == j {
                return 1.0;
            }
            let dot: f64 = vectors[i].iter().zip(&vectors[j]).map(|(a, b)| a * b).sum();
            (dot / length(&vectors[i]) / length(&vectors[j])).clamp(-1.0, 1.0)
        };
        // The rank correlation of normals with this correlation.
        let rank = |c: f64| 6.0 / std::f64::consts::PI * libm::asin(c / 2.0);
        let matrix: Vec<Vec<f64>> = (0..n)
            .map(|i| (0..n).map(|j| if i == j { 1.0 } else { rank(cosine(i.min(j), i.max(j))) }).collect())
            .collect();
        let copula = Copula::new(&matrix);
        prop_assert!(copula.is_ok(), "{:?}", copula);
        let got = correlations(&copula.unwrap());
        for (i, row) in got.iter().enumerate() {
            for (j, entry) in row.iter().enumerate() {
                prop_assert!((entry - cosine(i.min(j), i.max(j))).abs() < 1e-6);
            }
        }
    }
}
