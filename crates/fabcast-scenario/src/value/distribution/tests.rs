use crate::syntax::family::KINDS;

#[test]
fn names_of_arguments_are_not_those_of_other_keys() {
    let taken = [
        "dist", "value", "same_as", "unit", "truncate", "source", "note", "as_of",
    ];
    for kind in KINDS {
        for argument in kind.arguments {
            assert!(!taken.contains(argument), "{} {argument}", kind.name);
        }
        assert!(kind.example.contains(kind.name));
    }
}
