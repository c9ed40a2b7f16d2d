//! The fitted parameters, one by one, and as data.

use std::fmt::Write;

use fabcast_document::backtest::Estimate;
use fabcast_document::backtest::fabs::Fitted;

use super::text::region_label;

/// One estimated parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterRow {
    /// Identifier in the data.
    pub id: String,
    /// What it is.
    pub what: String,
    /// Estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Projects from which it is estimated.
    pub from: String,
}

impl ParameterRow {
    /// Unit: a share, or a natural logarithm.
    fn unit(&self) -> &'static str {
        match self.id.as_str() {
            "fit.fab.overrun.changes" | "fit.fab.slip.usual_weight" => "share",
            _ => "ln",
        }
    }
}

/// Every estimated parameter.
pub fn parameters(fitted: &Fitted) -> Vec<ParameterRow> {
    let mut rows = Vec::new();
    let durations = [
        ("slip", "with an announced date", &fitted.announcement),
        ("usual", "against the usual time", &fitted.usual_time),
    ];
    for (key, what, learned) in durations {
        let from = format!(
            "{} finished, {} open projects",
            learned.finished, learned.open
        );
        let mut add = |id: &str, text: String, e: Estimate| {
            rows.push(ParameterRow {
                id: format!("fit.fab.{key}.{id}"),
                what: text,
                estimate: e.estimate,
                standard_error: e.standard_error,
                from: from.clone(),
            });
        };
        add(
            "mean",
            format!("log of actual over expected duration {what}, all regions"),
            learned.slip,
        );
        if key == "slip" {
            add(
                "usual_weight",
                "weight of the usual time against the announced one".to_owned(),
                learned.usual_weight,
            );
        }
        add(
            "sd",
            format!("spread of the same between projects {what}"),
            learned.sd,
        );
        add(
            "region_sd",
            format!("spread of the same between regions {what}"),
            learned.region_sd,
        );
        for (region, estimate) in &learned.regions {
            let text = format!("the mean {what}, {}", region_label(region));
            add(&format!("region.{region}"), text, *estimate);
        }
    }
    let overrun = &fitted.overrun;
    let from = format!(
        "{} projects, {} of them with another cost",
        overrun.n, overrun.n_changed
    );
    for (id, what, e) in [
        (
            "changes",
            "chance that another cost than the announced one is reported",
            overrun.changes,
        ),
        (
            "mean",
            "mean log of final over announced cost where it is",
            overrun.mean,
        ),
        ("sd", "spread of the same", overrun.sd),
    ] {
        rows.push(ParameterRow {
            id: format!("fit.fab.overrun.{id}"),
            what: what.to_owned(),
            estimate: e.estimate,
            standard_error: e.standard_error,
            from: from.clone(),
        });
    }
    for coefficient in &fitted.stop {
        let what = match coefficient.name.split_once('.') {
            None if coefficient.name == "base" => {
                "log odds to be stopped, three years ahead".to_owned()
            }
            None => "the same for each further year from announcement to planned date".to_owned(),
            Some(("region", region)) => format!("the same in {}", region_label(region)),
            Some((_, company)) => format!("the same of {company}"),
        };
        rows.push(ParameterRow {
            id: format!(
                "fit.fab.stop.{}",
                coefficient.name.to_lowercase().replace(' ', "-")
            ),
            what,
            estimate: coefficient.estimate,
            standard_error: coefficient.standard_error,
            from: "all projects".to_owned(),
        });
    }
    rows
}

/// `data/fab_fit.csv`: the parameters as data with their standard errors.
pub fn parameters_csv(fitted: &Fitted) -> String {
    let mut out =
        String::from("id,description,unit,central,standard_error,as_of,source,confidence,note\n");
    for row in parameters(fitted) {
        let _ = writeln!(
            out,
            "{},\"{}\",{},{:.4},{:.4},2026-02,\"Fitted by fabcast to data/fab_projects.csv, docs/backtests.md\",medium,\"{}\"",
            row.id,
            row.what,
            row.unit(),
            row.estimate,
            row.standard_error,
            row.from
        );
    }
    out
}
