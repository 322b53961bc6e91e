//! What a script does to rows of tables that it has made itself: that goes with the tables, however many rows they are.

use super::action::{Action, Kind, Object};
use super::ask;
use super::command;
use super::scene::Scene;
use crate::ddl::Command;
use crate::name::Quoting;
use crate::statement::{Class, Control, Statement};

/// The relations that a script has made up to a statement, as far as that is certain.
#[derive(Debug, Default)]
pub struct Own {
    scene: Scene,
    local_path: bool,
    /// Something was rolled back: what is there behind that is not looked for.
    is_uncertain: bool,
}

impl Own {
    /// Whether all that a statement does is to change rows of such a relation: there is nothing to be taken back of it.
    pub fn has_rows_of(&self, command: &Command, quoting: &dyn Quoting) -> bool {
        let Command::Dml(dml) = command else { return false };
        let table = (!self.is_uncertain).then(|| command::table_of_rows(dml, quoting)).flatten();
        table.is_some_and(|name| self.scene.made(&Object::new(Kind::Relation, name)).is_some())
    }

    /// Goes on behind a statement.
    pub fn learn(&mut self, statement: &Statement, actions: &[Action]) {
        let class = &statement.class;
        self.is_uncertain |= matches!(class, Class::Control(Control::Rollback { .. }) | Class::TopLevel);
        for action in actions {
            ask::learn(&mut self.scene, action, &statement.text, &mut self.local_path);
        }
        if self.local_path && matches!(class, Class::Control(Control::Commit { .. })) {
            self.scene.path = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::action::{Back, Setting, When};
    use super::super::fake::Fake;
    use super::super::tests::{make_table, statement, table};
    use super::*;
    use crate::ddl::dml::{Delete, Dml};
    use crate::ddl::name::RangeVar;

    /// Which of the relations whose rows are changed behind these statements are the script's own.
    fn own<const N: usize>(script: &[(&str, Vec<Action>)], changed: [&str; N]) -> Vec<String> {
        let mut own = Own::default();
        for ((text, actions), number) in script.iter().zip(1..) {
            own.learn(&statement(text, number, Vec::new()).0, actions);
        }
        let delete = |name: &&str| {
            let relation = match name.split_once('.') {
                Some((schema, name)) => {
                    RangeVar { schema: Some(schema.into()), name: name.into(), ..Default::default() }
                }
                None => RangeVar { name: (*name).into(), ..Default::default() },
            };
            Command::Dml(Dml::Delete(Box::new(Delete { relation, ..Default::default() })))
        };
        changed
            .iter()
            .filter(|name| own.has_rows_of(&delete(name), &Fake))
            .map(|name| (*name).into())
            .collect()
    }

    fn set_path(to: &str, is_local: bool) -> Vec<Action> {
        let setting =
            Setting { name: "search_path".into(), is_set: true, is_local, schemas: vec![to.into()] };
        vec![Back::Set(setting).into()]
    }

    #[test]
    fn what_the_script_has_made_is_its_own() {
        let made = [("CREATE TABLE a", make_table("a")), ("CREATE TABLE s.b", make_table("s.b"))];
        assert_eq!(own(&made, ["a", "s.b", "b", "s.a", "c"]), ["a", "s.b"]);
    }

    #[test]
    fn what_may_be_there_already_is_not() {
        let when = When::Absent(table("a"));
        let actions = make_table("a").into_iter().map(|action| action.when(when.clone())).collect();
        assert!(own(&[("CREATE TABLE IF NOT EXISTS a", actions)], ["a"]).is_empty());
    }

    #[test]
    fn what_is_gone_or_bears_another_name_is_not() {
        let drop = Action { drops: vec![table("a")], ..Back::Nothing.into() };
        let rename = Action::renames(table("a"), table("b"), "ALTER TABLE b RENAME TO a".into());
        let make = || ("CREATE TABLE a", make_table("a"));
        assert!(own(&[make(), ("DROP TABLE a", vec![drop])], ["a"]).is_empty());
        assert_eq!(own(&[make(), ("ALTER TABLE a RENAME TO b", vec![rename])], ["a", "b"]), ["b"]);
    }

    #[test]
    fn a_name_means_something_else_under_another_path() {
        let make = || ("CREATE TABLE a", make_table("a"));
        assert!(own(&[make(), ("SET search_path = s", set_path("s", false))], ["a"]).is_empty());
        let local = ("SET LOCAL search_path = s", set_path("s", true));
        assert_eq!(own(&[make(), local, ("COMMIT", vec![])], ["a"]), ["a"]);
    }

    #[test]
    fn behind_what_was_rolled_back_nothing_is_certain() {
        let script = [("BEGIN", vec![]), ("CREATE TABLE a", make_table("a")), ("ROLLBACK", vec![])];
        assert!(own(&script, ["a"]).is_empty());
        assert_eq!(own(&script[..2], ["a"]), ["a"]);
    }
}
