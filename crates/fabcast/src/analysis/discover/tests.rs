//! Planted boxes are found, noise is not.

use super::choice::{choose, quasi_p, reproducibility};
use super::{Data, prim, tree};
use crate::analysis::sensitivity::Sequence;

/// Ten uniform inputs; a success lies in `x0 < 0.4`, `x3 > 0.5`, `0.2 < x7 < 0.7`, and one row in
/// `noise` is turned round.
fn planted(n: u32, noise: f64, seed: u64) -> (Vec<Vec<f64>>, Vec<bool>) {
    let sequence = Sequence::new(11, seed);
    let columns: Vec<Vec<f64>> = (0..10)
        .map(|k| (0..n).map(|row| sequence.at(row, k)).collect())
        .collect();
    let met = (0..n as usize).map(|row| {
        let x = |k: usize| columns[k][row];
        let inside = x(0) < 0.4 && x(3) > 0.5 && x(7) > 0.2 && x(7) < 0.7;
        inside != (sequence.at(row as u32, 10) < noise)
    });
    let met = met.collect();
    (columns, met)
}

#[test]
fn a_planted_box_in_ten_dimensions_is_found() {
    for (noise, tolerance) in [(0.0, 0.03), (0.1, 0.06)] {
        let (columns, met) = planted(4_096, noise, 1);
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let data = Data {
            columns: &columns,
            met: &met,
        };
        let boxes = prim(data);
        let (_, found) = choose(data, &boxes);
        assert_eq!(found.restricted(), [0, 3, 7], "{noise} {found:?}");
        let near = |limit: f64, planted: f64| (limit - planted).abs() < tolerance;
        assert!(near(found.limits[0][1], 0.4), "{found:?}");
        assert!(near(found.limits[3][0], 0.5), "{found:?}");
        assert!(
            near(found.limits[7][0], 0.2) && near(found.limits[7][1], 0.7),
            "{found:?}"
        );
        for k in found.restricted() {
            assert!(quasi_p(data, &found, k) < 1e-6);
        }
        let again = reproducibility(data, 10, 1);
        assert!(
            [0, 3, 7].iter().all(|&k| again.restricted[k] > 0.95),
            "{again:?}"
        );
        assert!(again.density > 0.8 - noise, "{again:?}");
    }
}

#[test]
fn density_rises_and_boxes_are_nested_counts() {
    let (columns, met) = planted(1_024, 0.1, 2);
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let data = Data {
        columns: &columns,
        met: &met,
    };
    let boxes = prim(data);
    assert!(
        boxes
            .windows(2)
            .all(|pair| pair[1].density() >= pair[0].density())
    );
    for found in &boxes {
        assert_eq!(*found, found.counted(&data), "limits and counts agree");
    }
}

#[test]
fn noise_gives_no_box_to_build_on() {
    let sequence = Sequence::new(6, 3);
    let columns: Vec<Vec<f64>> = (0..5)
        .map(|k| (0..1_000).map(|row| sequence.at(row, k)).collect())
        .collect();
    let met: Vec<bool> = (0..1_000).map(|row| sequence.at(row, 5) < 0.3).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let data = Data {
        columns: &columns,
        met: &met,
    };
    let again = reproducibility(data, 10, 1);
    // in rows that were not searched the boxes are no better than everything
    assert!((again.density - 0.3).abs() < 0.06, "{again:?}");
}

#[test]
fn values_that_repeat_are_peeled_together() {
    // an input of two values, and one of small whole numbers
    let flag: Vec<f64> = (0..400).map(|row| f64::from(row % 2)).collect();
    let steps: Vec<f64> = (0..400).map(|row| f64::from(row / 2 % 5)).collect();
    let met: Vec<bool> = (0..400)
        .map(|row| row % 2 == 1 && row / 2 % 5 >= 3)
        .collect();
    let columns: Vec<&[f64]> = vec![&flag, &steps];
    let data = Data {
        columns: &columns,
        met: &met,
    };
    let boxes = prim(data);
    let (_, found) = choose(data, &boxes);
    assert_eq!((found.rows, found.hits), (80, 80));
    assert_eq!(found.limits[0][0], 0.5);
    assert_eq!(found.limits[1][0], 2.5);
}

#[test]
fn the_tree_splits_where_the_box_is() {
    let (columns, met) = planted(2_048, 0.0, 4);
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let data = Data {
        columns: &columns,
        met: &met,
    };
    let nodes = tree(data);
    let splits: Vec<usize> = nodes.iter().filter_map(|node| node.split).collect();
    assert!(splits.iter().all(|k| [0, 3, 7].contains(k)), "{nodes:?}");
    let leaves = nodes.iter().filter(|node| node.split.is_none());
    let (rows, hits) = leaves.fold((0, 0), |(r, h), leaf| (r + leaf.rows, h + leaf.hits));
    assert_eq!((rows, hits), (data.n(), data.hits()));
}
