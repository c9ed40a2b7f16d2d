use super::*;

fn known(y: f64, x: &[f64]) -> Piece {
    Piece {
        offset: 0.0,
        x: x.to_vec(),
        from: y - 1e-4,
        to: y + 1e-4,
    }
}

/// Values around a line by the quantiles of a normal: `2 + 0.5·x`, spread 0.3.
fn line() -> Vec<Piece> {
    let n = 60;
    let point = |i: usize| {
        let x = f64::from(u32::try_from(i % 6).expect("small"));
        let z = normal_quantile((i as f64 + 0.5) / n as f64);
        // Every sixth quantile stands at the same place, so that no place is above the others.
        known(2.0 + 0.5 * x + 0.3 * z, &[1.0, x])
    };
    (0..n).map(point).collect()
}

const WIDE: [Prior; 2] = [[0.0, 10.0], [0.0, 10.0]];

#[test]
fn exact_values_give_the_least_squares() {
    let pieces = line();
    let fitted = Regression::new(&pieces, &WIDE);
    let n = pieces.len() as f64;
    let y = |piece: &Piece| (piece.from + piece.to) / 2.0;
    let [mx, my] = [0, 1].map(|k| {
        pieces
            .iter()
            .map(|p| if k == 0 { p.x[1] } else { y(p) })
            .sum::<f64>()
            / n
    });
    let above = pieces
        .iter()
        .map(|p| (p.x[1] - mx) * (y(p) - my))
        .sum::<f64>();
    let below = pieces
        .iter()
        .map(|p| (p.x[1] - mx) * (p.x[1] - mx))
        .sum::<f64>();
    let slope = above / below;
    let [a, b] = [[1.0, 0.0], [0.0, 1.0]].map(|x| fitted.combination(&x));
    assert!((b.estimate - slope).abs() < 1e-3, "{b:?} {slope}");
    assert!((a.estimate - (my - slope * mx)).abs() < 1e-3, "{a:?}");
    let sd = fitted.sd();
    assert!((sd.estimate - 0.3).abs() < 0.03, "{sd:?}");
    let error = sd.estimate / below.sqrt();
    assert!(
        (b.standard_error / error - 1.0).abs() < 0.1,
        "{b:?} {error}"
    );
}

#[test]
fn without_evidence_it_is_the_prior_and_bounds_pull() {
    let prior = [[1.0, 0.5]];
    let none = Regression::new(&[], &prior).combination(&[1.0]);
    assert!((none.estimate - 1.0).abs() < 1e-9 && (none.standard_error - 0.5).abs() < 1e-9);
    let bound = |from: f64, to: f64| Piece {
        offset: 0.0,
        x: vec![1.0],
        from,
        to,
    };
    let at = |pieces: &[Piece]| Regression::new(pieces, &prior).combination(&[1.0]).estimate;
    let more = at(&[bound(1.5, f64::INFINITY)]);
    let less = at(&[bound(f64::NEG_INFINITY, 0.5)]);
    assert!(
        more > 1.05 && (more + less - 2.0).abs() < 1e-6,
        "{more} {less}"
    );
    // A bound that says nothing moves nothing, and one that cannot be is no trouble.
    assert!((at(&[bound(-30.0, f64::INFINITY)]) - 1.0).abs() < 1e-9);
    let far = at(&[bound(300.0, f64::INFINITY)]);
    assert!(far.is_finite() && far > more, "{far}");
}

#[test]
fn draws_are_as_wide_as_what_is_known() {
    let pieces = line();
    let fitted = Regression::new(&pieces, &WIDE);
    let spread = |fitted: &Regression| {
        let draws = fitted.draws(0.0, &[1.0, 2.0], "x", 4_000, 1);
        let mean = draws.iter().sum::<f64>() / 4_000.0;
        let square = draws.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / 4_000.0;
        (mean, square.sqrt())
    };
    let (mean, sd) = spread(&fitted);
    assert!(
        (mean - 3.0).abs() < 0.03 && (sd - 0.31).abs() < 0.03,
        "{mean} {sd}"
    );
    let (_, few) = spread(&Regression::new(&pieces[..3], &WIDE));
    assert!(few > 2.0 * sd, "{few}");
}
