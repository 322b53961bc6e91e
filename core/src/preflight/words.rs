//! Sizes for people.

/// `12 GB`, as `pg_size_pretty` has it.
pub(super) fn bytes(bytes: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
    let (mut size, mut unit) = (bytes as f64, 0);
    while size >= 10_240.0 && unit + 1 < units.len() || unit == 0 && size >= 1024.0 {
        size /= 1024.0;
        unit += 1;
    }
    format!("{} {}", size.round(), units[unit])
}
