//! Tests of the library, and of the engine under the embedded scenarios.

mod common;
mod laws;
