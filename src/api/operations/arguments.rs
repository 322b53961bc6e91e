//! How arguments of operations are read: texts, names, lists and numbers.
//!
//! A name of what is there is taken as it is. A new name is taken as it is, too, but for one that looks like more than a
//! name: that is written in double quotes. In double quotes each may be written.

use migrate_core::Result;
use migrate_core::error::{ArgumentError, CallError};
use migrate_core::name::{MOST_BYTES, unquoted};
use migrate_core::relation::Relation;

use crate::api::must;
use crate::catalog::name::{displayed, name_of};
use crate::postgres::regclass::RegClass;

pub(super) fn table(name: Option<RegClass>) -> Result<Relation> {
    name_of(must("table_name", name)?.0)
}

/// A table's name as the session would write it in a call.
pub(super) fn written(name: Option<RegClass>) -> Result<String> {
    Ok(displayed(must("table_name", name)?.0))
}

/// A text that has something in it.
pub(super) fn text(argument: &'static str, value: Option<&str>) -> Result<String> {
    let value = must(argument, value)?;
    match value.trim().is_empty() {
        true => Err(ArgumentError::Empty { argument }.into()),
        false => Ok(value.to_string()),
    }
}

/// The same of an argument that may be left out.
pub(super) fn text_if(argument: &'static str, value: Option<&str>) -> Result<Option<String>> {
    value.map(|value| text(argument, Some(value))).transpose()
}

/// A name of what is there.
pub(super) fn name(argument: &'static str, value: Option<&str>) -> Result<String> {
    let value = must(argument, value)?;
    if value.is_empty() {
        return Err(ArgumentError::Empty { argument }.into());
    }
    let name = unquoted(value).unwrap_or_else(|| value.to_string());
    if name.len() > MOST_BYTES {
        return Err(ArgumentError::LongName { argument, name }.into());
    }
    Ok(name)
}

/// A name for what is to be made.
pub(super) fn made(argument: &'static str, value: Option<&str>) -> Result<String> {
    let value = must(argument, value)?;
    let name = name(argument, Some(value))?;
    let refuse = |why: &'static str| ArgumentError::Name { argument, name: name.clone(), why };
    if name == value {
        if name.contains('.') {
            return Err(
                refuse("A dot stands between a schema and a name, and a new name has no schema.").into()
            );
        }
        if name.contains(char::is_whitespace) {
            return Err(refuse("There is a blank in it.").into());
        }
    }
    if name.is_empty() {
        return Err(ArgumentError::Empty { argument }.into());
    }
    Ok(name)
}

/// The same of an argument that may be left out.
pub(super) fn made_if(argument: &'static str, value: Option<&str>) -> Result<Option<String>> {
    value.map(|value| made(argument, Some(value))).transpose()
}

/// The elements of an array, of which none may be NULL, or have nothing in it.
pub(super) fn list(argument: &'static str, value: Option<Vec<Option<String>>>) -> Result<Vec<String>> {
    let read = |(value, element): (Option<String>, usize)| {
        let value = value.ok_or(CallError::NullElement { argument, element })?;
        match value.trim().is_empty() {
            true => Err(CallError::EmptyElement { argument, element }.into()),
            false => Ok(value),
        }
    };
    must(argument, value)?.into_iter().zip(1..).map(read).collect()
}

/// The same of an argument that may be left out.
pub(super) fn list_if(
    argument: &'static str,
    value: Option<Vec<Option<String>>>,
) -> Result<Option<Vec<String>>> {
    value.map(|value| list(argument, Some(value))).transpose()
}

/// Names of what is there.
pub(super) fn names(argument: &'static str, value: Option<Vec<Option<String>>>) -> Result<Vec<String>> {
    list(argument, value)?.iter().map(|value| name(argument, Some(value))).collect()
}

/// The same of an argument that may be left out.
pub(super) fn names_if(
    argument: &'static str,
    value: Option<Vec<Option<String>>>,
) -> Result<Option<Vec<String>>> {
    value.map(|value| names(argument, Some(value))).transpose()
}

/// Names for what is to be made.
pub(super) fn all_made(argument: &'static str, value: Option<Vec<Option<String>>>) -> Result<Vec<String>> {
    list(argument, value)?.iter().map(|value| made(argument, Some(value))).collect()
}
