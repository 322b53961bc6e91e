//! From what was asked to plans: one for each migration and direction.
//!
//! [`request`] says which migrations, in which order, and cuts their scripts into units. Whatever can be refused is
//! refused here, before the first one runs.
//!
//! A migration without a down script gets one when it is rolled back ([`reverse`]), made of what the journal says was
//! done, if it ran here. Such a script may name things without a schema. Where those are found is kept when the up
//! script has run, and asked again before the way back ([`found`]).

pub mod callbacks;
pub mod found;
mod made;
pub mod request;
pub mod reverse;
