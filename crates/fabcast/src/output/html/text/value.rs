//! Words of the section on what it would be worth to know.

pub const TITLE: &str = "What it would be worth to know";
pub const INTRO: &str = "Somebody has to decide before the first month: the whole programme, half of it, the whole two years later, or nothing; and wants the highest expected net present value. Knowing a parameter beforehand is worth what a better choice would gain on average.";
pub const LEAD: &str = "Expected value of knowing one parameter exactly, with the bias of the estimate taken off; grey where it cannot be told from chance.";
pub const CHOICES: &str = "The options";
pub const CHOICES_HEAD: [&str; 3] = ["Option", "Net present value", "Best in"];
pub const TABLE: &str = "Numbers: every parameter that is worth something";
pub const HEAD: [&str; 4] = [
    "Parameter",
    "Worth",
    "Told from chance",
    "Best choice, low to high",
];
pub fn describe(rows: &[String]) -> String {
    format!(
        "Bars: {}. The numbers are in the table below the chart.",
        rows.join("; ")
    )
}
pub const YES: &str = "yes";
pub const NO: &str = "no";
