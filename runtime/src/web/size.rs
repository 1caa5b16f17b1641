//! Sizes of files in words.

/// A number of bytes with the largest unit that leaves a number of at least one: `1.5 MB`.
pub fn words(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "KB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    match (unit, bytes) {
        (0, 1) => "1 byte".to_owned(),
        (0, _) => format!("{bytes} bytes"),
        _ if value < 10.0 => format!("{value:.1} {}", UNITS[unit]),
        _ => format!("{value:.0} {}", UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn picks_the_unit() {
        let cases = [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_500, "1.5 KB"), (24_000_000, "24 MB")];
        for (bytes, expected) in cases {
            assert_eq!(words(bytes), expected);
        }
    }
}
