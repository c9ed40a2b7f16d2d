//! How freed memory is treated.

/// Keeps what is freed for the next draws: each takes and frees some megabytes, and a fifth of the
/// time went into giving pages back to the system and getting them again, cleared.
pub fn keep() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // The largest that glibc takes; above it memory is mapped and unmapped one by one.
        const MOST_ON_HEAP: libc::c_int = 32 << 20;
        // SAFETY: no thread runs yet that could allocate meanwhile.
        unsafe {
            libc::mallopt(libc::M_TRIM_THRESHOLD, libc::c_int::MAX);
            libc::mallopt(libc::M_MMAP_THRESHOLD, MOST_ON_HEAP);
        }
    }
}
