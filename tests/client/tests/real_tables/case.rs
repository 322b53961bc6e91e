//! One case: its databases, what is asked for and written in them, and what must be the same.

use migrate_client_tests::SqlError;

use super::Tally;
use super::asked::{self, Asked};
use super::ends::{Open, Path, Stage, is_more};
use super::kind::{Kind, apply};
use super::picture::missing;
use super::place::{Home, SCHEMAS, Side};
use super::settings::{Who, quote};
use super::table::{self, At, Table};
use super::types::Conversion;
use super::writes;
use crate::common::operate;
use crate::stress::script::Rng;

/// What came of a call, in every database in which operations are at work.
pub type Outcome = Result<(), SqlError>;

/// A finding in words, for `Err`.
pub type Checked<T> = Result<T, String>;

/// A case.
pub struct Case<'a> {
    home: &'a Home,
    pub tally: &'a Tally,
    pub rng: Rng,
    story: Vec<String>,
    /// In which plain statements are run. A side's session goes before its database, so these drop in order.
    pub twin: Side,
    /// In which operations are at work: the first, and its copy.
    pub lives: Vec<Side>,
    pub tables: Vec<Table>,
    pub open: Vec<Open>,
    /// Whether nothing more can be said.
    is_over: bool,
}

impl<'a> Case<'a> {
    /// The one of a seed; what is wrong with its script, if that cannot be run.
    pub fn new(home: &'a Home, tally: &'a Tally, seed: u64) -> Checked<Case<'a>> {
        let mut rng = Rng::new(seed);
        let (script, tables) = table::script(&mut rng, &home.writer);
        // What only the database's owner may do is done by him.
        let mine = |line: &&str| !line.contains("CREATE PUBLICATION");
        let is_publication = |line: &&str| line.contains("CREATE PUBLICATION");
        let theirs = script.lines().filter(mine).collect::<Vec<_>>().join("\n");
        let publications = script.lines().filter(is_publication).collect::<Vec<_>>().join("\n");
        let script = format!("SET ROLE {};\n{theirs}\nRESET ROLE;\n{publications}", home.owner);
        let story = vec![format!("{script}\n")];
        let side = || home.side(&script).map_err(|error| format!("{script}\n{error}"));
        let (twin, live) = (side()?, side()?);
        Ok(Case {
            home,
            tally,
            rng,
            story,
            twin,
            lives: vec![live],
            tables,
            open: Vec::new(),
            is_over: false,
        })
    }

    /// What was done, to be repeated.
    pub fn story(&self) -> String {
        self.story.join("\n")
    }

    /// Runs it.
    pub fn run(&mut self) -> Checked<()> {
        self.compare("at the beginning")?;
        let wanted = 1 + self.rng.below(3);
        let (mut begun, mut has_copy) = (0, !self.rng.one_in(2));
        while begun < wanted || !self.open.is_empty() {
            match self.rng.below(if self.open.is_empty() { 2 } else { 5 }) {
                0 | 1 if begun < wanted => {
                    begun += 1;
                    self.begin()?;
                }
                2 | 3 if !self.open.is_empty() => {
                    let at = self.rng.below(self.open.len() as u64) as usize;
                    self.advance(at)?;
                }
                4 if self.rng.one_in(3) => self.by_hand()?,
                4 if !has_copy && !self.open.is_empty() => {
                    has_copy = true;
                    self.copy()?;
                }
                _ => {}
            }
            if self.is_over {
                return Ok(());
            }
            self.write()?;
            self.compare("after writes")?;
        }
        self.compare("in the end")
    }

    /// A role that asks: the owner, or the superuser.
    fn asker(&mut self) -> Who {
        let role = if self.rng.one_in(4) { self.home.db.server().user() } else { &self.home.owner };
        Who::random(&mut self.rng, role)
    }

    /// A call in every database in which operations are at work; it must end alike in all of them.
    pub fn call(&mut self, who: &Who, call: &str, small: &str) -> Checked<Outcome> {
        self.story.push(format!(
            "\\c - {}\n{}\nSET migrate.small_table = {small}; SELECT * FROM migrate.{call};",
            who.role, who.settings
        ));
        let mut outcomes = Vec::new();
        for live in &self.lives {
            let mut session = who.session(&live.db);
            session.exec(&format!("SET migrate.small_table = {small}"));
            outcomes.push(operate(&mut session, call).map(drop));
        }
        if let Some(Err(error)) = outcomes.first() {
            let (state, message) = (&error.sqlstate, &error.message);
            self.story.push(format!("-- {state} {message} {} {}", error.detail, error.hint));
            if state == "XX000" || message.contains("panic") {
                return Err(format!("{call}: {error:?}"));
            }
        }
        let state = |outcome: &Outcome| outcome.as_ref().err().map(|error| error.sqlstate.clone());
        if outcomes.iter().any(|outcome| state(outcome) != state(&outcomes[0])) {
            return Err(format!("{call} ends otherwise in the copy: {outcomes:?}"));
        }
        Ok(outcomes.remove(0))
    }

    /// A query that must say the same in every database in which operations are at work.
    pub fn ask(&mut self, sql: &str) -> Checked<Vec<String>> {
        let mut all: Vec<_> =
            self.lives.iter_mut().map(|live| live.looker.session().query_text(sql)).collect();
        if all.iter().any(|rows| *rows != all[0]) {
            return Err(format!("{sql}: {all:?} here and in the copy"));
        }
        Ok(all.remove(0))
    }

    /// The plain statement in the twin.
    pub fn plainly(&mut self, asked: &Asked, keep: bool) -> Outcome {
        let mut session = asked.who.session(&self.twin.db);
        let end = if keep { "COMMIT" } else { "ROLLBACK" };
        let result = session.try_query(&format!("BEGIN; {}; {end}", asked.plain)).map(drop);
        self.story.push(match &result {
            Ok(()) => format!("-- plainly: {}; {end}", asked.plain),
            Err(error) => format!("-- plainly: {}: {} {}", asked.plain, error.sqlstate, error.message),
        });
        result
    }

    fn files(&mut self) -> Checked<Vec<String>> {
        let sql = "SELECT oid, relfilenode FROM pg_class WHERE relkind = 'r'
                   AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('shop', 'Odd Shop')) ORDER BY oid";
        Ok(self.lives[0].looker.session().query_text(sql))
    }

    fn begin(&mut self) -> Checked<()> {
        let who = self.asker();
        let session = self.lives[0].looker.session();
        let Some(asked) = asked::random(&mut self.rng, &self.tables, who, session) else { return Ok(()) };
        let small = self.rng.pick(&["0", "DEFAULT"]);
        let before: Vec<_> = self.lives.iter_mut().map(|live| live.looker.whole(&SCHEMAS)).collect();
        let files = self.files()?;
        let last = self.ask("SELECT coalesce(max(id), 0) FROM migrate.operations")?.remove(0);
        let (word, call) = (asked.kind.word(), asked.call.clone());
        if let Err(error) = self.call(&asked.who.clone(), &call, small)? {
            return self.refused(&asked, &error, &before, &last);
        }
        self.tally.count(format!("done: {word}"));
        if small == "0" && !call.starts_with("safe_drop_table") && self.files()? != files {
            return Err(format!("{call} has given a table another file"));
        }
        let id = self.ask(&format!("SELECT max(id) FROM migrate.operations WHERE id > {last}"))?.remove(0);
        let state = match id.as_str() {
            "" => Vec::new(),
            id => self.ask(&format!("SELECT state FROM migrate.change_records WHERE id = {id}"))?,
        };
        let mut path = Path::random(&mut self.rng, &asked.kind);
        let (table, saved) = (asked.table, self.tables[asked.table].columns.clone());
        let stage = match state.first().map(String::as_str) {
            Some("ready") => Stage::Ready,
            Some("grace") => Stage::Grace,
            None | Some("done") => Stage::AtOnce,
            Some(other) => return Err(format!("{call} is done, and its change is {other}")),
        };
        if stage == Stage::AtOnce && is_lossy(&asked.kind) {
            path = Path::Complete;
        }
        let mut open = Open { asked, id, stage, path, saved, blocks: false, completion: String::new() };
        match stage {
            Stage::AtOnce if path == Path::Complete || open.id.is_empty() => {
                if let Err(error) = self.plainly(&open.asked, true) {
                    // What is done without the server's way to say what is right, and cannot be taken back, ends the case.
                    if is_more(&open.asked.kind, &error) && is_lossy(&open.asked.kind) {
                        self.is_over = true;
                        return Ok(());
                    }
                    if is_more(&open.asked.kind, &error) {
                        open.path = Path::Undo;
                        self.open.push(open);
                        return self.advance(self.open.len() - 1);
                    }
                    return Err(format!(
                        "{call} is done, and plain SQL says {} {}",
                        error.sqlstate, error.message
                    ));
                }
                self.applied(&open.asked.kind, table);
                return self.compare("after an operation");
            }
            Stage::AtOnce => {
                self.tables[table].is_unseen = matches!(open.asked.kind, Kind::ViewOfOld);
                // Of the rest, writes would say what they say of plain SQL's, which the twin has not seen.
                let waits = matches!(open.asked.kind, Kind::ViewOfOld);
                self.open.push(open);
                return if waits { Ok(()) } else { self.advance(self.open.len() - 1) };
            }
            Stage::Grace => self.hidden(&mut open)?,
            Stage::Ready => self.both(&open),
        }
        self.open.push(open);
        self.compare("after the beginning of a change")
    }

    /// What is refused has done nothing; what has failed midway can be given up, and plain SQL would have failed as well.
    fn refused(
        &mut self,
        asked: &Asked,
        error: &SqlError,
        before: &[Vec<String>],
        last: &str,
    ) -> Checked<()> {
        let call = &asked.call;
        self.tally.count(format!("refused: {} {}", asked.kind.word(), error.sqlstate));
        let plain = self.plainly(asked, false);
        let is_same = self.difference(before).is_none();
        let open = "SELECT id FROM migrate.change_records WHERE state NOT IN ('done', 'aborted', 'undone')";
        let changes = self.ask(&format!("{open} AND id > {last}"))?;
        if is_same && changes.is_empty() {
            return Ok(());
        }
        let difference = self.difference(before).unwrap_or_default();
        let mut id =
            self.ask(&format!("SELECT max(id) FROM migrate.operations WHERE id > {last}"))?.remove(0);
        let way = if changes.is_empty() { "undo" } else { "abort" };
        if id.is_empty() {
            id = "NULL".into();
        }
        if let Err(error) = self.call(&asked.who.clone(), &format!("{way}({id})"), "0")? {
            return Err(format!("{call} has failed and cannot be given up: {error:?}\n{difference}"));
        }
        if let Some(difference) = self.difference(before) {
            return Err(format!("{call} has failed, was given up, and has left something:\n{difference}"));
        }
        let changes = self.ask(&format!("{open} AND id > {last}"))?;
        if !changes.is_empty() {
            return Err(format!("{call} has failed, and its change stays open after {way}"));
        }
        match plain {
            Ok(()) => Err(format!("{call} fails midway with {error:?}, and plain SQL is done\n{difference}")),
            Err(_) => Ok(()),
        }
    }

    /// It is there for good; what is open on a table that has another name now says so in plain SQL.
    pub fn applied(&mut self, kind: &Kind, table: usize) {
        let before = self.tables[table].full();
        apply(kind, &mut self.tables[table]);
        let after = self.tables[table].full();
        for open in self.open.iter_mut().filter(|open| open.asked.table == table) {
            open.asked.plain = open.asked.plain.replace(&before, &after);
        }
    }

    /// A table gets another name or place by hand, here and in the twin.
    fn by_hand(&mut self) -> Checked<()> {
        let at = self.rng.below(self.tables.len() as u64) as usize;
        let table = &self.tables[at];
        // What was done in one step is no change that goes with its table.
        let is_at_once = |open: &Open| open.asked.table == at && open.stage == Stage::AtOnce;
        if !table.is_there || self.open.iter().any(is_at_once) {
            return Ok(());
        }
        let (name, to) = (
            format!("by hand {}", self.rng.below(1000)),
            if table.schema == "shop" { "Odd Shop" } else { "shop" },
        );
        let (sql, kind) = match self.rng.one_in(2) {
            true => {
                (format!("ALTER TABLE {} RENAME TO {}", table.full(), quote(&name)), Kind::RenameTable(name))
            }
            false => (format!("ALTER TABLE {} SET SCHEMA {}", table.full(), quote(to)), Kind::Move(to)),
        };
        self.story.push(format!("{sql};"));
        let databases = self.lives.iter().map(|live| &live.db).chain([&self.twin.db]);
        let done: Vec<_> =
            databases.map(|db| db.session_as(&self.home.owner).try_query(&sql).map(drop)).collect();
        // A name may be taken, in all of them.
        if done.iter().all(Result::is_err) {
            return Ok(());
        }
        if done.iter().any(Result::is_err) {
            return Err(format!("{sql}: {done:?}"));
        }
        self.applied(&kind, at);
        Ok(())
    }

    fn difference(&mut self, before: &[Vec<String>]) -> Option<String> {
        self.lives
            .iter_mut()
            .zip(before)
            .find_map(|(live, before)| different(before, &live.looker.whole(&SCHEMAS)))
    }

    fn write(&mut self) -> Checked<()> {
        for _ in 0..self.rng.below(3) {
            let roles = [&self.home.writer, &self.home.writer, &self.home.owner];
            let role = self.rng.pick(&roles).clone();
            let who = Who::random(&mut self.rng, &role);
            self.story.push(format!("\\c - {role}\n{}", who.settings));
            let mut twin = who.session(&self.twin.db);
            let mut lives: Vec<_> = self.lives.iter().map(|live| who.session(&live.db)).collect();
            for _ in 0..1 + self.rng.below(4) {
                let at = self.rng.below(self.tables.len() as u64) as usize;
                let Some(write) = writes::random(&mut self.rng, &mut self.tables[at]) else { continue };
                let expected = twin.try_query(&write.twin).map(drop);
                let state = |outcome: &Outcome| outcome.as_ref().err().map(|error| error.sqlstate.clone());
                self.story.push(match state(&expected) {
                    None => format!("{};", write.live),
                    Some(state) => format!("{}; -- {state}", write.live),
                });
                for session in &mut lives {
                    let found = session.try_query(&write.live).map(drop);
                    if state(&found) != state(&expected) {
                        return Err(format!(
                            "{}: {found:?}\nplainly: {}: {expected:?}",
                            write.live, write.twin
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// A copy by pg_dump joins, and is treated alike from now on.
    fn copy(&mut self) -> Checked<()> {
        let in_one = self.rng.one_in(2);
        self.story
            .push(format!("-- {}", if in_one { "pg_dump -Fc | pg_restore -1" } else { "pg_dump | psql" }));
        let mut copy = self.home.copy(&self.lives[0], in_one)?;
        self.tally.count("copies".into());
        let (here, there) = (self.lives[0].looker.whole(&SCHEMAS), copy.looker.whole(&SCHEMAS));
        if let Some(difference) = different(&here, &there) {
            return Err(format!("the copy differs:\n{difference}"));
        }
        if self.rng.one_in(2) {
            // As in another cluster, where the numbers of tables mean others.
            let sql = "UPDATE migrate.change_records SET table_oid = 'decoy.t'::regclass";
            self.story.push(format!("-- in the copy: {sql}"));
            copy.looker.session().exec(sql);
        }
        self.lives.push(copy);
        Ok(())
    }

    /// The same here and there, as far as nothing is under way.
    pub fn compare(&mut self, when: &str) -> Checked<()> {
        for at in 0..self.lives.len() {
            let found = if self.open.is_empty() { self.exact(at) } else { self.loose(at) };
            if let Some(difference) = found {
                let which = if at == 0 { "" } else { " in the copy" };
                return Err(format!("differs {when}{which} (- plain SQL, + here):\n{difference}"));
            }
        }
        Ok(())
    }

    fn exact(&mut self, at: usize) -> Option<String> {
        different(&self.twin.looker.whole(&SCHEMAS), &self.lives[at].looker.whole(&SCHEMAS))
    }

    /// While changes are open: what is defined in the twin is defined here, too, and rows are the same under each name.
    fn loose(&mut self, at: usize) -> Option<String> {
        if !self.open.iter().any(Open::is_strange) {
            let expected = self.twin.looker.definitions(&SCHEMAS);
            let lost = missing(&self.lives[at].looker.definitions(&SCHEMAS), &expected);
            if !lost.is_empty() {
                return Some(format!("- {}", lost.join("\n- ")));
            }
        }
        for table in self.twin.looker.tables(&SCHEMAS) {
            let known = self.tables.iter().find(|one| one.full() == table);
            if known.is_some_and(|one| !one.is_there || one.is_unseen) {
                continue;
            }
            let at_of = |name: &str| {
                known
                    .and_then(|one| one.columns.iter().find(|column| column.name == name))
                    .map(|one| one.at.clone())
            };
            let own: Vec<_> = self
                .twin
                .looker
                .columns(&table)
                .into_iter()
                .filter(|name| !matches!(at_of(name), Some(At::Parts(..) | At::Other | At::Closed)))
                .collect();
            let pairs: Vec<_> = own.iter().map(|name| (name.clone(), name.clone())).collect();
            let expected = self.twin.looker.rows(&table, &pairs);
            // Under both names where there are two.
            for is_new in [false, true] {
                let named = |name: &String| match at_of(name) {
                    Some(At::Renamed(new)) => new,
                    Some(At::Both(new)) if is_new => new,
                    _ => name.clone(),
                };
                let pairs: Vec<_> = own.iter().map(|name| (named(name), name.clone())).collect();
                if let Some(difference) = different(&expected, &self.lives[at].looker.rows(&table, &pairs)) {
                    return Some(difference);
                }
            }
        }
        None
    }
}

/// Whether two values may have become one.
fn is_lossy(kind: &Kind) -> bool {
    matches!(kind, Kind::Type(_, Conversion { is_lossy: true, .. }))
}

/// What is in the one and not in the other, if anything.
fn different(expected: &[String], found: &[String]) -> Option<String> {
    let mut lines: Vec<String> = missing(found, expected).iter().map(|line| format!("- {line}")).collect();
    lines.extend(missing(expected, found).iter().map(|line| format!("+ {line}")));
    (!lines.is_empty()).then(|| lines.join("\n"))
}
