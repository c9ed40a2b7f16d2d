//! Instruction sets chosen at run time: they change the speed and never a bit.
//!
//! `dispatch!` compiles a function once for each set and calls the widest that the processor has.
//! What the function calls takes part if it is `#[inline(always)]`, and is called as it is if not.
//! Nothing is fused, so all versions round alike.

use std::sync::atomic::{AtomicU8, Ordering};

/// An instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Isa {
    /// What every processor of the architecture has.
    Portable = 1,
    /// x86-64 with AVX2: four lanes at a time.
    Avx2 = 2,
    /// x86-64 with AVX-512: eight lanes at a time.
    Avx512 = 3,
}

static CHOSEN: AtomicU8 = AtomicU8::new(0);

/// The instruction set in use: the widest that the processor has.
#[inline]
pub fn isa() -> Isa {
    match CHOSEN.load(Ordering::Relaxed) {
        3 => Isa::Avx512,
        2 => Isa::Avx2,
        1 => Isa::Portable,
        _ => {
            let widest = widest();
            CHOSEN.store(widest as u8, Ordering::Relaxed);
            widest
        }
    }
}

/// Uses at most the given instruction set from now on; for tests that compare the bits of all.
pub fn limit(isa: Isa) {
    CHOSEN.store(isa.min(widest()) as u8, Ordering::Relaxed);
}

fn widest() -> Isa {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        if has!("avx512f") && has!("avx512dq") && has!("avx512vl") {
            return Isa::Avx512;
        }
        if has!("avx2") {
            return Isa::Avx2;
        }
    }
    Isa::Portable
}

/// Compiles a function for every instruction set and calls the widest at hand.
#[macro_export]
macro_rules! dispatch {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $out:ty)? $body:block) => {
        $(#[$meta])*
        #[inline(never)]
        $vis fn $name($($arg: $type),*) $(-> $out)? {
            #[inline(always)]
            fn portable($($arg: $type),*) $(-> $out)? $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
            fn avx512($($arg: $type),*) $(-> $out)? {
                portable($($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $type),*) $(-> $out)? {
                portable($($arg),*)
            }

            match $crate::isa::isa() {
                // SAFETY: `isa` found the features that the function is compiled for.
                #[cfg(target_arch = "x86_64")]
                $crate::isa::Isa::Avx512 => unsafe { avx512($($arg),*) },
                // SAFETY: likewise.
                #[cfg(target_arch = "x86_64")]
                $crate::isa::Isa::Avx2 => unsafe { avx2($($arg),*) },
                _ => portable($($arg),*),
            }
        }
    };
}
pub use crate::dispatch;
