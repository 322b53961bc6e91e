//! Sums that the tools themselves have stored.

use super::*;

const USERS: &str = "CREATE TABLE users (id int PRIMARY KEY);\n";
const ORDERS: &str = "-- orders\r\nCREATE TABLE orders (id int PRIMARY KEY);\n\n";

fn of<'a>(text: &'a str, file: &'a str, number: i64, of: Option<&'a str>) -> Material<'a> {
    Material { text, file: Some(file), number, of }
}

#[track_caller]
fn check(recipe: Recipe, stored: &str, material: &Material) {
    assert!(recipe.is_of(stored, material), "{stored} is not in {:?}", (recipe.sums)(material));
    let other = Material { text: "SELECT 1;\n", ..*material };
    assert!(!recipe.is_of(stored, &other), "{stored} is that of another file");
}

#[test]
fn postgres_migrations_5_3_0() {
    check(
        POSTGRES_MIGRATIONS,
        "ba685732ba5defc43188dc0f99dbc2d6358cd34a",
        &of(USERS, "1_users.sql", 1, None),
    );
    check(
        POSTGRES_MIGRATIONS,
        "fdb61f30bee85b5f9c1578c44a24029ef875c470",
        &of(ORDERS, "2_orders.sql", 2, None),
    );
}

#[test]
fn drizzle_orm_0_45_4() {
    let users = "12a1ef51b20a6108acdcf70e2f8c3f6bfcda5eed26f31a00971d3c88a59b2439";
    check(SHA_256, users, &of(USERS, "0000_users.sql", 1, None));
    let orders = "81d1b0dca7f423174a67cb1a9ce1f234f5509f56d7d46d036b7f3e113682c6ff";
    check(SHA_256, orders, &of(ORDERS, "0001_orders.sql", 1, None));
}

#[test]
fn sqitch_1_3_1() {
    check(SHA_1, "24943e61783cf7060f01b43304c02e67c84e2766", &of(USERS, "users.sql", 1, None));
    check(SHA_1, "9346a14c783b1b49004658dd920a66c34a509fda", &of(ORDERS, "orders.sql", 2, None));
}

#[test]
fn graphile_migrate_1_4_1() {
    let first = "sha1:24943e61783cf7060f01b43304c02e67c84e2766";
    let users = format!("--! Previous: -\n--! Hash: {first}\n--! Message: users\n\n{USERS}");
    check(GRAPHILE, first, &of(&users, "000001-users.sql", 1, None));
    let second = "sha1:4cd5bd7891314b2c54674a98bc51d4d1d5e0b417";
    let orders =
        format!("--! Previous: {first}\n--! Hash: {second}\n--! Message: orders\n\n{}", ORDERS.trim());
    check(GRAPHILE, second, &of(&orders, "000002-orders.sql", 2, Some(first)));
    assert!(!GRAPHILE.is_of(second, &of(&orders, "000002-orders.sql", 2, None)), "the chain counts");
}

#[test]
fn flyway() {
    // python3: zlib.crc32 over the lines, one after the other, as a signed number
    check(FLYWAY, "-2134990597", &of(USERS, "V1__users.sql", 1, None));
    check(FLYWAY, "917948420", &of(ORDERS, "V2__orders.sql", 2, None));
    for same in [format!("\u{feff}{ORDERS}"), ORDERS.replace("\r\n", "\n"), ORDERS.trim_end().to_string()] {
        check(FLYWAY, "917948420", &of(&same, "V2__orders.sql", 2, None));
    }
}

#[test]
fn sqlx_0_9_0() {
    let users =
        "eedf404a60de2fe9a187cf0f29ded29ae7131616204e63a1d6a08a8021a168f3746df1fae512cb891273c7972c8e73d1";
    check(SHA_384, users, &of(USERS, "1_users.sql", 1, None));
    let orders =
        "79c22d7c2f75f45faa128f802794f9d4cc13f9ab21a9809307253c81728d7b54aa8b00816168e8994472f1c448a134e4";
    check(SHA_384, orders, &of(ORDERS, "2_orders.sql", 2, None));
    assert!(
        !SHA_384.is_of(orders, &of(&ORDERS.replace("\r\n", "\n"), "2_orders.sql", 2, None)),
        "line ends count"
    );
}

#[test]
fn prisma_takes_both_line_ends_and_old_rows() {
    let orders = "81d1b0dca7f423174a67cb1a9ce1f234f5509f56d7d46d036b7f3e113682c6ff";
    check(PRISMA, orders, &of(ORDERS, "migration.sql", 2, None));
    let users = "12a1ef51b20a6108acdcf70e2f8c3f6bfcda5eed26f31a00971d3c88a59b2439";
    check(PRISMA, users, &of(&USERS.replace('\n', "\r\n"), "migration.sql", 1, None));
    // The bytes 0a, 08, 0e and 00 have one digit here.
    let old = "12a1ef51b2a618acdcf7e2f8c3f6bfcda5eed26f31a0971d3c88a59b2439";
    check(PRISMA, old, &of(USERS, "migration.sql", 1, None));
}

#[test]
fn postgrator_8_0_0() {
    check(MD5, "4bfdee305dd8ffbc830f696801300e2c", &of(USERS, "1.do.users.sql", 1, None));
}

#[test]
fn refinery_0_10_0() {
    check(REFINERY, "7668093413072388362", &of(USERS, "V1__users.sql", 1, None));
    check(REFINERY, "10702026743728334345", &of(ORDERS, "V002__orders.sql", 2, None));
    let renamed = of(USERS, "V1__people.sql", 1, None);
    assert!(!REFINERY.is_of("7668093413072388362", &renamed), "the name counts");
    assert!(
        REFINERY.is_of("7668093413072388362", &Material { of: Some("users"), ..renamed }),
        "that of the table"
    );
}
