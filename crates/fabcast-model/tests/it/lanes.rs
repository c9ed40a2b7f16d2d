//! Sets of draws: a bit for each lane, there and back.

use fabcast_model::lanes::{LANES, Lanes, Mask, ONE, Set, ZERO};

#[test]
fn every_set_is_its_mask_and_back() {
    for bits in 0..=u8::MAX {
        let set = Set(bits);
        let mask = set.mask();
        let there = |lane: usize| bits >> lane & 1 == 1;
        for lane in 0..LANES {
            assert_eq!(mask.0[lane], if there(lane) { u64::MAX } else { 0 });
        }
        assert_eq!(mask.set(), set);
        assert_eq!((set.any(), set.all()), (mask.any(), mask.all()));
        let values = Lanes(std::array::from_fn(|lane| 1.5 + lane as f64));
        for lane in 0..LANES {
            let value = values.0[lane];
            assert_eq!(
                set.of(values).0[lane],
                if there(lane) { value } else { 0.0 }
            );
            let chosen = set.select(values, Lanes::splat(-1.0)).0[lane];
            assert_eq!(chosen, if there(lane) { value } else { -1.0 });
        }
    }
}

#[test]
fn sets_combine_as_masks_do() {
    for a in 0..=u8::MAX {
        for b in [0, 1, 0x55, 0x80, 0xF0, u8::MAX, a, !a] {
            let (left, right) = (Set(a), Set(b));
            assert_eq!((left & right).mask(), left.mask() & right.mask());
            assert_eq!((left | right).mask(), left.mask() | right.mask());
            assert_eq!((!left).mask(), !left.mask());
        }
    }
}

#[test]
fn a_comparison_gathers_the_lanes_where_it_holds() {
    let values = Lanes([0.0, 1.0, -1.0, f64::NAN, f64::INFINITY, 1.0, 0.5, 2.0]);
    assert_eq!(values.ge(ONE).set(), Set(0b1011_0010));
    assert_eq!(values.lt(ZERO).set(), Set(0b0000_0100));
    // What is no number is nowhere, and what is not chosen is exactly 0.
    assert_eq!(Mask::NONE.of(values), ZERO);
    assert!(Mask::ALL.of(values).0[3].is_nan());
}
