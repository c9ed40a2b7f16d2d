//! The scenario that `fabcast new` writes.

/// A commented scenario to start from; it can be run as it is. A name that a scenario
/// cannot have is made into one that it can.
///
/// ```
/// let text = fabcast_scenario::starter("my-scenario");
/// assert!(fabcast_scenario::load_text("my-scenario.toml", &text, &[]).is_ok());
/// ```
pub fn starter(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => kebab.push(c.to_ascii_lowercase()),
            _ if !kebab.is_empty() && !kebab.ends_with('-') => kebab.push('-'),
            _ => {}
        }
    }
    kebab.truncate(60);
    let kebab = match kebab.trim_end_matches('-') {
        "" => "my-scenario",
        kebab => kebab,
    };
    TEMPLATE.replace("NAME", kebab)
}

const TEMPLATE: &str = r#"# A programme of your own. Run it with
#
#     fabcast check NAME.toml       is everything in order?
#     fabcast run NAME.toml         what of it can be executed, by when, and does it pay?
#
# Every value, its unit and its bounds: docs/scenario-reference.md
# Where a value of the world comes from: fabcast explain kind.fab.unit_cost NAME.toml

format = 1
name = "NAME"
title = "My programme"
description = "One fab and the packaging for it, in the United States."

world = "2024-02"        # costs, tools, people, market and risks as known in February 2024
start = "2024-02"        # first month
end = "2035-12"          # last month
price_year = 2024        # all money is in constant dollars of this year
budget = "13.8 bn$"      # should come to the cost of the plan below

# --- Who pays -----------------------------------------------------------------------------
# "4 bn$" is certain, "3 to 5 bn$" is a 90 % interval, "4 bn$ (2 to 8)" a median with one.

[capital.investor.operator]
label = "Operator"
kind = "equity"
commitment = "8 bn$ (6 to 10)"
closing = "3 months"           # after the start; or a month, "2024-05"
approval = 1                   # probability that the money is allowed in
draw_rate = "40 %/yr"          # largest share of the commitment drawn in a year
hurdle = "12 %/yr"             # what it must earn

[capital.investor.banks]
label = "Banks"
kind = "debt"
commitment = "9 bn$ (6 to 12)"
closing = "12 months (6 to 24)"
approval = 1
draw_rate = "40 %/yr"
rate = "7 %/yr"                # interest
grace = "4 yr"                 # no repayment so long after the first draw
term = "10 yr"                 # repaid over this time

# --- What is built ------------------------------------------------------------------------
# Kinds: fab (kwspm), hbm (kwspm), packaging (kwpm), datacentre (GW, without operator).
# Regions and operators are those of the world; add your own with [region.…], [operator.…].

[plan.fab]
kind = "fab"
region = "us"
operator = "foundry"
count = 1
capacity = "20 kwspm"
first = "2024-06"

[plan.packaging]
kind = "packaging"
region = "us"
operator = "foundry"
count = 1
capacity = "5 kwpm"
first = "2025-01"

# --- What is different in your world ------------------------------------------------------
# Any value can be set again under its path, best with where it comes from.

[deploy]
life = { value = "5 yr (4 to 7)", assumption = "accelerators are used a little longer" }

# --- What counts as success ---------------------------------------------------------------

[target.delivered-2035]
label = "Nine tenths of the planned compute in service at the end of 2035"
outcome = "delivered_share_2035"
at_least = 0.9
"#;
