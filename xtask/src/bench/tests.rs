use super::*;

#[test]
fn reads_the_command_line() {
    let read = |arguments: &[&str]| {
        Request::parse(arguments)
            .map(|request| (request.against, request.filter))
            .map_err(|error| error.to_string())
    };
    let given = |text: &str| Some(text.to_owned());
    assert_eq!(read(&[]), Ok((None, None)));
    assert_eq!(read(&["months"]), Ok((None, given("months"))));
    assert_eq!(read(&["--against", "v1"]), Ok((given("v1"), None)));
    assert_eq!(
        read(&["a b", "--against", "@~3"]),
        Ok((given("@~3"), given("a b")))
    );
    let refused = [
        (&["--against"][..], "`--against` needs a revision"),
        (&["--faster"], "`--faster` is no option of `bench`"),
        (
            &["a", "b"],
            "`b` is one too many: `bench` takes one filter and one revision",
        ),
    ];
    for (arguments, message) in refused {
        assert_eq!(read(arguments), Err(message.to_owned()));
    }
}

#[test]
fn finds_benchmark_programs_alone() {
    let messages = r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"x"},"executable":null}
{"reason":"compiler-artifact","target":{"kind":["bin"],"name":"x"},"executable":"/t/x"}
{"reason":"compiler-artifact","target":{"kind":["bench"],"name":"engine"},"executable":"/t/engine-1"}
not a message
{"reason":"build-finished","success":true}
"#;
    assert_eq!(programs(messages), [PathBuf::from("/t/engine-1")]);
}

#[test]
fn reads_the_list_of_a_program() {
    let list = "all months of eight draws/plan: benchmark\na: b: benchmark\nx: test\n\n";
    assert_eq!(listed(list), ["all months of eight draws/plan", "a: b"]);
}

#[test]
fn takes_the_least_time_of_a_sample() {
    let sample = r#"{"sampling_mode":"Linear","iters":[1.0,2.0,4.0],"times":[90.0,160.0,360.0]}"#;
    assert_eq!(least(sample), Some(80.0));
    assert_eq!(least(r#"{"iters":[],"times":[]}"#), None);
    assert_eq!(least(r#"{"iters":[1.0]}"#), None);
    assert_eq!(least("{"), None);
}

fn benches(names: &[&str]) -> Benches {
    let program = |name: &&str| ((*name).to_owned(), PathBuf::from("/t/engine"));
    names.iter().map(program).collect()
}

#[test]
fn writes_the_table() {
    let pairs = pair(
        &benches(&["group/a", "group/gone", "other"]),
        &benches(&["group/a", "group/b", "group/new"]),
        "group",
    );
    let kinds: Vec<_> = pairs.iter().map(|pair| pair.both().is_some()).collect();
    assert_eq!(kinds, [true, false, false, false]);
    let rows = [
        Row {
            name: "group/a".to_owned(),
            rounds: vec![[2_000.0, 1_100.0], [2_200.0, 1_000.0]],
        },
        Row {
            name: "a far longer name of a benchmark".to_owned(),
            rounds: vec![[5_000_000.0, 10_000_000.0], [6_000_000.0, 11_000_000.0]],
        },
    ];
    assert_eq!(
        table("v0.1.0", &rows, &pairs),
        "                                     before        now  ratio  in single rounds
group/a                             2.00 µs    1.00 µs   0.50  0.45 to 0.55
a far longer name of a benchmark    5.00 ms    10.0 ms   2.00  1.83 to 2.00
geometric mean of 2                                      1.00

before: v0.1.0; now: the present tree. Least time of 5 rounds in turn; a ratio below 1 is faster now.
only now: group/b
only before: group/gone
only now: group/new
"
    );
    let one_sided = table("v0.1.0", &[], &pairs[1..2]);
    assert_eq!(one_sided, "only now: group/b\n");
}

#[test]
fn durations_have_three_digits() {
    let texts = [1.234, 999.4, 12_345.0, 123_456_789.0, 2.5e9].map(duration);
    assert_eq!(texts, ["1.23 ns", "999 ns", "12.3 µs", "123 ms", "2.50 s"]);
}

/// Without a tag there is nothing to compare with, and the message says what to do.
#[test]
fn asks_for_a_revision_where_there_is_no_release() {
    let folder = std::env::temp_dir().join(format!("xtask-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("can be made");
    let git = |arguments: &[&str]| said(&folder, arguments).expect("git works");
    git(&["init", "--quiet"]);
    let error = newest_release(&folder).expect_err("there is no tag");
    assert_eq!(
        error.to_string(),
        "there is no release yet (no tag `v*`) to compare with; name a revision: \
         `cargo xtask bench --against REV`"
    );
    let name = ["-c", "user.name=a", "-c", "user.email=a@b"];
    git(&[
        &name[..],
        &["commit", "--quiet", "--allow-empty", "-m", "First"],
    ]
    .concat());
    for tag in ["v0.9.0", "v0.10.0", "other"] {
        git(&["tag", tag]);
    }
    assert_eq!(newest_release(&folder).expect("there are tags"), "v0.10.0");
    std::fs::remove_dir_all(&folder).expect("can be removed");
}
