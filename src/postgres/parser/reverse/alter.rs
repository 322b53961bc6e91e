//! Statements that alter something: what alters it back.

use migrate_core::reverse::{Action, Back, Object, Unknown};
use pgrx::{PgList, is_a, pg_sys};

use super::find_option;
use super::name::{arguments_of, beside, dotted, identifier, literal, only, parts, relation, renamed};
use super::{IF_EXISTS, IF_NOT_EXISTS, NO_NAME, key, named, word};

/// What a statement alters; none if it is of another kind.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn actions(node: *mut pg_sys::Node) -> Option<Vec<Action>> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        let action = match (*node).type_ {
            T_AlterTableStmt => return Some(table(&*node.cast())),
            T_RenameStmt => rename(&*node.cast()),
            T_AlterObjectSchemaStmt => set_schema(&*node.cast()),
            T_AlterDomainStmt => domain(&*node.cast()).into(),
            T_AlterEnumStmt => {
                let alter = &*node.cast::<pg_sys::AlterEnumStmt>();
                let of = dotted(alter.typeName);
                if alter.oldVal.is_null() {
                    let why = "PostgreSQL has no statement that takes a value out of an enum.";
                    Back::unknown_unless(why, vec![vec![Object::new("type", of)]]).into()
                } else {
                    let (new, old) = (literal(alter.newVal), literal(alter.oldVal));
                    Back::Statement(format!("ALTER TYPE {of} RENAME VALUE {new} TO {old}")).into()
                }
            }
            T_AlterSeqStmt => sequence(&*node.cast()).into(),
            T_AlterOwnerStmt => {
                let alter = &*node.cast::<pg_sys::AlterOwnerStmt>();
                let made = named(alter.objectType, alter.relation, alter.object);
                Back::unknown_unless(before("owner"), vec![made.into_iter().collect()]).into()
            }
            _ => return None,
        };
        Some(vec![action])
    }
}

fn before(what: &str) -> String {
    format!("The {what} that there was before is not in the script.")
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn table(alter: &pg_sys::AlterTableStmt) -> Vec<Action> {
    // SAFETY: the commands of an ALTER TABLE are AlterTableCmd nodes.
    unsafe {
        if alter.missing_ok {
            return vec![Back::unknown(IF_EXISTS).into()];
        }
        let word = word(alter.objtype).unwrap_or("TABLE");
        // A composite type has no children, and the parser does not fill in that field.
        let is_type = alter.objtype == pg_sys::ObjectType::OBJECT_TYPE;
        let name = if is_type { relation(alter.relation) } else { only(alter.relation) };
        let altered = Altered {
            range: alter.relation,
            name: relation(alter.relation),
            of: format!("ALTER {word} {name}"),
            kind: alter.objtype,
        };
        PgList::<pg_sys::AlterTableCmd>::from_pg(alter.cmds)
            .iter_ptr()
            .map(|command| altered.action(&*command))
            .collect()
    }
}

/// What an ALTER TABLE is about.
struct Altered {
    range: *const pg_sys::RangeVar,
    name: String,
    of: String,
    kind: pg_sys::ObjectType::Type,
}

impl Altered {
    fn clause(&self, clause: impl Into<String>) -> Back {
        Back::Clause { of: self.of.clone(), clause: clause.into() }
    }

    fn whole(&self) -> Vec<Object> {
        vec![Object::new("relation", self.name.as_str())]
    }

    fn column(&self, name: &str) -> Object {
        Object::part("column", self.name.as_str(), name)
    }

    /// Goes with the column or with the table, if the script has made it.
    fn of_column(&self, column: &str, why: &str) -> Back {
        Back::unknown_unless(why, vec![vec![self.column(column)], self.whole()])
    }

    /// # Safety
    ///
    /// The struct is a part of a tree that is not freed yet.
    #[expect(non_upper_case_globals, reason = "the server's names")]
    unsafe fn action(&self, command: &pg_sys::AlterTableCmd) -> Action {
        use pg_sys::AlterTableType::*;
        // SAFETY: as the caller says; a definition is of the kind that its command has.
        let name = unsafe { identifier(command.name) };
        let back = match command.subtype {
            // SAFETY: as above.
            AT_AddColumn => return unsafe { self.add_column(command) },
            // SAFETY: as above.
            AT_AddConstraint => return unsafe { self.add_constraint(&*command.def.cast()) },
            // SAFETY: as above.
            AT_AttachPartition => return unsafe { self.attach(&*command.def.cast()) },
            AT_ValidateConstraint => Back::Nothing,
            AT_ColumnDefault => {
                let release = (!command.def.is_null())
                    .then(|| self.clause(format!("ALTER COLUMN {name} DROP DEFAULT")));
                let unless = vec![vec![self.column(&name)], self.whole()];
                let why = before("default");
                Back::Unknown(Unknown { why, unless, instead: release.map(Box::new) })
            }
            AT_SetNotNull => {
                let back = self.clause(format!("ALTER COLUMN {name} DROP NOT NULL"));
                let made = Object::part("not null", self.name.as_str(), name);
                return Action { makes: Some(made), ..back.into() };
            }
            AT_DropNotNull => self.clause(format!("ALTER COLUMN {name} SET NOT NULL")),
            AT_AlterColumnType => self.of_column(&name, &before("type")),
            AT_AddIdentity => self.clause(format!("ALTER COLUMN {name} DROP IDENTITY")),
            AT_SetStatistics
            | AT_SetOptions
            | AT_ResetOptions
            | AT_SetStorage
            | AT_SetCompression
            | AT_SetIdentity
            | AT_DropIdentity
            | AT_DropExpression
            | AT_AlterColumnGenericOptions => self.of_column(&name, &before("setting")),
            AT_EnableTrig => self.clause(format!("DISABLE TRIGGER {name}")),
            AT_DisableTrig => self.clause(format!("ENABLE TRIGGER {name}")),
            AT_EnableRule => self.clause(format!("DISABLE RULE {name}")),
            AT_DisableRule => self.clause(format!("ENABLE RULE {name}")),
            AT_EnableRowSecurity => self.clause("DISABLE ROW LEVEL SECURITY"),
            AT_DisableRowSecurity => self.clause("ENABLE ROW LEVEL SECURITY"),
            AT_ForceRowSecurity => self.clause("NO FORCE ROW LEVEL SECURITY"),
            AT_NoForceRowSecurity => self.clause("FORCE ROW LEVEL SECURITY"),
            // SAFETY: their definition is the other table's name.
            AT_AddInherit => self.clause(format!("NO INHERIT {}", unsafe { relation(command.def.cast()) })),
            // SAFETY: as above.
            AT_DropInherit => self.clause(format!("INHERIT {}", unsafe { relation(command.def.cast()) })),
            // Made again, they would be something else.
            AT_DropColumn | AT_DropConstraint => {
                let kind = if command.subtype == AT_DropColumn { "column" } else { "constraint" };
                let drops = vec![Object::part(kind, self.name.as_str(), name)];
                return Action { drops, ..Back::unknown("What it drops is not in the script.").into() };
            }
            AT_DetachPartition | AT_DetachPartitionFinalize => {
                Back::unknown("The bounds that the partition had are not in the script.")
            }
            _ => Back::unknown_unless(before("setting"), vec![self.whole()]),
        };
        back.into()
    }

    unsafe fn add_column(&self, command: &pg_sys::AlterTableCmd) -> Action {
        if command.missing_ok {
            return Back::unknown(IF_NOT_EXISTS).into();
        }
        // SAFETY: the definition of ADD COLUMN is a ColumnDef.
        let name = unsafe { identifier((*command.def.cast::<pg_sys::ColumnDef>()).colname) };
        let is_type = self.kind == pg_sys::ObjectType::OBJECT_TYPE;
        let word = if is_type { "ATTRIBUTE" } else { "COLUMN" };
        let back = self.clause(format!("DROP {word} {name}"));
        Action { makes: Some(self.column(&name)), ..back.into() }
    }

    unsafe fn add_constraint(&self, constraint: &pg_sys::Constraint) -> Action {
        use pg_sys::ConstrType::*;
        // SAFETY: fields of a live tree: NULL, names, or lists of names.
        unsafe {
            let is_key = matches!(constraint.contype, CONSTR_PRIMARY | CONSTR_UNIQUE | CONSTR_EXCLUSION);
            let foreign = constraint.contype == CONSTR_FOREIGN;
            let columns = parts(if foreign { constraint.fk_attrs } else { constraint.keys });
            if constraint.conname.is_null() && constraint.indexname.is_null() {
                // It goes with its table, and with any of its columns. But what it refers to may be gone before.
                let mut unless: Vec<_> = columns.iter().map(|column| vec![self.column(column)]).collect();
                if !foreign || relation(constraint.pktable) == self.name {
                    unless.push(self.whole());
                }
                return Back::unknown_unless(NO_NAME, unless).into();
            }
            // Without a name of its own it takes that of its index.
            let given = if constraint.conname.is_null() { constraint.indexname } else { constraint.conname };
            let name = identifier(given);
            let drop = self.clause(format!("DROP CONSTRAINT {name}"));
            let back = if constraint.contype == CONSTR_PRIMARY {
                let not_null =
                    |column: &String| Object::part("not null", self.name.as_str(), column.as_str());
                let made = columns.iter().map(|column| self.column(column)).collect();
                Back::Unknown(Unknown {
                    why:
                        "Its columns become NOT NULL, and whether they were that before is not in the script."
                            .into(),
                    unless: vec![self.whole(), made, columns.iter().map(not_null).collect()],
                    instead: Some(Box::new(drop)),
                })
            } else {
                drop
            };
            let index = is_key && !constraint.indexname.is_null();
            Action {
                makes: Some(Object::part("constraint", self.name.as_str(), name)),
                takes: index.then(|| Object::new("relation", beside(self.range, constraint.indexname))),
                ..back.into()
            }
        }
    }

    unsafe fn attach(&self, partition: &pg_sys::PartitionCmd) -> Action {
        // SAFETY: a field of a live tree.
        let name = unsafe { relation(partition.name) };
        if self.kind != pg_sys::ObjectType::OBJECT_INDEX {
            return self.clause(format!("DETACH PARTITION {name}")).into();
        }
        let why = "PostgreSQL has no statement that detaches an index.";
        let back = Back::unknown_unless(why, vec![self.whole()]);
        Action { takes: Some(Object::new("relation", name)), ..back.into() }
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn rename(rename: &pg_sys::RenameStmt) -> Action {
    use pg_sys::ObjectType::*;
    if rename.missing_ok {
        return Back::unknown(IF_EXISTS).into();
    }
    // SAFETY: each kind has the fields that the grammar gives it: a relation, an object, a name of a part.
    unsafe {
        let (old, new) = (identifier(rename.subname), identifier(rename.newname));
        let part = |kind: &'static str, sql: String| {
            let of = relation(rename.relation);
            let names = (Object::part(kind, of.as_str(), old.as_str()), Object::part(kind, of, new.as_str()));
            Action { renames: Some(names), ..Back::Statement(sql).into() }
        };
        let whole = |kind, from: String, to: String, old: String| {
            let (Some(key), Some(word)) = (key(kind), word(kind)) else { return unknown() };
            let sql = format!("ALTER {word} {to} RENAME TO {old}");
            let names = (Object::new(key, from), Object::new(key, to));
            Action { renames: Some(names), ..Back::Statement(sql).into() }
        };
        match rename.renameType {
            OBJECT_COLUMN => {
                let word = word(rename.relationType).unwrap_or("TABLE");
                let of = only(rename.relation);
                part("column", format!("ALTER {word} {of} RENAME COLUMN {new} TO {old}"))
            }
            OBJECT_ATTRIBUTE => {
                let of = relation(rename.relation);
                part("column", format!("ALTER TYPE {of} RENAME ATTRIBUTE {new} TO {old}"))
            }
            OBJECT_TABCONSTRAINT => {
                let of = only(rename.relation);
                part("constraint", format!("ALTER TABLE {of} RENAME CONSTRAINT {new} TO {old}"))
            }
            OBJECT_TRIGGER => part(
                "trigger",
                format!("ALTER TRIGGER {new} ON {} RENAME TO {old}", relation(rename.relation)),
            ),
            OBJECT_POLICY => {
                part("policy", format!("ALTER POLICY {new} ON {} RENAME TO {old}", relation(rename.relation)))
            }
            OBJECT_RULE => {
                part("rule", format!("ALTER RULE {new} ON {} RENAME TO {old}", relation(rename.relation)))
            }
            OBJECT_DOMCONSTRAINT => {
                let of = dotted(rename.object.cast());
                Back::Statement(format!("ALTER DOMAIN {of} RENAME CONSTRAINT {new} TO {old}")).into()
            }
            OBJECT_SCHEMA | OBJECT_DATABASE | OBJECT_TABLESPACE => {
                whole(rename.renameType, old.clone(), new, old)
            }
            kind if !rename.relation.is_null() => whole(
                kind,
                relation(rename.relation),
                beside(rename.relation, rename.newname),
                identifier((*rename.relation).relname),
            ),
            kind if is_a(rename.object, pg_sys::NodeTag::T_List) => {
                let names = rename.object.cast();
                let old = parts(names).pop().unwrap_or_default();
                whole(kind, dotted(names), renamed(names, rename.newname), old)
            }
            kind if is_a(rename.object, pg_sys::NodeTag::T_ObjectWithArgs) => {
                let routine = &*rename.object.cast::<pg_sys::ObjectWithArgs>();
                let arguments = arguments_of(routine);
                let from = format!("{}{arguments}", dotted(routine.objname));
                let to = format!("{}{arguments}", renamed(routine.objname, rename.newname));
                whole(kind, from, to, parts(routine.objname).pop().unwrap_or_default())
            }
            kind if is_a(rename.object, pg_sys::NodeTag::T_String) => {
                let old = identifier((*rename.object.cast::<pg_sys::String>()).sval);
                whole(kind, old.clone(), new, old)
            }
            _ => unknown(),
        }
    }
}

fn unknown() -> Action {
    Back::unknown("There is no statement of which it is known that it takes this back.").into()
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn set_schema(alter: &pg_sys::AlterObjectSchemaStmt) -> Action {
    if alter.missing_ok {
        return Back::unknown(IF_EXISTS).into();
    }
    // SAFETY: as the caller says; a routine has its name and arguments, others a name.
    unsafe {
        let (names, arguments) = if !alter.relation.is_null() {
            let schema = (*alter.relation).schemaname;
            let schema = (!schema.is_null()).then(|| identifier(schema));
            (schema.into_iter().chain([identifier((*alter.relation).relname)]).collect(), String::new())
        } else if is_a(alter.object, pg_sys::NodeTag::T_List) {
            (parts(alter.object.cast()), String::new())
        } else if is_a(alter.object, pg_sys::NodeTag::T_ObjectWithArgs) {
            let routine = &*alter.object.cast::<pg_sys::ObjectWithArgs>();
            (parts(routine.objname), arguments_of(routine))
        } else {
            return unknown();
        };
        let (Some(key), Some(word)) = (key(alter.objectType), word(alter.objectType)) else {
            return unknown();
        };
        let [old, name] = names.as_slice() else {
            return Back::unknown("The schema that it was in is not in the script: write schema.name.")
                .into();
        };
        let new = identifier(alter.newschema);
        let (from, to) = (format!("{old}.{name}{arguments}"), format!("{new}.{name}{arguments}"));
        let sql = format!("ALTER {word} {to} SET SCHEMA {old}");
        Action {
            renames: Some((Object::new(key, from), Object::new(key, to))),
            ..Back::Statement(sql).into()
        }
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn domain(alter: &pg_sys::AlterDomainStmt) -> Back {
    // SAFETY: as the caller says; the definition of ADD CONSTRAINT is a Constraint.
    unsafe {
        let of = dotted(alter.typeName);
        let made = vec![vec![Object::new("type", of.as_str())]];
        match alter.subtype as u8 {
            b'V' => Back::Nothing,
            b'N' => Back::Statement(format!("ALTER DOMAIN {of} SET NOT NULL")),
            b'O' => Back::Statement(format!("ALTER DOMAIN {of} DROP NOT NULL")),
            b'C' => {
                let name = (*alter.def.cast::<pg_sys::Constraint>()).conname;
                if name.is_null() {
                    Back::unknown_unless(NO_NAME, made)
                } else {
                    Back::Statement(format!("ALTER DOMAIN {of} DROP CONSTRAINT {}", identifier(name)))
                }
            }
            b'T' => Back::unknown_unless(before("default"), made),
            _ => Back::unknown("What it drops is not in the script."),
        }
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn sequence(alter: &pg_sys::AlterSeqStmt) -> Back {
    if alter.missing_ok {
        return Back::unknown(IF_EXISTS);
    }
    // SAFETY: as the caller says.
    let (name, owned) =
        unsafe { (relation(alter.sequence), find_option(alter.options, c"owned_by").is_some()) };
    let release = owned.then(|| Back::Statement(format!("ALTER SEQUENCE {name} OWNED BY NONE")));
    Back::Unknown(Unknown {
        why: before("setting"),
        unless: vec![vec![Object::new("relation", name)]],
        instead: release.map(Box::new),
    })
}
