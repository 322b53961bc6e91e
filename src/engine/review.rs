//! Looking before something runs. Nothing here changes anything.

pub mod preflight;
