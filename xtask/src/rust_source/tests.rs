use super::*;

/// The tokens, one after another.
fn shown(source: &str) -> String {
    show(&tokens(source))
}

fn show(tokens: &[Token]) -> String {
    let text = |token: &Token| match &token.kind {
        Kind::Word(word) => word.clone(),
        Kind::Literal(text) => format!("<{text}>"),
        Kind::Mark(mark) => mark.to_string(),
    };
    tokens.iter().map(text).collect::<Vec<_>>().join(" ")
}

#[test]
fn comments_are_left_out() {
    assert_eq!(shown("a // b\n/* c /* d */ e */ f /// g"), "a f");
}

#[test]
fn literals_hide_their_text() {
    let source = r####"f("x\"y", r#"a"b"#, b"z", 'c', '\'', "/* no comment")"####;
    let expected = r##"f ( <x\"y> , <a"b> , <z> , <c> , <\'> , </* no comment> )"##;
    assert_eq!(shown(source), expected);
}

#[test]
fn lifetimes_are_words() {
    assert_eq!(
        shown("fn f<'a>(x: &'a str)"),
        "fn f < 'a > ( x : & 'a str )"
    );
}

#[test]
fn lines_count_through_comments_and_strings() {
    let lines: Vec<usize> = tokens("a\n/*\n*/ \"\n\" b\nc")
        .iter()
        .map(|token| token.line)
        .collect();
    assert_eq!(lines, [1, 3, 4, 5]);
}

#[test]
fn test_items_are_left_out() {
    let kept = |source| show(&without_tests(tokens(source)));
    assert_eq!(kept("a; #[cfg(test)] mod tests; b"), "a ; b");
    assert_eq!(kept("#[cfg(test)] mod tests { fn f() { g(); } } b"), "b");
    assert_eq!(kept("#[cfg(test)] fn f() -> [u8; 3] { g() } b"), "b");
    assert_eq!(kept("#[cfg(test)] #[allow(dead_code)] fn f() {} b"), "b");
    assert_eq!(
        kept("#[cfg(feature)] fn f() {}"),
        shown("#[cfg(feature)] fn f() {}")
    );
}
