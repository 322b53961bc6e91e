//! What is asked of the catalog before a script runs: of each statement the objects that were there before it.

use super::action::{Action, Back, Kind, Object, When};
use super::scene::{Scene, SetPath};
use crate::facts::before::{Question, Wants};
use crate::statement::{Class, Control, Statement};

/// The questions whose answers say how a script is taken back; `first` is the first schema of the session's search path.
pub fn questions(statements: &[(Statement, Vec<Action>)], first: Option<&str>) -> Vec<Question> {
    let mut scene = Scene::new(first.map(str::to_string));
    let mut local_path = false;
    let mut asked: Vec<Question> = Vec::new();
    for (statement, actions) in statements {
        for action in actions {
            for (object, wants) in of_action(action) {
                if !scene.covers(&object) {
                    ask(&mut asked, &scene, statement.number, object, wants);
                }
            }
            learn(&mut scene, action, &statement.text, &mut local_path);
        }
        if local_path
            && matches!(&statement.class, Class::Control(Control::Commit { .. } | Control::Rollback { .. }))
        {
            scene.path = None;
        }
    }
    asked
}

fn ask(asked: &mut Vec<Question>, scene: &Scene, statement: u32, object: Object, wants: Wants) {
    // Those of a statement are the last.
    let same = asked.iter_mut().rev().take_while(|question| question.statement == statement);
    if let Some(question) = same.into_iter().find(|question| question.object == object) {
        question.wants.whole |= wants.whole;
        question.wants.cascade |= wants.cascade;
        question.wants.aspects |= wants.aspects;
        question.wants.grantees.extend(wants.grantees);
        return;
    }
    let now = scene.origin(&object);
    let schemas = scene.path.as_ref().map(|path| path.schemas.clone());
    asked.push(Question { statement, object, now, schemas, wants });
}

/// The objects that an action depends on, and what is to be known of them.
fn of_action(action: &Action) -> Vec<(Object, Wants)> {
    let whole = || Wants { whole: true, cascade: action.cascade, ..Wants::default() };
    let mut asked = Vec::new();
    match &action.when {
        When::Always => {}
        When::Absent(object) | When::Present(object) => asked.push((object.clone(), Wants::default())),
        When::AbsentWithin(part) => {
            let whole = Object::new(Kind::Relation, part.name.clone());
            asked.extend([whole, part.clone()].map(|object| (object, Wants::default())));
        }
        When::Replaces(object) => asked.push((object.clone(), whole())),
    }
    asked.extend(action.drops.iter().map(|object| (object.clone(), whole())));
    asked.extend(action.was.iter().map(|was| {
        (was.object.clone(), Wants { aspects: true, grantees: was.grantees.clone(), ..Wants::default() })
    }));
    asked.extend(action.takes.iter().map(|index| (index.clone(), whole())));
    asked.extend(
        action.chosen.iter().flat_map(|chosen| &chosen.names).map(|name| (name.clone(), Wants::default())),
    );
    asked
}

/// Only what the script makes, drops and renames in any case: of everything else it is asked whether it is there.
pub(super) fn learn(scene: &mut Scene, action: &Action, text: &str, local_path: &mut bool) {
    if let Back::Set(setting) = &action.back {
        if setting.name == "search_path" || setting.name == "all" {
            let path = SetPath { sql: text.to_string(), schemas: setting.schemas.clone() };
            scene.path = setting.is_set.then_some(path);
            *local_path = setting.is_local;
        }
        return;
    }
    if action.when != When::Always {
        return;
    }
    if let Some((from, to)) = action.renames.as_deref() {
        scene.rename(from, to);
    }
    action.drops.iter().for_each(|object| scene.drop(object));
    // A part that is made may be one of what is not known to be made.
    if let Some(made) = action.makes.as_ref().filter(|made| made.kind != Kind::NotNull) {
        scene.make(made, 0);
    }
}
