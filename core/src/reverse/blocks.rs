//! DO blocks in PL/pgSQL: which statements they may run. Most in migrations are a few statements under a condition, where
//! SQL has no IF NOT EXISTS for them.
//!
//! Read are IF, loops, blocks with exception handlers, RAISE, NULL, RETURN, EXECUTE of a constant, and what only reads:
//! SELECT INTO and assignments that call nothing but harmless functions. Whatever else may be done, such as assembled
//! statements, makes the block one of which nothing is known.

use super::action::{Action, Back, When};
use super::harmless;
use super::optional::with_if_exists;
use crate::lex::tokens::Tokens;

/// A statement in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its text.
    pub text: String,
    /// Whether it is only run under a condition, or what it does may be taken back by an exception handler.
    pub is_conditional: bool,
}

/// The statements of a block's body, in order; none where it is not known what it runs.
pub fn block(body: &str) -> Option<Vec<Block>> {
    let mut reader = Reader {
        tokens: Tokens::of(body, false),
        body,
        at: 0,
        depth: 0,
        may_have_left: false,
        found: Vec::new(),
    };
    reader.block()?;
    reader.word(";");
    (reader.text().is_empty()).then_some(reader.found)
}

/// What a statement does that a block may run: if what it makes was not there, it has made it or not.
pub fn in_block(action: Action) -> Action {
    if action.when != When::Always {
        return action;
    }
    if !action.drops.is_empty() {
        return Action { may_drop_nothing: true, ..action };
    }
    // Rows that it has not added must stay.
    if let Some(mut inserts) = action.inserts.clone() {
        inserts.may_find_some = true;
        return Action { inserts: Some(inserts), ..action };
    }
    if let Some((from, _)) = action.renames.as_deref().cloned() {
        return action.when(When::Present(from));
    }
    match (action.makes.clone(), &action.back) {
        // What is done to a column is given back as it was.
        (Some(object), Back::Statement(_) | Back::Clause { .. } | Back::Nothing) if action.was.is_empty() => {
            Action { back: with_if_exists(action.back.clone()), ..action }.when(When::Absent(object))
        }
        _ if !action.was.is_empty() || matches!(action.back, Back::Nothing | Back::Unknown(_)) => action,
        _ => Back::unknown("Whether the block that it stands in has run it is not known.").into(),
    }
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    body: &'a str,
    at: usize,
    /// How many conditions it is under.
    depth: u32,
    /// A RETURN stands before.
    may_have_left: bool,
    found: Vec<Block>,
}

/// How deep blocks are read: they are read by recursion.
const DEEPEST: u32 = 32;

impl Reader<'_> {
    fn text(&self) -> &str {
        self.tokens.text(self.at)
    }

    fn is(&self, word: &str) -> bool {
        self.text().eq_ignore_ascii_case(word)
    }

    fn word(&mut self, word: &str) -> bool {
        let is_it = self.is(word);
        self.at += usize::from(is_it);
        is_it
    }

    /// Behind the next of these words that stands outside of parentheses; where it began and which it was.
    fn skip_to(&mut self, words: &[&str]) -> Option<()> {
        let mut open = 0u32;
        while !self.text().is_empty() {
            match self.text() {
                "(" | "[" => open += 1,
                ")" | "]" => open = open.checked_sub(1)?,
                _ if open == 0 && words.iter().any(|word| self.is(word)) => {
                    self.at += 1;
                    return Some(());
                }
                _ => {}
            }
            self.at += 1;
        }
        None
    }

    fn block(&mut self) -> Option<()> {
        if self.word("<<") {
            self.skip_to(&[">>"])?;
        }
        if self.word("declare") {
            self.skip_to(&["begin"])?;
        } else if !self.word("begin") {
            return None;
        }
        let first = self.found.len();
        self.statements(&["end", "exception"])?;
        if self.word("exception") {
            // The block is taken back before a handler runs.
            self.found[first..].iter_mut().for_each(|statement| statement.is_conditional = true);
            self.depth += 1;
            while self.word("when") {
                self.skip_to(&["then"])?;
                self.statements(&["when", "end"])?;
            }
            self.depth -= 1;
        }
        self.word("end").then_some(())
    }

    fn statements(&mut self, ends: &[&str]) -> Option<()> {
        if self.depth > DEEPEST {
            return None;
        }
        while !ends.iter().any(|end| self.is(end)) {
            self.statement()?;
        }
        Some(())
    }

    fn statement(&mut self) -> Option<()> {
        const UNKNOWN: [&str; 8] =
            ["foreach", "case", "call", "open", "fetch", "close", "commit", "rollback"];
        if self.word("if") {
            self.depth += 1;
            self.branches()?;
            self.depth -= 1;
            return Some(());
        }
        if self.is("begin") || self.is("declare") {
            self.depth += 1;
            self.block()?;
            self.depth -= 1;
            return self.word(";").then_some(());
        }
        if self.word("null") {
            return self.word(";").then_some(());
        }
        if self.word("<<") {
            self.skip_to(&[">>"])?;
        }
        if self.is("for") || self.is("while") || self.is("loop") {
            return self.looped();
        }
        if self.word("return") {
            self.may_have_left = true;
            return self.skip_to(&[";"]);
        }
        if ["raise", "exit", "continue", "get"].iter().any(|word| self.word(word)) {
            return self.skip_to(&[";"]);
        }
        if self.word("perform") {
            return self.only_reads_to(";");
        }
        if self.word("execute") {
            let text = constant(self.text())?;
            self.at += 1;
            self.push(text);
            return self.word(";").then_some(());
        }
        if UNKNOWN.iter().any(|word| self.is(word)) || self.text().is_empty() {
            return None;
        }
        let from = self.at;
        let sign = self.tokens.text(from + 1);
        // An assignment, or a SELECT into a variable: it would be another statement in SQL.
        if [":=", ":", "="].contains(&sign) {
            return self.only_reads_to(";");
        }
        self.skip_to(&[";"])?;
        let end = self.at - 1;
        let place = |word: &str| (from..end).find(|at| self.tokens.text(*at).eq_ignore_ascii_case(word));
        let first = self.tokens.text(from);
        if (first.eq_ignore_ascii_case("select") || first.eq_ignore_ascii_case("with"))
            && place("into").is_some()
        {
            let inserts = place("insert").is_some();
            if !inserts {
                self.at = from;
                return self.only_reads_to(";");
            }
        }
        // RETURNING … INTO is at the end.
        let returning = place("returning").and_then(|returning| {
            (returning..end).find(|at| self.tokens.text(*at).eq_ignore_ascii_case("into"))
        });
        let (start, end) = self.tokens.range(from, returning.unwrap_or(end))?;
        let text = self.body[start as usize..end as usize].to_string();
        self.push(text);
        Some(())
    }

    /// A loop: its body may run many times, or never.
    fn looped(&mut self) -> Option<()> {
        self.depth += 1;
        if !self.word("loop") {
            self.at += 1;
            self.only_reads_to("loop")?;
        }
        self.statements(&["end"])?;
        self.depth -= 1;
        (self.word("end") && self.word("loop")).then_some(())?;
        // A label may stand there.
        self.skip_to(&[";"])
    }

    /// Behind the next of these words, if nothing before it may do more than read.
    fn only_reads_to(&mut self, end: &str) -> Option<()> {
        const WRITES: [&str; 6] = ["insert", "update", "delete", "merge", "execute", "call"];
        let from = self.at;
        self.skip_to(&[end])?;
        let word = |at: usize| self.tokens.text(at).to_lowercase();
        let reads = |at: usize| {
            let own = word(at);
            if WRITES.contains(&own.as_str()) {
                return false;
            }
            let is_name = own.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '"');
            if !is_name || self.tokens.text(at + 1) != "(" {
                return true;
            }
            let of_schema = at > from && self.tokens.text(at - 1) == ".";
            match of_schema {
                true => word(at - 2) == "pg_catalog" && harmless::is_function(&own),
                false => harmless::is_function(&own) || harmless::is_word(&own),
            }
        };
        (from..self.at - 1).all(reads).then_some(())
    }

    fn branches(&mut self) -> Option<()> {
        loop {
            self.skip_to(&["then"])?;
            self.statements(&["elsif", "elseif", "else", "end"])?;
            if self.word("elsif") || self.word("elseif") {
                continue;
            }
            if self.word("else") {
                self.statements(&["end"])?;
            }
            return (self.word("end") && self.word("if") && self.word(";")).then_some(());
        }
    }

    fn push(&mut self, text: String) {
        self.found.push(Block { text, is_conditional: self.depth > 0 || self.may_have_left });
    }
}

/// What a constant says, without escapes.
fn constant(token: &str) -> Option<String> {
    if let Some(text) = token.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        return Some(text.replace("''", "'"));
    }
    let tag = &token[..token.strip_prefix('$')?.find('$')? + 2];
    token.strip_prefix(tag)?.strip_suffix(tag).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<Vec<(String, bool)>> {
        block(body).map(|found| found.into_iter().map(|one| (one.text, one.is_conditional)).collect())
    }

    fn of(statements: &[(&str, bool)]) -> Option<Vec<(String, bool)>> {
        Some(statements.iter().map(|(text, is_conditional)| (text.to_string(), *is_conditional)).collect())
    }

    #[test]
    fn a_handler_makes_it_conditional() {
        let body =
            "BEGIN\n CREATE TYPE mood AS ENUM ('a;', 'b');\nEXCEPTION WHEN duplicate_object THEN null;\nEND";
        assert_eq!(read(body), of(&[("CREATE TYPE mood AS ENUM ('a;', 'b')", true)]));
        let body =
            "begin create table a(); raise notice '%', now(); exception when others or duplicate_table then
                    when_done(); end;";
        assert_eq!(read(body), of(&[("create table a()", true), ("when_done()", true)]));
    }

    #[test]
    fn conditions_and_branches() {
        let body = "DECLARE n int := 1; BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_class WHERE x = CASE WHEN a THEN 1 ELSE 2 END) THEN
              ALTER TABLE a ADD b int; -- END IF;
            ELSIF (n > 1) THEN NULL;
            ELSE EXECUTE 'DROP TABLE \"a\"'; EXECUTE $x$COMMENT ON TABLE a IS 'it''s'$x$;
            END IF;
            DROP VIEW v; END";
        // A CASE stands in parentheses here.
        let expected = [
            ("ALTER TABLE a ADD b int", true),
            ("DROP TABLE \"a\"", true),
            ("COMMENT ON TABLE a IS 'it''s'", true),
            ("DROP VIEW v", false),
        ];
        assert_eq!(read(body), of(&expected));
        assert_eq!(read("BEGIN BEGIN CREATE TABLE a(); END; END;"), of(&[("CREATE TABLE a()", true)]));
    }

    #[test]
    fn what_else_a_block_does_is_not_known() {
        for body in [
            "BEGIN FOR r IN SELECT f() LOOP DROP TABLE a; END LOOP; END",
            "BEGIN FOR r IN EXECUTE 'SELECT 1' LOOP DROP TABLE a; END LOOP; END",
            "BEGIN FOR r IN SELECT 1 LOOP EXECUTE format('DROP TABLE %I', r); END LOOP; END",
            "BEGIN FOR r IN UPDATE a SET b = 1 RETURNING b LOOP NULL; END LOOP; END",
            "BEGIN WHILE true LOOP DROP TABLE a; END; END",
            "BEGIN SELECT public.count(1) INTO x; END",
            "BEGIN WITH w AS (DELETE FROM a RETURNING b) SELECT b INTO x FROM w; END",
            "BEGIN PERFORM set_config('search_path', '', false); END",
            "BEGIN EXECUTE 'DROP TABLE ' || t; END",
            "BEGIN EXECUTE format('DROP TABLE %I', t); END",
            "BEGIN PERFORM f(); END",
            "BEGIN SELECT f() INTO x; END",
            "BEGIN x := f(); END",
            "BEGIN COMMIT; END",
            "BEGIN CREATE TABLE a()",
            "BEGIN IF a THEN CREATE TABLE a(); END",
            "BEGIN END; DROP TABLE a",
            "",
            "BEGIN (",
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }

    #[test]
    fn what_only_reads_is_passed_over() {
        let body = "DECLARE n int; r record; BEGIN
            SELECT count(*) != 0 INTO n FROM information_schema.columns WHERE table_name IN ('a') AND (x OR pg_catalog.lower(y) = '');
            n := coalesce(n, 0) + 1; WITH w AS (SELECT 1) SELECT max(b) INTO n FROM w;
            PERFORM pg_advisory_xact_lock(1);
            IF n > 0 THEN DROP TABLE a; END IF;
            INSERT INTO b VALUES (1) RETURNING id INTO n;
            END";
        assert_eq!(
            read(body),
            of(&[("DROP TABLE a", true), ("INSERT INTO b VALUES (1) RETURNING id", false)])
        );
    }

    #[test]
    fn what_a_loop_runs_it_may_not_run() {
        let body = "BEGIN
            FOR r IN SELECT a FROM b LOOP UPDATE b SET c = 1 WHERE a = r.a; CONTINUE WHEN r.a > 1; END LOOP each;
            FOR i IN 1..3 LOOP EXECUTE 'DROP TABLE a'; EXIT; END LOOP;
            WHILE i < 3 LOOP i := i + 1; LOOP DROP TABLE b; END LOOP; END LOOP;
            DROP TABLE c; END";
        let expected = [
            ("UPDATE b SET c = 1 WHERE a = r.a", true),
            ("DROP TABLE a", true),
            ("DROP TABLE b", true),
            ("DROP TABLE c", false),
        ];
        assert_eq!(read(body), of(&expected));
    }

    #[test]
    fn behind_a_return_nothing_is_sure() {
        let body = "BEGIN DROP TABLE a; IF x THEN RETURN; END IF; DROP TABLE b; END";
        assert_eq!(read(body), of(&[("DROP TABLE a", false), ("DROP TABLE b", true)]));
    }

    #[test]
    fn depth_has_an_end() {
        let deep = format!("{}{}", "BEGIN ".repeat(100_000), "END; ".repeat(100_000));
        assert_eq!(read(&deep), None);
    }
}
