use super::*;

#[test]
fn what_is_asked_for() {
    let parsed = Request::parse(&["csv", "--minutes", "0.5", "set", "--seed", "7"]);
    let expected = Request {
        targets: vec!["csv".to_owned(), "set".to_owned()],
        minutes: 0.5,
        seed: Some(7),
    };
    assert_eq!(parsed.expect("understood"), expected);
    for wrong in [
        &["--minutes"][..],
        &["--minutes", "0"],
        &["--seed", "x"],
        &["--fast"],
    ] {
        assert!(Request::parse(wrong).is_err(), "{wrong:?}");
    }
}
