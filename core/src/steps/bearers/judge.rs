//! What is refused, what wants to be judged by people, and what is only told: from what is there and what is touched.

use super::body::{self, says};
use super::touch::{Touch, Weight};
use crate::facts::{Bearers, Fired};

/// What is to be said, for people.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// What would lose values.
    pub refused: Vec<String>,
    /// What only people can judge.
    pub asked: Vec<String>,
    /// What is worth a word.
    pub told: Vec<String>,
    /// The names of triggers that fire for each row that is filled.
    pub fires: Vec<String>,
}

impl Said {
    fn say(&mut self, weight: Weight, what: String) {
        match weight {
            Weight::Nothing => {}
            Weight::Told => self.told.push(what),
            Weight::Asked => self.asked.push(what),
            Weight::Refused => self.refused.push(what),
        }
    }
}

/// What is to be said of all that is there.
pub(super) fn judge(bearers: &Bearers, touch: &Touch) -> Said {
    let mut said = Said::default();
    for stored in &bearers.stored {
        let what = match touch.stored {
            // The server's own words are made of it.
            Weight::Refused => stored.clone(),
            _ => format!("{stored} stores rows of the table as they are"),
        };
        said.say(touch.stored, what);
    }
    for rows in &bearers.rows {
        said.say(touch.rows, format!("{rows} takes whole rows"));
    }
    for insert in &bearers.inserts {
        said.say(touch.inserts, format!("{insert} inserts without a list of columns"));
    }
    for trigger in &bearers.triggers {
        of_trigger(trigger, touch, &mut said);
    }
    for parameter in &bearers.parameters {
        if let Some(name) = touch.names.iter().find(|name| says(&parameter.value, name)) {
            let (of, parameter, value) = (&parameter.of, &parameter.name, &parameter.value);
            said.say(
                touch.named,
                format!("{of} has storage parameter {parameter}={value}, which says {name}"),
            );
        }
    }
    said
}

fn of_trigger(trigger: &Fired, touch: &Touch, said: &mut Said) {
    let (what, function) = (&trigger.what, &trigger.function);
    let fires =
        |columns: &[String]| columns.is_empty() || columns.iter().any(|own| touch.filled.contains(own));
    if trigger.is_of_each_row && fires(&trigger.columns) {
        said.fires.push(trigger.name.clone());
    }
    for argument in &trigger.arguments {
        if touch.names.iter().any(|name| says(argument, name)) {
            said.say(
                touch.named,
                format!(
                    "{what} gives {function} the argument '{argument}': it may need a column of that name, or leave that one out and not another with its values"
                ),
            );
        }
    }
    let Some(body) = &trigger.body else {
        if !trigger.is_builtin && touch.rows != Weight::Nothing {
            said.told.push(format!("{what} calls {function}, whose source is not in the database"));
        }
        return;
    };
    let uses = body::uses(body, &trigger.transitions);
    if uses.is_by_place {
        said.say(touch.rows, format!("{what}: {function} takes rows column by column (.*)"));
    } else if uses.is_whole && touch.names.iter().any(|name| says(body, name)) {
        said.say(
            touch.named,
            format!("{what}: {function} takes whole rows and says {}", touch.names.join(", ")),
        );
    } else if uses.is_whole && touch.rows != Weight::Nothing {
        said.told.push(format!("{what}: {function} sees whole rows"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Parameter;
    use crate::relation::Relation;

    fn touch(weights: [Weight; 4]) -> Touch {
        let [stored, rows, inserts, named] = weights;
        Touch {
            table: Relation { schema: None, name: "t".into() },
            names: vec!["secret".into()],
            filled: vec!["hidden".into()],
            stored,
            rows,
            inserts,
            named,
            is_begun: false,
            is_acknowledged: false,
        }
    }

    const REPLACED: [Weight; 4] = [Weight::Refused, Weight::Asked, Weight::Asked, Weight::Asked];

    fn fired(arguments: &[&str], body: Option<&str>) -> Bearers {
        let trigger = Fired {
            what: "trigger g".into(),
            name: "g".into(),
            function: "f()".into(),
            arguments: arguments.iter().map(|text| text.to_string()).collect(),
            body: body.map(str::to_string),
            ..Fired::default()
        };
        Bearers { triggers: vec![trigger], ..Bearers::default() }
    }

    fn counts(bearers: &Bearers, weights: [Weight; 4]) -> (usize, usize, usize) {
        let said = judge(bearers, &touch(weights));
        (said.refused.len(), said.asked.len(), said.told.len())
    }

    #[test]
    fn a_name_in_an_argument_is_asked_for() {
        for argument in ["secret", "{secret}", "ignore=b,secret", "\"secret\"", "Secret"] {
            assert_eq!(counts(&fired(&[argument], Some("")), REPLACED), (0, 1, 0), "{argument}");
        }
        for argument in ["secrets", "secret_2", "no_secret", ""] {
            assert_eq!(counts(&fired(&[argument], Some("")), REPLACED), (0, 0, 0), "{argument}");
        }
        let parameter = Parameter { of: "index i".into(), name: "attach".into(), value: "secret".into() };
        let bearers = Bearers { parameters: vec![parameter], ..Bearers::default() };
        assert_eq!(counts(&bearers, REPLACED), (0, 1, 0));
    }

    #[test]
    fn what_is_left_out_of_a_whole_row_is_asked_for() {
        let log = |what: &str| format!("BEGIN INSERT INTO log VALUES (to_jsonb(NEW){what}); RETURN NEW; END");
        assert_eq!(counts(&fired(&[], Some(&log(" - 'secret'"))), REPLACED), (0, 1, 0));
        assert_eq!(counts(&fired(&[], Some(&log(""))), REPLACED), (0, 0, 1));
        assert_eq!(counts(&fired(&[], None), REPLACED), (0, 0, 1));
        assert_eq!(counts(&fired(&[], Some("BEGIN NEW.secret := 1; RETURN NEW; END")), REPLACED), (0, 0, 0));
    }

    #[test]
    fn what_is_there_weighs_as_much_as_is_done_to_it() {
        let bearers = Bearers {
            stored: vec!["column audit.was".into()],
            rows: vec!["view v".into()],
            inserts: vec!["function f()".into()],
            ..Bearers::default()
        };
        assert_eq!(counts(&bearers, REPLACED), (1, 2, 0));
        assert_eq!(
            counts(&bearers, [Weight::Told, Weight::Asked, Weight::Nothing, Weight::Asked]),
            (0, 1, 1)
        );
        assert_eq!(counts(&bearers, [Weight::Nothing; 4]), (0, 0, 0));
    }

    #[test]
    fn a_trigger_on_other_columns_does_not_fire_for_the_rows_that_are_filled() {
        let mut bearers = fired(&[], Some(""));
        let fires = |bearers: &Bearers| judge(bearers, &touch(REPLACED)).fires.len();
        assert_eq!(fires(&bearers), 0);
        bearers.triggers[0].is_of_each_row = true;
        assert_eq!(fires(&bearers), 1);
        bearers.triggers[0].columns = vec!["other".into()];
        assert_eq!(fires(&bearers), 0);
        bearers.triggers[0].columns = vec!["hidden".into()];
        assert_eq!(fires(&bearers), 1);
    }
}
