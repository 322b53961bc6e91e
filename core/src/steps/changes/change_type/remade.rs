//! What names the column and cannot follow it: policies, triggers, extended statistics, entries of publications. They
//! go before the exchange and are made again, by the same words, behind it, in the same transaction.

use crate::facts::hanging::Remade;
use crate::facts::{Hanging, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;

impl Remade {
    fn drop(&self) -> Draft {
        Draft::of_nothing(words::remade("drop", &self.kind), self.drop.clone())
            .because("made again in the same transaction")
    }

    fn create(&self) -> impl Iterator<Item = Draft> + '_ {
        let what = words::remade("create", &self.kind);
        self.create.iter().cloned().map(move |sql| Draft::of_nothing(what.clone(), sql))
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
    let sql = format!("ANALYZE {}", table.sql);
    let analyze = || Draft::new(words::analyze(&table.name), sql, Mode::ShareUpdateExclusive, table);
    is_new.then(|| analyze().apart().because("the statistics objects are new"))
}
