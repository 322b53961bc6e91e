//! The end of a backfill on a table of Citus: each copy of its rows must have them all.
//!
//! An UPDATE changes all copies or none, so they differ where one differed before: then what was found by its key in one
//! was not there in another.

use migrate_core::backfill::copies::{Compared, Copied};
use migrate_core::error::CitusError;
use migrate_core::facts::Kept;
use migrate_core::failure::Failure;
use pgrx::pg_sys::Oid;

use super::batch::Filler;
use super::cursor;
use super::pace::Pace;
use crate::catalog::citus::{self, placements};
use crate::engine::locks;
use crate::postgres::quoting::Quotes;
use crate::postgres::{spi, toplevel};
use crate::settings;

/// How often the copies are asked before they count as different.
const MOST_LOOKS: u32 = 8;

impl Filler<'_> {
    /// Refuses to end where the copies of the table are not the same.
    ///
    /// # Errors
    ///
    /// 55000, of [`CitusError::Copies`] and [`CitusError::Uncompared`].
    pub(super) fn check_copies(&self) -> Result<(), Failure> {
        if self.backfill.key.is_empty() || !toplevel::in_transaction(|| self.has_copies())? {
            return Ok(());
        }
        let table = self.backfill.table.name.clone();
        let mut pace = Pace::new(self.id);
        let mut compared = Compared::default();
        for look in 1.. {
            toplevel::in_transaction(|| cursor::control(self.id))?.check()?;
            let Some(copies) = toplevel::in_transaction(|| self.copies())? else {
                return Err(migrate_core::Error::from(CitusError::Uncompared { table }).failure());
            };
            if compared.are_same(&copies) {
                break;
            }
            if look >= MOST_LOOKS {
                let told = compared.told(&copies);
                return Err(migrate_core::Error::from(CitusError::Copies { table, told }).failure());
            }
            pace.note(Some("copies of the table that others write to"))?;
            toplevel::without_snapshot(|| locks::step_back(settings::lock_window() * look))?;
        }
        pace.note(None)
    }

    /// Whether a row of the table may be kept more than once.
    fn has_copies(&self) -> bool {
        let kept = citus::kept(&[Oid::from(self.root)]);
        match kept.get(&self.root).map(|citus| &citus.kind) {
            Some(Kept::Reference) => true,
            Some(_) => {
                let names = spi::with_snapshot(|| placements::on_placements(self.root, "SELECT '%s'"));
                let names = names.unwrap_or_default();
                names.iter().any(|one| names.iter().filter(|other| other.shard == one.shard).count() > 1)
            }
            None => false,
        }
    }

    fn copies(&self) -> Option<Vec<Copied>> {
        let ask = |by_text| -> Option<Vec<Copied>> {
            let command = self.backfill.having(&Quotes, by_text);
            let answers = spi::with_snapshot(|| placements::on_placements(self.root, &command))?;
            answers.into_iter().map(|one| Copied::read(one.shard, one.node, &one.text)).collect()
        };
        ask(false).or_else(|| ask(true))
    }
}
