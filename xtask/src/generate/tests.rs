use super::*;

#[test]
fn equal_files_have_no_difference() {
    assert_eq!(difference(b"a\nb\n", b"a\nb\n"), None);
}

#[test]
fn the_first_differing_line_is_shown() {
    let fault = difference(b"a\nb\nc\n", b"a\nB\nc\n").expect("the files differ");
    assert!(
        fault.starts_with("is out of date from line 2 on"),
        "{fault}"
    );
    assert!(fault.ends_with("- b\n    + B"), "{fault}");
}

#[test]
fn a_missing_end_is_shown() {
    let fault = difference(b"a", b"a\nb").expect("the files differ");
    assert!(fault.ends_with("- (end of file)\n    + b"), "{fault}");
}

#[test]
fn no_file_is_listed_twice() {
    let mut files: Vec<&str> = GENERATED.iter().map(|generated| generated.file).collect();
    files.sort_unstable();
    files.dedup();
    assert_eq!(files.len(), GENERATED.len());
}
