//! Names like a misspelt one.

/// The name that a misspelt one most likely stands for.
///
/// ```
/// let names = ["one-fab", "stargate"];
/// assert_eq!(fabcast::nearest::nearest_name("onefab", names), Some("one-fab"));
/// assert_eq!(fabcast::nearest::nearest_name("apollo", names), None);
/// ```
pub fn nearest_name<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    let near = names.into_iter().map(|name| (distance(&word, name), name));
    near.filter(|(far, _)| *far <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein distance.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let changed = last[j] + usize::from(left != *right);
            row.push(changed.min(last[j + 1] + 1).min(row[j] + 1));
        }
        last = row;
    }
    last[b.len()]
}
