//! How a failure is told with its place in the plan: migration, unit, statement, line and column; what is committed;
//! and how to go on.

use super::{Plan, Unit};
use crate::failure::Failure;
use crate::lex::tokens::Tokens;
use crate::migration::Direction;
use crate::request::Operation;
use crate::statement::Statement;
use crate::text;

/// Where in a plan something failed.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The unit's number, from 1.
    pub unit: u32,
    /// The statement; none where a transaction failed when it was to be committed.
    pub statement: Option<&'a Statement>,
    /// Whether the units before are committed (a job) or taken back with this one (the caller's transaction).
    pub committed: bool,
}

impl Failure {
    /// Line and column in the file, as near as the server can say.
    pub fn line_and_column(&self, statement: &Statement) -> (u32, u32) {
        self.position.map_or((statement.line, statement.column), |position| statement.place(position))
    }

    /// The same failure, told with its place. `aftermath` says what was cleaned up.
    pub fn at(&self, place: &Place, aftermath: Option<&str>) -> Failure {
        let verb = if self.is_cancel() { "was cancelled" } else { "failed" };
        let (title, at, committed, way_on) = if place.plan.purpose.operation.is_some() {
            (place.plan.purpose.description.clone(), place.step(), place.steps_done(), place.call_again(self))
        } else {
            (place.migration(), place.statement_for(self), place.units_done(), place.way_on(self))
        };
        let mut detail = format!("{}.", self.in_words());
        let lines = [committed, aftermath.map(str::to_string), place.checks_left(), place.writers()];
        for line in lines.into_iter().flatten() {
            detail.push('\n');
            detail.push_str(&line);
        }
        let own = self.hint.clone().filter(|_| !place.is_foreign_hint(self));
        let is_told = own.as_ref().is_some_and(|own| place.is_told(own));
        let ways = [own, way_on.filter(|_| !is_told), place.give_up()];
        let hint = ways.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Failure {
            sqlstate: self.sqlstate.clone(),
            message: format!("{title} {verb} {at}"),
            detail: Some(detail),
            hint: (!hint.is_empty()).then_some(hint),
            position: None,
        }
    }
}

/// A migration, whose statements stand in a file.
impl Place<'_> {
    fn migration(&self) -> String {
        let purpose = &self.plan.purpose;
        let name = match purpose.direction {
            Direction::Up => "migration",
            Direction::Down => "rollback of migration",
        };
        format!("{name} {} \"{}\"", purpose.version, purpose.description)
    }

    /// Where the failure is: `in unit 2 of 3, statement 4, line 12, column 3`.
    fn statement_for(&self, failure: &Failure) -> String {
        let unit = match self.plan.units.len() {
            0 | 1 => None,
            units => Some(format!("unit {} of {units}", self.unit)),
        };
        match (self.statement, unit) {
            (Some(statement), unit) => {
                let unit = unit.map(|unit| format!("{unit}, ")).unwrap_or_default();
                let (line, column) = failure.line_and_column(statement);
                format!("in {unit}statement {}, line {line}, column {column}", statement.number)
            }
            (None, Some(unit)) => format!("at the commit of {unit}"),
            (None, None) => "at commit".into(),
        }
    }

    /// What stays of the migration.
    fn units_done(&self) -> Option<String> {
        let done = self.before();
        let (Some(first), Some(last)) = (done.first(), done.last()) else {
            return self.leaves_nothing().then(|| "Nothing of this migration was changed.".into());
        };
        let ((first, _), (_, last)) = (first.statements()?, last.statements()?);
        let statements = text::range(first, last);
        Some(match done.len() as u32 {
            1 if first == last => format!("Unit 1 (statement {statements}) is committed."),
            1 => format!("Unit 1 (statements {statements}) is committed."),
            n => format!("Units {} (statements {statements}) are committed.", text::range(1, n)),
        })
    }

    /// A transaction unit leaves nothing behind; a standalone statement may have.
    fn leaves_nothing(&self) -> bool {
        matches!(self.plan.units.get(self.unit as usize - 1), Some(Unit::Transaction(_)))
    }

    fn way_on(&self, failure: &Failure) -> Option<String> {
        if !self.committed {
            return None;
        }
        let up = self.plan.purpose.direction == Direction::Up;
        let again = if up { "CALL migrate.up()" } else { "CALL migrate.down()" };
        // A cancel and a lock that was not had have no cause in the data or the script.
        let what =
            if matches!(failure.sqlstate.as_str(), "57014" | "55P03") { "" } else { "Fix the cause, then " };
        Some(match self.unit {
            1 => format!("{what}{again} to try again."),
            unit if up => format!(
                "{what}{again} to continue with unit {unit}, or CALL migrate.down() to undo what is committed."
            ),
            unit => format!("{what}{again} to continue with unit {unit}."),
        })
    }

    /// The units before this one.
    fn before(&self) -> &[Unit] {
        &self.plan.units[..(self.unit as usize - 1).min(self.plan.units.len())]
    }
}

/// A safe operation, whose statements are steps.
impl Place<'_> {
    /// Where the failure is: `in step 2 of 3: create index articles_slug_idx`.
    fn step(&self) -> String {
        // Steps that were done before this call are not in the plan, but they have numbers.
        let steps = self.plan.units.last().and_then(Unit::statements).map_or(0, |(_, last)| last);
        match self.statement {
            Some(statement) if !statement.what.is_empty() => {
                format!("in step {} of {steps}: {}", statement.number, statement.what)
            }
            Some(statement) => {
                format!("in step {} of {steps}: {}", statement.number, text::one_line(&statement.text, 60))
            }
            None => "at commit".into(),
        }
    }

    fn steps_done(&self) -> Option<String> {
        match self.before().iter().map(|unit| unit.steps().len()).sum::<usize>() {
            0 => None,
            1 => Some("The step before it is committed.".into()),
            done => Some(format!("The {done} steps before it are committed.")),
        }
    }

    /// The CHECKs that it has made for itself: until it drops them, they go on refusing rows. A NOT NULL does so, too, which
    /// is not validated.
    fn checks_left(&self) -> Option<String> {
        if !self.committed || self.plan.purpose.operation.is_none() {
            return None;
        }
        let names = |units: &[Unit], words: &str| -> Vec<String> {
            let texts = units.iter().flat_map(Unit::steps).map(|step| step.source().text.clone());
            texts.filter_map(|text| Some(name_behind(&text, words)?.to_string())).collect()
        };
        let dropped = names(&self.plan.units[self.before().len()..], "DROP CONSTRAINT ");
        let validated = names(self.before(), "VALIDATE CONSTRAINT ");
        let texts = self.before().iter().flat_map(Unit::steps).map(|step| step.source().text.clone());
        let left: Vec<String> = texts
            .filter_map(|text| {
                let name = name_behind(&text, "ADD CONSTRAINT ")?;
                let is_not_null = text.contains(&format!("ADD CONSTRAINT {name} NOT NULL "));
                let is_left = dropped.iter().any(|dropped| dropped == name)
                    || is_not_null && !validated.iter().any(|validated| validated == name);
                is_left.then(|| name.to_string())
            })
            .collect();
        match left.as_slice() {
            [] => None,
            [one] => Some(format!(
                "Constraint {one} stays until this is done or undone, and refuses new rows that do not satisfy it."
            )),
            many => Some(format!(
                "Constraints {} stay until this is done or undone, and refuse new rows that do not satisfy them.",
                many.join(", ")
            )),
        }
    }

    fn call_again(&self, failure: &Failure) -> Option<String> {
        let what =
            if failure.sqlstate == IN_USE { "Drop or change what depends on it" } else { "Fix the cause" };
        match (self.committed, failure.sqlstate.as_str()) {
            (true, _) => Some(format!("{what}, then call it again: it continues with what is missing.")),
            (false, IN_USE) => Some(format!("{what}, then call it again.")),
            (false, _) => None,
        }
    }

    /// Whether the server's hint is about a statement of the user's own, which a step is not: a step has no CASCADE.
    fn is_foreign_hint(&self, failure: &Failure) -> bool {
        self.plan.purpose.operation.is_some() && failure.sqlstate == IN_USE
    }

    /// Whether a hint of ours says already how to go on.
    fn is_told(&self, hint: &str) -> bool {
        const ENDS: [&str; 2] = ["call it again.", "it goes on where it stopped."];
        self.plan.purpose.operation.is_some() && self.committed && ENDS.iter().any(|end| hint.ends_with(end))
    }

    /// Whether it begins a change that has two ends for a while.
    fn begins_change(&self) -> Option<i64> {
        let purpose = &self.plan.purpose;
        let has_two_ends = matches!(
            purpose.operation,
            Some(Operation::RenameColumn(_) | Operation::SplitColumn(_) | Operation::ChangeType(_))
        );
        purpose.change.filter(|_| has_two_ends && self.committed)
    }

    /// What becomes of who writes meanwhile.
    fn writers(&self) -> Option<String> {
        self.begins_change()?;
        Some(match self.before() {
            [] if self.leaves_nothing() => "Nothing was changed, and no write fails for it.".into(),
            _ => "No write fails for it: a value without a counterpart is NULL at the other end.".into(),
        })
    }

    /// How a change that is under way is ended.
    fn give_up(&self) -> Option<String> {
        let id = self.begins_change()?;
        let is_under_way = !self.before().is_empty() || !self.leaves_nothing();
        is_under_way.then(|| format!("Or SELECT * FROM migrate.abort({id}) gives the change up."))
    }
}

/// dependent_objects_still_exist
const IN_USE: &str = "2BP01";

/// The name, as it is written, that stands behind some words.
fn name_behind<'a>(sql: &'a str, words: &str) -> Option<&'a str> {
    let rest = &sql[sql.find(words)? + words.len()..];
    let tokens = Tokens::of(rest, false);
    let (from, to) = tokens.range(0, 1)?;
    Some(&rest[from as usize..to as usize])
}

#[cfg(test)]
mod tests {
    use super::super::sample::{plan, standalone, step, step_of, transaction};
    use super::*;
    use crate::statement::Class;

    fn failure() -> Failure {
        Failure {
            sqlstate: "23505".into(),
            message: "could not create unique index \"i\"".into(),
            detail: Some("Key (slug)=(hello) is duplicated.".into()),
            hint: None,
            position: None,
        }
    }

    fn of(plan: &Plan, unit: u32) -> Place<'_> {
        let statement = plan.units[unit as usize - 1].steps().first().map(|step| step.source());
        Place { plan, unit, statement, committed: true }
    }

    #[test]
    fn tells_migration_unit_statement_and_place() {
        let plan =
            plan(vec![transaction(vec![step("SELECT"), step("SELECT")]), standalone(step("CREATE INDEX"))]);
        let told = failure().at(&of(&plan, 2), Some("The invalid index \"i\" was removed."));
        assert_eq!(told.sqlstate, "23505");
        assert_eq!(
            told.message,
            "migration 7 \"Add index\" failed in unit 2 of 2, statement 3, line 13, column 3"
        );
        assert_eq!(
            told.detail.unwrap(),
            "23505: could not create unique index \"i\": Key (slug)=(hello) is duplicated.\n\
             Unit 1 (statements 1 and 2) is committed.\n\
             The invalid index \"i\" was removed."
        );
        assert_eq!(
            told.hint.unwrap(),
            "Fix the cause, then CALL migrate.up() to continue with unit 2, or CALL migrate.down() to undo what is committed."
        );
    }

    #[test]
    fn a_transaction_unit_leaves_nothing() {
        let mut plan = plan(vec![transaction(vec![step_of("SELECT\n nope", Class::Ordinary)])]);
        plan.purpose.direction = Direction::Down;
        let failure =
            Failure { position: Some(9), detail: None, hint: Some("Try this.".into()), ..failure() };
        let told = failure.at(&of(&plan, 1), None);
        assert_eq!(
            told.message,
            "rollback of migration 7 \"Add index\" failed in statement 1, line 12, column 2"
        );
        assert_eq!(
            told.detail.unwrap(),
            "23505: could not create unique index \"i\".\nNothing of this migration was changed."
        );
        assert_eq!(told.hint.unwrap(), "Try this. Fix the cause, then CALL migrate.down() to try again.");
    }

    #[test]
    fn a_standalone_statement_may_have_left_something() {
        let plan =
            plan(vec![standalone(step("VACUUM")), standalone(step("VACUUM")), standalone(step("VACUUM"))]);
        let told = |unit| failure().at(&of(&plan, unit), None).detail.unwrap();
        let said = "23505: could not create unique index \"i\": Key (slug)=(hello) is duplicated.";
        assert_eq!(told(1), said);
        assert_eq!(told(2), format!("{said}\nUnit 1 (statement 1) is committed."));
        assert_eq!(told(3), format!("{said}\nUnits 1 and 2 (statements 1 and 2) are committed."));
    }

    #[test]
    fn a_cancel_has_no_cause_to_be_mended() {
        let mut plan = plan(vec![standalone(step("VACUUM")), standalone(step("VACUUM"))]);
        plan.purpose.direction = Direction::Down;
        let told = Failure::cancel().at(&of(&plan, 2), None);
        assert_eq!(
            told.message,
            "rollback of migration 7 \"Add index\" was cancelled in unit 2 of 2, statement 2, line 12, column 3"
        );
        assert_eq!(told.hint.unwrap(), "CALL migrate.down() to continue with unit 2.");
    }

    #[test]
    fn a_failing_commit_has_no_statement() {
        let at = |units: Vec<Unit>| {
            let plan = plan(units);
            failure().at(&Place { statement: None, committed: false, ..of(&plan, 1) }, None)
        };
        let told = at(vec![transaction(vec![step("SELECT")])]);
        assert_eq!(told.message, "migration 7 \"Add index\" failed at commit");
        assert_eq!(told.hint, None);
        let told = at(vec![transaction(vec![step("SELECT")]), standalone(step("VACUUM"))]);
        assert_eq!(told.message, "migration 7 \"Add index\" failed at the commit of unit 1 of 2");
    }

    #[test]
    fn a_check_that_is_left_is_named() {
        let mut plan = plan(vec![
            transaction(vec![step("ALTER TABLE t ADD CONSTRAINT \"a b\" CHECK (a > 0) NOT VALID")]),
            transaction(vec![step("ALTER TABLE t VALIDATE CONSTRAINT \"a b\"")]),
            transaction(vec![step("ALTER TABLE t DROP CONSTRAINT \"a b\", DROP CONSTRAINT theirs")]),
        ]);
        let said = |plan: &Plan, unit| failure().at(&of(plan, unit), None).detail.unwrap();
        assert!(!said(&plan, 2).contains("Constraint"), "a script's own constraints are its author's");
        let asked = r#"{"operation": "drop_column", "table": {"schema": null, "name": "t"}, "column": "c"}"#;
        plan.purpose.operation = Some(serde_json::from_str(asked).unwrap());
        assert!(!said(&plan, 1).contains("Constraint"));
        let left = "\nConstraint \"a b\" stays until this is done or undone, and refuses new rows that do not satisfy it.";
        assert!(said(&plan, 2).ends_with(left), "{}", said(&plan, 2));
        // A NOT NULL is no proof of something else: it stays until it is validated, and then is what was wanted.
        plan.units[0] = transaction(vec![step("ALTER TABLE t ADD CONSTRAINT \"a b\" NOT NULL a NOT VALID")]);
        plan.units[2] = transaction(vec![step("CREATE INDEX")]);
        assert!(said(&plan, 2).ends_with(left), "{}", said(&plan, 2));
        assert!(!said(&plan, 3).contains("Constraint"));
    }

    #[test]
    fn an_operation_is_told_by_its_steps() {
        let mut plan = plan(vec![
            transaction(vec![step("CREATE TABLE"), step("CREATE FUNCTION")]),
            standalone(step("CREATE INDEX")),
        ]);
        let asked = r#"{"operation": "drop_column", "table": {"schema": null, "name": "t"}, "column": "c"}"#;
        plan.purpose.operation = Some(serde_json::from_str(asked).unwrap());
        plan.purpose.description = "safe_x on t".into();
        let told = failure().at(&of(&plan, 2), Some("The invalid index \"i\" was removed."));
        assert_eq!(told.message, "safe_x on t failed in step 3 of 3: CREATE INDEX");
        assert_eq!(
            told.detail.unwrap(),
            "23505: could not create unique index \"i\": Key (slug)=(hello) is duplicated.\n\
             The 2 steps before it are committed.\n\
             The invalid index \"i\" was removed."
        );
        assert_eq!(
            told.hint.unwrap(),
            "Fix the cause, then call it again: it continues with what is missing."
        );
        let told = failure().at(&Place { committed: false, statement: None, ..of(&plan, 1) }, None);
        assert_eq!((told.message.as_str(), told.hint), ("safe_x on t failed at commit", None));
    }
}
