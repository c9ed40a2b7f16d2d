use super::*;

#[test]
fn labels_move_apart_and_stay_inside() {
    assert_eq!(
        spread(&[50.0, 52.0, 10.0], 14.0, (0.0, 100.0)),
        [50.0, 64.0, 10.0]
    );
    assert_eq!(spread(&[99.0, 99.0], 14.0, (0.0, 100.0)), [86.0, 100.0]);
    assert_eq!(spread(&[-9.0, -9.0], 14.0, (0.0, 100.0)), [0.0, 14.0]);
    assert!(spread(&[], 14.0, (0.0, 1.0)).is_empty());
}

#[test]
fn slugs_are_harmless() {
    assert_eq!(slug("fab-us_2"), "fab-us_2");
    assert_eq!(slug("a b>"), "a.20.b.3e.");
    let (a, b) = (slug(&"x".repeat(200)), slug(&"x".repeat(201)));
    assert!(a != b && a.len() < 110);
}
