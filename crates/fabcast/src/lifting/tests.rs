//! Orders are balanced, and over all of them the estimator is the Shapley value.

use super::*;

/// How often each group stands in each place of some orders and their reverses.
fn places(orders: impl Iterator<Item = Order>) -> [[u32; N_GROUPS]; N_GROUPS] {
    let mut places = [[0; N_GROUPS]; N_GROUPS];
    for order in orders {
        for (place, &group) in order.iter().enumerate() {
            places[group as usize][place] += 1;
            places[group as usize][N_GROUPS - 1 - place] += 1;
        }
    }
    places
}

#[test]
fn every_group_stands_in_every_place_equally_often() {
    for draws in [1, 8, 24, 32, 40, DRAWS - 1, DRAWS, 1_000] {
        let schedule = Schedule::of(draws);
        let eights = schedule.draws.div_ceil(LANES as u64);
        assert!(schedule.draws <= draws && schedule.draws > 0, "{draws}");
        let counted = places((0..eights).flat_map(|eight| schedule.orders(7, eight)));
        let often = counted[0][0];
        assert!(
            often > 0 && counted.iter().flatten().all(|&n| n == often),
            "{draws}: {counted:?}"
        );
    }
    let whole = places(Schedule::whole(8).orders(7, 3));
    assert!(
        whole.iter().flatten().all(|&n| n == whole[0][0]),
        "{whole:?}"
    );
    assert_ne!(order(7, 0), order(7, PAIRS), "blocks are shuffled");
    assert_ne!(order(7, 0), order(8, 0), "and so are seeds");
}

/// Two groups of which each does what the other does, one that cannot act, and others that add what they add.
fn value(relax: Relax) -> Vec<Lanes> {
    let either = relax.lifts(Group::Capital) || relax.lifts(Group::Talent);
    let of = |group: Group, amount: f64| f64::from(u8::from(relax.lifts(group))) * amount;
    let sum =
        f64::from(u8::from(either)) * 8.0 + of(Group::Equipment, 3.0) + of(Group::Yield, -1.0);
    // Rounding that no group has brought.
    let noise = if relax == Relax::ALL { 1e-13 } else { 0.0 };
    vec![Lanes::splat(sum + noise), Lanes::splat(2.0 * sum)]
}

const ACTING: Relax = Relax::ALL.without(Relax::NONE.with(Group::Power));

#[test]
fn parts_add_up_and_are_shared() {
    let mut game = Game::new(ACTING, Relax::NONE, value);
    let brought = game.lift(Schedule::whole(8).orders(1, 0));
    let of = |group: Group| brought[1].parts[group as usize].0[0];
    assert_eq!((of(Group::Equipment), of(Group::Yield)), (6.0, -2.0));
    assert_eq!(of(Group::Capital) + of(Group::Talent), 16.0);
    let sum: f64 = brought[0].parts.iter().map(|part| part.0[5]).sum();
    assert!((sum - 10.0).abs() < 1e-12, "{sum}");
    assert_eq!(brought[0].parts[Group::Power as usize].0, [0.0; 8]);
    let alone = brought[0].alone[Group::Talent as usize]
        .expect("each is first once")
        .0[0];
    let last = brought[0].last[Group::Talent as usize].expect("and last").0[0];
    assert_eq!(alone, 8.0);
    assert!(last.abs() < 1e-12);
    let sets = game.n_sets();
    assert!(sets <= 2 + PAIRS as usize * 2 * (N_GROUPS - 1), "{sets}");
}

#[test]
fn over_many_orders_it_is_the_shapley_value() {
    let mut game = Game::new(ACTING, Relax::NONE, value);
    let brought = game.lift((0..400 * PAIRS).map(|pair| order(1, pair)));
    let of = |group: Group| brought[1].parts[group as usize].0[0];
    assert!(
        (of(Group::Capital) - 8.0).abs() < 0.2,
        "{}",
        of(Group::Capital)
    );
    assert!(
        (of(Group::Talent) - 8.0).abs() < 0.2,
        "{}",
        of(Group::Talent)
    );
}

#[test]
fn what_is_lifted_anyhow_has_no_part() {
    let lifted = Relax::NONE.with(Group::Capital);
    let mut game = Game::new(ACTING, lifted, value);
    let brought = game.lift(Schedule::whole(8).orders(1, 0));
    let of = |group: Group| brought[1].parts[group as usize].0[0];
    assert_eq!((of(Group::Capital), of(Group::Talent)), (0.0, 0.0));
    assert_eq!(of(Group::Equipment), 6.0);
}
