//! `migrate.safe_replace_index`: the new index is built CONCURRENTLY under a name of its own, takes the name over in
//! one short transaction, and the old one is dropped CONCURRENTLY.
//!
//! Where it stands is seen in the names; the old index is known by its comment, so that no index of anybody else that
//! happens to have such a name is dropped.

use crate::error::{ArgumentError, DefinitionError, Result, TableError};
use crate::facts::{Catalog, Index, Table};
use crate::lock::Mode;
use crate::name::{Quoting, object_name};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{Operation, ReplaceIndex};
use crate::steps::again;
use crate::steps::free::check_free;
use crate::steps::indexes::elements::{EXPRESSION, label};
use crate::steps::indexes::kept;
use crate::steps::indexes::missing::missing;
use crate::steps::operation::SafeOperation;

/// What the comment of an index says that has been replaced.
const REPLACED: &str = "replaced by migrate.safe_replace_index, to be dropped";

impl SafeOperation for ReplaceIndex {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        self.drafts_of(catalog, false)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let (table, name) = self.table(catalog)?;
        let Some(now) = index(&table, &name) else { return Err(missing(catalog, &self.index, false)?) };
        let wanted = self.wanted.definition(catalog, &table)?;
        if self.is_done(now, &wanted) {
            return Ok(Some(Vec::new()));
        }
        let back = ReplaceIndex {
            index: Relation { schema: Some(table.schema.clone()), name },
            wanted: again::index(&table, now),
        };
        Ok(Some(vec![Operation::ReplaceIndex(Box::new(back))]))
    }
}

impl ReplaceIndex {
    /// The steps; `anew`, also where the index is as it is to be. One that has taken the name over is new.
    pub(super) fn drafts_of(&self, catalog: &dyn Catalog, anew: bool) -> Result<Vec<Draft>> {
        let (table, name) = self.table(catalog)?;
        table.check()?;
        let Some(now) = index(&table, &name) else { return Err(missing(catalog, &self.index, false)?) };
        self.check(&table, now)?;
        let (new, old) = (object_name(&[&name], "new"), object_name(&[&name], "old"));
        let wanted = self.wanted.definition(catalog, &table)?;
        let schema = catalog.quote(&table.schema);
        let named = |name: &str| format!("{schema}.{}", catalog.quote(name));
        let drop = |name: &str| {
            let sql = format!("DROP INDEX CONCURRENTLY IF EXISTS {}", named(name));
            Draft::new(words::drop_index(name, true), sql, Mode::ShareUpdateExclusive, &table)
        };
        let create = |name: &str, how: &str, mode: Mode| {
            let what = words::create_index(name, self.wanted.is_unique, !how.is_empty());
            Draft::new(what, self.wanted.sql(catalog, &table, name, how, ""), mode, &table)
        };
        let replaced = index(&table, &old).filter(|old| old.comment.as_deref() == Some(REPLACED));
        if self.is_done(now, &wanted) && (!anew || replaced.is_some()) {
            let mut drafts = vec![create(&name, "CONCURRENTLY ", Mode::ShareUpdateExclusive).done_if(true)];
            drafts.extend(replaced.map(|_| drop(&old).because("what it has replaced")));
            return Ok(drafts);
        }
        let begun = index(&table, &new);
        if begun.is_none() && (!table.is_small || table.citus.is_some()) {
            check_free(catalog, &table, &new)?;
        }
        let alter = |what: String, sql: String| Draft::new(what, sql, Mode::ShareUpdateExclusive, &table);
        let comment = |name: &str, comment: &str| {
            let sql = format!("COMMENT ON INDEX {} IS {}", named(name), catalog.literal(comment));
            alter(words::comment_on("index", name), sql)
        };
        let kept = now.comment.as_deref().filter(|comment| *comment != REPLACED);
        let mut drafts = Vec::new();
        if table.is_small && table.citus.is_none() && begun.is_none() && replaced.is_none() {
            let sql = format!("DROP INDEX {}", named(&name));
            let drop = Draft::new(words::drop_index(&name, false), sql, Mode::AccessExclusive, &table);
            drafts.push(drop.because("the table is small"));
            drafts.push(create(&name, "", Mode::Share));
            drafts.extend(self.kept(catalog, &table, now, (&name, &named(&name)), None));
            drafts.extend(kept.map(|kept| comment(&name, kept)));
            drafts.extend(self.roles(catalog, &table, now));
            return Ok(drafts);
        }
        if replaced.is_some() {
            drafts.push(drop(&old).because("left by an earlier call"));
        } else if let Some(taken) =
            catalog.find(&Relation { schema: Some(table.schema.clone()), name: old.clone() })?
        {
            return Err(TableError::Taken { name: taken.display }.into());
        }
        if let Some(begun) = begun.filter(|begun| begun.definition != wanted) {
            if begun.is_valid {
                let (name, there) = (new, begun.definition.clone());
                return Err(DefinitionError::Differs { what: "index", name, there, wanted }.into());
            }
            drafts.push(drop(&new).because("broken off, with another definition"));
        }
        let begun = begun.filter(|begun| begun.definition == wanted);
        let build = create(&new, "CONCURRENTLY ", Mode::ShareUpdateExclusive)
            .done_if(begun.is_some_and(|begun| begun.is_valid));
        let is_broken = begun.is_some_and(|begun| !begun.is_valid);
        drafts.push(if is_broken { build.because("an invalid one is dropped first") } else { build });
        drafts.extend(self.kept(catalog, &table, now, (&new, &named(&new)), begun));
        if has_expressions(now) || begun.is_some_and(has_expressions) {
            let sql = format!("ANALYZE {}", table.sql);
            let why = "the values of its expressions are counted by index";
            let analyze = Draft::new(words::analyze(&table.name), sql, Mode::ShareUpdateExclusive, &table);
            drafts.push(analyze.apart().because(why));
        }
        let rename = |from: &str, to: &str| {
            let sql = format!("ALTER INDEX {} RENAME TO {}", named(from), catalog.quote(to));
            alter(words::rename_index(from, to), sql)
        };
        drafts.push(rename(&name, &old).apart());
        drafts.push(rename(&new, &name).because("from here on the new one has the name"));
        drafts.push(comment(&old, REPLACED));
        drafts.extend(kept.map(|kept| comment(&name, kept)));
        drafts.extend(self.roles(catalog, &table, now));
        drafts.push(drop(&old));
        Ok(drafts)
    }

    fn table(&self, catalog: &dyn Catalog) -> Result<(Table, String)> {
        let table = catalog.table_of_index(&self.index)?;
        match table {
            Some(table) => Ok((table, self.index.name.clone())),
            None => Err(missing(catalog, &self.index, false)?),
        }
    }

    fn check(&self, table: &Table, now: &Index) -> Result<()> {
        if self.wanted.columns.is_empty() && self.wanted.earlier.is_none() {
            return Err(ArgumentError::Empty { argument: "columns" }.into());
        }
        let why = match (&now.constraint, &now.parent) {
            (Some(constraint), _) => format!("It belongs to constraint \"{constraint}\"."),
            (None, Some(_)) => "It is a part of the index of a partitioned table.".into(),
            (None, None) if table.is_partitioned() => "It is the index of a partitioned table.".into(),
            (None, None) => match now.referenced_by.as_slice() {
                [] => return Ok(()),
                keys => format!("It is what {} refers to.", keys.join(", ")),
            },
        };
        Err(DefinitionError::NoReplacing { index: now.name.clone(), why }.into())
    }

    fn is_done(&self, now: &Index, wanted: &str) -> bool {
        let is_there = self.wanted.tablespace.is_none() || now.tablespace == self.wanted.tablespace;
        now.is_valid && now.definition == wanted && is_there
    }

    /// What the index has beside its definition: statistics targets of expressions where expressions stand again.
    fn kept(
        &self,
        names: &dyn Quoting,
        table: &Table,
        now: &Index,
        name: (&str, &str),
        there: Option<&Index>,
    ) -> Vec<Draft> {
        let is_expression = |target: &&(i16, i32)| {
            let place = usize::try_from(target.0).unwrap_or_default().checked_sub(1);
            let element = place.and_then(|place| self.wanted.columns.get(place));
            element.is_some_and(|element| label(table, element) == EXPRESSION)
        };
        let statistics: Vec<(i16, i32)> = match &self.wanted.earlier {
            Some(earlier) => earlier.statistics.clone(),
            None => now.statistics.iter().filter(is_expression).copied().collect(),
        };
        kept::drafts(names, table, name, there, &statistics, &now.extensions)
    }

    /// What the table uses the index for.
    fn roles(&self, names: &dyn Quoting, table: &Table, now: &Index) -> Vec<Draft> {
        let name = names.quote(&now.name);
        let mut drafts = Vec::new();
        if now.is_clustered {
            let sql = format!("ALTER TABLE {} CLUSTER ON {name}", table.sql);
            let what = words::table_uses("cluster on", &now.name);
            drafts.push(Draft::new(what, sql, Mode::ShareUpdateExclusive, table));
        }
        if now.is_replica_identity {
            let sql = format!("ALTER TABLE {} REPLICA IDENTITY USING INDEX {name}", table.sql);
            let what = words::table_uses("replica identity using index", &now.name);
            drafts.push(Draft::new(what, sql, Mode::AccessExclusive, table));
        }
        drafts
    }
}

fn index<'a>(table: &'a Table, name: &str) -> Option<&'a Index> {
    table.indexes.iter().find(|index| index.name == name)
}

fn has_expressions(index: &Index) -> bool {
    index.columns.iter().any(String::is_empty)
}
