//! The axioms that define Shapley values, and games with known answers.

use proptest::prelude::*;

use super::*;

const N: usize = 8;

fn game() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-1e3..1e3_f64, 1 << N)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

/// The coalition with players `i` and `j` in each other's place.
fn swapped(s: usize, i: usize, j: usize) -> usize {
    let (a, b) = (s >> i & 1, s >> j & 1);
    s & !(1 << i | 1 << j) | a << j | b << i
}

proptest! {
    #[test]
    fn efficiency(v in game()) {
        let sum: f64 = shapley(&v).iter().sum();
        prop_assert!(close(sum, v[v.len() - 1] - v[0]), "{sum}");
    }

    #[test]
    fn symmetry(v in game(), i in 0..N, j in 0..N) {
        // the game in which i and j do the same
        let even: Vec<f64> = (0..v.len()).map(|s| v[s] + v[swapped(s, i, j)]).collect();
        let values = shapley(&even);
        prop_assert!(close(values[i], values[j]));
    }

    #[test]
    fn null_player(v in game(), i in 0..N) {
        let without: Vec<f64> = (0..v.len()).map(|s| v[s & !(1 << i)]).collect();
        prop_assert_eq!(shapley(&without)[i], 0.0);
        for ((a, b), index) in pairs(N).zip(interactions(&without)) {
            prop_assert!(index == 0.0 || a != i && b != i);
        }
    }

    #[test]
    fn additivity(v in game(), w in game(), k in -10.0..10.0_f64) {
        let sum: Vec<f64> = v.iter().zip(&w).map(|(v, w)| v + k * w).collect();
        for ((all, v), w) in shapley(&sum).iter().zip(shapley(&v)).zip(shapley(&w)) {
            prop_assert!(close(*all, v + k * w));
        }
    }

    #[test]
    fn an_additive_game_pays_each_what_it_brings(brings in prop::collection::vec(-10.0..10.0_f64, N)) {
        let worth = |s: usize| (0..N).filter(|i| s >> i & 1 == 1).map(|i| brings[i]).sum::<f64>();
        let v: Vec<f64> = (0..1 << N).map(worth).collect();
        for (value, brought) in shapley(&v).iter().zip(&brings) {
            prop_assert!(close(*value, *brought));
        }
        prop_assert!(interactions(&v).iter().all(|index| index.abs() < 1e-9));
    }

    #[test]
    fn agrees_with_the_mean_over_all_orders(v in prop::collection::vec(-10.0..10.0_f64, 16)) {
        let mut sums = [0.0; 4];
        let mut orders = 0.0;
        for code in 0..256_usize {
            let order = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3];
            if (0..4).any(|i| !order.contains(&i)) {
                continue;
            }
            orders += 1.0;
            let mut s = 0;
            for i in order {
                sums[i] += v[s | 1 << i] - v[s];
                s |= 1 << i;
            }
        }
        prop_assert_eq!(orders, 24.0);
        for (value, sum) in shapley(&v).iter().zip(sums) {
            prop_assert!(close(*value, sum / orders));
        }
    }
}

#[test]
fn a_glove_market() {
    // Players 0 and 1 own a left glove each, player 2 the right one; a pair is worth 1 (Shapley and Shubik).
    let worth = |s: usize| f64::from(u8::from(s & 4 != 0 && s & 3 != 0));
    let values = shapley(&(0..8).map(worth).collect::<Vec<_>>());
    for (value, known) in values.iter().zip([1.0 / 6.0, 1.0 / 6.0, 4.0 / 6.0]) {
        assert!(close(*value, known), "{values:?}");
    }
}

#[test]
fn two_who_need_one_another() {
    // v = 1 only with both: they complement one another by 1.
    assert_eq!(interactions(&[0.0, 0.0, 0.0, 1.0]), [1.0]);
    // v = 1 with either: one does for the other.
    assert_eq!(interactions(&[0.0, 1.0, 1.0, 1.0]), [-1.0]);
}

#[test]
fn one_player_takes_it_all() {
    assert_eq!(shapley(&[2.0, 7.0]), [5.0]);
    assert!(interactions(&[2.0, 7.0]).is_empty());
}
