//! Faults between values, by subsystem of the model.

use super::Fault;
use super::checks::warning;
use super::faults::{did_you_mean, fault};
use crate::number::number_text;
use crate::source::Span;
use crate::suggest::listed;

// Spread

/// Shares of a delay that add up to more than 1.
pub(crate) fn shares_above_one(span: Span, path: &str, other: &str, sum: f64) -> Fault {
    let message = format!("`{path}` and `{other}` add up to {}", number_text(sum));
    let help = "what is left of 1 is the part of a delay that is a project's own";
    fault("shares", span, message, "together at most 1", help)
}

// Capital

/// An investor without what its kind needs.
pub(crate) fn incomplete_investor(span: Span, path: &str, kind: &str, lacking: &[&str]) -> Fault {
    let message = format!("`{path}` is {kind} but has no {}", listed(lacking));
    let help = match kind {
        "debt" => {
            "say what it costs and when it is paid back: `rate = \"7 %/yr\"`, \
                   `grace = \"4 yr\"`, `term = \"15 yr\"`"
        }
        "preferred" => "say what it earns: `coupon = \"8 %/yr\"`",
        _ => "say what it must earn: `hurdle = \"12 %/yr\"`",
    };
    fault(
        "investor",
        span,
        message,
        format!("{kind} needs {}", listed(lacking)),
        help,
    )
}

/// A term that an investor of this kind does not have.
pub(crate) fn foreign_term(
    span: Span,
    path: &str,
    leaf: &str,
    what: &str,
    kind: &str,
    kinds: &[&str],
) -> Fault {
    let message = format!("`{path}` is {kind}, but `{leaf}` is {what}");
    let right = kinds.join("\"` or `kind = \"");
    let instead = match (leaf, kind) {
        ("coupon" | "hurdle", "debt") => "give a `rate` instead, ",
        ("coupon" | "rate", "equity") => "give a `hurdle` instead, ",
        ("hurdle" | "rate", "preferred") => "give a `coupon` instead, ",
        _ => "leave it out, ",
    };
    let help = format!("{instead}or set `kind = \"{right}\"`");
    fault(
        "investor",
        span,
        message,
        format!("not a term of {kind}"),
        help,
    )
}

/// A term of a loan that means nothing without another.
pub(crate) fn lonely_term(
    span: Span,
    path: &str,
    leaf: &str,
    needs: &str,
    value: Option<&str>,
) -> Fault {
    let wanted = match value {
        Some(value) => format!("`{needs} = \"{value}\"`"),
        None => format!("a `{needs}`"),
    };
    let message = format!("`{path}.{leaf}` has no effect without {wanted}");
    let help = format!("add {wanted}, or leave `{leaf}` out");
    fault("investor", span, message, format!("needs {wanted}"), help)
}

/// Only debt in the capital.
pub(crate) fn debt_alone(span: Span) -> Fault {
    let help = "add an investor with `kind = \"equity\"`";
    let message = "all investors are lenders, and nothing is lent without equity";
    warning(fault(
        "investor",
        span,
        message,
        "no equity beside it",
        help,
    ))
}

/// An investor who closes after the last month.
pub(crate) fn closes_after_end(span: Span, path: &str) -> Fault {
    let message = format!("`{path}` closes after the end of the scenario");
    let help = "no money of it can be drawn; close it earlier or end the scenario later";
    warning(fault("order", span, message, "after the last month", help))
}

// Plan

/// Capacity in the unit of another kind of project.
pub(crate) fn capacity_unit(span: Span, kind: &str, unit: &str, expected: &str) -> Fault {
    let message = format!("the capacity of a {kind} project is given in {unit}");
    let help = match kind {
        "fab" | "hbm" => "fabs are measured by wafer starts a month: `30 kwspm`",
        "packaging" => "packaging is measured by interposer wafers a month: `25 kwpm`",
        _ => "data centres are measured by power at the meter: `2 GW`",
    };
    fault(
        "capacity",
        span,
        message,
        format!("expected {expected}"),
        help,
    )
}

/// A region that does not say what a kind of project needs.
pub(crate) fn region_lacks(span: Span, region: &str, kind: &str, lacking: &[String]) -> Fault {
    let message = format!("region `{region}` is not described for {kind} projects");
    let label = match lacking {
        [one] => format!("lacks `{one}`"),
        many => format!("lacks {} values", many.len()),
    };
    let section = lacking[0]
        .rsplit_once('.')
        .map_or("", |(section, _)| section);
    let names: Vec<&str> = lacking
        .iter()
        .filter_map(|path| path.rsplit('.').next())
        .collect();
    let help = format!(
        "add {} under `[{section}]`, or build elsewhere",
        listed(&names)
    );
    fault("region", span, message, label, help)
}

/// A region without people.
pub(crate) fn no_people(span: Span, region: &str, staffed: &[String]) -> Fault {
    let message = format!("nobody lives in region `{region}`: there is no `talent.{region}`");
    let help = match staffed.first() {
        Some(other) => format!("describe its people as `[talent.{other}]` does"),
        None => "a world describes the people of its regions".to_owned(),
    };
    fault(
        "region",
        span,
        message,
        "something is to be built here",
        help,
    )
}

/// A plant without an operator.
pub(crate) fn no_operator(span: Span, line: &str, kind: &str, operators: &[String]) -> Fault {
    let message = format!("`plan.{line}` has no operator");
    let help = match operators {
        [] => "define one: `[operator.foundry]`".to_owned(),
        names => format!("add `operator = …`; there are {}", listed(names)),
    };
    fault(
        "operator",
        span,
        message,
        format!("a {kind} project needs one"),
        help,
    )
}

/// A data centre with an operator.
pub(crate) fn operator_of_datacentre(span: Span) -> Fault {
    let help = "remove the line; operators limit how many fabs can be brought up at once";
    fault(
        "operator",
        span,
        "a data centre has no operator",
        "only plants have one",
        help,
    )
}

/// An operator who does not run such plants.
pub(crate) fn operator_cannot(span: Span, operator: &str, kind: &str, kinds: &[String]) -> Fault {
    let message = format!("operator `{operator}` does not run {kind} projects");
    let label = format!("runs {}", listed(kinds));
    let help = format!("choose another operator, or add it to `operator.{operator}.kinds`");
    fault("operator", span, message, label, help)
}

/// An operator of fabs without experience.
pub(crate) fn no_experience(span: Span, operator: &str, lacking: &[&str]) -> Fault {
    let message = format!(
        "operator `{operator}` runs fabs but has no {}",
        listed(lacking)
    );
    let help = "say what it has made and makes elsewhere: `experience = \"300 kwafer\"`, \
                `experience_rate = \"150 kwafer/month\"`";
    fault(
        "operator",
        span,
        message,
        "fabs are learned by making wafers",
        help,
    )
}

/// More projects than can be simulated.
pub(crate) fn too_many_projects(span: Span, count: f64, most: f64) -> Fault {
    let message = format!("the plan has {} projects", number_text(count));
    let label = format!("at most {} in all", number_text(most));
    fault(
        "plan",
        span,
        message,
        label,
        "make fewer and larger projects",
    )
}

/// A line that starts after the last month.
pub(crate) fn starts_after_end(span: Span, line: &str) -> Fault {
    let message = format!("`plan.{line}` starts after the end of the scenario");
    let help = "it is never built; start it earlier or end the scenario later";
    warning(fault("plan", span, message, "after the last month", help))
}

/// A line that should have started before the first month.
pub(crate) fn starts_before(span: Span, line: &str) -> Fault {
    let message = format!("`plan.{line}` is planned before the scenario starts");
    let help = "it can start in the first month at the earliest and counts as late from then on";
    warning(fault("plan", span, message, "before the first month", help))
}

/// Ground that is broken after the planned start.
pub(crate) fn ground_after_start(span: Span, line: &str) -> Fault {
    let message = format!("ground of `plan.{line}` is broken after its planned start");
    let help = "`ground` says what stands at `first` already; leave it out where nothing does";
    fault("plan", span, message, "later than `first`", help)
}

/// A plant in halls that only a data centre can use.
pub(crate) fn site_of_plant(span: Span, kind: &str, site: &str) -> Fault {
    let message = format!("a {kind} project is no {site}");
    let help = "leave `site` out: only data centres move into halls that stand";
    fault("plan", span, message, "for data centres alone", help)
}

/// A plan that costs a little more or less than the budget.
pub(crate) fn off_budget(span: Span, text: &str, cost: f64, budget: f64) -> Fault {
    let part = (cost / budget - 1.0) * 100.0;
    let message = format!(
        "the plan costs {} bn$, {:.0} % {} than the budget of {text}",
        number_text(cost.round()),
        part.abs(),
        if part > 0.0 { "more" } else { "less" }
    );
    let help = "change the plan or the budget; the budget itself limits nothing, investors do";
    warning(fault("budget", span, message, "more than 3 % off", help))
}

/// A plan that has nothing to do with the budget.
pub(crate) fn far_from_budget(span: Span, text: &str, cost: f64, budget: f64) -> Fault {
    let ratio = cost / budget;
    let times = match ratio > 1.0 {
        true => format!("{:.1} times the budget of {text}", ratio),
        false => format!("only {:.0} % of the budget of {text}", ratio * 100.0),
    };
    let message = format!("the plan costs {} bn$, {times}", number_text(cost.round()));
    let help = "check the counts and capacities of the plan, and the unit of the budget";
    warning(fault(
        "budget",
        span,
        message,
        "not the cost of this plan",
        help,
    ))
}

// Equipment

/// A need of the class that takes the rest.
pub(crate) fn need_of_remainder(span: Span, path: &str, remainder: &str) -> Fault {
    let message = format!("`{path}` is given twice");
    let label = format!("`{remainder}` already gives it the rest of the tool cost");
    fault(
        "tools",
        span,
        message,
        label,
        "remove the line, or choose another remainder",
    )
}

/// Tools that cost more than the plant.
pub(crate) fn tools_above_share(span: Span, kind: &str, cost: f64, share: f64) -> Fault {
    let message = format!(
        "the tools of a {kind} project cost {} bn$ a unit of capacity, but only {} bn$ of its cost \
         is tools",
        number_text(cost),
        number_text(share)
    );
    let help = format!(
        "lower the needs, raise `kind.{kind}.unit_cost` or lower `kind.{kind}.building_share`"
    );
    fault("tools", span, message, "the largest part", help)
}

// Talent

/// Posts given for a month that is past.
pub(crate) fn posts_in_the_past(span: Span, path: &str) -> Fault {
    let message = format!("`{path}` is not after the start of the scenario");
    let help = "posts grow from the start to this month: choose a later one";
    fault("order", span, message, "must be after the start", help)
}

// Technology

/// No accelerator that could be made.
pub(crate) fn no_generation(span: Span) -> Fault {
    let help = "a world describes the accelerators: `[accelerator.generation.h100]`";
    fault(
        "missing",
        span,
        "there is no generation of accelerators",
        "nothing can be made",
        help,
    )
}

/// A first generation from after the start.
pub(crate) fn nothing_launched(span: Span) -> Fault {
    let message = "no generation of accelerators is launched by the start of the scenario";
    let help = "list an older generation, or start the scenario later";
    fault("order", span, message, "the earliest launch", help)
}

/// Two generations in one month.
pub(crate) fn launched_together(span: Span, first: Span) -> Fault {
    let message = "two generations of accelerators are launched in the same month";
    fault(
        "order",
        span,
        message,
        "the second",
        "give one of them another month",
    )
    .and_place(first, "the first")
}

/// A process that gets worse.
pub(crate) fn defects_grow(span: Span, start: Span) -> Fault {
    let message = "a mature process has more defects than a new one";
    let help = "`wafers.logic.defects_mature` must be at most `wafers.logic.defects_start`";
    fault("order", span, message, "more than at the start", help).and_place(start, "the start")
}

// Market

/// A past that reaches into the forecast.
pub(crate) fn spending_after_curve(span: Span, curve: Option<Span>) -> Fault {
    let message = "spending of the past is given for a month in which the forecast has begun";
    let help = "points of `market.spending` come before `market.forecast_from`; move the forecast, or drop the point";
    let fault = fault("order", span, message, "not before the forecast", help);
    match curve {
        Some(curve) => fault.and_place(curve, "the forecast begins"),
        None => fault,
    }
}

/// Two amounts for one month.
pub(crate) fn spending_twice(span: Span, first: Span) -> Fault {
    let message = "spending is given twice for the same month";
    let help = "give one of them another month";
    fault("order", span, message, "the second", help).and_place(first, "the first")
}

/// A world in which nobody computes.
pub(crate) fn nothing_in_service(span: Span) -> Fault {
    let help = "give the stages of the stock, for example `stock_1 = \"1.5 M H100e\"`";
    let message = "no accelerator is in service at the start";
    fault(
        "range",
        span,
        message,
        "one of the stages must be more than 0",
        help,
    )
}

/// Accelerators that draw more power than there is.
pub(crate) fn power_above_sites(span: Span, drawn: f64, there: f64) -> Fault {
    let message = format!(
        "accelerators draw {} GW at the start, but there are {} GW of sites",
        number_text(drawn),
        number_text(there)
    );
    let help = "`market.start.ai_power` must be at least the sum of the `power_…` stages";
    fault("order", span, message, "less than what is drawn", help)
}

/// A share of spending that starts above its ceiling.
pub(crate) fn share_above_ceiling(span: Span, ceiling: Span) -> Fault {
    let message = "AI spending starts above its ceiling";
    let help = "`market.share_start` must be at most `market.share_max`";
    fault("order", span, message, "the start", help).and_place(ceiling, "the ceiling")
}

// Policy

/// A programme that is over before it begins.
pub(crate) fn ends_before_it_begins(span: Span, until: &str, from: &str) -> Fault {
    let message = format!("`{until}` is before `{from}`");
    fault(
        "order",
        span,
        message,
        "over before it begins",
        "swap the two dates",
    )
}

// Events

/// An event that does nothing.
pub(crate) fn no_effect(span: Span, event: &str) -> Fault {
    let message = format!("event `{event}` has no effect");
    let help = format!("say what it acts on: `[event.{event}.effect.output]`");
    fault("event", span, message, "expected at least one effect", help)
}

/// An event that never comes.
pub(crate) fn event_without_time(span: Span, event: &str) -> Fault {
    let message = format!("event `{event}` has neither a hazard nor a date");
    let help = "give the arrivals expected a year, `hazard = \"5 %/yr\"`, or the month, `date = \"2022-10\"`";
    fault("event", span, message, "it would never come", help)
}

/// A place to go for what goes nowhere.
pub(crate) fn only_tools_go_to(span: Span, on: &str) -> Fault {
    let message = format!("an effect on {on} goes to no region");
    let help = "`to` belongs to effects on tools; name the region in `of`, or remove the line";
    fault("event", span, message, "not used here", help)
}

/// Tools that are kept from nobody in particular.
pub(crate) fn tools_to_where(span: Span, kind: &str, names: &[String]) -> Fault {
    let message = format!("an effect on tools must say to which {kind}");
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let help = match names.is_empty() {
        true => did_you_mean("", &names),
        false => format!("add `to = …`; there are {}", listed(&names)),
    };
    fault("event", span, message, "to where?", help)
}

/// An effect on the demand of something.
pub(crate) fn demand_of_nothing(span: Span) -> Fault {
    let help = "remove the line";
    fault(
        "event",
        span,
        "demand is that of the whole world",
        "nothing to name here",
        help,
    )
}

/// An effect on nobody in particular.
pub(crate) fn effect_of_what(span: Span, on: &str, kind: &str, names: &[String]) -> Fault {
    let message = format!("an effect on {on} must say of which {kind}");
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let help = match names.is_empty() {
        true => did_you_mean("", &names),
        false => format!("add `of = …`; there are {}", listed(&names)),
    };
    fault("event", span, message, "of what?", help)
}

// Targets

/// An outcome that no run has.
pub(crate) fn unknown_outcome(span: Span, outcome: &str, names: &[&str]) -> Fault {
    let message = format!("there is no outcome `{outcome}`");
    fault(
        "target",
        span,
        message,
        "unknown outcome",
        did_you_mean(outcome, names),
    )
    .and_help("`fabcast schema outcomes` lists them with their units")
}

/// A target in a unit that is not the outcome's.
pub(crate) fn target_unit(span: Span, outcome: &str, unit: &str, written: &str) -> Fault {
    let message = format!("`{outcome}` cannot be compared with `{written}`");
    let expected = match unit {
        "" | "1" => "a plain number".to_owned(),
        unit => format!("a quantity in {unit}"),
    };
    let help = format!("write {expected}");
    fault(
        "target",
        span,
        message,
        format!("expected {expected}"),
        help,
    )
}

// Correlation

/// A group without a way to join its parameters, or with several.
pub(crate) fn one_form_of_group(span: Span, name: &str, found: usize) -> Fault {
    let message = match found {
        0 => format!("group `{name}` does not say how its parameters are correlated"),
        _ => format!("group `{name}` says in {found} ways how its parameters are correlated"),
    };
    let help = "write `rank = 0.6` for all pairs, `matrix = [[1, 0.6], [0.6, 1]]`, or \
                `pairs = [[\"a.path\", \"another.path\", 0.6]]`";
    fault(
        "correlation",
        span,
        message,
        "expected one of `rank`, `matrix` and `pairs`",
        help,
    )
}

/// Something in a group that has the wrong form.
pub(crate) fn malformed_group(span: Span, what: &str, expected: &str) -> Fault {
    let help = if expected.contains("rows")
        || what.contains("itself")
        || what.contains("two correl")
    {
        "a matrix has a row for each parameter, 1 for each with itself, and the same number for \
         both orders of a pair: `matrix = [[1, 0.6], [0.6, 1]]`"
    } else if what.contains("pair") {
        "write `pairs = [[\"a.path\", \"another.path\", 0.6]]`"
    } else {
        "write `parameters = [\"a.path\", \"another.path\"]` and `rank = 0.6`"
    };
    fault(
        "correlation",
        span,
        what.to_owned(),
        expected.to_owned(),
        help,
    )
}

/// A parameter that cannot be in a group.
pub(crate) fn not_joinable(span: Span, message: String, label: &str, help: String) -> Fault {
    fault("correlation", span, message, label, help)
}

/// A correlation outside -1 to 1.
pub(crate) fn correlation_range(span: Span, value: f64) -> Fault {
    let message = format!("a correlation is {}", number_text(value));
    let help = "1 is lock-step, 0 is independent, -1 is opposite";
    fault("range", span, message, "must be within -1 to 1", help)
}

/// Correlations that contradict each other.
pub(crate) fn indefinite(span: Span, first: &str, second: &str, shrink: f64) -> Fault {
    let message = format!(
        "the correlations contradict each other, most of all that of `{first}` and `{second}`"
    );
    let help = match shrink > 0.0 {
        true => format!(
            "bring that pair nearer to what the others imply, or multiply all correlations by \
             {shrink:.3}"
        ),
        false => "bring that pair nearer to what the others imply".to_owned(),
    };
    let label = "no futures are correlated like this (the matrix is not positive definite)";
    fault("definite", span, message, label, help)
}
