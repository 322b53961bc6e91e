//! The triggers that keep the columns of both ends of a change in step: whatever is written to one end is carried to the
//! other before the row is stored, so constraints and indexes see both. What they do is the kind's: [`Sync`] for columns
//! that are written by two applications, [`Follow`] for a column that is converted from another.
//!
//! They fire behind the table's own, since their names begin with `~`, and for every writer (ENABLE ALWAYS). Their
//! function lies in the table's schema, is the table owner's, and nobody is granted to call it: the server asks for that
//! right when a trigger is made, and not when it fires. So the table's owner needs CREATE there.
//!
//! They are known by the change's token, the first argument of a trigger of this very table; their function is the
//! trigger's. Names say nothing: the table may be called otherwise by now, and a function of the name may be anybody's.
//! So a function is made where there is no trigger, under a name that nothing has; and made anew only where the trigger
//! has it, and the table's owner owns it.

mod both;
mod follow;
mod left;
mod reads;

pub(crate) use self::both::{RAISED, Sync, same};
pub(crate) use self::follow::{Cast, Follow, read_by};
pub(crate) use self::left::{must_be_known, orphans};
pub(crate) use self::reads::must_not_read_generated;

use crate::checksum;
use crate::error::{ChangeError, Result};
use crate::facts::{Catalog, Table, Trigger};
use crate::lock::Mode;
use crate::name::{Quoting, qualified};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::Scope;
use crate::steps::block::{USE_COLUMN, dollar};
use crate::steps::named::{named, named_free};

/// When a trigger fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Insert,
    Update,
    Both,
}

impl Event {
    fn of(trigger: &Trigger) -> Option<Event> {
        match (trigger.is_before_row, trigger.is_on_insert, trigger.is_on_update) {
            (true, true, true) => Some(Event::Both),
            (true, true, false) => Some(Event::Insert),
            (true, false, true) => Some(Event::Update),
            _ => None,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Event::Insert => "INSERT",
            Event::Update => "UPDATE",
            Event::Both => "INSERT OR UPDATE",
        }
    }
}

/// One of the triggers.
pub(crate) struct On {
    event: Event,
    /// What tells its name from the other one's.
    end: &'static str,
    /// The condition in which it fires; none where it always does.
    when: Option<String>,
}

/// The triggers of a change, with their function.
pub(crate) struct Triggers<'a> {
    table: &'a Table,
    /// The change's token.
    token: &'a str,
    /// The columns that it is about, for the names.
    about: String,
    /// What the triggers hand over behind the token.
    arguments: Vec<String>,
    /// What the function does, from BEGIN on.
    body: String,
    /// Under what the user's words in it mean something; none where there are none.
    scope: Option<&'a Scope>,
    on: Vec<On>,
    /// Whether they carry from one end to the other only; for people.
    is_one_way: bool,
}

/// The trigger of a change that fires on this event.
fn find<'a>(table: &'a Table, token: &str, event: Event) -> Option<&'a Trigger> {
    of_change(table, token).find(|there| Event::of(there) == Some(event))
}

/// The triggers of a change that carry values.
fn of_change<'a>(table: &'a Table, token: &str) -> impl Iterator<Item = &'a Trigger> {
    table.triggers.iter().filter(move |there| there.token() == Some(token) && Event::of(there).is_some())
}

/// What the first trigger of a change of this column is called, if nothing has the name.
pub(crate) fn first_name(column: &str, token: &str) -> String {
    named(&format!("~{column}_sync"), token)
}

/// What the trigger of a change hands over behind the token, if it is there.
pub(crate) fn arguments<'a>(table: &'a Table, token: &str) -> Option<&'a [String]> {
    of_change(table, token).next().map(|there| &there.arguments[1..])
}

/// The beginning of the sentence in the function's text by which it is known as this change's.
fn signature(token: &str) -> String {
    format!("-- Made by migrate_ext for change {token} (")
}

/// The whole text: what the function does, behind a sentence with a checksum of that and of the settings under which it
/// runs, each as [`setting`] writes it.
fn signed(token: &str, body: &str, settings: &[String]) -> String {
    let sum = checksum::of_text(&format!("{}\n{body}", settings.join("\n")));
    let sum = sum.get(..8).unwrap_or(&sum);
    format!("\n{USE_COLUMN}\n{}{sum}), and dropped with it.\n{body}", signature(token))
}

/// Whether text and settings of a function are what we have written, and nobody has changed. They may be others than
/// those of one that is written now: a type is called otherwise in another session.
fn is_intact(token: &str, text: &str, config: &[String]) -> bool {
    let settings = sorted(config.iter().map(|one| plain(one)));
    let body = text.split_once(&signature(token)).and_then(|(_, rest)| rest.split_once('\n'));
    body.is_some_and(|(_, body)| text == signed(token, body, &settings))
}

/// The function of a trigger, if its text is one that we have written.
fn own_function<'a>(trigger: &'a Trigger, token: &str) -> Option<&'a str> {
    let is_ours = trigger.body.as_ref().is_some_and(|body| body.contains(&signature(token)));
    trigger.function.as_deref().filter(|_| is_ours)
}

/// Takes the triggers of a change away, and their function. What they do is of no account.
pub(crate) fn drop(names: &dyn Quoting, table: &Table, token: &str) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut functions: Vec<&str> = Vec::new();
    for there in of_change(table, token) {
        let sql = format!("DROP TRIGGER {} ON {}", names.quote(&there.name), table.sql);
        drafts.push(Draft::new(words::drop_trigger(), sql, Mode::AccessExclusive, table));
        functions.extend(own_function(there, token).filter(|own| !functions.contains(own)));
    }
    let drop = |own: &str| Draft::of_nothing(words::sync_function("drop"), format!("DROP FUNCTION {own}()"));
    drafts.extend(functions.into_iter().map(drop));
    drafts
}

impl Triggers<'_> {
    fn text(&self, names: &dyn Quoting) -> String {
        let settings = self.clauses(names).into_iter();
        let settings = settings.map(|(name, value)| format!("{}={}", plain(&name), plain(&value)));
        signed(self.token, &self.body, &sorted(settings))
    }

    fn clauses(&self, names: &dyn Quoting) -> Vec<(String, String)> {
        self.scope.map(|scope| scope.clauses(names)).unwrap_or_default()
    }

    fn first(&self) -> Option<&Trigger> {
        of_change(self.table, self.token).next()
    }

    /// Why the function of a trigger is not what was made, in words. `is_text`: whether its text counts.
    fn differs(&self, there: &Trigger, is_text: bool) -> Option<String> {
        let function = there.function.clone().unwrap_or_default();
        if own_function(there, self.token).is_none() {
            return Some(format!(
                "trigger {} calls function {function}, which is not the change's",
                there.name
            ));
        }
        if there.function_owner.as_ref() != Some(&self.table.owner) {
            let owner = there.function_owner.clone().unwrap_or_default();
            return Some(format!(
                "function {function} is owned by {owner}, the table by {}",
                self.table.owner
            ));
        }
        if !is_text {
            return None;
        }
        // Not what would be made now: that may be another one in another session.
        let is_same = !there.is_definer
            && there.body.as_ref().is_some_and(|body| is_intact(self.token, body, &there.config));
        (!is_same).then(|| format!("function {function} was changed"))
    }

    fn altered(&self, what: String) -> crate::error::Error {
        ChangeError::OutOfStep { table: self.table.display.clone(), what }.into()
    }

    /// The step that makes the function, or makes it anew where it is there and says something else.
    pub(crate) fn function(&self, catalog: &dyn Catalog) -> Result<Draft> {
        Ok(self.function_named(catalog)?.1)
    }

    /// What stands behind CREATE.
    fn definition(&self, names: &dyn Quoting, function: &str) -> String {
        let set = |(name, value): (String, String)| format!(" SET {name} TO {value}");
        let settings: String = self.clauses(names).into_iter().map(set).collect();
        let text = dollar(&self.text(names));
        format!("FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql{settings} AS {text}")
    }

    fn function_named(&self, catalog: &dyn Catalog) -> Result<(String, Draft)> {
        let why = "carries what is written to one end over to the other";
        if let Some(there) = self.first() {
            if let Some(what) = self.differs(there, false) {
                return Err(self.altered(what));
            }
            let function = there.function.clone().unwrap_or_default();
            let is_same =
                there.body.as_ref() == Some(&self.text(catalog)) && self.differs(there, true).is_none();
            let sql = format!("CREATE OR REPLACE {}", self.definition(catalog, &function));
            let draft = Draft::of_nothing(words::sync_function("replace"), sql);
            return Ok((function, draft.done_if(is_same).because(why)));
        }
        let is_taken = |name: &str| catalog.function(&self.table.schema, name).is_some();
        let readable = format!("{}_{}_sync", self.table.name, self.about);
        let name = named_free(&readable, self.token, is_taken);
        let function = qualified(catalog, &self.table.schema, &name);
        let sql = format!("CREATE {}", self.definition(catalog, &function));
        let draft = Draft::of_nothing(words::sync_function("create"), sql).because(why);
        Ok((function, draft))
    }

    /// The steps that make function and triggers.
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let (function, draft) = self.function_named(catalog)?;
        let is_made = self.first().is_some();
        let mut drafts = vec![draft];
        let revoke = format!("REVOKE ALL ON FUNCTION {function}() FROM PUBLIC");
        let revoke = Draft::of_nothing(words::sync_function_revoked(), revoke);
        drafts.push(revoke.done_if(is_made).because("only its triggers call it"));
        if catalog.role() != self.table.owner {
            let owner = catalog.quote(&self.table.owner);
            let give = format!("ALTER FUNCTION {function}() OWNER TO {owner}");
            let give = Draft::of_nothing(words::sync_function("set owner of"), give);
            drafts.push(give.done_if(is_made).because("the table's owner"));
        }
        for on in &self.on {
            self.make(catalog, on, &function, &mut drafts);
        }
        Ok(drafts)
    }

    /// What a trigger is called, or will be.
    fn name(&self, on: &On) -> String {
        if let Some(there) = find(self.table, self.token, on.event) {
            return there.name.clone();
        }
        let has = |table: &Table, name: &str| table.triggers.iter().any(|own| own.name == name);
        let is_taken = |name: &str| self.table.tree().into_iter().any(|table| has(table, name));
        named_free(&format!("~{}_sync{}", self.about, on.end), self.token, is_taken)
    }

    /// The first name of them: what fires behind it may change one end alone.
    pub(crate) fn first_name(&self) -> String {
        self.on.iter().map(|on| self.name(on)).min().unwrap_or_default()
    }

    fn make(&self, catalog: &dyn Catalog, on: &On, function: &str, drafts: &mut Vec<Draft>) {
        let there = find(self.table, self.token, on.event);
        let name = self.name(on);
        let arguments = std::iter::once(self.token).chain(self.arguments.iter().map(String::as_str));
        let arguments: Vec<_> = arguments.map(|argument| catalog.literal(argument)).collect();
        let when = on.when.as_ref().map(|when| format!(" WHEN ({when})")).unwrap_or_default();
        let make = format!(
            "CREATE TRIGGER {} BEFORE {} ON {} FOR EACH ROW{when} EXECUTE FUNCTION {function}({})",
            catalog.quote(&name),
            on.event.words(),
            self.table.sql,
            arguments.join(", ")
        );
        let what = words::sync_trigger(on.event.words(), self.is_one_way);
        drafts.push(Draft::new(what, make, Mode::ShareRowExclusive, self.table).done_if(there.is_some()));
        for table in self.table.tree() {
            let own = find(table, self.token, on.event);
            let own_name = own.map_or(&name, |own| &own.name);
            let is_always = own.is_some_and(|own| own.enabled == "A");
            drafts.push(
                self.always(catalog, table, own_name).done_if(is_always).because("replicated writes, too"),
            );
        }
    }

    fn always(&self, names: &dyn Quoting, table: &Table, name: &str) -> Draft {
        let sql = format!("ALTER TABLE ONLY {} ENABLE ALWAYS TRIGGER {}", table.sql, names.quote(name));
        Draft::new(words::always(), sql, Mode::ShareRowExclusive, table)
    }

    /// The step that makes the function anew, and statements that wait until whoever has written with it as it was
    /// before is done.
    pub(crate) fn closed_to_writers(&self, catalog: &dyn Catalog, why: &str) -> Result<Vec<Draft>> {
        let is_apart = !self.table.is_small_tree();
        let mut drafts = vec![self.function(catalog)?.because(why)];
        for table in self.table.tree() {
            for there in of_change(table, self.token) {
                let wait = self.always(catalog, table, &there.name);
                drafts.push(wait.because("waits until who wrote before that is done"));
            }
        }
        drafts.iter_mut().take(2).for_each(|draft| draft.is_apart = is_apart);
        Ok(drafts)
    }

    /// What is not as the change has made it, in words: triggers that are not there, or do not always fire; a function
    /// that says something else.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let mut wrong: Vec<String> = Vec::new();
        for (on, table) in
            self.on.iter().flat_map(|on| self.table.tree().into_iter().map(move |table| (on, table)))
        {
            let (event, of) = (on.event.words(), &table.display);
            let what = match find(table, self.token, on.event) {
                None => Some(format!("the trigger on {event} of {of} is not there")),
                Some(there) if there.enabled != "A" => {
                    Some(format!("trigger {} of {of} does not always fire", there.name))
                }
                // One that always fires does the same.
                Some(there) if there.has_condition && on.when.is_none() => {
                    Some(format!("trigger {} of {of} was changed", there.name))
                }
                Some(there) => self.differs(there, true),
            };
            wrong.extend(what.filter(|what| !wrong.contains(what)).into_iter().collect::<Vec<_>>());
        }
        wrong
    }

    /// Refuses to rely on what is not as the change has made it.
    ///
    /// # Errors
    ///
    /// [`ChangeError::OutOfStep`].
    pub(crate) fn at_work(&self) -> Result<()> {
        match self.wrong() {
            wrong if wrong.is_empty() => Ok(()),
            wrong => Err(self.altered(wrong.join("; "))),
        }
    }
}

/// A setting however it is written.
fn plain(text: &str) -> String {
    text.replace(['"', '\'', ' '], "").to_lowercase()
}

fn sorted(settings: impl Iterator<Item = String>) -> Vec<String> {
    let mut settings: Vec<String> = settings.collect();
    settings.sort();
    settings
}
