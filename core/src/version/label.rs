//! Versions that are not simply a number: dotted ones, 0, those that do not fit a bigint, and words.
//!
//! A bigint stays the key of everything. Such a version has one that is made up from its text, the same in every
//! database; beside it stands the tool's own text, its label, by which people know it, and its place in the order.

use std::cmp::Ordering;

use sha2::{Digest, Sha256};

use super::event::Event;

/// A version as a tool has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The key.
    pub number: i64,
    /// What the number does not say; none where the version is the number.
    pub label: Option<Label>,
}

/// A tool's own text for a version, and where that stands among all versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The text, as the tool keeps it.
    pub text: String,
    /// Its place.
    pub place: Place,
    /// Whether it runs again when its text has changed.
    pub repeats: bool,
    /// Whether it runs again even if it has not.
    pub always: bool,
    /// When it runs, if it is a callback.
    pub event: Option<Event>,
}

/// A place in the order: numbers, compared one after the other. That of a version without a label is its number alone;
/// those of repeatable migrations with a name begin behind all numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Vec<String>);

/// What stands behind all numbers, as the server's `numeric` writes it.
const BEHIND_ALL: &str = "Infinity";

/// By which a repeatable migration is known that has a name and no version, as in Flyway's file names.
const REPEATABLE: &str = "R__";

/// Numbers from here on are made up. Nobody counts as far, and a clock in whatever unit is not there yet.
const MADE_UP: i64 = 9_000_000_000_000_000_000;

/// How many parts a dotted version may have whose number can be read, and where a part ends.
const READABLE: (usize, u64) = (5, 1000);

impl Version {
    /// One that is a number.
    pub fn of_number(number: i64) -> Version {
        Version { number, label: None }
    }

    /// A repeatable migration that has a name and no version: it stands behind all versions, in the order of names.
    pub fn repeatable(name: &str) -> Version {
        let text = format!("{REPEATABLE}{}", name.trim().replace(' ', "_"));
        let label = Label { place: Place::of_name(&text), text, repeats: true, always: false, event: None };
        Version { number: of_words(&label.text), label: Some(label) }
    }

    /// The callback of an event: a repeatable migration that runs when the event comes.
    pub fn callback(event: Event) -> Version {
        let text = event.as_str().to_string();
        let (number, place) = (of_words(&format!("callback {text}")), Place::of_name(&text));
        Version {
            number,
            label: Some(Label { text, place, repeats: true, always: false, event: Some(event) }),
        }
    }

    /// When it runs, if it is a callback.
    pub fn event(&self) -> Option<Event> {
        self.label.as_ref().and_then(|label| label.event)
    }

    /// The same version, at its place, as one that runs again: when its text has changed, or always.
    pub fn repeating(self, always: bool) -> Version {
        let (text, place) = (self.text(), self.place());
        Version { label: Some(Label { text, place, repeats: true, always, event: None }), ..self }
    }

    /// Whether it runs again when its text has changed.
    pub fn repeats(&self) -> bool {
        self.label.as_ref().is_some_and(|label| label.repeats)
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.label.as_ref().map_or_else(|| Place::of_number(self.number), |label| label.place.clone())
    }

    /// What people call it.
    pub fn text(&self) -> String {
        self.label.as_ref().map_or_else(|| self.number.to_string(), |label| label.text.clone())
    }

    /// The same version at another place in the order.
    pub fn at(self, place: Place) -> Version {
        if self.place() == place {
            return self;
        }
        let (text, repeats, event) = (self.text(), self.repeats(), self.event());
        let always = self.label.as_ref().is_some_and(|label| label.always);
        Version { label: Some(Label { text, place, repeats, always, event }), ..self }
    }

    /// The same number under its own text, where a tool holds `001` and `1` apart.
    pub fn labelled(self, text: &str) -> Version {
        let place = self.place();
        Version {
            label: Some(Label { text: text.into(), place, repeats: false, always: false, event: None }),
            ..self
        }
    }

    /// Another version than the one with the same number, from which only its text tells it.
    pub fn apart(self, text: &str) -> Version {
        let place = self.place();
        Version {
            number: of_words(text),
            label: Some(Label { text: text.into(), place, repeats: false, always: false, event: None }),
        }
    }

    /// The description under which people know it: with its label in front.
    pub fn describe(&self, description: &str) -> String {
        match &self.label {
            // Its name says the same.
            Some(label) if name_of_repeatable(&label.text) == Some(&description.trim().replace(' ', "_")) => {
                label.text.clone()
            }
            // Where only its place is another one, the number says it.
            Some(label) if label.text != self.number.to_string() && !description.starts_with(&label.text) => {
                format!("{} {description}", label.text).trim_end().into()
            }
            _ => description.into(),
        }
    }
}

impl Place {
    /// The place that [`Place::array`] has written.
    pub fn of_array(array: &str) -> Place {
        let numbers = array.trim_matches(['{', '}']).split(',').filter(|number| !number.is_empty());
        Place(numbers.map(String::from).collect())
    }

    fn of_number(number: i64) -> Place {
        Place(vec![number.to_string()])
    }

    /// That of a name behind all numbers: eight bytes make a number each, so that names are in the order of their bytes.
    fn of_name(name: &str) -> Place {
        let number = |bytes: &[u8]| {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            u64::from_be_bytes(eight).to_string()
        };
        let parts = std::iter::once(BEHIND_ALL.to_string()).chain(name.as_bytes().chunks(8).map(number));
        Place(parts.collect())
    }

    /// As the server's `numeric[]` is written.
    pub fn array(&self) -> String {
        format!("{{{}}}", self.0.join(","))
    }

    /// The next place behind this one that no version has of itself.
    fn next(&self, is_made_up: bool) -> Place {
        let mut parts = self.0.clone();
        match parts.last_mut() {
            Some(last) if is_made_up => *last = (last.parse::<u64>().unwrap_or(0) + 1).to_string(),
            _ => parts.push("1".into()),
        }
        Place(parts)
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Place) -> Ordering {
        let number = |part: &String| (part == BEHIND_ALL, part.len(), part.clone());
        self.0.iter().map(number).cmp(other.0.iter().map(number))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Place) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The version that a text says: `12`, `000012`, `1.2.10`, `0000`, twenty digits, or a word.
///
/// Trailing zeros of a dotted version do not count, as in Flyway: 1.0 is 1.
pub fn of_text(text: &str) -> Version {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['.', '_', '-']).collect();
    let is_numbers = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if let Some(name) = name_of_repeatable(text) {
        return Version::repeatable(name);
    }
    if !is_numbers {
        let number = of_words(text);
        let place = Place::of_number(number);
        return Version {
            number,
            label: Some(Label { text: text.into(), place, repeats: false, always: false, event: None }),
        };
    }
    let mut parts: Vec<String> = parts.into_iter().map(without_zeros).collect();
    let has_parts = parts.len() > 1;
    while parts.len() > 1 && parts.last().is_some_and(|part| part == "0") {
        parts.pop();
    }
    let whole = match parts.as_slice() {
        [only] => only.parse::<i64>().ok().filter(|number| *number >= 1 && *number < MADE_UP),
        _ => None,
    };
    if let Some(number) = whole.filter(|_| !has_parts) {
        return Version::of_number(number);
    }
    let number = whole.or_else(|| readable(&parts)).unwrap_or_else(|| of_words(&parts.join(".")));
    Version {
        number,
        label: Some(Label {
            text: text.into(),
            place: Place(parts),
            repeats: false,
            always: false,
            event: None,
        }),
    }
}

/// The name of a repeatable migration that has no version, out of its label.
pub fn name_of_repeatable(label: &str) -> Option<&str> {
    label.strip_prefix(REPEATABLE).filter(|name| !name.is_empty())
}

/// Puts versions that a tool runs in this order at places in the same order. Who stands where its number says keeps
/// that, so that a version that comes later moves none before it.
pub fn in_order(versions: Vec<Version>) -> Vec<Version> {
    let mut last: Option<(Place, bool)> = None;
    let put = |version: Version| {
        let own = version.place();
        let (place, is_made_up) = match last.take() {
            Some((before, is_made_up)) if own <= before => (before.next(is_made_up), true),
            _ => (own, false),
        };
        last = Some((place.clone(), is_made_up));
        version.at(place)
    };
    versions.into_iter().map(put).collect()
}

fn without_zeros(digits: &str) -> String {
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { "0".into() } else { trimmed.into() }
}

/// A number in which the parts can be read: 9000 001 002 010 000 000 for 1.2.10.
fn readable(parts: &[String]) -> Option<i64> {
    let (most, end) = READABLE;
    if parts.len() > most {
        return None;
    }
    let part = |at: usize| match parts.get(at) {
        Some(part) => part.parse::<u64>().ok().filter(|part| *part < end),
        None => Some(0),
    };
    (0..most)
        .try_fold(0_i64, |number, at| Some(number * end as i64 + part(at)? as i64))
        .map(|low| MADE_UP + low)
}

/// A number for a text that has none: of its hash, so that it is the same everywhere.
fn of_words(text: &str) -> i64 {
    const ROOM: u64 = 100_000_000_000_000_000;
    let hash = Sha256::digest(text);
    let head = hash.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    MADE_UP + (ROOM + head % ROOM) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array(text: &str) -> (i64, String) {
        let version = of_text(text);
        (version.number, version.place().array())
    }

    #[test]
    fn whole_numbers_are_themselves() {
        for (text, number) in [("12", 12), ("000012", 12), (" 7 ", 7), ("20231031120000", 20_231_031_120_000)]
        {
            assert_eq!(of_text(text), Version::of_number(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_bigint_has_a_number_that_is_made_up() {
        assert_eq!(array("1.2.10"), (9_000_001_002_010_000_000, "{1,2,10}".into()));
        assert_eq!(array("1_2_10").0, array("01.2.010.0").0);
        assert_eq!(array("0000"), (9_000_000_000_000_000_000, "{0}".into()));
        assert_eq!(array("0.1"), (9_000_000_001_000_000_000, "{0,1}".into()));
        assert_eq!(array("20240702150405040500").1, "{20240702150405040500}");
        assert_eq!(array("2024.01.15.1200").1, "{2024,1,15,1200}");
        // A part that the readable form has no room for must not be taken for another version.
        assert_ne!(array("1.1000").0, array("2").0);
        assert_ne!(array("1.1000").0, array("2.0.1").0);
        let word = of_text("users");
        assert!(word.number > MADE_UP && word.text() == "users");
        assert_eq!(word, of_text("users"));
        assert_ne!(word.number, of_text("groups").number);
        // A number as large as those is one of them.
        assert!(of_text("9100000000000000001").label.is_some());
    }

    #[test]
    fn one_point_zero_is_one() {
        let version = of_text("1.0");
        assert_eq!((version.number, version.text(), version.place()), (1, "1.0".into(), Place::of_number(1)));
    }

    #[test]
    fn places_are_ordered_as_numbers() {
        let texts = [
            "0",
            "0.5",
            "1",
            "1.2.9",
            "1.2.10",
            "1.10",
            "2",
            "9",
            "10",
            "20231031120000",
            "20240702150405040500",
        ];
        let places: Vec<Place> = texts.iter().map(|text| of_text(text).place()).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(places.windows(2).all(|two| two[0] < two[1]));
    }

    #[test]
    fn an_order_by_text_is_kept() {
        let texts = ["001", "10", "1000", "2", "3", "20240101"];
        let put = in_order(texts.iter().map(|text| of_text(text)).collect());
        let places: Vec<String> = put.iter().map(|version| version.place().array()).collect();
        assert_eq!(places, ["{1}", "{10}", "{1000}", "{1000,1}", "{1000,2}", "{20240101}"]);
        assert_eq!(put.iter().filter(|version| version.label.is_some()).count(), 2);
        assert_eq!((put[3].number, put[3].text()), (2, "2".into()));
        // Who comes later moves nobody that stands before.
        let more = in_order(["001", "10", "1000", "2", "3", "30"].iter().map(|text| of_text(text)).collect());
        assert_eq!(put[..5], more[..5]);
        assert_eq!(more[5].place().array(), "{1000,3}");
    }

    #[test]
    fn repeatable_ones_stand_behind_all_in_the_order_of_their_names() {
        let [views, more, functions] =
            ["views", "views_of_orders", "create functions"].map(Version::repeatable);
        let last = of_text("99999999999999999999999999999999999999");
        let places = [&last, &functions, &views, &more].map(Version::place);
        assert!(places.windows(2).all(|two| two[0] < two[1]), "{places:?}");
        assert_eq!(views.place().array(), "{Infinity,5935567796076640115}");
        assert_eq!(functions.text(), "R__create_functions");
        assert_eq!(functions, Version::repeatable("create_functions"));
        assert_eq!(of_text("R__views"), views);
        assert_ne!(views.number, more.number);
        assert_eq!(functions.describe("create functions"), "R__create_functions");
        assert_eq!(views.describe("All of them"), "R__views All of them");
        let callback = Version::callback(Event::AfterAll);
        assert!(
            callback.repeats() && callback != of_text("after_all") && callback.describe("") == "after_all"
        );
        let again = of_text("7").repeating(false);
        assert!(again.repeats() && again.clone().at(last.place()).repeats());
        assert_eq!((again.number, again.describe("x"), again.place()), (7, "x".into(), Place::of_number(7)));
        assert!(in_order(vec![again, views.clone()]).iter().all(Version::repeats));
    }

    #[test]
    fn two_texts_of_one_number_are_two() {
        let (one, other) = (of_text("1").labelled("1"), of_text("001").apart("001"));
        assert_eq!((one.number, one.place()), (1, other.place()));
        assert_ne!(one.number, other.number);
        assert_eq!(other.describe("a"), "001 a");
        assert_eq!(of_text("1.2").describe(""), "1.2");
        assert_eq!(of_text("12").describe("x"), "x");
        assert_eq!(of_text("12").labelled("12").describe("x"), "x");
    }
}
