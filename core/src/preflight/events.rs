//! Event triggers that fire on the commands of the scripts, and those whose functions say that they may refuse.

use super::facts::EventTrigger;
use super::{Facts, Needs, Row};

pub(super) fn triggers(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "event triggers";
    let mut rows = Vec::new();
    let mut quiet = Vec::new();
    for trigger in &facts.event_triggers {
        let Some(tag) = needs.tags.iter().find(|tag| fires(trigger, tag, needs)) else { continue };
        if trigger.raises {
            let EventTrigger { name, function, event, .. } = trigger;
            rows.push(Row::warn(
                CHECK,
                format!("{name} may refuse {tag}: its function {function} raises an exception ({event})"),
            ));
        } else {
            quiet.push(trigger.name.clone());
        }
    }
    if rows.is_empty() {
        rows.push(match quiet.is_empty() {
            true => Row::ok(CHECK, "none fires"),
            false => Row::ok(CHECK, format!("{} will fire", quiet.join(", "))),
        });
    }
    rows
}

fn fires(trigger: &EventTrigger, tag: &str, needs: &Needs) -> bool {
    let is_for_it = trigger.tags.is_empty() || trigger.tags.iter().any(|there| there == tag);
    let happens = match trigger.event.as_str() {
        "sql_drop" => tag.starts_with("DROP ") || needs.drops.contains(tag),
        "table_rewrite" => needs.may_rewrite() && matches!(tag, "ALTER TABLE" | "ALTER TYPE"),
        _ => is_ddl(tag),
    };
    is_for_it && happens
}

/// Whether event triggers hear of a command: not of those on rows, of the session, or of what the whole cluster has.
fn is_ddl(tag: &str) -> bool {
    const WORDS: [&str; 8] = ["CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "REFRESH", "SECURITY"];
    const SHARED: [&str; 6] = ["DATABASE", "ROLE", "TABLESPACE", "EVENT", "SYSTEM", "USER"];
    let mut words = tag.split(' ');
    let is_shared = |word: Option<&str>| word.is_some_and(|word| SHARED.contains(&word));
    words.next().is_some_and(|word| WORDS.contains(&word))
        && (!is_shared(words.next()) || tag.ends_with("MAPPING"))
        || matches!(tag, "IMPORT FOREIGN SCHEMA" | "SELECT INTO" | "REINDEX")
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::super::space::{Amount, Space};
    use super::*;
    use crate::relation::Relation;

    fn trigger(event: &str, tags: &[&str], raises: bool) -> Facts {
        let one = EventTrigger {
            name: "guard".into(),
            event: event.into(),
            function: "public.no()".into(),
            tags: tags.iter().map(|tag| tag.to_string()).collect(),
            raises,
        };
        Facts { event_triggers: vec![one], ..Facts::fake() }
    }

    fn tags(tags: &[&str]) -> Needs {
        Needs { tags: tags.iter().map(|tag| tag.to_string()).collect(), ..Needs::default() }
    }

    fn told(needs: &Needs, facts: &Facts) -> (Verdict, String) {
        let row = triggers(needs, facts).remove(0);
        (row.verdict, row.detail)
    }

    #[test]
    fn one_that_raises_an_exception_may_refuse() {
        let guard = trigger("ddl_command_start", &["CREATE INDEX"], true);
        let detail =
            "guard may refuse CREATE INDEX: its function public.no() raises an exception (ddl_command_start)";
        assert_eq!(told(&tags(&["CREATE INDEX", "UPDATE"]), &guard), (Verdict::Warn, detail.into()));
        assert_eq!(told(&tags(&["ALTER TABLE"]), &guard), (Verdict::Ok, "none fires".into()));
        let audit = trigger("ddl_command_end", &[], false);
        assert_eq!(told(&tags(&["ALTER TABLE"]), &audit), (Verdict::Ok, "guard will fire".into()));
        for quiet in ["UPDATE", "VACUUM", "CREATE DATABASE", "ALTER ROLE", "SET", "CREATE EVENT TRIGGER"] {
            assert_eq!(told(&tags(&[quiet]), &audit).1, "none fires", "{quiet}");
        }
        assert_eq!(told(&tags(&["CREATE USER MAPPING"]), &audit).1, "guard will fire");
    }

    #[test]
    fn drops_and_rewrites_have_events_of_their_own() {
        let on_drop = trigger("sql_drop", &[], true);
        assert_eq!(told(&tags(&["ALTER TABLE"]), &on_drop).0, Verdict::Ok);
        assert_eq!(told(&tags(&["DROP TABLE"]), &on_drop).0, Verdict::Warn);
        let drops = Needs { drops: ["ALTER TABLE".to_string()].into(), ..tags(&["ALTER TABLE"]) };
        assert_eq!(told(&drops, &on_drop).0, Verdict::Warn);
        let on_rewrite = trigger("table_rewrite", &[], true);
        assert_eq!(told(&tags(&["ALTER TABLE"]), &on_rewrite).0, Verdict::Ok);
        let relation = Relation { schema: None, name: "t".into() };
        let space = vec![Space { line: 1, relation, amount: Amount::Rewrite, is_certain: false }];
        assert_eq!(told(&Needs { space, ..tags(&["ALTER TABLE"]) }, &on_rewrite).0, Verdict::Warn);
    }
}
