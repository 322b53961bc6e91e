//! A NOTICE or WARNING of a script: read off the message that the server sends to a client, and kept with the unit.
//!
//! A script that tells something for each row tells millions of things. So of each unit the first [`FIRST`] are kept, each
//! as long as [`LONGEST`], and the others are counted.

use serde::{Deserialize, Serialize};

/// How many messages of a unit are kept.
pub const FIRST: usize = 100;

/// How many bytes of each of a message's texts are kept.
pub const LONGEST: usize = 4_000;

/// What a script says, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// NOTICE, WARNING or INFO, whatever language the server speaks.
    pub severity: String,
    /// Five characters.
    pub sqlstate: String,
    /// The message.
    pub message: String,
    /// Its DETAIL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Its HINT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// What a unit has said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Messages {
    /// The first of them.
    pub first: Vec<Message>,
    /// How many came behind those.
    pub more: u64,
}

impl Messages {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty() && self.more == 0
    }

    /// Who was told the first of them, `kept` messages and how many there were `beyond`, has these still to be told.
    #[must_use]
    pub fn behind(mut self, kept: usize, beyond: u64) -> Messages {
        self.first.drain(..kept.min(self.first.len()));
        self.more = self.more.saturating_sub(beyond);
        self
    }
}

/// Reads the body of a NoticeResponse: fields of one letter and a text, each ended by a zero. `text` makes a text of
/// bytes that are in the client's encoding. None for what is for the log (DEBUG, LOG), and for what is no such body.
pub fn of_notice(body: &[u8], text: impl Fn(&[u8]) -> String) -> Option<Message> {
    let field = |letter: u8| {
        let fields = body.split(|byte| *byte == 0);
        fields
            .filter_map(|field| field.split_first())
            .find(|(first, _)| **first == letter)
            .map(|(_, text)| text)
    };
    let told = |letter: u8| field(letter).map(|field| text(shortened(field)));
    let severity =
        told(b'V').filter(|severity| matches!(severity.as_str(), "NOTICE" | "WARNING" | "INFO"))?;
    Some(Message {
        severity,
        sqlstate: told(b'C').unwrap_or_else(|| "00000".into()),
        message: told(b'M')?,
        detail: told(b'D'),
        hint: told(b'H'),
    })
}

/// The beginning of what is too long. It ends before a character of UTF-8 that would be cut in two.
fn shortened(text: &[u8]) -> &[u8] {
    if text.len() <= LONGEST {
        return text;
    }
    let is_inner = |byte: u8| byte & 0b1100_0000 == 0b1000_0000;
    let mut end = LONGEST;
    while end > LONGEST - 4 && is_inner(text[end]) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8]) -> Option<Message> {
        of_notice(body, |bytes| String::from_utf8(bytes.to_vec()).expect("UTF-8"))
    }

    #[test]
    fn a_notice_is_read() {
        let body = b"SHINWEIS\0VNOTICE\0C42P07\0Mrelation exists\0Dsome\ndetail\0Hdo this\0Fx.c\0L1\0\0";
        let read = read(body).expect("a message");
        assert_eq!(read.severity, "NOTICE");
        assert_eq!(read.sqlstate, "42P07");
        assert_eq!(read.message, "relation exists");
        assert_eq!(read.detail.as_deref(), Some("some\ndetail"));
        assert_eq!(read.hint.as_deref(), Some("do this"));
    }

    #[test]
    fn what_is_for_the_log_is_left_out() {
        assert_eq!(read(b"SLOG\0VLOG\0C00000\0Mx\0\0"), None);
        assert_eq!(read(b"SDEBUG\0VDEBUG\0C00000\0Mx\0\0"), None);
        assert_eq!(read(b"SERROR\0VERROR\0C22012\0Mx\0\0"), None);
        assert_eq!(read(b""), None);
    }

    #[test]
    fn a_long_text_is_cut_between_two_characters() {
        for shift in 0..3 {
            let long = "x".repeat(shift) + &"€".repeat(LONGEST);
            let body = [b"VNOTICE\0M".as_slice(), long.as_bytes(), b"\0\0"].concat();
            let message = read(&body).expect("a message").message;
            assert!(long.starts_with(&message));
            assert!((LONGEST - 2..=LONGEST).contains(&message.len()), "{}", message.len());
        }
    }

    #[test]
    fn what_was_told_is_not_told_again() {
        let message = |text: &str| Message {
            severity: "NOTICE".into(),
            sqlstate: "00000".into(),
            message: text.into(),
            detail: None,
            hint: None,
        };
        let all = Messages { first: vec![message("a"), message("b")], more: 3 };
        assert_eq!(all.clone().behind(1, 1), Messages { first: vec![message("b")], more: 2 });
        assert!(all.behind(2, 3).is_empty());
    }
}
