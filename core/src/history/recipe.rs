//! How tools make the checksums of their files.
//!
//! Each gives the sums that the tool takes for a file, that which its newest release writes first. SHA-1, MD5 and CRC-32
//! are what the tools compare; nothing is secured by them here.

use std::hash::{Hash, Hasher};

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};
use siphasher::sip::SipHasher13;

use crate::checksum::hex;

/// What a checksum is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The text of the file, to the last byte.
    pub text: &'a str,
    /// The file's name without folders, where it is known.
    pub file: Option<&'a str>,
    /// The version.
    pub number: i64,
    /// What else the history says that it is made of.
    pub of: Option<&'a str>,
}

/// A way to make a checksum.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// The sums that a tool takes for the file.
    pub sums: fn(&Material) -> Vec<String>,
}

impl Recipe {
    /// Whether a sum that a tool has stored is that of a file.
    pub fn is_of(&self, stored: &str, material: &Material) -> bool {
        (self.sums)(material).iter().any(|sum| sum.eq_ignore_ascii_case(stored.trim()))
    }
}

/// SHA-256 of the bytes, in hex.
pub const SHA_256: Recipe = Recipe { sums: |of| vec![hex(&Sha256::digest(of.text))] };
/// SHA-384 of the bytes, in hex.
pub const SHA_384: Recipe = Recipe { sums: |of| vec![hex(&Sha384::digest(of.text))] };
/// SHA-1 of the bytes, in hex.
pub const SHA_1: Recipe = Recipe { sums: |of| vec![hex(&Sha1::digest(of.text))] };
/// MD5 of the bytes, in hex.
pub const MD5: Recipe = Recipe { sums: |of| vec![hex(&Md5::digest(of.text))] };

/// postgres-migrations: SHA-1 of the file's name and text.
pub const POSTGRES_MIGRATIONS: Recipe = Recipe {
    sums: |of| {
        let Some(file) = of.file else { return Vec::new() };
        vec![hex(&Sha1::digest(format!("{file}{}", of.text)))]
    },
};

/// Prisma: SHA-256 with line ends of either kind; old rows have bytes below 16 in one digit.
pub const PRISMA: Recipe = Recipe {
    sums: |of| {
        let unix = of.text.replace("\r\n", "\n");
        let texts = [of.text.to_string(), unix.clone(), unix.replace('\n', "\r\n")];
        let digests = texts.map(|text| Sha256::digest(text).to_vec());
        let unpadded = |digest: &[u8]| digest.iter().map(|byte| format!("{byte:x}")).collect::<String>();
        let padded = digests.iter().map(|digest| hex(digest));
        padded.chain(digests.iter().map(|digest| unpadded(digest))).collect()
    },
};

/// Flyway: CRC-32 of the lines without their ends and without a byte order mark, with a sign.
pub const FLYWAY: Recipe = Recipe {
    sums: |of| {
        let text = of.text.strip_prefix('\u{feff}').unwrap_or(of.text);
        let mut sum = crc32fast::Hasher::new();
        // A carriage return ends a line, too.
        text.split(['\n', '\r']).for_each(|line| sum.update(line.as_bytes()));
        vec![(sum.finalize() as i32).to_string()]
    },
};

/// refinery: SipHash-1-3 without a key, of name, version in four or eight bytes, and text, as Rust hashes them.
pub const REFINERY: Recipe = Recipe {
    sums: |of| {
        let words = of.file.and_then(|file| super::fact::stem(file).split_once("__"));
        let Some(name) = of.of.or(words.map(|(_, name)| name)) else { return Vec::new() };
        let sum = |version: &dyn Fn(&mut SipHasher13)| {
            let mut hasher = SipHasher13::new();
            name.hash(&mut hasher);
            version(&mut hasher);
            of.text.hash(&mut hasher);
            hasher.finish().to_string()
        };
        let small = i32::try_from(of.number).ok().map(|number| sum(&|hasher| number.hash(hasher)));
        small.into_iter().chain([sum(&|hasher| of.number.hash(hasher))]).collect()
    },
};

/// graphile-migrate: SHA-1 of the hash before, a line's end, and the text below the header, trimmed, with one line's end.
pub const GRAPHILE: Recipe = Recipe {
    sums: |of| {
        let chained = format!("{}\n{}", of.of.unwrap_or_default(), body(of.text).trim());
        vec![format!("sha1:{}", hex(&Sha1::digest(format!("{}\n", chained.trim()))))]
    },
};

/// What stands below the lines `--! Name: value` and the blank line after them.
fn body(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with("--!") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

#[cfg(test)]
mod tests;
