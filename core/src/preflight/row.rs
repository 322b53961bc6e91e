//! What a check comes to, as a row.

/// What a check comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing is in the way.
    Ok,
    /// Worth a thought first.
    Warn,
    /// Not now.
    Stop,
}

impl Verdict {
    /// As SQL shows it.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Stop => "stop",
        }
    }
}

/// What one check has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The subject.
    pub check: &'static str,
    /// What it comes to.
    pub verdict: Verdict,
    /// What was found, for people.
    pub detail: String,
    /// Whether it may pass by itself: it is worth waiting for.
    pub passes: bool,
}

impl Row {
    pub(super) fn new(check: &'static str, verdict: Verdict, detail: impl Into<String>) -> Self {
        Row { check, verdict, detail: detail.into(), passes: true }
    }

    pub(super) fn ok(check: &'static str, detail: impl Into<String>) -> Self {
        Row::new(check, Verdict::Ok, detail)
    }

    pub(super) fn warn(check: &'static str, detail: impl Into<String>) -> Self {
        Row::new(check, Verdict::Warn, detail)
    }

    pub(super) fn stop(check: &'static str, detail: impl Into<String>) -> Self {
        Row::new(check, Verdict::Stop, detail)
    }

    /// The same of what does not pass by waiting.
    pub(super) fn for_good(self) -> Self {
        Row { passes: false, ..self }
    }
}
