//! Privileges in words, the same for a list that is not there and one that says what holds without it.

use std::collections::BTreeMap;

use crate::name::shown;

/// What the catalog has as one entry: `"dana"=arw*/postgres`.
struct Entry {
    role: String,
    privileges: String,
    by: String,
}

/// A list of privileges in words; none where it is what holds without one. `default` is that list: the first entry in
/// it with all privileges is the owner's.
pub fn in_words(acl: &[String], default: &[String]) -> Option<String> {
    let (acl, default) = (read(acl), read(default));
    let owner = default.iter().find(|entry| !entry.role.is_empty());
    let all = owner.map_or("", |owner| owner.privileges.as_str());
    let owner = owner.map_or("", |owner| owner.role.as_str());
    let says = |entries: &[Entry]| {
        let mut by_role: BTreeMap<String, String> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| !entry.privileges.is_empty()) {
            let role = if entry.role.is_empty() { "PUBLIC".into() } else { entry.role.clone() };
            // Who gave it is said where it is not the owner.
            let by = if entry.by == owner || owner.is_empty() {
                String::new()
            } else {
                format!(" by {}", entry.by)
            };
            by_role.insert(format!("{role}{by}"), words(&entry.privileges, all));
        }
        by_role
    };
    let (now, without) = (says(&acl), says(&default));
    if now == without {
        return None;
    }
    let texts: Vec<String> = now.iter().map(|(role, words)| format!("{role}: {words}")).collect();
    Some(if texts.is_empty() { "nobody".into() } else { texts.join("; ") })
}

fn read(entries: &[String]) -> Vec<Entry> {
    entries
        .iter()
        .map(|entry| {
            let (role, rest) = name(entry);
            let (privileges, by) =
                rest.strip_prefix('=').unwrap_or(rest).split_once('/').unwrap_or((rest, ""));
            Entry { role, privileges: privileges.into(), by: name(by).0 }
        })
        .collect()
}

/// The name that a text begins with, as people write it, and the rest.
fn name(text: &str) -> (String, &str) {
    if !text.starts_with('"') {
        let end = text.find('=').unwrap_or(text.len());
        let name = &text[..end];
        return (if name.is_empty() { String::new() } else { shown(name) }, &text[end..]);
    }
    let mut end = 1;
    while let Some(at) = text[end..].find('"') {
        end += at + 1;
        if text[end..].starts_with('"') {
            end += 1;
        } else {
            break;
        }
    }
    (text[..end].into(), &text[end..])
}

fn words(privileges: &str, all: &str) -> String {
    let mut with_option = Vec::new();
    let mut letters = Vec::new();
    for c in privileges.chars() {
        match c {
            '*' => with_option.extend(letters.last().copied()),
            c => letters.push(c),
        }
    }
    if letters.len() == all.chars().count()
        && all.chars().count() > 1
        && letters.iter().all(|c| all.contains(*c))
    {
        return match with_option.len() {
            0 => "ALL".into(),
            options if options == letters.len() => "ALL WITH GRANT OPTION".into(),
            _ => listed(&letters, &with_option),
        };
    }
    listed(&letters, &with_option)
}

fn listed(letters: &[char], with_option: &[char]) -> String {
    let word = |letter: &char| {
        let option = if with_option.contains(letter) { " (grant option)" } else { "" };
        format!("{}{option}", privilege(*letter))
    };
    letters.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn privilege(letter: char) -> String {
    let word = match letter {
        'r' => "SELECT",
        'a' => "INSERT",
        'w' => "UPDATE",
        'd' => "DELETE",
        'D' => "TRUNCATE",
        'x' => "REFERENCES",
        't' => "TRIGGER",
        'X' => "EXECUTE",
        'U' => "USAGE",
        'C' => "CREATE",
        'c' => "CONNECT",
        'T' => "TEMPORARY",
        'm' => "MAINTAIN",
        other => return other.to_string(),
    };
    word.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(acl: &[&str], default: &[&str]) -> Option<String> {
        let own = |list: &[&str]| list.iter().map(|entry| entry.to_string()).collect::<Vec<_>>();
        in_words(&own(acl), &own(default))
    }

    #[test]
    fn what_holds_without_a_list_is_not_said() {
        assert_eq!(of(&["dana=arwdDxt/dana"], &["dana=arwdDxt/dana"]), None);
        assert_eq!(of(&["=X/dana", "dana=X/dana"], &["dana=X/dana", "=X/dana"]), None);
        assert_eq!(of(&[], &["dana=arwdDxt/dana"]).as_deref(), Some("nobody"));
        assert_eq!(of(&["dana=X/dana"], &["=X/dana", "dana=X/dana"]).as_deref(), Some("dana: EXECUTE"));
    }

    #[test]
    fn all_privileges_are_all_in_every_version() {
        let old = of(&["dana=arwdDxt/dana", "eve=arwdDxt/dana"], &["dana=arwdDxt/dana"]);
        let new = of(&["eve=arwdDxtm/dana", "dana=arwdDxtm/dana"], &["dana=arwdDxtm/dana"]);
        assert_eq!(old.as_deref(), Some("dana: ALL; eve: ALL"));
        assert_eq!(old, new);
    }

    #[test]
    fn grant_options_grantors_and_odd_names() {
        let default = &["\"Da=n/a\"=arwdDxt/\"Da=n/a\""];
        let acl =
            &["\"Da=n/a\"=arwdDxt/\"Da=n/a\"", "\"e\"\"ve\"=r*w/\"Da=n/a\"", "=r/eve", "x-y=a/\"Da=n/a\""];
        assert_eq!(
            of(acl, default).as_deref(),
            Some(
                "\"Da=n/a\": ALL; \"e\"\"ve\": SELECT (grant option), UPDATE; \"x-y\": INSERT; PUBLIC by eve: SELECT"
            )
        );
        assert_eq!(of(&["eve=r/dana"], &[]).as_deref(), Some("eve: SELECT"));
    }
}
