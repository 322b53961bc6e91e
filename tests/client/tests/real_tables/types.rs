//! The types of the columns: values, defaults, CHECKs and expressions that fit, and conversions between them.

/// A type.
pub struct Type {
    /// As it is written with its schema.
    pub sql: &'static str,
    /// Literals between quotes; each session's settings say what they mean.
    pub values: &'static [&'static str],
    /// A default.
    pub default: Option<&'static str>,
    /// A CHECK that every value fits.
    pub check: Option<&'static str>,
    /// An expression for an index.
    pub expression: Option<&'static str>,
    /// Whether a btree can hold it.
    pub is_ordered: bool,
}

const fn plain(sql: &'static str, values: &'static [&'static str]) -> Type {
    Type { sql, values, default: None, check: None, expression: None, is_ordered: true }
}

impl Type {
    const fn default(mut self, sql: &'static str) -> Type {
        self.default = Some(sql);
        self
    }

    const fn check(mut self, sql: &'static str) -> Type {
        self.check = Some(sql);
        self
    }

    const fn expression(mut self, sql: &'static str) -> Type {
        self.expression = Some(sql);
        self
    }

    const fn unordered(mut self) -> Type {
        self.is_ordered = false;
        self
    }
}

/// `{}` is the column.
pub const TYPES: [Type; 30] = [
    plain("integer", &["1", "42", "-7", "0", "7"])
        .default("7")
        .check("{} > -100 OR {} IS NULL")
        .expression("({} % 10)"),
    plain("smallint", &["1", "12", "-3", "0"]).default("'5'").expression("abs({})"),
    plain("bigint", &["1", "9999", "-7"]).default("1 + 1").check("{} <> 5000"),
    plain("text", &["Ann Smith", "it''s me", "Größe 7", "03/04/2024 x", "", "one"])
        .default("'new one'")
        .check("{} <> 'bad'")
        .expression("lower({})"),
    plain("text COLLATE \"C\"", &["b a", "A b", "$migrate$ x"])
        .check("length({}) < 100")
        .expression("({} || 'x')"),
    plain("character varying(20)", &["Ann Smith", "x y", "7"])
        .default("'va lue'")
        .check("length({}) < 18")
        .expression("upper({})"),
    plain("character(4)", &["ab", "abcd", ""]).default("'x'").expression("lower({})"),
    plain("numeric(10,2)", &["1.50", "2", "-3.25"])
        .default("1.5")
        .check("{} > -50.00")
        .expression("({} * 2)"),
    plain("double precision", &["0.1", "1e10", "-3"]).default("0.1").expression("abs({})"),
    plain("boolean", &["true", "false"]).default("false"),
    plain("date", &["2024-02-03", "03/04/2024", "1999-12-31"])
        .default("'2024-02-03'")
        .check("{} > '1900-02-03'")
        .expression("({} > '2024-02-03'::date)"),
    plain("timestamp without time zone", &["2024-06-01 12:00", "03/04/2024 01:30", "2024-01-01 00:00:00.5"])
        .default("'2024-02-03 04:05'")
        .check("{} > '1900-02-03'"),
    plain("timestamp with time zone", &["2024-06-01 12:00", "03/04/2024 01:30", "2024-01-01 00:00+00"])
        .default("'2024-02-03 04:05'")
        .check("{} > '1900-02-03 00:00'"),
    plain("interval", &["1 day 02:03:04", "1 mon", "-1 day"])
        .default("'1 02:03:04'")
        .check("{} < '100 years'"),
    plain("uuid", &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "00000000-0000-0000-0000-000000000000"]),
    plain("json", &["{\"a\": 1}", "null", "[1,  2]"]).default("'{}'").unordered(),
    plain("jsonb", &["{\"a\": 1}", "null", "\"x\""])
        .default("'{}'")
        .check("{} IS NULL OR jsonb_typeof({}) <> 'x'"),
    plain("bytea", &["\\x00ff", "\\x41"]).default("'\\x01'").check("length({}) < 50"),
    plain("point", &["(1,2)", "(0,0)"]).unordered(),
    plain("integer[]", &["{1,2}", "{}", "{NULL,3}"]).default("'{}'").check("cardinality({}) < 9"),
    plain("shop.mood", &["sad", "ok", "happy"]).default("'ok'").check("{} <> 'unheard'"),
    plain("shop.mood[]", &["{sad,ok}", "{}", "{NULL}"]).default("'{ok}'"),
    plain("shop.addr", &["(Main,)", "(Main,4)", "(,)", "(\"High St\",)"])
        .check("({}).street IS DISTINCT FROM 'bad'"),
    plain("shop.addr[]", &["{\"(Main,)\"}", "{}", "{NULL}"]),
    plain("shop.amount", &["1", "42", "0"]).default("3").check("{} < 5000"),
    plain("shop.status", &["done", "open late", "x"]).expression("lower({})"),
    plain("public.citext", &["Ann Smith", "ANN SMITH", "x y"])
        .default("'Ci T'")
        .check("{} <> 'bad'")
        .expression("lower({})"),
    plain("public.hstore", &["a=>1", "", "b=>NULL"]).default("'a=>0'"),
    plain("public.ltree", &["a.b.c", "top", "x.y"]).check("public.nlevel({}) < 9"),
    plain("int4range", &["[1,5)", "empty", "(,3]"]).default("'[0,1)'"),
];

/// A change of type.
pub struct Conversion {
    /// From which type of the list.
    pub from: &'static str,
    /// To which type; it need not be of the list.
    pub to: &'static str,
    /// USING, where the cast of an assignment is not meant.
    pub using: Option<&'static str>,
    /// The way back, where the cast is not meant.
    pub back: Option<&'static str>,
    /// Values that both types read alike, and that go there and back; none if there are no such.
    pub common: &'static [&'static str],
    /// Whether two values may become one, so that a row has no way back.
    pub is_lossy: bool,
}

const fn cast(from: &'static str, to: &'static str, common: &'static [&'static str]) -> Conversion {
    Conversion { from, to, using: None, back: None, common, is_lossy: false }
}

const fn by(from: &'static str, to: &'static str, using: &'static str, back: &'static str) -> Conversion {
    Conversion { from, to, using: Some(using), back: Some(back), common: &[], is_lossy: false }
}

const fn lossy(mut conversion: Conversion) -> Conversion {
    conversion.is_lossy = true;
    conversion
}

/// From every kind to every other.
pub const CONVERSIONS: [Conversion; 44] = [
    cast("integer", "bigint", &["5", "77"]),
    cast("integer", "bigint", &["5", "77"]),
    cast("integer", "numeric(12,2)", &["5", "6"]),
    cast("integer", "text", &["5", "77"]),
    cast("integer", "shop.amount", &["5"]),
    lossy(by("integer", "boolean", "({} > 0)", "CASE WHEN {} THEN 1 ELSE 0 END")),
    cast("smallint", "integer", &["5", "77"]),
    cast("bigint", "integer", &["5", "77"]),
    cast("bigint", "text", &["5"]),
    cast("text", "character varying(50)", &["5", "ok"]),
    by("text", "integer", "{}::integer", "{}::text"),
    lossy(by("text", "integer", "length({})", "{}::text")),
    lossy(by("text", "public.citext", "shop.tidy({})", "{}::text")),
    lossy(by("text", "character varying(60)", "tidy({})", "{}::text")),
    cast("text", "public.citext", &["ok", "Fine Day"]),
    lossy(by("text", "date", "('2024-01-01'::date + length({}))", "{}::text")),
    cast("text COLLATE \"C\"", "text", &["ok"]),
    cast("character varying(20)", "text", &["5", "ok"]),
    cast("character varying(20)", "character varying(40)", &["5", "ok"]),
    cast("character varying(20)", "character varying(3)", &[]),
    cast("character varying(20)", "shop.status", &["5", "ok"]),
    lossy(cast("character(4)", "text", &["abcd"])),
    cast("numeric(10,2)", "numeric(14,2)", &["5.25"]),
    cast("numeric(10,2)", "numeric(12,4)", &["5.25"]),
    lossy(cast("numeric(10,2)", "integer", &[])),
    cast("double precision", "numeric", &[]),
    cast("double precision", "text", &[]),
    cast("date", "timestamp without time zone", &["2024-05-06"]),
    lossy(cast("date", "timestamp with time zone", &[])),
    cast("date", "text", &[]),
    cast("timestamp without time zone", "timestamp with time zone", &[]),
    cast("timestamp with time zone", "timestamp without time zone", &[]),
    cast("timestamp with time zone", "text", &[]),
    cast("interval", "text", &[]),
    lossy(by("json", "jsonb", "{}::jsonb", "{}::json")),
    cast("jsonb", "text", &[]),
    cast("bytea", "text", &[]),
    cast("integer[]", "bigint[]", &["{5,6}"]),
    cast("shop.mood", "text", &["ok", "sad"]),
    // Of a row that is NULL a row of NULLs is another one.
    by(
        "shop.addr",
        "jsonb",
        "to_jsonb({})",
        "CASE WHEN {} IS NOT NULL THEN ROW({}->>'street', {}->>'unit')::shop.addr END",
    ),
    cast("shop.amount", "bigint", &["5"]),
    cast("shop.status", "text", &["5", "ok"]),
    cast("public.citext", "text", &["ok"]),
    lossy(by("text", "shop.mood", "CASE WHEN {} IS NOT NULL THEN 'ok'::shop.mood END", "{}::text")),
];
