//! The sheets for readers: index, assumptions, charts.

use fabcast_model::lanes::ZERO;
use fabcast_model::simulate::Run;
use fabcast_scenario::Scenario;
use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartType, Url, XlsxError};

use super::Draw;
use super::blocks::{Capex, Desk, Funding};
use super::cash::Cash;
use super::cover::Cover;
use super::debt::Debt;
use super::grid::{Line, Sheet, Single};
use super::returns::Returns;
use super::text;
use crate::ensemble::Options;

type Done<T> = Result<T, XlsxError>;

#[allow(clippy::too_many_arguments)]
pub fn index<'a>(
    desk: &Desk<'a>,
    scenario: &Scenario,
    options: &Options,
    draw: Draw,
    run: &Run,
    returns: &Returns,
    cover: &Cover,
    holds: &Single,
) -> Done<Sheet<'a>> {
    let meta = &scenario.meta;
    let intro = text::intro(&meta.title, draw.number, options.seed, draw.median);
    let mut sheet = Sheet::plain(text::INDEX, &meta.title, &intro, desk.calendar, desk.styles)?;
    {
        let (raw, styles) = sheet.raw();
        raw.set_column_width(0, 44)?;
        raw.set_column_range_width(1, 5, 16)?;
        for (row, line) in text::LEGEND.iter().enumerate() {
            raw.write_with_format(2 + row as u32, 0, *line, styles.note())?;
        }
    }
    sheet.skip(2);
    sheet.heading(text::RESULTS)?;
    let own = |name: &str| run.outcomes.of(name).unwrap_or(ZERO).0[0];
    let [irr, npv, moic, exposure] = returns.values;
    if let Some(cell) = &returns.irr {
        sheet.result(
            "Internal rate of return, a year",
            text::PERCENT,
            &format!("={cell}"),
            irr,
        )?;
    }
    sheet.given(
        "the same, as fabcast reports it",
        text::PERCENT,
        text::INPUT,
        own("irr"),
    )?;
    sheet.result(
        "Present value at the discount rate",
        text::MONEY,
        &format!("={}", returns.npv),
        npv,
    )?;
    sheet.given(
        "the same, as fabcast reports it",
        text::MONEY,
        text::INPUT,
        own("npv"),
    )?;
    if let Some(cell) = &returns.moic {
        sheet.result("MOIC", text::RATIO, &format!("={cell}"), moic)?;
    }
    sheet.given(
        "the same, as fabcast reports it",
        text::RATIO,
        text::INPUT,
        own("moic"),
    )?;
    sheet.result(
        "Largest exposure",
        text::MONEY,
        &format!("={}", returns.exposure),
        exposure,
    )?;
    sheet.given(
        "the same, as fabcast reports it",
        text::MONEY,
        text::INPUT,
        own("largest_exposure"),
    )?;
    if let Some(least) = &cover.least {
        let value = desk.books.loan_cover.as_ref().and_then(|c| c.least);
        let value = value.unwrap_or(f64::NAN);
        sheet.result("Smallest DSCR", text::RATIO, &format!("={least}"), value)?;
        sheet.given(
            "the same, as fabcast reports it",
            text::RATIO,
            text::INPUT,
            own("dscr_min"),
        )?;
    }
    sheet.result("All checks hold (1)", "flag", &format!("={holds}"), 1.0)?;
    sheet.heading(text::INDEX_HEADS[0])?;
    let first = sheet.row();
    let (raw, styles) = sheet.raw();
    for (i, (name, title, about)) in text::SHEETS.iter().enumerate() {
        let row = first + i as u32;
        let url = Url::new(format!("internal:{name}!A1")).set_text(*title);
        raw.write_url_with_format(row, 0, url, styles.link())?;
        raw.write_with_format(row, 1, *about, styles.label())?;
    }
    Ok(sheet)
}

pub fn assumptions<'a>(desk: &Desk<'a>, scenario: &Scenario) -> Done<Sheet<'a>> {
    let (_, title, intro) = text::SHEETS[1];
    let mut sheet = Sheet::plain(text::ASSUMPTIONS, title, intro, desk.calendar, desk.styles)?;
    let (raw, styles) = sheet.raw();
    for (column, head) in text::ASSUMPTION_HEADS.iter().enumerate() {
        raw.write_with_format(3, column as u16, *head, styles.head())?;
    }
    raw.set_freeze_panes(4, 1)?;
    for (column, width) in [40, 44, 8, 34, 60, 12, 12, 16].into_iter().enumerate() {
        raw.set_column_width(column as u16, width)?;
    }
    for (i, one) in crate::assumptions::assumptions(scenario).iter().enumerate() {
        let row = 4 + i as u32;
        let cells = [
            &one.path,
            &one.label,
            &one.section,
            &one.value,
            &one.source,
            &one.as_of,
            &one.confidence,
            &one.origin,
        ];
        for (column, cell) in cells.into_iter().enumerate() {
            let style = if column == 3 {
                styles.input()
            } else {
                styles.label()
            };
            raw.write_with_format(row, column as u16, cell.as_str(), style)?;
        }
    }
    Ok(sheet)
}

/// A name that nobody takes for cells: what begins with `=`, and what follows a `!` as the cells of a sheet do, would be
/// looked up there.
fn plain(name: &str) -> String {
    let apart = name.replace("! ", "!").replace('!', "! ");
    match apart.starts_with('=') {
        true => format!(" {}", apart.trim_end()),
        false => apart.trim_end().to_owned(),
    }
}

#[allow(clippy::too_many_arguments)]
pub fn charts<'a>(
    desk: &Desk<'a>,
    returns: &Returns,
    (revenue, opex): (&Line, &Line),
    capex: &Capex,
    funding: &Funding,
    debt: &Debt,
    cash: &Cash,
) -> Done<Sheet<'a>> {
    let (_, title, intro) = text::SHEETS[text::SHEETS.len() - 1];
    let mut sheet = Sheet::plain(text::CHARTS, title, intro, desk.calendar, desk.styles)?;
    let dates = (
        text::REVENUE,
        3,
        super::grid::FIRST,
        3,
        super::grid::FIRST + desk.books.months as u16 - 1,
    );
    let chart = |kind: ChartType, title: &str, unit: &str, lines: &[(&Line, &str)]| {
        let mut chart = Chart::new(kind);
        for (line, name) in lines {
            chart
                .add_series()
                .set_categories(dates)
                .set_values(line.place())
                .set_name(plain(name).as_str());
        }
        chart.title().set_name(title);
        chart.y_axis().set_name(unit);
        chart
            .x_axis()
            .set_label_interval(24)
            .set_tick_interval(12)
            .set_label_position(ChartAxisLabelPosition::Low);
        chart.set_width(900).set_height(360);
        chart
    };
    let named: Vec<(&Line, &str)> = returns
        .positions
        .iter()
        .zip(desk.names)
        .map(|(l, n)| (l, n.as_str()))
        .collect();
    let calls: Vec<(&Line, &str)> = funding
        .draws
        .iter()
        .zip(desk.names)
        .map(|(l, n)| (l, n.as_str()))
        .collect();
    let mut pictures = vec![
        chart(
            ChartType::Line,
            "Position of each investor: received less drawn",
            text::MONEY,
            &named,
        ),
        chart(ChartType::AreaStacked, "Calls a month", text::MONEY, &calls),
        chart(
            ChartType::AreaStacked,
            "Capital cost a month",
            text::MONEY,
            &[
                (&capex.classes[0], "Buildings"),
                (&capex.classes[1], "Tools and plant"),
                (&capex.classes[2], "Servers"),
            ],
        ),
        chart(
            ChartType::Line,
            "Revenue and operating cost a month",
            text::MONEY,
            &[(revenue, "Revenue"), (opex, "Bills incurred")],
        ),
        chart(
            ChartType::Line,
            "Debt and cash",
            text::MONEY,
            &[(&debt.balance, "Debt"), (&cash.closing, "Cash")],
        ),
    ];
    if desk.books.loans().next().is_some() {
        pictures.push(chart(
            ChartType::Line,
            "Cash available for debt service, and debt service, over twelve months",
            text::MONEY,
            &[
                (&cash.available_year, "CFADS"),
                (&cash.service_year, "Debt service"),
            ],
        ));
        pictures.push(chart(
            ChartType::Line,
            "Cover of debt service over twelve months",
            "DSCR",
            &[(&cash.cover, "DSCR")],
        ));
    }
    let (raw, _) = sheet.raw();
    // A picture is wider than a page.
    raw.set_portrait().set_print_fit_to_pages(1, 0);
    for (i, picture) in pictures.iter().enumerate() {
        raw.insert_chart(3 + 19 * i as u32, 0, picture)?;
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Chart, ChartType, Workbook};

    use super::plain;

    #[test]
    fn names_of_lines_are_never_cells() {
        for name in [
            "=A1",
            "A1",
            "Cash!A1",
            "=Cash!$A$1:$A$9",
            "=(Cash!A1,Cash!A2)",
            "=T[x]",
            "'My cash'!A1",
        ] {
            let name = plain(name);
            let mut chart = Chart::new(ChartType::Line);
            chart
                .add_series()
                .set_values("=Cash!$B$1:$B$9")
                .set_name(name.as_str());
            let mut book = Workbook::new();
            let sheet = book.add_worksheet().set_name("Cash").expect("a name");
            sheet.insert_chart(0, 0, &chart).expect("placed");
            // A name that stands for cells is written as a formula, and its sheet looked for.
            assert!(book.save_to_buffer().is_ok(), "{name}");
            assert!(!name.starts_with(['=', '(']), "{name}");
        }
        assert_eq!(plain("Yahoo! Inc."), "Yahoo! Inc.");
        assert_eq!(
            (plain("Banks").as_str(), plain("Yahoo!").as_str()),
            ("Banks", "Yahoo!")
        );
    }
}
