//! Which paths a scenario may have, as the parameter table gives them.

use std::sync::OnceLock;

use fabcast_model::parameter::{CLASSES, KINDS, Part, Pattern, Row};
use fabcast_model::table::TABLE;

/// Keys at the head of a scenario.
pub(crate) const HEAD: &[&str] = &[
    "format",
    "name",
    "title",
    "description",
    "world",
    "extends",
    "start",
    "end",
    "judged",
    "price_year",
    "budget",
    "resolved_from",
];

/// Every row's pattern. Where `*` stands for the kinds of project or the classes of
/// equipment, which no scenario can add to, they are named.
pub(crate) fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        TABLE
            .iter()
            .map(|row| {
                let mut pattern = Pattern::of(row);
                if let [Part::OneOf(first), second, ..] = pattern.parts.as_mut_slice()
                    && *second == Part::Any
                {
                    let named = |names: &[&str]| {
                        Part::OneOf(names.iter().map(|&name| name.to_owned()).collect())
                    };
                    match first[0].as_str() {
                        "kind" => *second = named(&KINDS),
                        "equipment" => *second = named(&CLASSES),
                        _ => {}
                    }
                }
                pattern
            })
            .collect()
    })
}

/// The row of a path.
pub(crate) fn row_at(path: &str) -> Option<&'static Row> {
    let names: Vec<&str> = path.split('.').collect();
    patterns()
        .iter()
        .find(|pattern| pattern.fits(&names))
        .map(|pattern| pattern.row)
}

/// Keys that were replaced, and by what: campuses were once built like plants, and people came from an
/// operator's home alone.
const REPLACED: [(&str, &str); 5] = [
    ("kind.datacentre.install", HALLS),
    ("kind.datacentre.qualify", HALLS),
    ("kind.datacentre.ramp", HALLS),
    ("kind.datacentre.qualify_from", HALLS),
    ("talent.*.transfers", "`reach` of the skills of the region"),
];
const HALLS: &str = "`first_block` and `pace` of `kind.datacentre`, and `own`, `service` and `grid` of \
                     `region.*.datacentre`";

/// What has replaced a key.
pub(crate) fn successors_of(path: &str) -> Option<&'static str> {
    let names: Vec<&str> = path.split('.').collect();
    let fits = |old: &str| {
        let old: Vec<&str> = old.split('.').collect();
        old.len() == names.len() && old.iter().zip(&names).all(|(o, n)| *o == "*" || o == n)
    };
    let found = REPLACED.iter().find(|(old, _)| fits(old));
    found.map(|(_, successors)| *successors)
}

/// Whether some row's path begins with this one and is longer.
pub(crate) fn leads_on(path: &str) -> bool {
    let names: Vec<&str> = path.split('.').collect();
    patterns()
        .iter()
        .any(|pattern| pattern.parts.len() > names.len() && pattern.begins(&names))
}

/// What may follow a path: the names that the table knows, and whether any other may.
pub(crate) fn next_names(path: &str) -> (Vec<String>, bool) {
    let names: Vec<&str> = if path.is_empty() {
        Vec::new()
    } else {
        path.split('.').collect()
    };
    let mut known: Vec<String> = Vec::new();
    let mut any = false;
    for pattern in patterns() {
        if pattern.parts.len() <= names.len() || !pattern.begins(&names) {
            continue;
        }
        match &pattern.parts[names.len()] {
            Part::Any => any = true,
            Part::OneOf(names) => {
                for name in names {
                    if !known.contains(name) {
                        known.push(name.clone());
                    }
                }
            }
        }
    }
    (known, any)
}

/// Whether a name can stand in a path.
pub(crate) fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Whether a line of a text is one of a scenario or world, well-formed or not: a key of the head,
/// or a section or key that the table knows.
pub(crate) fn is_scenario(text: &str) -> bool {
    let (sections, _) = next_names("");
    let is_known = |name: &str| HEAD.contains(&name) || sections.iter().any(|known| known == name);
    text.trim_start_matches('\u{feff}').lines().any(|line| {
        let line = line.trim_start();
        let inner = line.trim_start_matches('[').trim_start();
        let end = inner
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end);
        let is_section = inner.len() < line.len();
        is_known(name) && (is_section || rest.trim_start().starts_with(['=', '.']))
    })
}

/// Where in other places a name is known: the paths before it.
pub(crate) fn homes_of(name: &str) -> Vec<String> {
    let mut homes: Vec<String> = Vec::new();
    for pattern in patterns() {
        for (place, part) in pattern.parts.iter().enumerate() {
            if place > 0 && *part != Part::Any && part.fits(name) {
                let before: Vec<String> =
                    pattern.parts[..place].iter().map(Part::to_string).collect();
                let home = before.join(".");
                if !homes.contains(&home) {
                    homes.push(home);
                }
            }
        }
    }
    homes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_known_by_their_patterns() {
        assert_eq!(row_at("market.start.stock_2").unwrap().symbol, "S_w");
        assert_eq!(row_at("equipment.euv.growth").unwrap().symbol, "g_e");
        assert!(row_at("equipment.lasers.growth").is_none());
        assert!(row_at("kind.datacentre.team_weight").is_none());
        assert!(leads_on("capital.investor.gulf"));
        assert!(!leads_on("capital.investor.gulf.kind"));
    }

    #[test]
    fn texts_of_other_kinds_are_no_scenarios() {
        for text in [
            "format = 1",
            "\u{feff}name=\"a\"",
            "# mine\n\n[world]\n",
            "[capital\ngearing = 0.5",
            "[[plan]]",
            "  plan.fab.count = 3",
            "nonsense\nend 2030\nend = ",
        ] {
            assert!(is_scenario(text), "{text:?}");
        }
        for text in [
            "",
            "root:x:0:0:root:/root:/bin/bash\nsys:x:3:3:sys:/dev:/bin/sh\n",
            "KEY=value\n[registry]\ntoken = \"abc\"\n",
            "name: a\nformat 1\n# format = 1\n",
            "formatted = 1\n",
            "[package]\nedition = \"2024\"\n",
        ] {
            assert!(!is_scenario(text), "{text:?}");
        }
    }

    #[test]
    fn the_names_that_may_follow_are_known() {
        let (names, any) = next_names("talent");
        assert!(any && names.contains(&"target_date".to_owned()));
        let (names, any) = next_names("equipment.euv.need");
        assert!(!any);
        assert_eq!(names, ["fab", "hbm"]);
        assert_eq!(homes_of("investor"), ["capital"]);
    }
}
