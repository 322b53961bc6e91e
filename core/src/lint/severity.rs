//! How bad a finding is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know, or a matter of taste. It never stops anything.
    Info,
    /// It may hurt, or be felt for a moment.
    Warning,
    /// It stops the application, loses data, or fails.
    Error,
}

impl Severity {
    /// As SQL shows it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Severity::Info, Severity::Warning, Severity::Error];
        all.into_iter().find(|severity| severity.as_str() == text).ok_or(())
    }
}
