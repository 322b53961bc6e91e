//! What the scripts of a job have said: kept with its units, and told to who waits for it.

use std::collections::HashMap;

use migrate_core::message::{Message, Messages};
use pgrx::JsonB;

use crate::postgres::identity::{as_owner, current_role, session_user};
use crate::postgres::{messages, procedure, spi};

/// Adds what the commit of a unit has said to its row.
pub fn add(row: i64, messages: &Messages) {
    let sql = "UPDATE migrate.journal
               SET messages = coalesce(messages, '[]') || $2,
                   more_messages = nullif(coalesce(more_messages, 0) + $3, 0)
               WHERE id = $1";
    let more = i64::try_from(messages.more).unwrap_or(i64::MAX);
    as_owner(|| spi::write(sql, &[row.into(), spi::jsonb(&messages.first).into(), more.into()]));
}

/// How many messages of schemas are told, of all of a job together: each says more or less the same.
const MOST: usize = 200;

/// What a unit has said.
pub struct Said {
    /// Its row in the journal, or the schema's.
    row: i64,
    /// The schema in which it has run, if it has its own history.
    schema: Option<String>,
    messages: Messages,
}

/// What a job's units have said; nothing where somebody else has asked for it, or in another role: what a script says may be
/// what only its role may read. Of units in schemas the first few.
pub fn of_job(job: i64) -> Vec<Said> {
    const SAID: &str = "job = $1 AND run_by = $2 AND run_as = $3
                        AND (messages IS NOT NULL OR more_messages IS NOT NULL)";
    let sql = format!(
        "SELECT id, coalesce(messages, '[]'), coalesce(more_messages, 0), NULL, coalesce(finished_at, started_at) AS at
         FROM migrate.journal WHERE {SAID}
         UNION ALL
         SELECT l.id, coalesce(l.messages, '[]'), coalesce(l.more_messages, 0), s.schema_name, l.at
         FROM (SELECT *, coalesce(finished_at, started_at) AS at FROM migrate.schema_journal
               WHERE {SAID} ORDER BY at, id LIMIT {}) l JOIN migrate.schemas s ON s.id = l.tenant
         ORDER BY at, id",
        MOST + 1
    );
    let args = [job.into(), session_user().1.into(), current_role().1.into()];
    as_owner(|| {
        spi::rows(&sql, &args, |row| {
            let first = serde_json::from_value::<Vec<Message>>(row.must::<JsonB>(2).0).unwrap_or_default();
            let more = u64::try_from(row.must::<i64>(3)).unwrap_or_default();
            Said { row: row.must(1), schema: row.get(4), messages: Messages { first, more } }
        })
    })
}

/// Who waits for a job, and what he was told of it.
#[derive(Default)]
pub struct Listener {
    told: HashMap<i64, (usize, u64)>,
    /// How many of schemas.
    of_schemas: usize,
}

impl Listener {
    /// Tells what is new of that which [`of_job`] has found.
    pub fn tell(&mut self, said: Vec<Said>) {
        for Said { row, schema, messages } in said {
            let so_far = (messages.first.len(), messages.more);
            let (kept, beyond) = self.told.insert(row, so_far).unwrap_or_default();
            let new = messages.behind(kept, beyond);
            for message in new.first {
                match &schema {
                    None => messages::tell(&message),
                    Some(schema) => self.tell_of(schema, message),
                }
            }
            if new.more > 0 && self.of_schemas <= MOST {
                let unit = schema
                    .map_or_else(|| "this unit".into(), |schema| format!("a unit in schema \"{schema}\""));
                procedure::notice(&format!(
                    "... and {} more messages of {unit}, which are not kept",
                    new.more
                ));
            }
        }
    }

    /// Tells what was said in a schema, unless that is too much.
    fn tell_of(&mut self, schema: &str, message: Message) {
        self.of_schemas += 1;
        match self.of_schemas {
            ..=MOST => {
                let told = format!("schema \"{schema}\": {}", message.message);
                messages::tell(&Message { message: told, ..message });
            }
            beyond if beyond == MOST + 1 => {
                procedure::notice("... and more messages in schemas, which migrate.schema_journal has");
            }
            _ => {}
        }
    }
}
