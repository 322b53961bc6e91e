//! Versions as they are compared: number by number.

/// The numbers of a version, `1.2.10` or `1_2_10` or `0012`, without zeros at its end; none of another text.
pub fn parts(version: &str) -> Option<Vec<u128>> {
    let numbers: Result<Vec<u128>, _> = version.split(['.', '_']).map(str::parse).collect();
    let mut numbers = numbers.ok()?;
    while numbers.len() > 1 && numbers.last() == Some(&0) {
        numbers.pop();
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number() {
        assert!(parts("1.2.10") > parts("1.2.9"));
        assert_eq!(parts("01"), parts("1.0"));
        assert_eq!(parts("0"), Some(vec![0]));
        assert_eq!(parts("20231031120000123456"), Some(vec![20_231_031_120_000_123_456]));
        assert_eq!(parts("1.x"), None);
        assert_eq!(parts(""), None);
    }
}
