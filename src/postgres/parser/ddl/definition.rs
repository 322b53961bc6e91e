//! Statements on objects of rarer kinds.

use migrate_core::ddl::definition::{
    AggregateArguments, AlterExtension, AlterStatistics, CreateCast, CreateConversion, CreateExtension,
    CreateLanguage, CreateStatistics, Define, Definition, ForeignDataWrapper, ForeignServer,
    ImportForeignSchema, Named, UserMapping,
};
use migrate_core::ddl::name::Name;
use migrate_core::ddl::value::DefElem;
use pgrx::{is_a, pg_sys};

use super::expression::expression;
use super::name::{object_type, range, ranges, role, routine, type_name};
use super::node::{members, nodes, strings, text, word};
use super::routine::parameters;
use super::source::Source;
use super::value::options;

/// Such a statement; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Definition> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_DefineStmt => Definition::Define(Box::new(define(&*node.cast(), at))),
            T_CreateStatsStmt => Definition::CreateStatistics(statistics(&*node.cast(), at)),
            T_AlterStatsStmt => {
                let alter = &*node.cast::<pg_sys::AlterStatsStmt>();
                let (name, if_exists) = (strings(alter.defnames), alter.missing_ok);
                Definition::AlterStatistics(AlterStatistics { name, if_exists })
            }
            T_CreateConversionStmt => {
                let create = &*node.cast::<pg_sys::CreateConversionStmt>();
                Definition::CreateConversion(CreateConversion {
                    name: strings(create.conversion_name),
                    function: strings(create.func_name),
                    default: create.def,
                })
            }
            T_CreateCastStmt => {
                let create = &*node.cast::<pg_sys::CreateCastStmt>();
                Definition::CreateCast(Box::new(CreateCast {
                    source: type_name(create.sourcetype, at).unwrap_or_default(),
                    target: type_name(create.targettype, at).unwrap_or_default(),
                    function: routine(create.func, at),
                    inout: create.inout,
                }))
            }
            T_CreateTransformStmt => Definition::CreateTransform,
            T_CreateAmStmt => {
                let name = vec![word((*node.cast::<pg_sys::CreateAmStmt>()).amname)];
                Definition::CreateAccessMethod(Named { name })
            }
            T_CreateOpClassStmt => Definition::CreateOperatorClass(named(
                (*node.cast::<pg_sys::CreateOpClassStmt>()).opclassname,
            )),
            T_CreateOpFamilyStmt => {
                let name = (*node.cast::<pg_sys::CreateOpFamilyStmt>()).opfamilyname;
                Definition::CreateOperatorFamily(named(name))
            }
            T_AlterOpFamilyStmt => {
                let name = (*node.cast::<pg_sys::AlterOpFamilyStmt>()).opfamilyname;
                Definition::AlterOperatorFamily(named(name))
            }
            T_AlterOperatorStmt => {
                let operator = routine((*node.cast::<pg_sys::AlterOperatorStmt>()).opername, at);
                Definition::AlterOperator(Named { name: operator.map(|of| of.name).unwrap_or_default() })
            }
            T_AlterCollationStmt => {
                Definition::AlterCollation(named((*node.cast::<pg_sys::AlterCollationStmt>()).collname))
            }
            T_AlterTSDictionaryStmt => {
                let name = (*node.cast::<pg_sys::AlterTSDictionaryStmt>()).dictname;
                Definition::AlterTextSearchDictionary(named(name))
            }
            T_AlterTSConfigurationStmt => {
                let name = (*node.cast::<pg_sys::AlterTSConfigurationStmt>()).cfgname;
                Definition::AlterTextSearchConfiguration(named(name))
            }
            _ => return outside(node, at),
        })
    }
}

/// # Safety
///
/// As for [`read`].
unsafe fn named(name: *mut pg_sys::List) -> Named {
    // SAFETY: as the caller says.
    Named { name: unsafe { strings(name) } }
}

/// What comes from outside of the database: extensions, languages, foreign data.
///
/// # Safety
///
/// As for [`read`].
unsafe fn outside(node: *mut pg_sys::Node, at: &Source) -> Option<Definition> {
    use pg_sys::NodeTag::*;
    // SAFETY: as in `read`.
    unsafe {
        let wrapper = |name, func_options, list| ForeignDataWrapper {
            name: word(name),
            func_options: options(func_options, at),
            options: options(list, at),
        };
        let mapping = |user, server, list: *mut pg_sys::List| UserMapping {
            user: role(user, at).unwrap_or_default(),
            server: word(server),
            options: without_values(options(list, at)),
            ..UserMapping::default()
        };
        Some(match (*node).type_ {
            T_CreatePLangStmt => {
                let create = &*node.cast::<pg_sys::CreatePLangStmt>();
                let (name, replace) = (word(create.plname), create.replace);
                Definition::CreateLanguage(CreateLanguage { name, replace })
            }
            T_CreateExtensionStmt => {
                let create = &*node.cast::<pg_sys::CreateExtensionStmt>();
                Definition::CreateExtension(CreateExtension {
                    name: word(create.extname),
                    if_not_exists: create.if_not_exists,
                    options: options(create.options, at),
                })
            }
            T_AlterExtensionStmt => {
                let alter = &*node.cast::<pg_sys::AlterExtensionStmt>();
                let (name, options) = (word(alter.extname), options(alter.options, at));
                Definition::AlterExtension(AlterExtension { name, options, ..AlterExtension::default() })
            }
            T_AlterExtensionContentsStmt => {
                let alter = &*node.cast::<pg_sys::AlterExtensionContentsStmt>();
                let (name, add) = (word(alter.extname), alter.action > 0);
                Definition::AlterExtension(AlterExtension { name, options: vec![], contents: true, add })
            }
            T_CreateFdwStmt => {
                let create = &*node.cast::<pg_sys::CreateFdwStmt>();
                let read = wrapper(create.fdwname, create.func_options, create.options);
                Definition::CreateForeignDataWrapper(read)
            }
            T_AlterFdwStmt => {
                let alter = &*node.cast::<pg_sys::AlterFdwStmt>();
                let read = wrapper(alter.fdwname, alter.func_options, alter.options);
                Definition::AlterForeignDataWrapper(read)
            }
            T_CreateForeignServerStmt => {
                let create = &*node.cast::<pg_sys::CreateForeignServerStmt>();
                Definition::CreateForeignServer(ForeignServer {
                    name: word(create.servername),
                    wrapper: text(create.fdwname),
                    if_not_exists: create.if_not_exists,
                    options: options(create.options, at),
                })
            }
            T_AlterForeignServerStmt => {
                let alter = &*node.cast::<pg_sys::AlterForeignServerStmt>();
                let (name, options) = (word(alter.servername), options(alter.options, at));
                Definition::AlterForeignServer(ForeignServer { name, options, ..ForeignServer::default() })
            }
            T_CreateUserMappingStmt => {
                let create = &*node.cast::<pg_sys::CreateUserMappingStmt>();
                let read = mapping(create.user, create.servername, create.options);
                let if_not_exists = create.if_not_exists;
                Definition::CreateUserMapping(UserMapping { if_not_exists, ..read })
            }
            T_AlterUserMappingStmt => {
                let alter = &*node.cast::<pg_sys::AlterUserMappingStmt>();
                Definition::AlterUserMapping(mapping(alter.user, alter.servername, alter.options))
            }
            T_DropUserMappingStmt => {
                let drop = &*node.cast::<pg_sys::DropUserMappingStmt>();
                let read = mapping(drop.user, drop.servername, std::ptr::null_mut());
                Definition::DropUserMapping(UserMapping { if_exists: drop.missing_ok, ..read })
            }
            T_ImportForeignSchemaStmt => {
                let import = &*node.cast::<pg_sys::ImportForeignSchemaStmt>();
                Definition::ImportForeignSchema(ImportForeignSchema {
                    server: word(import.server_name),
                    remote_schema: word(import.remote_schema),
                    local_schema: word(import.local_schema),
                    tables: ranges(import.table_list, at),
                })
            }
            _ => return None,
        })
    }
}

/// The options of a user mapping may be passwords.
fn without_values(options: Vec<DefElem>) -> Vec<DefElem> {
    options.into_iter().map(|option| DefElem { value: None, ..option }).collect()
}

unsafe fn define(create: &pg_sys::DefineStmt, at: &Source) -> Define {
    // SAFETY: a statement of a live tree. The arguments of an aggregate in the new way are a list of parameters and the
    // number of those that come before ORDER BY.
    unsafe {
        let is_aggregate = create.kind == pg_sys::ObjectType::OBJECT_AGGREGATE && !create.oldstyle;
        let arguments = is_aggregate.then(|| {
            let parts = nodes(create.args);
            let list = parts.first().map_or(std::ptr::null_mut(), |list| list.cast());
            let direct = parts.get(1).filter(|node| is_a(**node, pg_sys::NodeTag::T_Integer));
            AggregateArguments {
                parameters: parameters(list, at),
                direct: direct.map_or(-1, |node| (*node.cast::<pg_sys::Integer>()).ival),
            }
        });
        Define {
            kind: object_type(create.kind),
            oldstyle: create.oldstyle,
            name: strings(create.defnames),
            arguments,
            definition: options(create.definition, at),
            if_not_exists: create.if_not_exists,
            replace: create.replace,
        }
    }
}

unsafe fn statistics(create: &pg_sys::CreateStatsStmt, at: &Source) -> CreateStatistics {
    // SAFETY: a statement of a live tree, whose members are StatsElems and RangeVars.
    unsafe {
        let elements = members::<pg_sys::StatsElem>(create.exprs);
        let columns: Name = elements.iter().filter_map(|each| text((**each).name)).collect();
        let expressions = elements
            .iter()
            .filter_map(|each| expression((**each).expr, at, |first| at.element(first, 0)))
            .collect();
        let relations = members::<pg_sys::RangeVar>(create.relations);
        CreateStatistics {
            name: strings(create.defnames),
            kinds: strings(create.stat_types),
            columns,
            expressions,
            relations: relations.into_iter().filter_map(|each| range(each, at)).collect(),
            if_not_exists: create.if_not_exists,
        }
    }
}
