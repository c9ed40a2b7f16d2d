//! Sheets of one layout: a line a row, a month a column, one formula a line.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError, column_number_to_name,
};

use super::{Results, text};

/// Column of labels.
const LABEL: u16 = 0;
const UNIT: u16 = 1;
const NOTE: u16 = 2;
/// Column of numbers that stand for all months.
pub const CONSTANT: u16 = 3;
/// Column of totals.
const TOTAL: u16 = 4;
/// Column of values before the first month.
const OPENING: u16 = 5;
/// Column of the first month.
pub const FIRST: u16 = 6;
/// First row below the head of a sheet, from 0.
const BODY: u32 = 5;

/// A number of a sheet, as fabcast computes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Name of the sheet.
    pub sheet: &'static str,
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// Value.
    pub value: f64,
    /// Whether it is computed by a formula.
    pub formula: bool,
}

/// How cells look: inputs are blue, formulas black, checks green.
pub struct Styles {
    title: Format,
    intro: Format,
    head: Format,
    heading: Format,
    label: Format,
    unit: Format,
    note: Format,
    input: Format,
    calculated: Format,
    total: Format,
    percent: Format,
    percent_input: Format,
    link: Format,
    results: Results,
}

impl Styles {
    pub fn new(results: Results) -> Styles {
        const NUMBER: &str = "#,##0.000;[Red]-#,##0.000;\"–\"";
        const PERCENT: &str = "0.00%;[Red]-0.00%";
        let plain = Format::new().set_font_name("Calibri").set_font_size(10);
        let blue = Color::RGB(0x1F_4E_B4);
        let shade = Color::RGB(0xF2_F5_FB);
        Styles {
            results,
            title: plain.clone().set_bold().set_font_size(16),
            intro: plain.clone().set_font_color(Color::RGB(0x55_55_55)),
            head: plain
                .clone()
                .set_bold()
                .set_align(FormatAlign::Right)
                .set_border_bottom(FormatBorder::Thin)
                .set_background_color(Color::RGB(0xE4_E9_F2)),
            heading: plain
                .clone()
                .set_bold()
                .set_font_size(11)
                .set_border_bottom(FormatBorder::Hair),
            label: plain.clone(),
            unit: plain.clone().set_font_color(Color::RGB(0x77_77_77)),
            note: plain
                .clone()
                .set_font_color(Color::RGB(0x77_77_77))
                .set_font_size(8),
            input: plain
                .clone()
                .set_font_color(blue)
                .set_background_color(shade)
                .set_num_format(NUMBER),
            calculated: plain.clone().set_num_format(NUMBER),
            total: plain.clone().set_bold().set_num_format(NUMBER),
            percent: plain.clone().set_num_format(PERCENT),
            percent_input: plain
                .clone()
                .set_font_color(blue)
                .set_background_color(shade)
                .set_num_format(PERCENT),
            link: plain
                .set_font_color(blue)
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
        }
    }
}

/// What kind of quantity a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A flow of a month: its months add up.
    Flow,
    /// A stock at the end of a month, a ratio or a flag: they do not.
    Level,
}

/// The months across.
pub struct Calendar {
    /// Name of each month, `YYYY-MM`.
    pub months: Vec<String>,
}

/// A month's column.
#[derive(Clone, Copy)]
pub struct Month {
    /// Number of the month, from 0.
    pub number: usize,
}

impl Month {
    fn column(self) -> u16 {
        FIRST + self.number as u16
    }
}

/// A line of months on a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    sheet: &'static str,
    /// From 0.
    row: u32,
    months: u16,
}

impl Line {
    fn cell(&self, column: u16) -> String {
        format!(
            "{}!{}{}",
            self.sheet,
            column_number_to_name(column),
            self.row + 1
        )
    }

    /// The cell of a month.
    pub fn at(&self, month: Month) -> String {
        self.cell(month.column())
    }

    /// The cell of the month before; in the first month the opening value.
    pub fn before(&self, month: Month) -> String {
        self.cell(month.column() - 1)
    }

    /// The cell of the opening value.
    pub fn opening(&self) -> String {
        self.cell(OPENING)
    }

    /// The cell of the last month.
    pub fn last(&self) -> String {
        self.cell(FIRST + self.months - 1)
    }

    /// The cells of the last `n` months.
    pub fn tail(&self, n: u16) -> String {
        self.range(FIRST + self.months - n.min(self.months))
    }

    /// The cells of all months.
    pub fn all(&self) -> String {
        self.range(FIRST)
    }

    /// The cell of the first month, for formulas of every month.
    pub fn first(&self) -> String {
        let column = column_number_to_name(FIRST);
        format!("{}!${column}${}", self.sheet, self.row + 1)
    }

    /// The cells of all months but the first.
    pub fn but_first(&self) -> String {
        self.range(FIRST + 1)
    }

    /// The cells of the twelve months up to this one.
    pub fn year(&self, month: Month) -> String {
        let row = self.row + 1;
        let name = |column| column_number_to_name(column);
        let from = month.column().saturating_sub(11).max(FIRST);
        format!(
            "{}!{}{row}:{}{row}",
            self.sheet,
            name(from),
            name(month.column())
        )
    }

    fn range(&self, from: u16) -> String {
        let row = self.row + 1;
        let last = column_number_to_name(FIRST + self.months - 1);
        format!(
            "{}!${}${row}:${last}${row}",
            self.sheet,
            column_number_to_name(from)
        )
    }

    /// For charts: sheet, row and columns of the months.
    pub fn place(&self) -> (&'static str, u32, u16, u32, u16) {
        (
            self.sheet,
            self.row,
            FIRST,
            self.row,
            FIRST + self.months - 1,
        )
    }
}

/// A number that stands for all months.
#[derive(Clone, Debug)]
pub struct Single(String);

impl std::fmt::Display for Single {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A sheet while it is filled.
pub struct Sheet<'a> {
    name: &'static str,
    sheet: Worksheet,
    next: u32,
    months: usize,
    styles: &'a Styles,
    cells: Vec<Cell>,
}

type Done<T> = Result<T, XlsxError>;

impl<'a> Sheet<'a> {
    /// A sheet with a title, what it is about, and the months across.
    pub fn new(
        name: &'static str,
        title: &str,
        intro: &str,
        calendar: &Calendar,
        styles: &'a Styles,
    ) -> Done<Sheet<'a>> {
        let mut new = Sheet::plain(name, title, intro, calendar, styles)?;
        let sheet = &mut new.sheet;
        for (column, head) in [LABEL, UNIT, NOTE, CONSTANT, TOTAL, OPENING]
            .into_iter()
            .zip(text::HEADS)
        {
            sheet.write_with_format(BODY - 2, column, head, &styles.head)?;
        }
        for (number, month) in calendar.months.iter().enumerate() {
            sheet.write_with_format(BODY - 2, FIRST + number as u16, month, &styles.head)?;
        }
        sheet.set_freeze_panes(BODY - 1, FIRST)?;
        sheet.set_column_width(LABEL, 44)?;
        sheet.set_column_width(UNIT, 11)?;
        sheet.set_column_width(NOTE, 14)?;
        sheet.set_column_range_width(CONSTANT, OPENING, 13)?;
        sheet.set_column_range_width(FIRST, FIRST + new.months as u16, 10)?;
        Ok(new)
    }

    /// A sheet without months across.
    pub fn plain(
        name: &'static str,
        title: &str,
        intro: &str,
        calendar: &Calendar,
        styles: &'a Styles,
    ) -> Done<Sheet<'a>> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_screen_gridlines(false);
        sheet.set_landscape();
        sheet.write_with_format(0, LABEL, title, &styles.title)?;
        sheet.write_with_format(1, LABEL, intro, &styles.intro)?;
        Ok(Sheet {
            name,
            sheet,
            next: BODY,
            months: calendar.months.len(),
            styles,
            cells: Vec::new(),
        })
    }

    /// The finished sheet and its numbers.
    pub fn finish(self) -> (Worksheet, Vec<Cell>) {
        (self.sheet, self.cells)
    }

    /// The sheet, to write what has no place in the layout.
    pub fn raw(&mut self) -> (&mut Worksheet, &'a Styles) {
        (&mut self.sheet, self.styles)
    }

    /// The next row to be written.
    pub fn row(&self) -> u32 {
        self.next
    }

    /// Leaves rows free.
    pub fn skip(&mut self, rows: u32) {
        self.next += rows;
    }

    /// A heading over lines.
    pub fn heading(&mut self, words: &str) -> Done<()> {
        if self.next > BODY {
            self.next += 1;
        }
        self.sheet
            .write_with_format(self.next, LABEL, words, &self.styles.heading)?;
        self.next += 1;
        Ok(())
    }

    fn begin(&mut self, label: &str, unit: &str, note: &str) -> Done<u32> {
        let row = self.next;
        self.next += 1;
        self.sheet
            .write_with_format(row, LABEL, label, &self.styles.label)?;
        self.sheet
            .write_with_format(row, UNIT, unit, &self.styles.unit)?;
        self.sheet
            .write_with_format(row, NOTE, note, &self.styles.note)?;
        Ok(row)
    }

    fn number(&mut self, row: u32, column: u16, value: f64, percent: bool) -> Done<()> {
        let style = if percent {
            &self.styles.percent_input
        } else {
            &self.styles.input
        };
        if value.is_finite() {
            self.sheet.write_with_format(row, column, value, style)?;
            self.cells.push(Cell {
                sheet: self.name,
                row,
                column,
                value,
                formula: false,
            });
        } else {
            self.sheet
                .write_with_format(row, column, text::NO_NUMBER, &self.styles.unit)?;
        }
        Ok(())
    }

    fn formula(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        value: f64,
        style: Style,
    ) -> Done<()> {
        let style = match style {
            Style::Number => &self.styles.calculated,
            Style::Total => &self.styles.total,
            Style::Percent => &self.styles.percent,
        };
        let mut written = Formula::new(formula);
        if value.is_finite() {
            if self.styles.results == Results::Written {
                written = written.set_result(value.to_string());
            }
            self.cells.push(Cell {
                sheet: self.name,
                row,
                column,
                value,
                formula: true,
            });
        } else {
            written = written.set_result(text::NO_NUMBER);
        }
        self.sheet.write_with_format(row, column, written, style)?;
        Ok(())
    }

    /// A number given.
    pub fn given(&mut self, label: &str, unit: &str, note: &str, value: f64) -> Done<Single> {
        let row = self.begin(label, unit, note)?;
        self.number(row, CONSTANT, value, unit == text::PERCENT)?;
        Ok(self.single(row))
    }

    /// A number computed.
    pub fn result(&mut self, label: &str, unit: &str, formula: &str, value: f64) -> Done<Single> {
        let row = self.begin(label, unit, "")?;
        let style = if unit == text::PERCENT {
            Style::Percent
        } else {
            Style::Total
        };
        self.formula(row, CONSTANT, formula, value, style)?;
        Ok(self.single(row))
    }

    /// Words in the place of a number.
    pub fn words(&mut self, label: &str, words: &str) -> Done<()> {
        let row = self.begin(label, "", "")?;
        self.sheet
            .write_with_format(row, CONSTANT, words, &self.styles.label)?;
        Ok(())
    }

    fn single(&self, row: u32) -> Single {
        Single(format!(
            "{}!${}${}",
            self.name,
            column_number_to_name(CONSTANT),
            row + 1
        ))
    }

    /// A line of numbers given.
    pub fn inputs(&mut self, label: &str, unit: &str, kind: Kind, values: &[f64]) -> Done<Line> {
        let row = self.begin(label, unit, text::INPUT)?;
        for (number, &value) in values.iter().enumerate() {
            self.number(row, FIRST + number as u16, value, false)?;
        }
        let line = self.line(row);
        self.total(&line, kind, values)?;
        Ok(line)
    }

    /// A line of formulas, the same in every month; `opening` stands before the first.
    pub fn formulas(
        &mut self,
        label: &str,
        unit: &str,
        kind: Kind,
        opening: Option<Opening>,
        values: &[f64],
        formula: impl Fn(&Line, Month) -> String,
    ) -> Done<Line> {
        let line = self.lay(label, unit)?;
        self.fill(&line, kind, opening, values, formula)?;
        Ok(line)
    }

    /// A line whose formulas follow by [`Sheet::fill`], so that others can refer to it before.
    pub fn lay(&mut self, label: &str, unit: &str) -> Done<Line> {
        let row = self.begin(label, unit, "")?;
        Ok(self.line(row))
    }

    /// The same of a line that only some scenarios have.
    pub fn lay_if(&mut self, has: bool, label: &str, unit: &str) -> Done<Option<Line>> {
        match has {
            true => self.lay(label, unit).map(Some),
            false => Ok(None),
        }
    }

    /// The formulas of a line.
    pub fn fill(
        &mut self,
        line: &Line,
        kind: Kind,
        opening: Option<Opening>,
        values: &[f64],
        formula: impl Fn(&Line, Month) -> String,
    ) -> Done<()> {
        let row = line.row;
        match opening {
            None => {}
            Some(Opening::Given(value)) => self.number(row, OPENING, value, false)?,
            Some(Opening::From(single, value)) => {
                self.formula(row, OPENING, &format!("={single}"), value, Style::Number)?;
            }
        }
        for (number, &value) in values.iter().enumerate() {
            let month = Month { number };
            let formula = format!("={}", formula(line, month));
            self.formula(row, month.column(), &formula, value, Style::Number)?;
        }
        self.total(line, kind, values)
    }

    fn line(&self, row: u32) -> Line {
        Line {
            sheet: self.name,
            row,
            months: self.months as u16,
        }
    }

    fn total(&mut self, line: &Line, kind: Kind, values: &[f64]) -> Done<()> {
        if kind == Kind::Flow {
            let sum = values.iter().sum();
            let formula = format!("=SUM({})", line.all());
            self.formula(line.row, TOTAL, &formula, sum, Style::Total)?;
        }
        Ok(())
    }

    /// The cell of a line's total.
    pub fn total_of(line: &Line) -> String {
        line.cell(TOTAL)
    }
}

/// What stands before the first month.
pub enum Opening {
    /// A number.
    Given(f64),
    /// What another cell holds, and its value.
    From(Single, f64),
}

#[derive(Clone, Copy)]
enum Style {
    Number,
    Total,
    Percent,
}

impl Styles {
    /// Of links between sheets.
    pub fn link(&self) -> &Format {
        &self.link
    }

    /// Of heads of columns.
    pub fn head(&self) -> &Format {
        &self.head
    }

    /// Of words.
    pub fn label(&self) -> &Format {
        &self.label
    }

    /// Of remarks.
    pub fn note(&self) -> &Format {
        &self.note
    }

    /// Of numbers given.
    pub fn input(&self) -> &Format {
        &self.input
    }
}
