//! Looks at a request in the scope in which it was asked for.

use crate::facts::Meaning;
use crate::request::Scope;

/// What `look` finds where what was asked for means what it does in `scope`; where there is none, as the session is.
pub(crate) fn within<R, M: Meaning + ?Sized>(
    scope: Option<&Scope>,
    catalog: &M,
    look: impl FnOnce() -> R,
) -> R {
    let Some(scope) = scope else { return look() };
    let (mut look, mut found) = (Some(look), None);
    catalog.within(scope, &mut || found = look.take().map(|look| look()));
    found.unwrap_or_else(|| unreachable!("a look that was not taken"))
}
