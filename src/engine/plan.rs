//! From what was asked to plans: one for each migration and direction.
//!
//! [`request`] says which migrations, in which order, and cuts their scripts into units. Whatever can be refused is
//! refused here, before the first one runs. A migration without a down script gets one at the moment of the rollback
//! ([`reverse`]): of what the journal says was done, if it ran here. What such a script finds by a name without a
//! schema is kept when the up script has run, and asked again ([`found`]).

pub mod found;
pub mod request;
pub mod reverse;
