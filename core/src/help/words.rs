//! The words that people ask for, and the ones that stand here for them.

/// A word that was asked for: what may stand for it, the word itself first.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    own: Vec<String>,
    others: Vec<String>,
}

/// What other tools, guides and SQL itself call what has another name here. A phrase has blanks in it.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("where", &["predicate", "condition"]),
    ("name", &["index_name", "constraint_name", "new_name"]),
    ("table", &["table_name"]),
    ("check", &["constraint", "checks"]),
    ("fk", &["foreign_key"]),
    ("references", &["foreign_key"]),
    ("pk", &["primary_key"]),
    ("null", &["not_null"]),
    ("required", &["not_null"]),
    ("type", &["change_column_type", "new_type"]),
    ("cast", &["change_column_type", "using_expression"]),
    ("using", &["using_expression", "method"]),
    ("bigint", &["change_column_type"]),
    ("alter", &["change", "set"]),
    ("remove", &["drop", "remove"]),
    ("delete", &["drop", "remove", "prune"]),
    ("update", &["backfill", "fills"]),
    ("fill", &["backfill"]),
    ("batch", &["backfill"]),
    ("zero downtime", &["safe", "online"]),
    ("online", &["safe"]),
    ("concurrently", &["safe_create_index"]),
    ("lock", &["locks"]),
    ("block", &["blocked_locks", "active_queries"]),
    ("migrate", &["apply", "up"]),
    ("run", &["apply", "up"]),
    ("deploy", &["apply", "up"]),
    ("revert", &["rollback", "down", "undo", "reverse"]),
    ("undo", &["rollback", "abort", "restore"]),
    ("back", &["rollback", "undo", "restore"]),
    ("list", &["status", "applied_migrations"]),
    ("history", &["applied_migrations", "record_migration"]),
    ("pending", &["status"]),
    ("progress", &["work", "live_jobs"]),
    ("watch", &["progress", "work"]),
    ("eta", &["progress", "backfill_status"]),
    ("kill", &["cancel"]),
    ("stop", &["cancel", "pause"]),
    ("continue", &["resume"]),
    ("slow", &["throttle"]),
    ("new", &["template", "create"]),
    ("generate", &["template", "reverse"]),
    ("file", &["load"]),
    ("import", &["load", "baseline"]),
    ("plan", &["explain", "dry_run"]),
    ("dry run", &["dry_run"]),
    ("review", &["lint", "explain"]),
    ("move", &["set_schema"]),
    ("rebuild", &["reindex", "repair"]),
    ("bloat", &["reindex"]),
    ("broken", &["repair", "invalid"]),
    ("try", &["test"]),
    ("hash", &["fingerprint"]),
    ("size", &["table_sizes"]),
    ("cron", &["prune", "complete_due", "up"]),
    ("night", &["complete_due", "not_before"]),
    ("timeout", &["lock_wait", "wait"]),
    ("setting", &["set"]),
    ("cleanup", &["prune", "complete"]),
    ("contract", &["complete"]),
    ("expand", &["rename_column", "split_column", "change_column_type"]),
];

/// The words of what was asked. A phrase that is known is one word.
pub fn words(asked: &str) -> Vec<Word> {
    let asked = normal(asked);
    if SYNONYMS.iter().any(|(phrase, _)| phrase.contains(' ') && *phrase == asked.trim()) {
        return vec![word(asked.trim())];
    }
    asked.split_whitespace().map(word).collect()
}

fn word(text: &str) -> Word {
    let own = stems(text);
    let is_meant = |(word, _): &&(&str, _)| own.iter().any(|own| own == word);
    let others = SYNONYMS.iter().filter(is_meant).flat_map(|(_, others)| others.iter());
    let others = others.map(|other| normal(other).trim().to_string()).collect();
    Word { own, others }
}

/// The word as it is, and without the endings that it may have.
fn stems(word: &str) -> Vec<String> {
    let mut stems = vec![word.to_string()];
    for ending in ["s", "es", "ing", "ed", "e"] {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() > 2) else { continue };
        stems.push(stem.to_string());
        let mut last = stem.chars().rev();
        if last.next() == last.next() {
            stems.push(stem.chars().take(stem.chars().count() - 1).collect());
        }
    }
    stems
}

/// Lower case, with blanks where anything but letters and digits is, and one before the first word.
fn normal(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    text.to_lowercase().split_whitespace().fold(String::new(), |text, word| text + " " + word)
}

impl Word {
    /// Whether a word of the text begins with it: 0 with itself, 1 with what may stand for it.
    pub fn is_in(&self, text: &str) -> Option<u32> {
        let text = normal(text);
        let begins = |word: &String| text.contains(&format!(" {word}"));
        if self.own.iter().any(begins) {
            return Some(0);
        }
        self.others.iter().any(begins).then_some(1)
    }
}
