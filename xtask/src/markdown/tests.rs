use super::*;

#[test]
fn headings_and_anchors() {
    let text = "# The model, §2 (`draft`)\n\n## Units\n```\n# not one\n```\n## Units\n\
                ### See [units](units.md) now\n<a id=\"extra\"></a>\n#tag\n";
    let expected = [
        "the-model-2-draft",
        "units",
        "units-1",
        "see-units-now",
        "extra",
    ];
    assert_eq!(anchors(text), expected);
    assert_eq!(headings(text)[2].line, 7);
}

#[test]
fn links_of_every_kind() {
    let text = "[a](a.md) and ![b](<b c.png> \"title\") `[no](code.md)`\n\
                ```\n[no](fence.md)\n```\n\
                [c](c.md#x \"title\") [d](d_(e).md)\n[ref]: e.md\n[^1]: a note\n\
                <img src=\"f.svg\">\n";
    let found: Vec<(usize, String)> = link_targets(text);
    let expected = [
        (1, "a.md"),
        (1, "b c.png"),
        (5, "c.md#x"),
        (5, "d_(e).md"),
        (6, "e.md"),
        (8, "f.svg"),
    ];
    assert_eq!(
        found,
        expected.map(|(line, target)| (line, target.to_owned()))
    );
}

#[test]
fn code_spans_have_lines() {
    assert_eq!(
        code_spans("`a` b `` c`d ``\n\n`e` unclosed ` here"),
        [(1, "a"), (1, "c`d"), (3, "e")]
    );
}
