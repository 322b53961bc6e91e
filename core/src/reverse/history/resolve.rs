//! What takes one action back, where it stands in its script.

use super::again::{
    chosen_name, concurrently, is_without_arguments, makes, not_there, replaced, whole, with_typed,
};
use super::{History, Piece};
use crate::facts::before::Before;
use crate::reverse::action::{Action, Aspect, Back, Chosen, Kind, Object, Was, When};
use crate::reverse::command::why::{IF_EXISTS, IF_NOT_EXISTS, NO_NAME, NOT_IN_SCRIPT, OR_REPLACE};
use crate::reverse::moved::{last_part, mentions};
use crate::reverse::optional::with_if_exists;
use crate::reverse::scene::renamed;

/// Whether something is there when a statement's turn comes.
enum Presence<'a> {
    /// The script has made it, or what it is a part of.
    Made,
    /// It was there before the script.
    There(&'a Before),
    /// It is not there.
    Absent,
    /// Nobody has been asked.
    Unknown,
}

impl<'a> History<'a> {
    /// What takes an action back; the scene is as the action leaves it then.
    pub(super) fn act(&mut self, action: Action, number: u32) -> Vec<Piece> {
        let mut may_be_there = false;
        match &action.when {
            When::Always => {}
            When::Absent(object) => match self.presence(object, number) {
                Presence::Made | Presence::There(_) => return Vec::new(),
                Presence::Absent => may_be_there = self.scene.relation_of(object).is_some(),
                Presence::Unknown => return vec![Piece::of(Back::unknown(IF_NOT_EXISTS))],
            },
            When::AbsentWithin(part) => {
                let whole = Object::new(Kind::Relation, part.name.clone());
                match (self.presence(&whole, number), self.presence(part, number)) {
                    (Presence::Absent, _) | (_, Presence::Made | Presence::There(_)) => return Vec::new(),
                    (Presence::Unknown, _) | (_, Presence::Unknown) => {
                        return vec![Piece::of(Back::unknown(IF_EXISTS))];
                    }
                    (_, Presence::Absent) => may_be_there = self.scene.relation_of(part).is_some(),
                }
            }
            When::Present(object) => match self.presence(object, number) {
                Presence::Absent => return Vec::new(),
                Presence::Made | Presence::There(_) => {}
                Presence::Unknown => return vec![Piece::of(Back::unknown(IF_EXISTS))],
            },
            When::Replaces(object) => match self.presence(object, number) {
                Presence::Made => return Vec::new(),
                Presence::There(before) => {
                    return vec![replaced(&action, object, before, self.scene.about(object))];
                }
                Presence::Absent => {}
                Presence::Unknown => return vec![Piece::of(Back::unknown(OR_REPLACE))],
            },
        }
        if !action.drops.is_empty() {
            return self.drop_all(&action, number);
        }
        let mut about: Vec<Object> = action.makes.iter().chain(&action.table).cloned().collect();
        about.extend(action.was.iter().map(|was| was.object.clone()));
        about.extend(action.renames.iter().map(|names| names.1.clone()));
        let backs = match &action.chosen {
            Some(chosen) => self.chosen(&action, chosen, number),
            None => match self.inserted(&action, number) {
                Some(back) => vec![back],
                None => self.resolve(&action, number),
            },
        };
        let backs = if may_be_there { backs.into_iter().map(with_if_exists).collect() } else { backs };
        let aspect = action.was.first().map(|was| was.aspect);
        let renames = action.renames.is_some();
        let backs: Vec<Back> =
            backs.into_iter().map(|back| with_typed(self.written(back), action.cascade)).collect();
        self.learn(action);
        let about: Vec<Object> = about.iter().map(|object| self.scene.about(object)).collect();
        backs
            .into_iter()
            .map(|back| Piece { back, about: about.clone(), aspect, renames, stays: false })
            .collect()
    }

    fn presence(&self, object: &Object, number: u32) -> Presence<'a> {
        if self.scene.made(object).is_some() {
            return Presence::Made;
        }
        // A part of what the script has made is there only if the script has made it.
        if self.scene.is_gone(object) || self.scene.relation_of(object).is_some() {
            return Presence::Absent;
        }
        if self.scene.is_in_renamed_schema(object) {
            return Presence::Unknown;
        }
        match self.answers.of(number, object) {
            Some(before) if before.there => Presence::There(before),
            Some(_) => Presence::Absent,
            None => Presence::Unknown,
        }
    }

    /// What takes an action back, considering what the script has made and what the catalog had.
    fn resolve(&mut self, action: &Action, number: u32) -> Vec<Back> {
        let mut backs = self.taken_index(action, number);
        match &action.back {
            Back::Unknown(unknown) => {
                let is_made = |group: &Vec<Object>| {
                    !group.is_empty() && group.iter().all(|object| self.scene.made(object).is_some())
                };
                if unknown.unless.iter().any(is_made) {
                    backs.push(unknown.instead.as_deref().cloned().unwrap_or(Back::Nothing));
                    return backs;
                }
                match self.before(action, number) {
                    Some(Ok(restored)) => {
                        backs.extend(restored);
                        // What it makes goes first.
                        backs.extend(action.makes.as_ref().and(unknown.instead.as_deref().cloned()));
                    }
                    Some(Err(why)) => backs.push(Back::unknown(why)),
                    None => backs.push(action.back.clone()),
                }
            }
            Back::Statement(_) | Back::Clause { .. } => {
                let is_covered = action.was.iter().any(|was| self.scene.covers(&was.object));
                match self.before(action, number) {
                    Some(Ok(restored)) if !is_covered => backs.extend(restored),
                    _ => backs.push(action.back.clone()),
                }
            }
            back => backs.push(back.clone()),
        }
        backs
    }

    /// What gives back the index that goes with what an action makes; it was made by the script, or is known.
    fn taken_index(&mut self, action: &Action, number: u32) -> Vec<Back> {
        let Some(index) = &action.takes else { return Vec::new() };
        if let Some(by) = self.scene.made(index).map(|made| made.by) {
            let index = self.scene.about(index);
            let pieces = self.entries.get_mut(by).into_iter().flat_map(|entry| &mut entry.pieces);
            for piece in pieces.filter(|piece| piece.about.first() == Some(&index)) {
                piece.back = Back::Nothing;
            }
            return Vec::new();
        }
        match self.answers.of(number, index) {
            Some(before) if before.there => vec![whole(before, index)],
            _ => vec![Back::unknown(
                "It makes an index that was there before go together with another object.",
            )],
        }
    }

    /// What gives back all that an action changes, where the catalog has been asked for it.
    fn before(&mut self, action: &Action, number: u32) -> Option<Result<Vec<Back>, String>> {
        if action.was.is_empty() {
            return None;
        }
        let mut restored = Vec::new();
        for Was { object, aspect, .. } in &action.was {
            if self.scene.covers(object) {
                continue;
            }
            let before = self.answers.of(number, object)?;
            if !before.there {
                return Some(Err(not_there(object)));
            }
            // The default has come back together with the type.
            if *aspect == Aspect::Default && self.is_retyped(object) {
                continue;
            }
            let Some(mut statements) = before.was.get(aspect).cloned() else {
                return before.cannot.get(aspect).or(before.because.as_ref()).cloned().map(Err);
            };
            if let (Aspect::Schema, Some((_, to))) = (aspect, action.renames.as_deref()) {
                statements.iter_mut().for_each(|sql| *sql = sql.replacen("{}", &to.name, 1));
            }
            if *aspect == Aspect::Type {
                self.forget(object, |piece| piece.aspect == Some(Aspect::Default));
            }
            restored.push(Back::Restored {
                statements,
                lost: None,
                beware: before.beware.clone().filter(|_| *aspect == Aspect::Values),
            });
        }
        Some(Ok(restored))
    }

    /// What takes rows away again that an action adds to a table which was there: by a key whose values it gives.
    fn inserted(&self, action: &Action, number: u32) -> Option<Back> {
        let inserts = action.inserts.as_ref()?;
        if self.scene.covers(&inserts.table) {
            return None;
        }
        let before = self.answers.of(number, &inserts.table).filter(|before| before.there)?;
        // Which of them were there before is not known.
        if inserts.may_find_some && !before.was.contains_key(&Aspect::Rows) {
            return None;
        }
        let columns: Vec<&str> = match inserts.columns.as_slice() {
            [] => before.columns.iter().map(|column| column.name.as_str()).collect(),
            given => given.iter().map(String::as_str).collect(),
        };
        let sql =
            |name: &str| before.columns.iter().find(|column| column.name == name).map(|column| &column.sql);
        before.keys.iter().find_map(|key| {
            let key: Option<Vec<(usize, &String)>> = key
                .iter()
                .map(|name| Some((columns.iter().position(|column| column == name)?, sql(name)?)))
                .collect();
            let key = key?;
            let row = |row: &Vec<Option<String>>| {
                let values: Option<Vec<String>> = key.iter().map(|(at, _)| row.get(*at)?.clone()).collect();
                values.map(|values| format!("({})", values.join(", ")))
            };
            let rows: Option<Vec<String>> = inserts.rows.iter().map(row).collect();
            let names: Vec<&str> = key.iter().map(|(_, sql)| sql.as_str()).collect();
            let table = &inserts.table.name;
            let text = format!("DELETE FROM {table} WHERE ({}) IN ({})", names.join(", "), rows?.join(", "));
            Some(Back::statement(text))
        })
    }

    /// Whether an earlier statement has changed the type of a column.
    fn is_retyped(&self, column: &Object) -> bool {
        let column = self.scene.about(column);
        let is_type = |piece: &Piece| piece.aspect == Some(Aspect::Type) && piece.about.contains(&column);
        self.entries.iter().flat_map(|entry| &entry.pieces).any(is_type)
    }

    /// What takes back the making of something of which the server chooses the name.
    fn chosen(&mut self, action: &Action, chosen: &Chosen, number: u32) -> Vec<Back> {
        let mut resolved = self.resolve(action, number);
        // What its columns were may be known, and then what it has made is still to be dropped.
        let gives_back = resolved.iter().any(|back| matches!(back, Back::Restored { .. }));
        if !gives_back && !resolved.iter().any(|back| matches!(back, Back::Unknown(_))) {
            return resolved;
        }
        for name in &chosen.names {
            let relation = Object::new(Kind::Relation, name.name.clone());
            let is_made = self.scene.made(name).is_some() || self.scene.made(&relation).is_some();
            match self.presence(name, number) {
                Presence::Absent if !is_made => {
                    let by = self.entries.len();
                    self.scene.make(name, by);
                    let (text, of) = match &chosen.of_table {
                        Some(of) => (last_part(&name.name), Some(of)),
                        None => (name.name.as_str(), None),
                    };
                    let text = chosen.drop.replace('*', text);
                    resolved.retain(|back| matches!(back, Back::Restored { .. }));
                    resolved.push(match of {
                        Some(of) => Back::Clause { of: of.clone(), clause: text },
                        None => {
                            self.scene.make(&relation, by);
                            Back::statement(text)
                        }
                    });
                    return resolved;
                }
                Presence::Unknown => break,
                _ => {}
            }
        }
        if gives_back { vec![Back::unknown(NO_NAME)] } else { resolved }
    }

    fn drop_all(&mut self, action: &Action, number: u32) -> Vec<Piece> {
        action.drops.iter().map(|object| self.drop(action, object, number)).collect()
    }

    /// What gives back something that an action drops.
    fn drop(&mut self, action: &Action, object: &Object, number: u32) -> Piece {
        let about = vec![self.scene.about(object)];
        let back = match self.presence(object, number) {
            Presence::Made => {
                // Nothing is left of it, nor of what was done to it.
                self.forget(object, |_| true);
                Back::Nothing
            }
            Presence::There(before) => {
                let back = self.without_what_is_given_back(whole(before, object), object);
                let back = self.written(back);
                let is_first = self.is_by_first_name(&back, object);
                // Its parts come back by their first names.
                let is_of_part = |piece: &Piece| {
                    object.part.is_none() && piece.about.iter().all(|about| about.part.is_some())
                };
                let goes = |piece: &Piece| !piece.renames || is_first || is_of_part(piece);
                self.forget(object, |piece| goes(piece) && !piece.stays);
                self.forget_made_again(&back);
                let back = with_typed(back, action.cascade);
                if action.concurrent { concurrently(back) } else { back }
            }
            Presence::Absent if action.may_drop_nothing || self.scene.relation_of(object).is_some() => {
                Back::Nothing
            }
            Presence::Absent => Back::unknown(not_there(object)),
            Presence::Unknown => Back::unknown(NOT_IN_SCRIPT),
        };
        self.scene.drop(object);
        if let Some(name) = chosen_name(object) {
            self.scene.drop(&name);
        }
        Piece { back, about, ..Piece::of(Back::Nothing) }
    }

    /// What is made again together with something else comes back by the name that it had at first, too.
    fn forget_made_again(&mut self, back: &Back) {
        let Back::Restored { statements, .. } = back else { return };
        let scene = &self.scene;
        let pieces = self.entries.iter_mut().flat_map(|entry| &mut entry.pieces);
        for piece in pieces.filter(|piece| piece.renames) {
            let is_made = |about: &Object| {
                let first = scene.origin(about);
                first != *about && statements.iter().any(|sql| makes(sql, &first))
            };
            if piece.about.iter().any(is_made) {
                piece.back = Back::Nothing;
            }
        }
    }

    /// Whether something comes back by the name that it had at first, and not by that which the script has given it.
    fn is_by_first_name(&self, back: &Back, object: &Object) -> bool {
        match (object.kind, back) {
            (Kind::Type, _) => false,
            // A table is written by its new name, an index is not.
            (Kind::Relation, Back::Restored { statements, .. }) => {
                self.scene.origin(object) != *object
                    && statements.first().is_some_and(|sql| !mentions(sql, last_part(&object.name)))
            }
            (Kind::Relation, _) => false,
            _ => true,
        }
    }

    /// What is given back, with the names of types by then.
    fn written(&self, back: Back) -> Back {
        let Back::Restored { statements, lost, beware } = back else { return back };
        let statements = statements.iter().map(|sql| self.current.written(sql)).collect();
        Back::Restored { statements, lost, beware }
    }

    /// Triggers and kin of a table that the script has dropped before it are made again behind it: what they need is there
    /// then.
    fn without_what_is_given_back(&mut self, back: Back, object: &Object) -> Back {
        let Back::Restored { mut statements, lost, beware } = back else { return back };
        let (own, name) = (self.scene.origin(object).name, self.scene.about(object));
        let pieces = self.entries.iter_mut().flat_map(|entry| &mut entry.pieces);
        for piece in pieces
            .filter(|piece| piece.about.iter().any(|about| about.part.is_some() && about.name == name.name))
        {
            let Back::Restored { statements: parts, .. } = &piece.back else { continue };
            let part = |sql: &String| {
                let renamed = sql.replace(&format!(" {own} "), &format!(" {} ", object.name));
                statements.iter().position(|whole| whole == sql || *whole == renamed)
            };
            let places: Option<Vec<usize>> = parts.iter().map(part).collect();
            if let Some(places) = places.filter(|places| !places.is_empty()) {
                piece.stays = true;
                let mut place = 0;
                statements.retain(|_| (!places.contains(&place), place += 1).0);
            }
        }
        Back::Restored { statements, lost, beware }
    }

    /// What has been done to something, or to a part of it, is not taken back by itself.
    fn forget(&mut self, object: &Object, which: impl Fn(&Piece) -> bool) {
        let since = self.scene.made(object).map_or(0, |made| made.by);
        let object = self.scene.about(object);
        let is_of = |about: &Object| {
            let is_part = object.part.is_none() && about.part.is_some() && about.name == object.name;
            let is_null = about.kind == Kind::NotNull
                && object.kind == Kind::Column
                && (&about.name, &about.part) == (&object.name, &object.part);
            let is_routine = object.kind == Kind::Routine
                && about.kind == Kind::Routine
                && (is_without_arguments(&about.name) || is_without_arguments(&object.name))
                && about.name.split('(').next() == object.name.split('(').next();
            *about == object || is_part || is_null || is_routine
        };
        for piece in self.entries.iter_mut().skip(since).flat_map(|entry| &mut entry.pieces) {
            if piece.about.iter().any(is_of) && which(piece) {
                piece.back = Back::Nothing;
            }
        }
    }

    fn learn(&mut self, action: Action) {
        if let Some((from, to)) = action.renames.map(|names| *names) {
            let (old, new) = (self.scene.about(&from), self.scene.about(&to));
            let pieces = self.entries.iter_mut().flat_map(|entry| &mut entry.pieces);
            for about in pieces.flat_map(|piece| &mut piece.about) {
                if let Some(object) = renamed(about, &old, &new) {
                    *about = object;
                }
            }
            self.scene.rename(&from, &to);
            self.current.rename(&old, &new);
        }
        if let Some((of, old_value, new_value)) = action.renames_value.map(|names| *names) {
            self.current.rename_value(self.scene.about(&of), &old_value, &new_value);
        }
        if let Some(object) = action.makes {
            self.scene.make(&object, self.entries.len());
        }
    }
}
