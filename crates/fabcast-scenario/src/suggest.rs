//! "Did you mean": the nearest of the names that are valid at a place.

/// The candidate that a misspelt word most likely stands for, if any is near.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = word.chars().count();
    if length == 0 || length > 80 {
        return None;
    }
    let folded = fold(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = fold(candidate);
        let longest = folded.len().max(other.len());
        let allowed = match longest {
            0..=2 => 1,
            3..=5 => 2,
            _ => longest / 3,
        };
        let mut distance = distance(&folded, &other);
        // A word that begins with the whole of another is near to it.
        if folded.len() >= 4 && other.starts_with(&folded) {
            distance = distance.min(2);
        }
        if distance <= allowed && distance < longest && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Lower case, with one form of dash.
fn fold(word: &str) -> Vec<char> {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '_' { '-' } else { c })
        .collect()
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// Names as a list for people: "a, b and c".
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same, but no more than some of many.
pub(crate) fn listed_some<S: AsRef<str>>(names: &[S], most: usize) -> String {
    match names.len() > most + 1 {
        true => {
            let shown: Vec<String> = names[..most]
                .iter()
                .map(|name| format!("`{}`", name.as_ref()))
                .collect();
            format!("{} and {} others", shown.join(", "), names.len() - most)
        }
        false => listed(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        let names = ["commitment", "closing", "kind", "approval"];
        assert_eq!(nearest("comitment", names), Some("commitment"));
        assert_eq!(nearest("aproval", names), Some("approval"));
        assert_eq!(nearest("Kind", names), Some("kind"));
        assert_eq!(nearest("zebra", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(
            listed_some(&["a", "b", "c", "d"], 2),
            "`a`, `b` and 2 others"
        );
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed::<&str>(&[]), "none");
    }
}
