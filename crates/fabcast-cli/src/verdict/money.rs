//! What it costs and brings, when the fabs come, and what the sum compares with.

use fabcast::backtest::fabs::reference;
use fabcast::document::run::RunDocument;
use fabcast::format::{Measure, significant};

use super::{outcome, with_range};
use crate::layout::{item, paragraph, width};
use crate::text;

/// Rows of the table of magnitudes that are told, in this order.
const TOLD: [&str; 5] = [
    "scale.us.outlays.fy2023",
    "scale.mktcap.sum4.2024",
    "semi.sales.2023",
    "semi.capex.2023",
    "swf.all.deploy.2023",
];
/// Smallest multiple that is told.
const LEAST: f64 = 0.005;

/// Return, present value, price, and the slip of the fabs.
pub fn money(document: &RunDocument) -> String {
    let mut items: Vec<(&str, String)> = Vec::new();
    let planned = |name: &str, measure: &Measure| {
        outcome(document, name).map_or_else(String::new, |planned| {
            text::if_planned(&measure.write(planned.quantiles.p50))
        })
    };
    items.push((text::BACK, back(document)));
    let mut says = match outcome(document, "irr") {
        Some(irr) => with_range(&Measure::of("1/year"), irr),
        None => text::NEVER_DRAWN.to_owned(),
    };
    if let Some(over) = outcome(document, "irr_over_hurdle") {
        says.push_str(&text::over_hurdle(over.mean));
    }
    items.push((text::RETURN, says));
    if let Some(npv) = outcome(document, "npv") {
        let money = Measure::money();
        let says = with_range(&money, npv) + &planned("plan_npv", &money);
        items.push((text::NPV, says));
    }
    let judged = document.scenario.judged.iter().rev();
    let price = judged
        .map(|year| (year, outcome(document, &format!("price_{year}"))))
        .find_map(|(year, price)| Some((year, price?)));
    let at_price = price.map_or_else(String::new, |(year, _)| text::price_of(*year));
    if let Some((year, price)) = price {
        let measure = Measure::of("USD");
        let says = with_range(&measure, price) + &planned(&format!("plan_price_{year}"), &measure);
        items.push((&at_price, says));
    }
    if document
        .projects
        .iter()
        .any(|project| matches!(project.kind.as_str(), "fab" | "hbm"))
    {
        items.push((text::SLIP, slip(document)));
        items.extend(reference(document).map(|says| (text::REFERENCE, says)));
    }
    let widest = items.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let lines = items
        .iter()
        .map(|(name, says)| item(name, widest, says))
        .collect::<String>();
    let pays = fabcast::verdict::pays(document);
    let adds = fabcast::verdict::adds(document);
    let says: String = [pays, adds]
        .iter()
        .flatten()
        .map(|says| paragraph("", says))
        .collect();
    format!("{}\n{lines}{says}", text::MONEY)
}

/// What comes back for a dollar, how often that is a loss, and both if the plan is executed.
fn back(document: &RunDocument) -> String {
    let Some(moic) = outcome(document, "moic") else {
        return text::NEVER_DRAWN.to_owned();
    };
    let dollars = Measure::of("USD");
    // Half a cent on a dollar is nothing.
    let cents = |back: f64| if back < 0.005 { 0.0 } else { back };
    let of = &moic.quantiles;
    let [p10, p50, p90] = [of.p10, of.p50, of.p90].map(cents);
    let (median, range) = (dollars.write(p50), dollars.range(p10, p90));
    let mut says = match median == range {
        true => median,
        false => text::with_range(&median, &range),
    };
    if let Some(loss) = outcome(document, "equity_loss") {
        says.push_str(&text::loss(loss.mean));
    }
    if moic.defined < 1.0 {
        says.push_str(&text::not_drawn(1.0 - moic.defined));
    }
    let planned = outcome(document, "plan_moic").zip(outcome(document, "plan_equity_loss"));
    if let Some((moic, loss)) = planned {
        let multiple = dollars.write(cents(moic.quantiles.p50));
        says.push_str(&text::back_if_planned(&multiple, loss.mean));
    }
    says
}

/// Real plants of the region where most of the programme's stand, and how late they are; the report has every region.
fn reference(document: &RunDocument) -> Option<String> {
    let classes = document.reference_classes.iter().rev();
    let largest = classes.max_by_key(|class| class.n_programme);
    largest.map(reference::says)
}

fn slip(document: &RunDocument) -> String {
    let Some(slip) = outcome(document, "fab_slip_median") else {
        return text::NEVER_ONLINE.to_owned();
    };
    let months = Measure::of("months");
    let mut says = text::slip(
        &months.write(slip.quantiles.p50),
        &Measure::of("").range(slip.quantiles.p10, slip.quantiles.p90),
    );
    if slip.defined < 1.0 {
        says.push_str(&text::never_online(1.0 - slip.defined));
    }
    says
}

/// The budget as a multiple of well-known sums.
pub fn perspective(document: &RunDocument) -> String {
    let budget = document.scenario.budget;
    let parts: Vec<String> = TOLD
        .iter()
        .filter_map(|id| document.perspective.iter().find(|row| row.id == *id))
        .filter(|row| row.multiple.is_finite() && row.multiple >= LEAST)
        .map(|row| match row.multiple {
            multiple if multiple < 1.0 => {
                text::part(multiple, text::magnitude(&row.id, &row.label))
            }
            multiple => {
                text::multiple(&significant(multiple), text::magnitude(&row.id, &row.label))
            }
        })
        .collect();
    if parts.is_empty() || budget <= 0.0 {
        return String::new();
    }
    paragraph(
        "",
        &text::perspective(&Measure::money().write(budget), &parts),
    )
}
