//! The symbols that units are made of.

use super::{BASES, Unit};

/// Prefixes that a symbol takes.
#[derive(Clone, Copy, PartialEq)]
enum Prefixes {
    /// None.
    None,
    /// `k`, `M`.
    Counts,
    /// `k`, `M`, `bn`, `T`.
    Money,
    /// `k`, `M`, `G`, `T`.
    Power,
    /// `k`, `c`, `m`, `µ`, `n`.
    Length,
}

/// One symbol: names, powers of the bases, size, prefixes.
pub(super) struct Symbol {
    names: &'static [&'static str],
    pub bases: [i8; BASES],
    pub length: i8,
    numerator: u128,
    denominator: u128,
    prefixes: Prefixes,
}

/// Words that multiply the unit after them, with the power of ten.
pub(super) const MULTIPLIERS: &[(&str, u32)] = &[
    ("thousand", 3),
    ("k", 3),
    ("million", 6),
    ("M", 6),
    ("billion", 9),
    ("bn", 9),
    ("G", 9),
    ("trillion", 12),
    ("T", 12),
];

const fn symbol(
    names: &'static [&'static str],
    bases: &[(usize, i8)],
    size: (u128, u128),
    prefixes: Prefixes,
) -> Symbol {
    let mut powers = [0; BASES];
    let mut i = 0;
    while i < bases.len() {
        powers[bases[i].0] = bases[i].1;
        i += 1;
    }
    Symbol {
        names,
        bases: powers,
        length: 0,
        numerator: size.0,
        denominator: size.1,
        prefixes,
    }
}

const MONEY: usize = 0;
const TIME: usize = 1;
const WAFER: usize = 2;
const INTERPOSER: usize = 3;
const POWER: usize = 4;
const PEOPLE: usize = 5;
const COMPUTE: usize = 6;
const TOOL: usize = 7;
const STACK: usize = 8;
const DIE: usize = 9;
const PACKAGE: usize = 10;

use Prefixes::{Counts, Length, Money, None as Plain, Power};

/// Every symbol. Money is in dollars, time in years, power in watts, length in metres.
static SYMBOLS: &[Symbol] = &[
    symbol(&["1"], &[], (1, 1), Plain),
    symbol(&["%", "percent"], &[], (1, 100), Plain),
    symbol(
        &["$", "USD", "dollar", "dollars"],
        &[(MONEY, 1)],
        (1, 1),
        Money,
    ),
    symbol(&["yr", "year", "years", "yrs"], &[(TIME, 1)], (1, 1), Plain),
    symbol(&["quarter", "quarters"], &[(TIME, 1)], (1, 4), Plain),
    symbol(&["month", "months"], &[(TIME, 1)], (1, 12), Plain),
    symbol(&["week", "weeks"], &[(TIME, 1)], (168, 8766), Plain),
    symbol(&["day", "days"], &[(TIME, 1)], (24, 8766), Plain),
    symbol(&["h", "hour", "hours"], &[(TIME, 1)], (1, 8766), Plain),
    symbol(&["wafer", "wafers"], &[(WAFER, 1)], (1, 1), Counts),
    symbol(&["w"], &[(WAFER, 1)], (1, 1), Plain),
    symbol(&["wspm"], &[(WAFER, 1), (TIME, -1)], (12, 1), Counts),
    symbol(
        &["interposer", "interposers"],
        &[(INTERPOSER, 1)],
        (1, 1),
        Counts,
    ),
    symbol(&["wpm"], &[(INTERPOSER, 1), (TIME, -1)], (12, 1), Counts),
    symbol(&["W"], &[(POWER, 1)], (1, 1), Power),
    symbol(&["Wh"], &[(POWER, 1), (TIME, 1)], (1, 8766), Power),
    symbol(&["FTE", "FTEs"], &[(PEOPLE, 1)], (1, 1), Counts),
    symbol(
        &[
            "people", "person", "persons", "job", "jobs", "post", "posts", "seat", "seats",
        ],
        &[(PEOPLE, 1)],
        (1, 1),
        Plain,
    ),
    symbol(&["H100e"], &[(COMPUTE, 1)], (1, 1), Power),
    symbol(
        &["tool", "tools", "scanner", "scanners"],
        &[(TOOL, 1)],
        (1, 1),
        Plain,
    ),
    symbol(&["stack", "stacks"], &[(STACK, 1)], (1, 1), Plain),
    symbol(&["die", "dies"], &[(DIE, 1)], (1, 1), Plain),
    symbol(
        &["package", "packages", "accelerator", "accelerators"],
        &[(PACKAGE, 1)],
        (1, 1),
        Plain,
    ),
    METRE,
];

const METRE: Symbol = Symbol {
    length: 1,
    ..symbol(&["m"], &[], (1, 1), Length)
};

impl Prefixes {
    /// Prefixes with the fraction each stands for.
    fn list(self) -> &'static [(&'static str, u128, u128)] {
        const K: (&str, u128, u128) = ("k", 1_000, 1);
        const M: (&str, u128, u128) = ("M", 1_000_000, 1);
        match self {
            Plain => &[],
            Counts => &[K, M],
            Money => &[K, M, ("bn", 1_000_000_000, 1), ("T", 1_000_000_000_000, 1)],
            Power => &[K, M, ("G", 1_000_000_000, 1), ("T", 1_000_000_000_000, 1)],
            Length => &[
                ("k", 1_000, 1),
                ("c", 1, 100),
                ("m", 1, 1_000),
                ("µ", 1, 1_000_000),
                ("μ", 1, 1_000_000),
                ("u", 1, 1_000_000),
                ("n", 1, 1_000_000_000),
            ],
        }
    }
}

/// The unit of a symbol, with a prefix or without.
pub(super) fn lookup(token: &str) -> Option<Unit> {
    for symbol in SYMBOLS {
        for name in symbol.names {
            let Some(prefix) = token.strip_suffix(name) else {
                continue;
            };
            let (numerator, denominator) = match prefix {
                "" => (1, 1),
                _ => {
                    let prefixes = symbol.prefixes.list();
                    match prefixes.iter().find(|(text, ..)| *text == prefix) {
                        Some((_, numerator, denominator)) => (*numerator, *denominator),
                        None => continue,
                    }
                }
            };
            let size = Unit {
                dimension: symbol.dimension(),
                numerator: symbol.numerator,
                denominator: symbol.denominator,
            };
            return size.times(
                Unit {
                    numerator,
                    denominator,
                    ..Unit::ONE
                },
                1,
            );
        }
    }
    None
}

/// Every way to write one symbol, for suggestions.
pub(super) fn spellings() -> Vec<String> {
    let mut spellings = Vec::new();
    for symbol in SYMBOLS.iter().filter(|symbol| symbol.names != ["1"]) {
        for name in symbol.names {
            spellings.push((*name).to_owned());
        }
        for (prefix, ..) in symbol.prefixes.list() {
            spellings.push(format!("{prefix}{}", symbol.names[0]));
        }
    }
    spellings
}
