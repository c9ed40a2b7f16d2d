//! What replaces what: world, extended scenarios, the file, `--set`.

use fabcast_model::inputs::{Date, Leaf};
use fabcast_scenario::{Scenario, load, load_text};

const HEAD: &str = "format = 1\nname = \"changed\"\nextends = \"base.toml\"\n";

fn scenario(body: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let text = format!("{HEAD}{body}");
    load_text("tests/it/fixture/changed.toml", &text, &sets).unwrap_or_else(|e| panic!("{e}"))
}

fn centre(scenario: &Scenario, path: &str) -> f64 {
    match &scenario.inputs.leaves[path] {
        Leaf::Quantity(distribution) => distribution.centre(),
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn later_layers_win_and_say_where_they_are() {
    let path = "capital.gearing";
    let world = scenario("", &[]);
    assert_eq!(world.entry(path).unwrap().origin, "world test-world");
    assert_eq!(world.meta.world.as_deref(), Some("test-world"));
    assert_eq!(
        world.meta.vintage,
        Some(Date {
            year: 2024,
            month: 2
        })
    );
    assert_eq!(
        world.entry("plan.fab.count").unwrap().origin,
        "scenario base"
    );
    assert_eq!(world.entry("policy.cap_scale").unwrap().origin, "default");

    let body =
        "[capital]\ngearing = { value = 0.5, source = \"us.jobs.2023\", confidence = \"low\" }\n";
    let file = scenario(body, &[]);
    let entry = file.entry(path).unwrap();
    assert_eq!(
        (centre(&file, path), entry.origin.as_str()),
        (0.5, "scenario changed")
    );
    assert_eq!(entry.source, ["us.jobs.2023"]);
    let location = entry.location.as_ref().unwrap();
    assert_eq!((location.line, location.column), (5, 21));

    // A value set alone does not keep the source of the one that it replaces.
    let set = scenario(body, &["capital.gearing=60 %"]);
    let entry = set.entry(path).unwrap();
    assert_eq!((centre(&set, path), entry.origin.as_str()), (0.6, "--set"));
    assert!(entry.source.is_empty() && entry.confidence.is_none());
    assert_eq!(entry.written, "60 %");
}

#[test]
fn arguments_are_read_as_values_or_as_plain_texts() {
    let sets = [
        "capital.gearing=0.5",
        "plan.fab.count=3",
        "market.rent=8 to 15 bn$/GW/yr",
        "deploy.life=\"6 yr\"",
        "capital.cover={ dist = \"uniform\", low = 0.4, high = 0.8 }",
        "operator.foundry.kinds=[\"fab\", \"packaging\"]",
        "plan.fab.region=taiwan",
        "capital.investor.operator.closing=2025-02",
        "start=2024-08",
        "end=2036-01",
        "budget=40 bn$",
        "title=Something else",
    ];
    let scenario = scenario("", &sets);
    assert_eq!(centre(&scenario, "capital.gearing"), 0.5);
    assert_eq!(centre(&scenario, "plan.fab.count"), 3.0);
    assert_eq!(centre(&scenario, "deploy.life"), 6.0);
    assert!((centre(&scenario, "capital.cover") - 0.6).abs() < 1e-12);
    assert_eq!(centre(&scenario, "capital.investor.operator.closing"), 6.0);
    assert_eq!(
        scenario.inputs.leaves["plan.fab.region"],
        Leaf::Text("taiwan".to_owned())
    );
    assert_eq!(scenario.meta.title, "Something else");
    assert_eq!(scenario.meta.budget, Some(40.0));
    assert_eq!(
        scenario.inputs.start,
        Date {
            year: 2024,
            month: 8
        }
    );
    assert_eq!(scenario.inputs.months, 138);
}

#[test]
fn a_section_of_an_argument_joins_the_others() {
    let line = "plan.second={ kind = \"fab\", region = \"us\", operator = \"foundry\", count = 1, \
                capacity = \"10 kwspm\", first = \"2026-01\" }";
    let scenario = scenario("", &[line]);
    assert_eq!(scenario.inputs.plan_order, ["fab", "second"]);
    assert_eq!(centre(&scenario, "plan.second.every"), 0.0);
}

#[test]
fn lines_of_the_plan_keep_their_place_in_the_file() {
    let line = |name: &str| {
        format!(
            "[plan.{name}]\nkind = \"packaging\"\nregion = \"us\"\noperator = \"foundry\"\n\
             count = 1\ncapacity = \"0.1 kwpm\"\nfirst = \"2025-01\"\n"
        )
    };
    let scenario = scenario(
        &format!("{}{}{}", line("zeta"), line("alpha"), line("mid")),
        &[],
    );
    assert_eq!(scenario.inputs.plan_order, ["fab", "zeta", "alpha", "mid"]);
    let resolved = load_text("resolved.toml", &scenario.to_toml(), &[]).unwrap();
    assert_eq!(resolved.inputs.plan_order, scenario.inputs.plan_order);
}

#[test]
fn draws_are_shared_through_chains() {
    let body = "[kind.hbm]\nqualify = { same_as = \"kind.packaging.qualify\", note = \"one\" }\n\
                [kind.packaging]\nqualify = { same_as = \"kind.fab.qualify\" }\n";
    let scenario = scenario(body, &[]);
    let same = Leaf::Same("kind.fab.qualify".to_owned());
    assert_eq!(scenario.inputs.leaves["kind.hbm.qualify"], same);
    assert_eq!(scenario.inputs.leaves["kind.packaging.qualify"], same);
}

#[test]
fn groups_are_joined_by_rank_matrix_or_pairs() {
    let body = "[correlation.a]\nparameters = [\"accelerator.growth_h100e\", \
                \"accelerator.growth_per_wafer\"]\nrank = 0.6\n\
                [correlation.b]\nparameters = [\"market.rent\", \"market.elasticity\"]\n\
                matrix = [[1, -0.3], [-0.3, 1]]\n\
                [correlation.c]\npairs = [[\"deploy.life\", \"deploy.utilisation\", 0.2], \
                [\"deploy.utilisation\", \"deploy.discount\", 0.4]]\n";
    let given = scenario(body, &[]);
    let groups = &given.inputs.correlations;
    assert_eq!(groups.len(), 3);
    assert_eq!(groups[0].matrix, [[1.0, 0.6], [0.6, 1.0]]);
    assert_eq!(groups[1].matrix[0][1], -0.3);
    assert_eq!(
        groups[2].paths,
        ["deploy.life", "deploy.utilisation", "deploy.discount"]
    );
    assert_eq!(groups[2].matrix[0], [1.0, 0.2, 0.0]);

    // A group of a lower layer does without a value that a later one has fixed.
    let fixed = scenario(body, &["deploy.life=5 yr", "market.rent=12 bn$/GW/yr"]);
    let groups = &fixed.inputs.correlations;
    assert_eq!(groups.len(), 2);
    assert_eq!(groups[1].paths, ["deploy.utilisation", "deploy.discount"]);
    assert_eq!(groups[1].matrix, [[1.0, 0.4], [0.4, 1.0]]);

    // Another way to give the correlations replaces the first.
    let other = scenario(body, &["correlation.b.rank=0.5"]);
    assert_eq!(
        other.inputs.correlations[1].matrix,
        [[1.0, 0.5], [0.5, 1.0]]
    );
}

#[test]
fn worlds_and_scenarios_are_found_by_name_and_by_path() {
    let text = "format = 1\nname = \"a\"\nextends = \"one-fab\"\nworld = \"2024-02\"\n";
    let scenario = load_text("a.toml", text, &[]).unwrap();
    assert_eq!(scenario.meta.world.as_deref(), Some("2024-02"));
    assert!(load("tests/it/fixture/../fixture/base.toml", &[]).is_ok());
    assert!(load("./tests/it/fixture/base.toml", &[]).is_ok());
}

#[test]
fn targets_are_held_against_the_outcomes_of_runs() {
    let outcomes = [
        ("delivered_share_2030", "1"),
        ("delivered_share_2035", "1"),
        ("irr_over_hurdle", "1"),
        ("power_2035", "GW"),
    ];
    let mut good = scenario(
        "[target.return]\noutcome = \"power_2035\"\nat_least = \"1,500 MW\"\n",
        &[],
    );
    good.resolve_targets(&outcomes).unwrap();
    assert_eq!(centre(&good, "target.return.at_least"), 1.5);
    let mut wrong = scenario(
        "[target.return]\noutcome = \"power_2035\"\nat_least = \"5 bn$\"\n\
         [target.delivered-2030]\noutcome = \"delivered_2030\"\n",
        &[],
    );
    let errors = wrong.resolve_targets(&outcomes).unwrap_err();
    crate::snapshot::check("broken/targets.txt", &errors.to_string()).unwrap();
}
