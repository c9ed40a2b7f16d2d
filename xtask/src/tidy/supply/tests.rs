use super::*;

fn found<const N: usize>(files: [(&str, &str); N]) -> Vec<String> {
    let mut violations = check(&Tree::from(files));
    violations.sort();
    violations.iter().map(Violation::to_string).collect()
}

const LISTS: (&str, &str) = (
    "deny.toml",
    "[licenses]\nallow = [\"MIT\", \"Apache-2.0\"]\n[sources]\nallow-registry = [\"https://crates\"]\n\
     [bans]\nskip = [{ crate = \"a@1.0.0\", reason = \"of b\" }]\n",
);

#[test]
fn crates_come_from_where_they_may_and_once() {
    let of = |lock: &'static str| found([LISTS, ("Cargo.lock", lock)]);
    let a = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry+https://crates\"\n\
             [[package]]\nname = \"a\"\nversion = \"2.0.0\"\nsource = \"registry+https://crates\"\n";
    assert_eq!(of(a), [""; 0]);
    let once =
        of("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"git+https://elsewhere\"\n");
    assert_eq!(
        once,
        [
            "Cargo.lock:1: `a` comes from git+https://elsewhere, which deny.toml does not allow",
            "deny.toml:1: `a@1.0.0` is not there in several versions (any more); remove it",
        ]
    );
    let thrice = Box::leak(
        format!(
            "{a}{}",
            a.replace("1.0.0", "0.9.0").replace("2.0.0", "3.0.0")
        )
        .into_boxed_str(),
    );
    assert!(
        of(thrice)[0]
            .starts_with("deny.toml:1: `a` is there in versions 1.0.0, 2.0.0, 0.9.0, 3.0.0")
    );
}

#[test]
fn licences_are_those_that_are_allowed() {
    let of = |licence: &str| {
        let json = format!(
            "{{\"packages\": [{{\"name\": \"a\", \"version\": \"1\", \"source\": \"r\", \"license\": {licence}}}]}}"
        );
        of_metadata(&Tree::from([LISTS]), json.as_bytes()).len()
    };
    for fine in [
        "\"MIT\"",
        "\"GPL-3.0-only OR MIT\"",
        "\"MIT/Apache-2.0\"",
        "\"MIT AND Apache-2.0\"",
    ] {
        assert_eq!(of(fine), 0, "{fine}");
    }
    for refused in [
        "\"GPL-3.0-only\"",
        "\"MIT AND GPL-3.0-only\"",
        "null",
        "\"nonsense\"",
    ] {
        assert_eq!(of(refused), 1, "{refused}");
    }
}
