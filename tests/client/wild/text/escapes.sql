CREATE TABLE texts (n serial, t text, b bytea);
INSERT INTO texts (t) VALUES (E'tab\there, quote\'s, \\backslash, octal \101, hex \x41, unicode \u00e4 \U0001F600; not the end');
INSERT INTO texts (t) VALUES ('plain \n is two characters; ''doubled'''), (e'lower\ncase');
INSERT INTO texts (t) VALUES (U&'\0041\00e4 \+01F600 \\ ''x'''), (u&'d!0061t!+000061 !!' UESCAPE '!');
INSERT INTO texts (t) VALUES ('continued '
    'on the next line;'
    ' and the next');
INSERT INTO texts (t) VALUES (E'an E string \x41 '
    'continued \x42');
INSERT INTO texts (b) VALUES (E'\\xDEADBEEF'), ('\x00ff'), (E'\\000\\001');
INSERT INTO texts (t) SELECT B'1010'::text || X'1F'::text || N'national';
INSERT INTO texts (t) VALUES (':not_a_variable'), (E':''nor this''');
INSERT INTO texts (t) SELECT (ARRAY['a', 'b', 'c'])[1:2]::text;
CREATE TABLE "quoted ""name""; with --no comment" ("column /* no comment */" int, "UPPER" text DEFAULT 'x;y');
CREATE TABLE U&"d\0061t\+000061" (U&"sp!0020ace" UESCAPE '!' int, U&"\00e4" text);
COMMENT ON TABLE U&"data" IS U&'h\00e4';
CREATE TABLE größe (straße text, 数据 int, naïve$column int);
INSERT INTO größe VALUES ('Übergrößenträger', 1, 2);
