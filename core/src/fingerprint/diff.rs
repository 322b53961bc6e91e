//! What differs between two sets of objects, in rows for people.

use std::collections::{BTreeMap, BTreeSet};

use super::Object;
use super::facts::{Facts, ORDER};
use super::words::contrasted;
use crate::text::{self, one_line};

/// How an object differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is there, and was not.
    Added,
    /// It was there, and is not.
    Removed,
    /// Facts are others.
    Changed,
}

impl Change {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
        }
    }
}

/// An object that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `table`, `index`, …
    pub kind: String,
    /// Its name.
    pub object: String,
    /// How it differs.
    pub change: Change,
    /// What differs, a line for each fact.
    pub detail: String,
}

/// How many characters of a text are shown beside its counterpart on one line.
const BESIDE: usize = 24;

/// How many where each has a line of its own.
const BELOW: usize = 48;

/// How many of one that stands alone.
const LINE: usize = 56;

/// The order in which kinds are listed.
const KINDS: [&str; 6] = ["schema", "enum", "domain", "type", "table", "constraint"];

/// What differs between two sets of objects.
///
/// What belongs to a table that came or went is told with the table.
pub fn compare(before: &[Object], after: &[Object]) -> Vec<Difference> {
    let (old, new) = (by_name(before), by_name(after));
    let mut found = Vec::new();
    let is_gone = |key: &(&str, &str)| old.contains_key(key) && !new.contains_key(key);
    let is_new = |key: &(&str, &str)| !old.contains_key(key) && new.contains_key(key);
    let names: BTreeSet<&(&str, &str)> = old.keys().chain(new.keys()).collect();
    for key in names {
        let (change, detail) = match (old.get(key), new.get(key)) {
            (Some(object), None) if !owner(object).is_some_and(|of| of.iter().any(is_gone)) => {
                (Change::Removed, alone(object, before))
            }
            (None, Some(object)) if !owner(object).is_some_and(|of| of.iter().any(is_new)) => {
                (Change::Added, alone(object, after))
            }
            (Some(old), Some(new)) => match changed(&old.facts, &new.facts) {
                Some(detail) => (Change::Changed, detail),
                None => continue,
            },
            _ => continue,
        };
        found.push(Difference { kind: key.0.into(), object: key.1.into(), change, detail });
    }
    let rank = |kind: &str| KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len());
    found.sort_by(|a, b| (rank(&a.kind), &a.kind, &a.object).cmp(&(rank(&b.kind), &b.kind, &b.object)));
    found
}

/// The objects as they would be if some had other names: `names` has each kind, the name that was and the name that is.
/// That a name is another is then a fact of the object alone, not of all that speaks of it.
pub fn renamed(mut objects: Vec<Object>, names: &[(String, String, String)]) -> Vec<Object> {
    for object in &mut objects {
        for (kind, was, is) in names {
            if object.kind == *kind && object.name == *was {
                object.facts.0.insert("name".into(), was.clone());
                object.name.clone_from(is);
            } else {
                object.name = with_name(&object.name, was, is);
                for text in object.facts.0.values_mut().filter(|text| text.contains(was.as_str())) {
                    *text = with_name(text, was, is);
                }
            }
        }
    }
    objects
}

/// The text with one name in place of another, wherever that stands as a whole.
fn with_name(text: &str, was: &str, is: &str) -> String {
    let continues = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '"' | '.');
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(was).filter(|_| !was.is_empty()) {
        let (before, behind) = (&rest[..at], &rest[at + was.len()..]);
        let is_whole = !before.ends_with(continues) && !behind.starts_with(|c| c != '.' && continues(c));
        out.push_str(before);
        out.push_str(if is_whole { is } else { was });
        rest = behind;
    }
    out + rest
}

fn by_name(objects: &[Object]) -> BTreeMap<(&str, &str), &Object> {
    objects.iter().map(|object| ((object.kind.as_str(), object.name.as_str()), object)).collect()
}

/// What an object belongs to, if that is a relation.
fn owner(object: &Object) -> Option<[(&str, &str); 3]> {
    let name = table_of(object)?;
    Some([("table", name), ("foreign table", name), ("materialized view", name)])
}

/// The table of a constraint or index, or of the column that owns a sequence.
fn table_of(object: &Object) -> Option<&str> {
    object.facts.get("on").or_else(|| {
        let column = object.facts.get("owned by")?;
        column.strip_prefix("identity of ").unwrap_or(column).rsplit_once('.').map(|(table, _)| table)
    })
}

/// What is to be said of one that came or went.
fn alone(object: &Object, all: &[Object]) -> String {
    let facts = &object.facts;
    if let Some(order) = facts.get(ORDER).filter(|_| facts.get("query").is_none()) {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        let belongs = |other: &&Object| table_of(other) == Some(object.name.as_str());
        for other in all.iter().filter(belongs) {
            *count.entry(&other.kind).or_default() += 1;
        }
        let parts = count.iter().map(|(kind, count)| match *kind {
            "index" if *count > 1 => format!("{count} indexes"),
            "policy" if *count > 1 => format!("{count} policies"),
            "statistics" => format!("{count} statistics"),
            kind => text::count(*count, kind),
        });
        let parts: Vec<String> = [one_line(order, LINE)].into_iter().chain(parts).collect();
        return parts.join("\n");
    }
    const TELLING: [&str; 9] =
        ["definition", "query", "labels", "base", "using", "with check", "result", "arguments", "owned by"];
    let told = TELLING.iter().find_map(|name| facts.get(name).filter(|text| !text.is_empty()));
    told.map(|text| one_line(text, LINE)).unwrap_or_default()
}

/// The facts that differ, a line for each; none if none does.
fn changed(old: &Facts, new: &Facts) -> Option<String> {
    let names: BTreeSet<&String> = old.iter().chain(new.iter()).map(|(name, _)| name).collect();
    let mut lines = Vec::new();
    for name in names {
        let (before, after) = (old.get(name), new.get(name));
        // A table that has another name says so itself.
        if before == after || name == "on" || name == ORDER && is_same_order(old, new) {
            continue;
        }
        lines.push(match (before, after) {
            (None, Some(text)) => format!("{name}: added {}", one_line(text, LINE - BESIDE)),
            (Some(text), None) => format!("{name}: removed {}", one_line(text, LINE - BESIDE)),
            (before, after) => {
                let (before, after) =
                    contrasted(before.unwrap_or_default(), after.unwrap_or_default(), BELOW);
                let is_short = |text: &str| text.chars().count() <= BESIDE;
                if before == after {
                    // They differ in white space alone, or behind what can be shown.
                    format!("{name}: another text")
                } else if is_short(&before) && is_short(&after) {
                    format!("{name}: {before} -> {after}")
                } else {
                    format!("{name}: {before}\n-> {after}")
                }
            }
        });
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Whether the columns that both have stand in the same order: what came or went is said of the columns.
fn is_same_order(old: &Facts, new: &Facts) -> bool {
    let columns = |of: &Facts| -> Vec<String> {
        let order = of.get(ORDER).unwrap_or_default();
        order.split(", ").map(String::from).collect()
    };
    let (old, new) = (columns(old), columns(new));
    let common = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|name| those.contains(name)).cloned().collect()
    };
    let is_appended = {
        let kept = common(&old, &new);
        new.iter().take(kept.len()).eq(kept.iter())
    };
    common(&old, &new) == common(&new, &old) && is_appended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(kind: &str, name: &str, facts: &[(&str, &str)]) -> Object {
        let facts = facts.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        Object { kind: kind.into(), schema: "public".into(), name: name.into(), facts: Facts(facts) }
    }

    fn rows(before: &[Object], after: &[Object]) -> Vec<String> {
        let row = |found: &Difference| {
            format!("{} {} {}: {}", found.kind, found.object, found.change.as_str(), found.detail)
        };
        compare(before, after).iter().map(row).collect()
    }

    #[test]
    fn each_fact_that_differs_is_a_line() {
        let before = object(
            "table",
            "public.t",
            &[("column a", "integer"), ("column b", "text"), ("columns", "a, b"), ("owner", "dana")],
        );
        let after = object(
            "table",
            "public.t",
            &[("column a", "bigint"), ("column c", "date"), ("columns", "a, c"), ("owner", "dana")],
        );
        assert_eq!(
            rows(std::slice::from_ref(&before), std::slice::from_ref(&after)),
            [
                "table public.t changed: column a: integer -> bigint\ncolumn b: removed text\ncolumn c: added date"
            ]
        );
        assert_eq!(rows(std::slice::from_ref(&before), std::slice::from_ref(&before)), [""; 0]);
    }

    #[test]
    fn an_order_that_changes_is_told() {
        let table = |order: &str| object("table", "public.t", &[("columns", order)]);
        assert_eq!(
            rows(&[table("a, b")], &[table("b, a")]),
            ["table public.t changed: columns: a, b -> b, a"]
        );
        // One that is there again, at the end.
        assert_eq!(rows(&[table("a, b")], &[table("a, b, c")]), [""; 0]);
        assert_eq!(
            rows(&[table("a, b")], &[table("c, a, b")]),
            ["table public.t changed: columns: a, b -> c, a, b"]
        );
    }

    #[test]
    fn what_belongs_to_a_new_table_is_told_with_it() {
        let all = [
            object("table", "public.t", &[("columns", "id, n"), ("column id", "integer")]),
            object("index", "public.t_pkey", &[("on", "public.t"), ("definition", "CREATE …")]),
            object("index", "public.t_n", &[("on", "public.t"), ("definition", "CREATE …")]),
            object("constraint", "t_pkey on public.t", &[("on", "public.t")]),
            object("sequence", "public.t_id_seq", &[("owned by", "identity of public.t.id")]),
        ];
        let expected = "table public.t added: id, n\n1 constraint\n2 indexes\n1 sequence";
        assert_eq!(rows(&[], &all), [expected]);
        assert_eq!(rows(&all, &[]), [expected.replace("added", "removed")]);
        // On a table that was there it is told by itself.
        let expected = "index public.t_n added: CREATE …";
        assert_eq!(rows(&[all[0].clone(), all[1].clone()], &all[..3]), [expected]);
    }

    #[test]
    fn a_name_that_is_another_is_told_of_the_object_alone() {
        let at = |table: &str| {
            vec![
                object("table", table, &[("columns", "id")]),
                object(
                    "index",
                    "public.i",
                    &[("on", table), ("definition", &format!("CREATE INDEX i ON {table} USING btree (id)"))],
                ),
                object(
                    "constraint",
                    &format!("c on {table}"),
                    &[("on", table), ("definition", "UNIQUE (id)")],
                ),
            ]
        };
        let names = [("table".to_string(), "public.a".to_string(), "public.b".to_string())];
        assert_eq!(
            with_name("public.a, public.ab (xpublic.a) public.a.id", "public.a", "b"),
            "b, public.ab (xpublic.a) b.id"
        );
        let mut after = at("public.b");
        after[0].facts.0.insert("name".into(), "public.b".into());
        assert_eq!(
            rows(&renamed(at("public.a"), &names), &after),
            ["table public.b changed: name: public.a -> public.b"]
        );
    }

    #[test]
    fn long_texts_stand_below_each_other() {
        let of = |body: &str| object("function", "public.f()", &[("body", body)]);
        assert_eq!(
            rows(&[of("SELECT one FROM a_table")], &[of("SELECT another FROM a_table")]),
            ["function public.f() changed: body: SELECT one FROM a_table\n-> SELECT another FROM a_table"]
        );
    }

    #[test]
    fn texts_that_cannot_be_told_apart_in_a_line_say_so() {
        let of = |body: &str| object("function", "public.f()", &[("body", body)]);
        assert_eq!(rows(&[of("a  b")], &[of("a b")]), ["function public.f() changed: body: another text"]);
    }
}
