//! What names the column and cannot follow it: policies, triggers, extended statistics, entries of publications. They
//! go before the exchange and are made again, by the same words, behind it, in the same transaction.

use crate::facts::hanging::Remade;
use crate::facts::{Hanging, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;

impl Remade {
    fn drop(&self) -> Draft {
        Draft::of_nothing(self.drop.clone()).because("made again in the same transaction")
    }

    fn create(&self) -> impl Iterator<Item = Draft> + '_ {
        self.create.iter().cloned().map(Draft::of_nothing)
    }
}

/// They go.
pub(super) fn drop(hanging: &Hanging, only: fn(&Remade) -> bool) -> Vec<Draft> {
    hanging.remade.iter().filter(|one| only(one)).map(Remade::drop).collect()
}

/// They are there again.
pub(super) fn create(hanging: &Hanging, only: fn(&Remade) -> bool) -> Vec<Draft> {
    hanging.remade.iter().filter(|one| only(one)).flat_map(Remade::create).collect()
}

/// New statistics objects know nothing yet.
pub(super) fn analyze(hanging: &Hanging, table: &Table) -> Option<Draft> {
    let is_new = hanging.remade.iter().any(|one| one.kind == "statistics");
    let analyze = || Draft::new(format!("ANALYZE {}", table.sql), Mode::ShareUpdateExclusive, table);
    is_new.then(|| analyze().apart().because("the statistics objects are new"))
}
