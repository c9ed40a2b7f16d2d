//! The equations of the model document that use a symbol.

const MODEL: &str = include_str!("../../../../docs/model.md");
/// Most equations told of one parameter.
const MOST: usize = 3;

/// Equations of a section that use a symbol, in the order of the document; what only names the symbol is
/// left out. Empty for a parameter without a symbol.
pub(super) fn equations(section: u8, symbol: &str) -> Vec<String> {
    let symbols: Vec<&str> = symbol.split(',').map(str::trim).collect();
    let heading = format!("## {section}. ");
    let lines = MODEL.lines().skip_while(|line| !line.starts_with(&heading));
    let text: Vec<&str> = lines
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .collect();
    let text = text.join(" ");
    // Every second part of a text cut at its backticks is code.
    let code = text.split('`').skip(1).step_by(2);
    let mut found: Vec<String> = code
        .filter(|code| is_equation(code) && symbols.iter().any(|symbol| uses(code, symbol)))
        .map(|code| code.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    found.dedup();
    found.truncate(MOST);
    found
}

fn is_equation(code: &str) -> bool {
    [" = ", " += ", "= ", " ≥ "]
        .iter()
        .any(|sign| code.contains(sign))
}

/// Whether a symbol stands in an equation by itself, not as a part of another.
fn uses(code: &str, symbol: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    !symbol.is_empty()
        && code.match_indices(symbol).any(|(place, _)| {
            let before = code[..place].chars().next_back();
            let after = code[place + symbol.len()..].chars().next();
            // Δ is a factor of its own, as in `G·Δ` written `GΔ`.
            !before.is_some_and(part) && !after.is_some_and(|c| part(c) && c != 'Δ')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_those_of_the_section_that_use_the_symbol() {
        let price = equations(8, "ε");
        assert_eq!(price, ["p° = c·(S°/D)^(-1/ε)"]);
        assert!(equations(8, "r_GW").contains(&"c = r_GW·kw/(8766·util)·10³".to_owned()));
        assert!(equations(8, "").is_empty());
        // k is not k_d, nor the k of a word.
        assert!(!uses("share = exp(-k_d·y)", "k") && uses("k·(1+g_k)^v = x", "k"));
    }
}
