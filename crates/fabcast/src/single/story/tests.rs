use super::*;

fn story_of(name: &str, number: u64) -> StoryDocument {
    let scenario = fabcast_scenario::load(name, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    story(&scenario, &Settings::default(), number).expect("it runs")
}

#[test]
fn the_parts_of_a_draw_add_up_to_its_gap() {
    let stories = (0..20).map(|number| story_of("one-fab", number));
    let split = stories
        .filter_map(|story| story.split)
        .find(|split| split.plan > split.delivered);
    let split = split.expect("a target is missed in one of twenty");
    let sum: f64 = split.parts.values().sum();
    let gap = split.plan - split.delivered;
    assert!(
        gap > 0.0 && (sum - gap).abs() < 1e-9 * split.plan,
        "{sum} of {gap}"
    );
}

#[test]
fn every_month_that_a_project_is_due_is_held_by_one_group_or_none() {
    let scenario = fabcast_scenario::load("one-fab", &[]).unwrap_or_else(|e| panic!("{e}"));
    let settings = Settings::default();
    let draw = super::super::draw(&scenario, &settings, 3).expect("it runs");
    let story = story(&scenario, &settings, 3).expect("it runs");
    assert_eq!(story.projects.len(), draw.projects.len());
    for (told, project) in story.projects.iter().zip(&draw.projects) {
        let end = project
            .online
            .map_or(draw.months.len() as f64, |month| month + 1.0);
        let months: u32 = told.held.values().sum();
        assert_eq!(
            f64::from(months),
            end - project.planned_start,
            "{}",
            told.name
        );
        let real = |month: Option<f64>| month.map(|month| draw.months[month as usize].clone());
        assert_eq!(told.stages["start"][1], real(project.start));
        assert_eq!(
            told.stages["half_capacity"],
            [real(project.planned_online), real(project.online)]
        );
        // Stages come in order.
        let months: Vec<_> = text::STAGES
            .iter()
            .map_while(|s| told.stages[*s][1].clone())
            .collect();
        assert!(months.is_sorted(), "{}: {months:?}", told.name);
    }
}

#[test]
fn what_happened_is_in_the_order_of_time_and_events_are_those_of_the_draw() {
    let story = story_of("seven-trillion", 6);
    assert!(story.timeline.iter().map(|h| &h.month).is_sorted());
    let scenario = fabcast_scenario::load(
        "seven-trillion",
        &["event.demand-slump.hazard=\"0 %/yr\"".to_owned()],
    );
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    let calm = super::story(&scenario, &Settings::default(), 6).expect("it runs");
    let slumps = |story: &StoryDocument| {
        story
            .timeline
            .iter()
            .filter(|h| h.name == "demand-slump")
            .count()
    };
    assert_eq!(slumps(&calm), 0);
    assert!(
        story
            .unusual
            .iter()
            .all(|u| !(0.2..0.8).contains(&u.quantile))
    );
    let json = serde_json::to_string(&story).expect("JSON");
    serde_json::from_str::<StoryDocument>(&json).expect("reads back");
}

#[test]
fn what_is_due_and_does_not_start_waits_for_money() {
    // Of those whose sponsors go ahead.
    let sets = ["sponsor.threshold=0".to_owned()];
    let scenario =
        fabcast_scenario::load("seven-trillion", &sets).unwrap_or_else(|e| panic!("{e}"));
    let story = story(&scenario, &Settings::default(), 501).expect("it runs");
    let waiting = story
        .projects
        .iter()
        .filter(|p| p.stages["start"][1].is_none());
    let held: Vec<_> = waiting.map(|project| &project.held).collect();
    assert!(!held.is_empty(), "some project of this draw never starts");
    for groups in held {
        let others = groups.iter().filter(|(group, _)| *group != "capital");
        assert!(
            groups["capital"] > 0 && others.map(|(_, n)| n).all(|&n| n == 0),
            "{groups:?}"
        );
    }
}
