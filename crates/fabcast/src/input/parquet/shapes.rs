//! What Parquet writes in Thrift: the fields of its structures, as in `parquet.thrift` of the format's definition
//! (<https://github.com/apache/parquet-format>).

use super::thrift::Form::{self, Byte, Double, Fields, List, Number, Text, Truth};

/// Fields of a structure.
type Shape = &'static [(i16, Form)];

/// The end of a file, `FileMetaData`.
pub const FILE: Shape = &[
    (1, Number),
    (2, List(&Fields(SCHEMA_ELEMENT))),
    (3, Number),
    (4, List(&Fields(ROW_GROUP))),
    (5, List(&Fields(KEY_VALUE))),
    (6, Text),
    (7, List(&Fields(EMPTY))),
    (8, Fields(EMPTY)),
    (9, Text),
];

/// The head of a page, `PageHeader`.
pub const PAGE: Shape = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Fields(DATA_PAGE)),
    (6, Fields(EMPTY)),
    (7, Fields(DICTIONARY_PAGE)),
    (8, Fields(DATA_PAGE_2)),
];

/// Nothing that is looked at.
const EMPTY: Shape = &[];

const SCHEMA_ELEMENT: Shape = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Text),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, Number),
    (9, Number),
    (10, Fields(LOGICAL_TYPE)),
];
/// One of its fields is there.
const LOGICAL_TYPE: Shape = &[
    (1, Fields(EMPTY)),
    (2, Fields(EMPTY)),
    (3, Fields(EMPTY)),
    (4, Fields(EMPTY)),
    (5, Fields(&[(1, Number), (2, Number)])),
    (6, Fields(EMPTY)),
    (7, Fields(TIME)),
    (8, Fields(TIME)),
    (10, Fields(&[(1, Byte), (2, Truth)])),
    (11, Fields(EMPTY)),
    (12, Fields(EMPTY)),
    (13, Fields(EMPTY)),
    (14, Fields(EMPTY)),
    (15, Fields(EMPTY)),
    (16, Fields(&[(1, Byte)])),
    (17, Fields(&[(1, Text)])),
    (18, Fields(&[(1, Text), (2, Number)])),
];
const TIME: Shape = &[(1, Truth), (2, Fields(TIME_UNIT))];
const TIME_UNIT: Shape = &[(1, Fields(EMPTY)), (2, Fields(EMPTY)), (3, Fields(EMPTY))];

const ROW_GROUP: Shape = &[
    (1, List(&Fields(COLUMN_CHUNK))),
    (2, Number),
    (3, Number),
    (4, List(&Fields(&[(1, Number), (2, Truth), (3, Truth)]))),
    (5, Number),
    (6, Number),
    (7, Number),
];
const COLUMN_CHUNK: Shape = &[
    (1, Text),
    (2, Number),
    (3, Fields(COLUMN)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, Fields(EMPTY)),
    (9, Text),
];
const COLUMN: Shape = &[
    (1, Number),
    (2, List(&Number)),
    (3, List(&Text)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, List(&Fields(KEY_VALUE))),
    (9, Number),
    (10, Number),
    (11, Number),
    (12, Fields(STATISTICS)),
    (13, List(&Fields(&[(1, Number), (2, Number), (3, Number)]))),
    (14, Number),
    (15, Number),
    (
        16,
        Fields(&[(1, Number), (2, List(&Number)), (3, List(&Number))]),
    ),
    (17, Fields(&[(1, Fields(BOX)), (2, List(&Number))])),
];
const BOX: Shape = &[
    (1, Double),
    (2, Double),
    (3, Double),
    (4, Double),
    (5, Double),
    (6, Double),
    (7, Double),
    (8, Double),
];
const STATISTICS: Shape = &[
    (1, Text),
    (2, Text),
    (3, Number),
    (4, Number),
    (5, Text),
    (6, Text),
    (7, Truth),
    (8, Truth),
];
const KEY_VALUE: Shape = &[(1, Text), (2, Text)];

const DATA_PAGE: Shape = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Fields(STATISTICS)),
];
const DICTIONARY_PAGE: Shape = &[(1, Number), (2, Number), (3, Truth)];
const DATA_PAGE_2: Shape = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Truth),
    (8, Fields(STATISTICS)),
];
