//! A parameter declared once: its row in the table, the field that says where its value is, and, where a
//! run uses values as they are drawn, the field that holds eight of them.

use crate::lanes::Lanes;
use crate::parameter::{Default, Form, Part, Row};
use crate::parameters::{ParamId, Values};
use crate::reader::{Reader, Spread};

/// How a parameter is kept in the model, by the type of its field.
pub(crate) trait Held: Sized {
    /// What a run sees of it.
    type Drawn;

    /// Reads what stands at its paths: one, but for lists.
    fn read(reader: &mut Reader, paths: &[String]) -> Self;

    /// Its value in eight draws.
    fn drawn(&self, values: &Values) -> Self::Drawn;
}

/// A quantity; 0 where the table lets it be absent.
impl Held for ParamId {
    type Drawn = Lanes;

    fn read(reader: &mut Reader, paths: &[String]) -> ParamId {
        match reader.row_of(&paths[0]).map(|row| row.default) {
            Some(Default::Absent) => reader.or_zero(&paths[0]),
            _ => reader.quantity(&paths[0]),
        }
    }

    fn drawn(&self, values: &Values) -> Lanes {
        values[*self]
    }
}

/// A quantity that may be absent, or has no row for some names.
impl Held for Option<ParamId> {
    type Drawn = Option<Lanes>;

    fn read(reader: &mut Reader, paths: &[String]) -> Option<ParamId> {
        match reader.row_of(&paths[0])?.default {
            Default::Absent => reader.optional(&paths[0]),
            _ => Some(reader.quantity(&paths[0])),
        }
    }

    fn drawn(&self, values: &Values) -> Option<Lanes> {
        self.map(|id| values[id])
    }
}

/// One of each name in the braces of a pattern.
impl<T: Held, const N: usize> Held for [T; N] {
    type Drawn = [T::Drawn; N];

    fn read(reader: &mut Reader, paths: &[String]) -> [T; N] {
        std::array::from_fn(|n| T::read(reader, &paths[n..=n]))
    }

    fn drawn(&self, values: &Values) -> [T::Drawn; N] {
        self.each_ref().map(|held| held.drawn(values))
    }
}

/// What is the same in all draws is drawn as it is.
macro_rules! fixed {
    ($(#[$meta:meta])* $type:ty, |$reader:ident, $path:ident| $read:expr) => {
        $(#[$meta])*
        impl $crate::declare::Held for $type {
            type Drawn = $type;

            fn read($reader: &mut $crate::reader::Reader, paths: &[String]) -> $type {
                let $path = paths[0].as_str();
                $read
            }

            fn drawn(&self, _: &$crate::parameters::Values) -> $type {
                self.clone()
            }
        }
    };
}
pub(crate) use fixed;

fixed!(
    /// What is realised project by project.
    Spread,
    |reader, path| reader.spread(path)
);
fixed!(
    /// A quantity of which only the centre is used: plans hold no random number.
    f64,
    |reader, path| reader.centre(path)
);
fixed!(
    /// The same where it may be absent.
    Option<f64>,
    |reader, path| reader
        .optional(path)
        .map(|id| reader.parameters.centre(id))
);
fixed!(
    /// A whole number, or the position of a word or a name.
    usize,
    |reader, path| match reader.row_of(path).map(|row| row.form) {
        Some(Form::Word(words)) => reader.position(path, words),
        Some(Form::Name(of)) => {
            let names = reader.names(of);
            reader.position(path, &names)
        }
        _ => reader.whole(path),
    }
);
fixed!(
    /// A whole number that may be absent.
    Option<usize>,
    |reader, path| reader.optional_whole(path)
);
fixed!(
    /// Which of the words or names are listed.
    Vec<bool>,
    |reader, path| match reader.row_of(path).map(|row| row.form) {
        Some(Form::Words(words)) => reader.flags(path, words),
        Some(Form::Names(of)) => {
            let names = reader.names(of);
            reader.flags(path, &names)
        }
        _ => Vec::new(),
    }
);

/// Paths of a parameter. What is not the same word in all its patterns is a place for a name, filled from
/// `names` in order; braces that are left over stand for a path each.
pub(crate) fn paths(rows: &[Row], names: &[&str]) -> Vec<String> {
    let mut names = names.iter();
    let mut paths = vec![String::new()];
    for (place, part) in rows[0].pattern.split('.').enumerate() {
        let mut parts = rows.iter().map(|row| row.pattern.split('.').nth(place));
        let is_open = part == "*" || part.contains('{') || parts.any(|other| other != Some(part));
        let name = if is_open { names.next() } else { None };
        let words = match name {
            Some(name) => vec![(*name).to_owned()],
            None => match Part::read(part) {
                Part::OneOf(words) => words,
                Part::Any => panic!("no name for a place of `{}`", rows[0].pattern),
            },
        };
        paths = (paths.iter())
            .flat_map(|path| words.iter().map(move |word| format!("{path}.{word}")))
            .collect();
    }
    paths.iter().map(|path| path[1..].to_owned()).collect()
}

/// Declares parameters, each once: the rows of the table (`ROWS`), a struct of where their values are with
/// `read(reader, names)`, which fills the places of the patterns by names, and, if it is named, a struct of
/// what a run uses, made by `terms(values)`: every value as it is drawn, and what is derived from them.
/// Rows in brackets stand in the table alone: labels, and words that are read by hand.
macro_rules! parameters {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Ids:ident $([$($other:expr),* $(,)?])? {
            $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty = $($row:expr),+;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis struct $Ids {
            $($(#[$fmeta])* $fvis $field: $type,)*
        }

        impl $Ids {
            /// Rows of the table.
            pub(crate) const ROWS: &[$crate::parameter::Row] = {
                #[allow(unused_imports, reason = "not every declaration has every form")]
                use $crate::parameter::{rows::*, *};
                &[$($($other,)*)? $($($row,)+)*]
            };

            /// Where the values of some names are.
            pub(crate) fn read(reader: &mut $crate::reader::Reader, names: &[&str]) -> $Ids {
                $(
                    let $field = {
                        const ROWS: &[$crate::parameter::Row] = {
                            #[allow(unused_imports, reason = "not every declaration has every form")]
                            use $crate::parameter::{rows::*, *};
                            &[$($row),+]
                        };
                        let paths = $crate::declare::paths(ROWS, names);
                        <$type as $crate::declare::Held>::read(reader, &paths)
                    };
                )*
                $Ids { $($field),* }
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $Ids:ident $([$($other:expr),* $(,)?])? {
            $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty = $($row:expr),+;)*
        }
        $(#[$tmeta:meta])*
        $tvis:vis struct $Terms:ident {
            $($(#[$dmeta:meta])* $dvis:vis $derived:ident: $dtype:ty = $value:expr;)*
        }
    ) => {
        $crate::declare::parameters! {
            $(#[$meta])*
            $vis struct $Ids $([$($other),*])? {
                $($(#[$fmeta])* $fvis $field: $type = $($row),+;)*
            }
        }

        $(#[$tmeta])*
        #[derive(Clone, Debug)]
        #[allow(dead_code, reason = "of some values a run uses only what is derived from them")]
        $tvis struct $Terms {
            $(pub(crate) $field: <$type as $crate::declare::Held>::Drawn,)*
            $($(#[$dmeta])* $dvis $derived: $dtype,)*
        }

        impl $Ids {
            /// What a run uses of them.
            $tvis fn terms(&self, values: &$crate::parameters::Values) -> $Terms {
                $(let $field = $crate::declare::Held::drawn(&self.$field, values);)*
                $(let $derived: $dtype = $value;)*
                $Terms { $($field,)* $($derived,)* }
            }
        }
    };
}
pub(crate) use parameters;
