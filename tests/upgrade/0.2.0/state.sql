--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: migrate_ext; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS migrate_ext WITH SCHEMA pg_catalog;


--
-- Name: EXTENSION migrate_ext; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION migrate_ext IS 'schema migrations that run inside PostgreSQL';


--
-- Name: tenant_1; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA tenant_1;


--
-- Name: tenant_2; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA tenant_2;


--
-- Name: held(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.held() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared(1); RETURN NEW; END$$;


--
-- Name: merged_c_sync_6_f5af08ac(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.merged_c_sync_6_f5af08ac() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    SET array_nulls TO 'on'
    SET bytea_output TO 'hex'
    SET "DateStyle" TO 'ISO, MDY'
    SET default_text_search_config TO 'pg_catalog.english'
    SET extra_float_digits TO '1'
    SET "IntervalStyle" TO 'postgres'
    SET lc_monetary TO 'C.utf8'
    SET lc_numeric TO 'C.utf8'
    SET lc_time TO 'C.utf8'
    SET standard_conforming_strings TO 'on'
    SET "TimeZone" TO 'Etc/UTC'
    SET transform_null_equals TO 'off'
    SET xmlbinary TO 'base64'
    SET xmloption TO 'content'
    AS $$
#variable_conflict use_column
-- Made by migrate_ext for change 6_f5af08ac (6e52630f), and dropped with it.
DECLARE
    "~differs" boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.c IS DISTINCT FROM NULL THEN
            BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO "~differs" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;
        IF "~differs" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;
        ELSE
            BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;
        END IF;
    ELSIF pg_catalog.record_image_ne(ROW(NEW.c), ROW(OLD.c)) THEN
        BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO "~differs" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;
        IF "~differs" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;
    ELSIF pg_catalog.record_image_ne(ROW(NEW.a, NEW.b), ROW(OLD.a, OLD.b)) THEN
        BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;
    END IF;
    RETURN NEW;
END
$$;


--
-- Name: renamed_new_name_sync_1_67c2379a(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.renamed_new_name_sync_1_67c2379a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
-- Made by migrate_ext for change 1_67c2379a (71d6dab6), and dropped with it.
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.new_name IS DISTINCT FROM NULL THEN
            NEW.old_name := NEW.new_name;
        ELSE
            NEW.new_name := NEW.old_name;
        END IF;
    ELSIF pg_catalog.record_image_ne(ROW(NEW.new_name), ROW(OLD.new_name)) THEN
        NEW.old_name := NEW.new_name;
    ELSIF pg_catalog.record_image_ne(ROW(NEW.old_name), ROW(OLD.old_name)) THEN
        NEW.new_name := NEW.old_name;
    END IF;
    RETURN NEW;
END
$$;


--
-- Name: split_first_last_sync_5_9eb6b554(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.split_first_last_sync_5_9eb6b554() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    SET array_nulls TO 'on'
    SET bytea_output TO 'hex'
    SET "DateStyle" TO 'ISO, MDY'
    SET default_text_search_config TO 'pg_catalog.english'
    SET extra_float_digits TO '1'
    SET "IntervalStyle" TO 'postgres'
    SET lc_monetary TO 'C.utf8'
    SET lc_numeric TO 'C.utf8'
    SET lc_time TO 'C.utf8'
    SET standard_conforming_strings TO 'on'
    SET "TimeZone" TO 'Etc/UTC'
    SET transform_null_equals TO 'off'
    SET xmlbinary TO 'base64'
    SET xmloption TO 'content'
    AS $$
#variable_conflict use_column
-- Made by migrate_ext for change 5_9eb6b554 (ed19ac60), and dropped with it.
DECLARE
    "~differs" boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.first IS DISTINCT FROM NULL OR NEW.last IS DISTINCT FROM NULL THEN
            BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO "~differs" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;
        IF "~differs" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;
        ELSE
            BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;
        END IF;
    ELSIF pg_catalog.record_image_ne(ROW(NEW.first, NEW.last), ROW(OLD.first, OLD.last)) THEN
        BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO "~differs" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;
        IF "~differs" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;
    ELSIF pg_catalog.record_image_ne(ROW(NEW.name), ROW(OLD.name)) THEN
        BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;
    END IF;
    RETURN NEW;
END
$$;


--
-- Name: typed_begun_n_sync_10_2558c207(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.typed_begun_n_sync_10_2558c207() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
-- Made by migrate_ext for change 10_2558c207 (f0718156), and dropped with it.
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN
            NEW.n_new_type := OLD.n_new_type;
            RETURN NEW;
        END IF;
    END IF;
    NEW.n_new_type := NEW.n;
    RETURN NEW;
END
$$;


--
-- Name: typed_grace_n_sync_3_dd684087(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.typed_grace_n_sync_3_dd684087() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
-- Made by migrate_ext for change 3_dd684087 (c1f09346), and dropped with it.
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.n_old_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN
            NEW.n_old_type := OLD.n_old_type;
            RETURN NEW;
        END IF;
    END IF;
    BEGIN
        NEW.n_old_type := NEW.n;
    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN
        RAISE;
    WHEN OTHERS THEN
        NEW.n_old_type := NULL;
    END;
    RETURN NEW;
END
$$;


--
-- Name: typed_ready_n_sync_2_f4ee638b(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.typed_ready_n_sync_2_f4ee638b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
-- Made by migrate_ext for change 2_f4ee638b (f0718156), and dropped with it.
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN
            NEW.n_new_type := OLD.n_new_type;
            RETURN NEW;
        END IF;
    END IF;
    NEW.n_new_type := NEW.n;
    RETURN NEW;
END
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: filled; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.filled (
    id integer NOT NULL,
    n integer
);


--
-- Name: hidden; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hidden (
    id integer NOT NULL,
    kept integer DEFAULT 0,
    "~dropped_gone" text
);


--
-- Name: log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.log (
    word text DEFAULT 'x'::text
);


--
-- Name: merged; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.merged (
    id integer NOT NULL,
    a text,
    b text,
    c text
);


--
-- Name: new_table; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.new_table (
    id integer NOT NULL
);


--
-- Name: old_table; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.old_table WITH (security_invoker='true') AS
 SELECT new_table.id
   FROM public.new_table;


--
-- Name: one; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.one (
    id integer
);


--
-- Name: renamed; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.renamed (
    id integer NOT NULL,
    old_name text,
    new_name text
);


--
-- Name: split; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.split (
    id integer NOT NULL,
    name text,
    first text,
    last text
);


--
-- Name: t; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.t (
    id integer NOT NULL,
    n integer NOT NULL
);


--
-- Name: twice; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.twice (
    n integer
);


--
-- Name: typed_begun; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.typed_begun (
    id integer NOT NULL,
    n integer,
    n_new_type bigint
);


--
-- Name: typed_grace; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.typed_grace (
    id integer NOT NULL,
    n_old_type integer,
    n bigint
);


--
-- Name: typed_ready; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.typed_ready (
    id integer NOT NULL,
    n integer,
    n_new_type bigint
);


--
-- Name: ~dropped_hidden_table; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."~dropped_hidden_table" (
    id integer NOT NULL
);


--
-- Name: one; Type: TABLE; Schema: tenant_1; Owner: -
--

CREATE TABLE tenant_1.one (
    id integer
);


--
-- Data for Name: acceptances; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.acceptances (version, applied, accepted, what, reason, accepted_by, accepted_session, accepted_at) FROM stdin;
\.


--
-- Data for Name: accepted_schemas; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.accepted_schemas (schema_name, accepted_at, accepted_by) FROM stdin;
\.


--
-- Data for Name: approvals; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.approvals (version, fingerprint, approved_by, approved_session, approved_at) FROM stdin;
1	c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e	postgres	postgres	2026-11-30 00:29:23.050693+00
\.


--
-- Data for Name: backfills; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.backfills (id, job, version, operation, home, table_oid, table_name, column_numbers, set_list, condition, fingerprint, work, on_error, status, pass, total_rows, batches, skipped, sleep_ratio, max_rows_per_second, wait_while, waiting_for, run_by, rows_before, blocks_before, paced_at, bytes_before, bytes_after, started_at, resumed_at, finished_at, error) FROM stdin;
1	4	\N	safe_rename_column on renamed	594e92ed-69f1-4da3-851e-092879f70690	17049	renamed	{3}	new_name = old_name	pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))	83f8a5e9e436e051cbca201c956ee3ef78dea532d0bfffb18395eaa86374adaf	{"rest": "pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))", "table": {"name": "renamed", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))", "assignments": [{"column": "new_name", "expression": "old_name"}]}	stop	done	0	0	0	0	\N	\N	\N	\N	postgres	0	0	2026-11-30 00:29:23.295478+00	32768	73728	2026-11-30 00:29:23.295478+00	2026-11-30 00:29:23.295478+00	2026-11-30 00:29:23.3026+00	\N
2	5	\N	safe_change_column_type on typed_ready	594e92ed-69f1-4da3-851e-092879f70690	17056	typed_ready	{3}	n_new_type = n	n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL	dd99b751d89ec5caa2e6c01b420af24e9ab31312abdf84581d48d0af6af69591	{"row": "typed_ready", "rest": null, "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_ready", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "assignments": [{"column": "n_new_type", "expression": "n"}]}	stop	done	0	0	0	0	\N	\N	\N	\N	postgres	0	0	2026-11-30 00:29:23.509452+00	24576	57344	2026-11-30 00:29:23.509452+00	2026-11-30 00:29:23.509452+00	2026-11-30 00:29:23.51451+00	\N
3	6	\N	safe_change_column_type on typed_grace	594e92ed-69f1-4da3-851e-092879f70690	17061	typed_grace	{3}	n_new_type = n	n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL	dd99b751d89ec5caa2e6c01b420af24e9ab31312abdf84581d48d0af6af69591	{"row": "typed_grace", "rest": null, "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_grace", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "assignments": [{"column": "n_new_type", "expression": "n"}]}	stop	done	0	0	0	0	\N	\N	\N	\N	postgres	0	0	2026-11-30 00:29:23.737322+00	24576	57344	2026-11-30 00:29:23.737322+00	2026-11-30 00:29:23.737322+00	2026-11-30 00:29:23.743132+00	\N
6	10	\N	safe_change_column_type on typed_begun	594e92ed-69f1-4da3-851e-092879f70690	17066	typed_begun	{3}	n_new_type = n	n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL	dd99b751d89ec5caa2e6c01b420af24e9ab31312abdf84581d48d0af6af69591	{"row": "typed_begun", "rest": null, "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_begun", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "assignments": [{"column": "n_new_type", "expression": "n"}]}	stop	running	0	0	0	0	\N	\N	\N	\N	postgres	0	0	2026-11-30 00:29:24.682376+00	24576	\N	2026-11-30 00:29:24.682376+00	2026-11-30 00:29:24.682376+00	\N	\N
4	8	\N	safe_split_column on split	594e92ed-69f1-4da3-851e-092879f70690	17071	split	{3,4}	first = (split_part(name, ' ', 1)), last = (split_part(name, ' ', 2))	pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (first IS NOT DISTINCT FROM NULL AND last IS NOT DISTINCT FROM NULL OR name IS DISTINCT FROM ((first || ' ' || last)))	3f74ce9429b4675b0ac65e17b995d12a8700cce4c7ce8eda88d5b5252e5ab5dd	{"row": "split", "rest": "pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (first IS NOT DISTINCT FROM NULL AND last IS NOT DISTINCT FROM NULL OR name IS DISTINCT FROM ((first || ' ' || last)))", "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "split", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (first IS NOT DISTINCT FROM NULL AND last IS NOT DISTINCT FROM NULL OR name IS DISTINCT FROM ((first || ' ' || last)))", "assignments": [{"column": "first", "expression": "(split_part(name, ' ', 1))"}, {"column": "last", "expression": "(split_part(name, ' ', 2))"}]}	stop	done	0	0	0	0	\N	\N	\N	\N	postgres	0	0	2026-11-30 00:29:24.115673+00	65536	73728	2026-11-30 00:29:24.115673+00	2026-11-30 00:29:24.115673+00	2026-11-30 00:29:24.123822+00	\N
5	9	\N	safe_merge_columns on merged	594e92ed-69f1-4da3-851e-092879f70690	17078	merged	{4}	c = (a || '/' || b)	pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (c IS NOT DISTINCT FROM NULL OR a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))	2bad472a43af933fb4f7e68d60b8b4062db42078f6ab576d9274db20f890c08e	{"row": "merged", "rest": "pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (c IS NOT DISTINCT FROM NULL OR a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))", "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "merged", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (c IS NOT DISTINCT FROM NULL OR a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))", "assignments": [{"column": "c", "expression": "(a || '/' || b)"}]}	stop	done	0	0	0	0	\N	\N	\N	\N	postgres	0	0	2026-11-30 00:29:24.355884+00	65536	73728	2026-11-30 00:29:24.355884+00	2026-11-30 00:29:24.355884+00	2026-11-30 00:29:24.362462+00	\N
7	11	\N	safe_backfill on filled	594e92ed-69f1-4da3-851e-092879f70690	17103	filled	{2}	n = id	n IS NULL	42440f37891095c4195b592f2cedbfe11ea0e6ced8947e7010476b41b474ff4c	{"rest": "(n IS NULL) AND (n IS DISTINCT FROM CAST((id) AS integer))", "table": {"name": "filled", "schema": "public"}, "settled": "seen", "can_skip": true, "on_error": "stop", "parallel": 1, "condition": "n IS NULL", "assignments": [{"column": "n", "expression": "id"}]}	stop	running	0	0	0	0	\N	\N	\N	\N	postgres	0	0	2026-11-30 00:29:24.738376+00	1220608	\N	2026-11-30 00:29:24.738376+00	2026-11-30 00:29:24.738376+00	\N	\N
\.


--
-- Data for Name: backfill_ranges; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.backfill_ranges (backfill, number, table_oid, table_name, file, first_block, next_block, end_block, total_rows, batches, pid, updated_at, block_rate, row_rate, rated_at) FROM stdin;
1	1	17049	public.renamed	17049	0	1	1	200	1	10545	2026-11-30 00:29:23.301+00	377.66147482848504	75532.294965697	2026-11-30 00:29:23.301001+00
2	1	17056	public.typed_ready	17056	0	1	1	200	1	10546	2026-11-30 00:29:23.513728+00	481.5014370410388	96300.28740820776	2026-11-30 00:29:23.513728+00
3	1	17061	public.typed_grace	17061	0	1	1	200	1	10547	2026-11-30 00:29:23.7422+00	426.8568057622254	85371.36115244508	2026-11-30 00:29:23.7422+00
4	1	17071	public.split	17071	0	2	2	200	1	10549	2026-11-30 00:29:24.122336+00	664.0924230707036	66409.24230707035	2026-11-30 00:29:24.122336+00
5	1	17078	public.merged	17078	0	2	2	200	1	10550	2026-11-30 00:29:24.361091+00	670.4733910901462	67047.33910901462	2026-11-30 00:29:24.361091+00
6	1	17066	public.typed_begun	17066	0	0	1	0	0	10552	2026-11-30 00:29:24.683068+00	\N	\N	\N
7	1	17103	public.filled	17103	0	41	89	9266	7	10554	2026-11-30 00:29:24.765949+00	1600.7883903486056	361778.1762187848	2026-11-30 00:29:24.765949+00
\.


--
-- Data for Name: backfill_skipped; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.backfill_skipped (id, backfill, table_oid, table_name, row_ctid, row_key, sqlstate, message, seen_at) FROM stdin;
\.


--
-- Data for Name: operations; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.operations (id, operation, call, arguments, inverse, version, statement, place, status, message, hint, asked_by, asked_role, started_at, finished_at, undone_at, tenant) FROM stdin;
4	complete of typed_grace.n	migrate.complete(table_name => 'public.typed_grace', column_name => 'n')	{"way": "complete", "from": "ready", "force": false, "which": {"table": {"name": "typed_grace", "schema": "public"}, "column": "n"}, "operation": "end_change"}	[{"way": "reopen", "force": false, "which": 3, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:23.918593+00	2026-11-30 00:29:23.945145+00	\N	\N
1	safe_rename_column on renamed	migrate.safe_rename_column(table_name => 'public.renamed', old_name => 'old_name', new_name => 'new_name')	{"new": "new_name", "old": "old_name", "table": {"name": "renamed", "schema": "public"}, "strategy": "dual", "operation": "rename_column", "compatibility_view": null}	[{"way": "back", "force": false, "which": 1, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:23.257341+00	2026-11-30 00:29:23.305818+00	\N	\N
2	safe_change_column_type on typed_ready	migrate.safe_change_column_type(table_name => 'public.typed_ready', column_name => 'n', new_type => 'bigint')	{"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_ready", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}	[{"way": "back", "force": false, "which": 2, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:23.463714+00	2026-11-30 00:29:23.517596+00	\N	\N
3	safe_change_column_type on typed_grace	migrate.safe_change_column_type(table_name => 'public.typed_grace', column_name => 'n', new_type => 'bigint')	{"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_grace", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}	[{"way": "back", "force": false, "which": 3, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:23.693461+00	2026-11-30 00:29:23.746473+00	\N	\N
5	safe_split_column on split	migrate.safe_split_column(table_name => 'public.split', column_name => 'name', new_columns => ARRAY['first', 'last'], expressions => ARRAY['(split_part(name, '' '', 1))', '(split_part(name, '' '', 2))'], reverse_expression => '(first || '' '' || last)', new_types => ARRAY['text', 'text'])	{"new": [{"name": "first", "data_type": "text", "expression": "(split_part(name, ' ', 1))"}, {"name": "last", "data_type": "text", "expression": "(split_part(name, ' ', 2))"}], "old": [{"column": "name", "expression": "(first || ' ' || last)"}], "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "split", "schema": "public"}, "operation": "split_column"}	[{"way": "back", "force": false, "which": 5, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:24.061311+00	2026-11-30 00:29:24.126998+00	\N	\N
10	safe_change_column_type on typed_begun	migrate.safe_change_column_type(table_name => 'public.typed_begun', column_name => 'n', new_type => 'bigint')	{"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_begun", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}	[{"way": "back", "force": false, "which": 10, "operation": "end_change"}]	\N	\N	\N	running	\N	\N	postgres	postgres	2026-11-30 00:29:24.635143+00	\N	\N	\N
6	safe_merge_columns on merged	migrate.safe_merge_columns(table_name => 'public.merged', columns => ARRAY['a', 'b'], new_column => 'c', expression => '(a || ''/'' || b)', reverse_expressions => ARRAY['(split_part(c, ''/'', 1))', '(split_part(c, ''/'', 2))'], new_type => 'text')	{"new": [{"name": "c", "data_type": "text", "expression": "(a || '/' || b)"}], "old": [{"column": "a", "expression": "(split_part(c, '/', 1))"}, {"column": "b", "expression": "(split_part(c, '/', 2))"}], "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "merged", "schema": "public"}, "operation": "split_column"}	[{"way": "back", "force": false, "which": 6, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:24.311351+00	2026-11-30 00:29:24.366949+00	\N	\N
11	safe_backfill on filled	migrate.safe_backfill(table_name => 'public.filled', assignments => 'n = id', condition => 'n IS NULL')	{"table": {"name": "filled", "schema": "public"}, "on_error": "stop", "parallel": 1, "condition": "n IS NULL", "operation": "backfill", "assignments": [{"column": "n", "expression": "id"}]}	\N	\N	\N	\N	running	\N	\N	postgres	postgres	2026-11-30 00:29:24.73657+00	\N	\N	\N
7	safe_drop_column on hidden	migrate.safe_drop_column(table_name => 'public.hidden', column_name => 'gone')	{"table": {"name": "hidden", "schema": "public"}, "column": "gone", "operation": "hide_column"}	[{"way": "restore", "force": false, "which": 7, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:24.468517+00	2026-11-30 00:29:24.488919+00	\N	\N
8	safe_drop_table on hidden_table	migrate.safe_drop_table(table_name => 'public.hidden_table')	{"table": {"name": "hidden_table", "schema": "public"}, "operation": "hide_table"}	[{"way": "restore", "force": false, "which": 8, "operation": "end_change"}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:24.495558+00	2026-11-30 00:29:24.504998+00	\N	\N
9	safe_rename_table on old_table	migrate.safe_rename_table(table_name => 'public.old_table', new_name => 'new_table')	{"name": "new_table", "table": {"name": "old_table", "schema": "public"}, "operation": "rename_table", "compatibility_view": true}	[{"name": "old_table", "table": {"name": "new_table", "schema": "public"}, "operation": "rename_table", "compatibility_view": false}]	\N	\N	\N	done	\N	\N	postgres	postgres	2026-11-30 00:29:24.510601+00	2026-11-30 00:29:24.513225+00	\N	\N
\.


--
-- Data for Name: change_records; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.change_records (id, token, kind, home, table_oid, table_schema, table_name, old_columns, new_columns, state, arguments, asked_by, asked_role, started_at, ready_at, completed_at, grace_until, ended_at, remembered) FROM stdin;
5	5_9eb6b554	split_column	594e92ed-69f1-4da3-851e-092879f70690	17071	public	split	{name}	{first,last}	ready	{"new": [{"name": "first", "data_type": "text", "expression": "(split_part(name, ' ', 1))"}, {"name": "last", "data_type": "text", "expression": "(split_part(name, ' ', 2))"}], "old": [{"column": "name", "expression": "(first || ' ' || last)"}], "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "split", "schema": "public"}, "operation": "split_column"}	postgres	postgres	2026-11-30 00:29:24.067479+00	2026-11-30 00:29:24.126903+00	\N	\N	\N	[]
1	1_67c2379a	rename_column	594e92ed-69f1-4da3-851e-092879f70690	17049	public	renamed	{old_name}	{new_name}	ready	{"new": "new_name", "old": "old_name", "table": {"name": "renamed", "schema": "public"}, "strategy": "dual", "operation": "rename_column", "compatibility_view": null}	postgres	postgres	2026-11-30 00:29:23.263265+00	2026-11-30 00:29:23.30573+00	\N	\N	\N	[]
3	3_dd684087	change_type	594e92ed-69f1-4da3-851e-092879f70690	17061	public	typed_grace	{n}	{n}	grace	{"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_grace", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}	postgres	postgres	2026-11-30 00:29:23.698311+00	2026-11-30 00:29:23.746319+00	2026-11-30 00:29:23.945015+00	2026-12-07 00:29:23.945015+00	\N	[]
2	2_f4ee638b	change_type	594e92ed-69f1-4da3-851e-092879f70690	17056	public	typed_ready	{n}	{n}	ready	{"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_ready", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}	postgres	postgres	2026-11-30 00:29:23.468977+00	2026-11-30 00:29:23.517448+00	\N	\N	\N	[]
6	6_f5af08ac	split_column	594e92ed-69f1-4da3-851e-092879f70690	17078	public	merged	{a,b}	{c}	ready	{"new": [{"name": "c", "data_type": "text", "expression": "(a || '/' || b)"}], "old": [{"column": "a", "expression": "(split_part(c, '/', 1))"}, {"column": "b", "expression": "(split_part(c, '/', 2))"}], "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "merged", "schema": "public"}, "operation": "split_column"}	postgres	postgres	2026-11-30 00:29:24.321216+00	2026-11-30 00:29:24.36561+00	\N	\N	\N	[]
7	7_573fa67c	drop_column	594e92ed-69f1-4da3-851e-092879f70690	17085	public	hidden	{gone}	{~dropped_gone}	grace	{"table": {"name": "hidden", "schema": "public"}, "column": "gone", "operation": "hide_column"}	postgres	postgres	2026-11-30 00:29:24.473732+00	\N	2026-11-30 00:29:24.488823+00	2026-12-07 00:29:24.488823+00	\N	[]
8	8_ccca7251	drop_table	594e92ed-69f1-4da3-851e-092879f70690	17093	public	hidden_table	{}	{}	grace	{"table": {"name": "hidden_table", "schema": "public"}, "operation": "hide_table"}	postgres	postgres	2026-11-30 00:29:24.498329+00	\N	2026-11-30 00:29:24.504899+00	2026-12-07 00:29:24.504899+00	\N	[]
10	10_2558c207	change_type	594e92ed-69f1-4da3-851e-092879f70690	17066	public	typed_begun	{n}	{n}	backfilling	{"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_begun", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}	postgres	postgres	2026-11-30 00:29:24.640361+00	\N	\N	\N	\N	[]
\.


--
-- Data for Name: ddl_seen; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.ddl_seen (id, seen_at, command, object, class, oid, role_name, session_role, application_name) FROM stdin;
\.


--
-- Data for Name: fingerprint_nodes; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.fingerprint_nodes (hash, kind, schema, name, facts, children) FROM stdin;
872772bc4bd571cde3ea7a0220d9895c7bbfa4c9fb41921e124189a10cfc5e53	table	public	public.one	{"owner": "postgres", "columns": "id", "column id": "integer"}	\N
4ef2fd603d458cca498e1420268e0e946e5ff98eff60a4a7a3a78190fd69aa7b	index	public	public.one_id	{"on": "public.one", "definition": "CREATE INDEX one_id ON public.one USING btree (id)"}	\N
9550f52ab40c8dede77335195ec97894bd72d52ba5348a389891f92f92224313	table	public	public.log	{"owner": "postgres", "columns": "word", "column word": "text DEFAULT 'x'::text"}	\N
edf811a6a5f2a43941b07029b1f435544b2a6d501569cfd6ebc18cfd2d1f6e07	table	public	public.renamed	{"owner": "postgres", "columns": "id, old_name, new_name", "column id": "integer NOT NULL", "column new_name": "text", "column old_name": "text"}	\N
f6008e7514d7d7660d8945bb27d7297661bb63a3e006abdb40a79eb6efb87cfc	constraint	public	renamed_pkey on public.renamed	{"on": "public.renamed", "definition": "PRIMARY KEY (id)"}	\N
5a38d427e99fccee16106385db1f6f9eae7bb16700fb41152bc1fc2f4b7160f7	index	public	public.renamed_pkey	{"on": "public.renamed", "definition": "CREATE UNIQUE INDEX renamed_pkey ON public.renamed USING btree (id)"}	\N
35d108185f2d0d18e12efcdcc101cc7c1996eeed3073c3903506c5715424ce46	trigger	public	"~migrate_1_67c2379a" on public.renamed	{"on": "public.renamed", "definition": "CREATE TRIGGER \\"~migrate_1_67c2379a\\" BEFORE TRUNCATE ON public.renamed FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('1_67c2379a')"}	\N
92010312c3177db989cca1fa60a0c98c2bd40a12d765b68f78b18ccbb7eb90ad	trigger	public	"~new_name_sync_1_67c2379a" on public.renamed	{"on": "public.renamed", "enabled": "always", "definition": "CREATE TRIGGER \\"~new_name_sync_1_67c2379a\\" BEFORE INSERT ON public.renamed FOR EACH ROW EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a')"}	\N
d04e012e70e79eb97bcebee22ce768dec6c2b7142611c2bb8fbec21ab2d71901	trigger	public	"~new_name_sync_update_1_67c2379a" on public.renamed	{"on": "public.renamed", "enabled": "always", "definition": "CREATE TRIGGER \\"~new_name_sync_update_1_67c2379a\\" BEFORE UPDATE ON public.renamed FOR EACH ROW WHEN (record_image_ne(ROW(new.old_name, new.new_name), ROW(old.old_name, old.new_name))) EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a')"}	\N
1df5b291aab9aa3ea2d20323dfc6bc7753665524775bab936a7d3ecbaaf7e1e6	function	public	public.renamed_new_name_sync_1_67c2379a()	{"body": "\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 1_67c2379a (71d6dab6), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'INSERT' THEN\\n        IF NEW.new_name IS DISTINCT FROM NULL THEN\\n            NEW.old_name := NEW.new_name;\\n        ELSE\\n            NEW.new_name := NEW.old_name;\\n        END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.new_name), ROW(OLD.new_name)) THEN\\n        NEW.old_name := NEW.new_name;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.old_name), ROW(OLD.old_name)) THEN\\n        NEW.new_name := NEW.old_name;\\n    END IF;\\n    RETURN NEW;\\nEND\\n", "cost": "100", "owner": "postgres", "grants": "postgres: EXECUTE", "result": "trigger", "language": "plpgsql", "arguments": ""}	\N
93facc75657e68e1a9e8dc5e8f00b881e58ff6cda409ace28d473a6097630132	table	public	public.typed_ready	{"owner": "postgres", "columns": "id, n, n_new_type", "column n": "integer", "column id": "integer NOT NULL", "column n_new_type": "bigint"}	\N
61caa60252c4295e9da4a4e2cd478e6ed0ca493b971c827bda13aa8098a021d3	constraint	public	typed_ready_pkey on public.typed_ready	{"on": "public.typed_ready", "definition": "PRIMARY KEY (id)"}	\N
fcd5406efac9ddf104a81c3c8faf44ea038ae38b517e33dff16bf32affcfff10	index	public	public.typed_ready_pkey	{"on": "public.typed_ready", "definition": "CREATE UNIQUE INDEX typed_ready_pkey ON public.typed_ready USING btree (id)"}	\N
d5b0e25c0a6fb47986e5544e17f1e99a63e4c99295e0ef4f8d4d37c293f7f01f	trigger	public	"~migrate_2_f4ee638b" on public.typed_ready	{"on": "public.typed_ready", "definition": "CREATE TRIGGER \\"~migrate_2_f4ee638b\\" BEFORE TRUNCATE ON public.typed_ready FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('2_f4ee638b')"}	\N
a73f7129430f9856c2f0f6fc17db847b00e15f7ad1cea16774fa1c9783c6d5e5	trigger	public	"~n_sync_2_f4ee638b" on public.typed_ready	{"on": "public.typed_ready", "enabled": "always", "definition": "CREATE TRIGGER \\"~n_sync_2_f4ee638b\\" BEFORE INSERT OR UPDATE ON public.typed_ready FOR EACH ROW EXECUTE FUNCTION public.typed_ready_n_sync_2_f4ee638b('2_f4ee638b', 'n_new_type', 'n_old_type')"}	\N
6ab05d6eb4878dfdfa84257c2ceaee86e88ad5b4da9ff1f48fdef06435288b80	function	public	public.typed_ready_n_sync_2_f4ee638b()	{"body": "\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 2_f4ee638b (f0718156), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_new_type := OLD.n_new_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    NEW.n_new_type := NEW.n;\\n    RETURN NEW;\\nEND\\n", "cost": "100", "owner": "postgres", "grants": "postgres: EXECUTE", "result": "trigger", "language": "plpgsql", "arguments": ""}	\N
4673bc1ca1e6a4a63e97ad09b8e4cfe01bcdf9086978d9b51e32447b9e6e9917	table	public	public.typed_grace	{"owner": "postgres", "columns": "id, n, n_new_type", "column n": "integer", "column id": "integer NOT NULL", "column n_new_type": "bigint"}	\N
5f7d97204109f78642823c173d2dc507e3aa9fc0ff567a554a400f82f408bf19	constraint	public	typed_grace_pkey on public.typed_grace	{"on": "public.typed_grace", "definition": "PRIMARY KEY (id)"}	\N
85965d31de2959022a4c566d6d1288ab5799e522c5b55305ee9d70eadee4c14a	index	public	public.typed_grace_pkey	{"on": "public.typed_grace", "definition": "CREATE UNIQUE INDEX typed_grace_pkey ON public.typed_grace USING btree (id)"}	\N
8e322bd1e08aaa2f998d7cfc52dda1724a1afe96eef424d477dca843d810f43f	trigger	public	"~migrate_3_dd684087" on public.typed_grace	{"on": "public.typed_grace", "definition": "CREATE TRIGGER \\"~migrate_3_dd684087\\" BEFORE TRUNCATE ON public.typed_grace FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('3_dd684087')"}	\N
b48340209aa2e1f58eaeb3f0ca7e4973cd73d25a6a06e2ee8c8bc56fc7c16cf7	trigger	public	"~n_sync_3_dd684087" on public.typed_grace	{"on": "public.typed_grace", "enabled": "always", "definition": "CREATE TRIGGER \\"~n_sync_3_dd684087\\" BEFORE INSERT OR UPDATE ON public.typed_grace FOR EACH ROW EXECUTE FUNCTION public.typed_grace_n_sync_3_dd684087('3_dd684087', 'n_new_type', 'n_old_type')"}	\N
929d6a39f6de9eeea37789d46098bbcf48524e62b7341f8b9e6171cf0481d763	function	public	public.typed_grace_n_sync_3_dd684087()	{"body": "\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 3_dd684087 (f0718156), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_new_type := OLD.n_new_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    NEW.n_new_type := NEW.n;\\n    RETURN NEW;\\nEND\\n", "cost": "100", "owner": "postgres", "grants": "postgres: EXECUTE", "result": "trigger", "language": "plpgsql", "arguments": ""}	\N
da1bb7d8d533e0c520c10a1541fe0cf76ebc7248678d6722da7248b83575e3f9	table	public	public.typed_grace	{"owner": "postgres", "columns": "id, n_old_type, n", "column n": "bigint", "column id": "integer NOT NULL", "column n_old_type": "integer"}	\N
75c996262f52e81a8628f9a14144540bfb57ce0ca71bb1314ca09b5bf466d369	function	public	public.typed_grace_n_sync_3_dd684087()	{"body": "\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 3_dd684087 (c1f09346), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_old_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_old_type := OLD.n_old_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    BEGIN\\n        NEW.n_old_type := NEW.n;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        NEW.n_old_type := NULL;\\n    END;\\n    RETURN NEW;\\nEND\\n", "cost": "100", "owner": "postgres", "grants": "postgres: EXECUTE", "result": "trigger", "language": "plpgsql", "arguments": ""}	\N
aceda865ebd5b436ac6a554f15db747aa19256f98d11dc9129b70b6f54d6c66a	table	public	public.split	{"owner": "postgres", "columns": "id, name, first, last", "column id": "integer NOT NULL", "column last": "text", "column name": "text", "column first": "text"}	\N
8c5bedea5b1efd10393a37981e335fee7a4facb9589b33293dca805ea7abdd72	constraint	public	split_pkey on public.split	{"on": "public.split", "definition": "PRIMARY KEY (id)"}	\N
3fecc75304ff79c74f44bf68bbf0bc46d7d4b089cf6c86b855320d622251b3f0	index	public	public.split_pkey	{"on": "public.split", "definition": "CREATE UNIQUE INDEX split_pkey ON public.split USING btree (id)"}	\N
608941f7267400cae6ddf77e2364a27e8a264bf9f946d24f99137a49895729da	trigger	public	"~first_last_sync_5_9eb6b554" on public.split	{"on": "public.split", "enabled": "always", "definition": "CREATE TRIGGER \\"~first_last_sync_5_9eb6b554\\" BEFORE INSERT ON public.split FOR EACH ROW EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden')"}	\N
7fd4aafc55cfd66cd14403ebb52ed959163cc244cca1d358e8a04865744b9c20	trigger	public	"~first_last_sync_update_5_9eb6b554" on public.split	{"on": "public.split", "enabled": "always", "definition": "CREATE TRIGGER \\"~first_last_sync_update_5_9eb6b554\\" BEFORE UPDATE ON public.split FOR EACH ROW WHEN (record_image_ne(ROW(new.name, new.first, new.last), ROW(old.name, old.first, old.last))) EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden')"}	\N
c131f740cf1ad062c03803c25d07b31b7dccae114b38642928c03626ac4028dd	trigger	public	"~migrate_5_9eb6b554" on public.split	{"on": "public.split", "definition": "CREATE TRIGGER \\"~migrate_5_9eb6b554\\" BEFORE TRUNCATE ON public.split FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('5_9eb6b554')"}	\N
c601e6c727be15b8656648e3b67b50ba161e9fbe98910ae42f9eb3ad28992dc2	function	public	public.split_first_last_sync_5_9eb6b554()	{"body": "\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 5_9eb6b554 (ed19ac60), and dropped with it.\\nDECLARE\\n    \\"~differs\\" boolean;\\nBEGIN\\n    IF TG_OP = 'INSERT' THEN\\n        IF NEW.first IS DISTINCT FROM NULL OR NEW.last IS DISTINCT FROM NULL THEN\\n            BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;\\n        ELSE\\n            BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;\\n        END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.first, NEW.last), ROW(OLD.first, OLD.last)) THEN\\n        BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.name), ROW(OLD.name)) THEN\\n        BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;\\n    END IF;\\n    RETURN NEW;\\nEND\\n", "cost": "100", "owner": "postgres", "grants": "postgres: EXECUTE", "result": "trigger", "language": "plpgsql", "settings": "\\"search_path=public, pg_temp\\", array_nulls=on, bytea_output=hex, \\"DateStyle=ISO, MDY\\", default_text_search_config=pg_catalog.english, extra_float_digits=1, IntervalStyle=postgres, lc_monetary=C.utf8, lc_numeric=C.utf8, lc_time=C.utf8, standard_conforming_strings=on, TimeZone=Etc/UTC, transform_null_equals=off, xmlbinary=base64, xmloption=content", "arguments": ""}	\N
4da427f3ea8caad6f7840bf2703ecbe987a243a7743874298c8f103c7e576989	table	public	public.merged	{"owner": "postgres", "columns": "id, a, b, c", "column a": "text", "column b": "text", "column c": "text", "column id": "integer NOT NULL"}	\N
5a54e72ecfad6862a64f3640ceea93e1e12de5e47956127a9609178846c3de4f	constraint	public	merged_pkey on public.merged	{"on": "public.merged", "definition": "PRIMARY KEY (id)"}	\N
73d8bc9632594c84e3fe235b2ff2ec53679dd0a8895e02ba9a521759e55b4902	index	public	public.merged_pkey	{"on": "public.merged", "definition": "CREATE UNIQUE INDEX merged_pkey ON public.merged USING btree (id)"}	\N
7fa668a42cc85f6dfe8bb7085340d0d65ca780c2e4580084a1a0a642e09ff0cb	trigger	public	"~c_sync_6_f5af08ac" on public.merged	{"on": "public.merged", "enabled": "always", "definition": "CREATE TRIGGER \\"~c_sync_6_f5af08ac\\" BEFORE INSERT ON public.merged FOR EACH ROW EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden')"}	\N
c84a993cacaf2da16bc7d9935b8a8719bda28dddd151cfb59a4767919616f109	trigger	public	"~c_sync_update_6_f5af08ac" on public.merged	{"on": "public.merged", "enabled": "always", "definition": "CREATE TRIGGER \\"~c_sync_update_6_f5af08ac\\" BEFORE UPDATE ON public.merged FOR EACH ROW WHEN (record_image_ne(ROW(new.a, new.b, new.c), ROW(old.a, old.b, old.c))) EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden')"}	\N
4a94019e6e11e4b3101101b902886c2792e47dec471b36bcf22a52c4a7b7538d	trigger	public	"~migrate_6_f5af08ac" on public.merged	{"on": "public.merged", "definition": "CREATE TRIGGER \\"~migrate_6_f5af08ac\\" BEFORE TRUNCATE ON public.merged FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('6_f5af08ac')"}	\N
af61766277fb7c43ad27aaf6a71c51b22d241a56650f8aee8767a52cdb8edba8	function	public	public.merged_c_sync_6_f5af08ac()	{"body": "\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 6_f5af08ac (6e52630f), and dropped with it.\\nDECLARE\\n    \\"~differs\\" boolean;\\nBEGIN\\n    IF TG_OP = 'INSERT' THEN\\n        IF NEW.c IS DISTINCT FROM NULL THEN\\n            BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;\\n        ELSE\\n            BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;\\n        END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.c), ROW(OLD.c)) THEN\\n        BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.a, NEW.b), ROW(OLD.a, OLD.b)) THEN\\n        BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;\\n    END IF;\\n    RETURN NEW;\\nEND\\n", "cost": "100", "owner": "postgres", "grants": "postgres: EXECUTE", "result": "trigger", "language": "plpgsql", "settings": "\\"search_path=public, pg_temp\\", array_nulls=on, bytea_output=hex, \\"DateStyle=ISO, MDY\\", default_text_search_config=pg_catalog.english, extra_float_digits=1, IntervalStyle=postgres, lc_monetary=C.utf8, lc_numeric=C.utf8, lc_time=C.utf8, standard_conforming_strings=on, TimeZone=Etc/UTC, transform_null_equals=off, xmlbinary=base64, xmloption=content", "arguments": ""}	\N
0760c1f2e88357ebc69beddf3fb137022ad8844829a7fb99617e4b4c772a43ce	table	public	public.hidden	{"owner": "postgres", "columns": "id, kept, \\"~dropped_gone\\"", "column id": "integer NOT NULL", "column kept": "integer DEFAULT 0", "column \\"~dropped_gone\\"": "text"}	\N
84e31b40579c5ca54930e8f9316f316897349c8a42d737aee745ada6d657ca1d	constraint	public	hidden_pkey on public.hidden	{"on": "public.hidden", "definition": "PRIMARY KEY (id)"}	\N
c7e94223f81302d0f2c2dbad0fd92c337480ba00667041af5febbfec85e61672	index	public	public.hidden_pkey	{"on": "public.hidden", "definition": "CREATE UNIQUE INDEX hidden_pkey ON public.hidden USING btree (id)"}	\N
dfc1e7a1750371eea73b82ad806c7300760ff355905b0fe22ae1de6df6dd9c69	trigger	public	"~dropped_gone_inserted" on public.hidden	{"on": "public.hidden", "enabled": "always", "definition": "CREATE TRIGGER \\"~dropped_gone_inserted\\" AFTER INSERT ON public.hidden FOR EACH ROW WHEN (record_image_ne(ROW(new.\\"~dropped_gone\\"), ROW(NULL::text))) EXECUTE FUNCTION migrate.note_write('7_573fa67c')"}	\N
72dd677a1d82ee527237a69b4a0a741c8059ccc0879079c2f94c18a0edb8a250	trigger	public	"~dropped_gone_updated" on public.hidden	{"on": "public.hidden", "enabled": "always", "definition": "CREATE TRIGGER \\"~dropped_gone_updated\\" AFTER UPDATE ON public.hidden FOR EACH ROW WHEN (record_image_ne(ROW(new.\\"~dropped_gone\\"), ROW(old.\\"~dropped_gone\\"))) EXECUTE FUNCTION migrate.note_write('7_573fa67c')"}	\N
c83c99b3906ee756d6274c6eb7128767d6ccbc0d6ab90b03db98fab4b02c4b5e	trigger	public	"~migrate_7_573fa67c" on public.hidden	{"on": "public.hidden", "definition": "CREATE TRIGGER \\"~migrate_7_573fa67c\\" BEFORE TRUNCATE ON public.hidden FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('7_573fa67c')"}	\N
29b73140954d51b051f7750c4618707d973a88ac4ab2b94104f20da02af28a5d	table	public	public."~dropped_hidden_table"	{"owner": "postgres", "columns": "id", "column id": "integer NOT NULL"}	\N
88b186752e87a48081447c9b08a6381062d4fd8b789a044bdff7817ebea9cc2e	constraint	public	hidden_table_pkey on public."~dropped_hidden_table"	{"on": "public.\\"~dropped_hidden_table\\"", "definition": "PRIMARY KEY (id)"}	\N
2330604c2d973f568a08fe63fe9403309cb62a70a629ba9325970de8de1ea69f	index	public	public.hidden_table_pkey	{"on": "public.\\"~dropped_hidden_table\\"", "definition": "CREATE UNIQUE INDEX hidden_table_pkey ON public.\\"~dropped_hidden_table\\" USING btree (id)"}	\N
68eda6d05ba730adbc710a952dce6ffa102499ef7b6a110b9d17ca06637cf18a	trigger	public	"~dropped_hidden_table_emptied" on public."~dropped_hidden_table"	{"on": "public.\\"~dropped_hidden_table\\"", "enabled": "always", "definition": "CREATE TRIGGER \\"~dropped_hidden_table_emptied\\" AFTER TRUNCATE ON public.\\"~dropped_hidden_table\\" FOR EACH STATEMENT EXECUTE FUNCTION migrate.note_write('8_ccca7251')"}	\N
35283eede1c70bb9fe98c8c729b73c35843f808bbd4051fda150ff5d3e177a52	trigger	public	"~dropped_hidden_table_written" on public."~dropped_hidden_table"	{"on": "public.\\"~dropped_hidden_table\\"", "enabled": "always", "definition": "CREATE TRIGGER \\"~dropped_hidden_table_written\\" AFTER INSERT OR DELETE OR UPDATE ON public.\\"~dropped_hidden_table\\" FOR EACH ROW EXECUTE FUNCTION migrate.note_write('8_ccca7251')"}	\N
9f767d6d9d48bdb1f59a3d98de80d9faf63e13676de90d6a97056fceb85aef16	trigger	public	"~migrate_8_ccca7251" on public."~dropped_hidden_table"	{"on": "public.\\"~dropped_hidden_table\\"", "definition": "CREATE TRIGGER \\"~migrate_8_ccca7251\\" BEFORE TRUNCATE ON public.\\"~dropped_hidden_table\\" FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('8_ccca7251')"}	\N
f4d4b5df8622275a91b50214b9da4f61622c7f794b9686f445da7a18a27448f0	table	public	public.new_table	{"owner": "postgres", "columns": "id", "column id": "integer NOT NULL"}	\N
b042626040218b5e1b8a3ec1f93e32a6db226135db36f545cc7273e4a59d6e4b	view	public	public.old_table	{"owner": "postgres", "query": " SELECT new_table.id\\n   FROM public.new_table;", "columns": "id", "options": "security_invoker=true", "column id": "integer"}	\N
80440bfa05602c8547e6d78a88c1041c2a33bdcbcf4847bf2daab3a038e3d7ac	constraint	public	old_table_pkey on public.new_table	{"on": "public.new_table", "definition": "PRIMARY KEY (id)"}	\N
c3c2ec5afb5b489813362daffa95694d10b791ddcb3ba6ea1d61a2f6372f8f1b	index	public	public.old_table_pkey	{"on": "public.new_table", "definition": "CREATE UNIQUE INDEX old_table_pkey ON public.new_table USING btree (id)"}	\N
3820266a39266d5463e6228e66dc2528ed2b8b651fd089282a81ba58bc136194	table	public	public.typed_begun	{"owner": "postgres", "columns": "id, n, n_new_type", "column n": "integer", "column id": "integer NOT NULL", "column n_new_type": "bigint"}	\N
9cddf395fdefdb2f162eced51c3509f73135d8cef27b4e23555d49cb447b3114	constraint	public	typed_begun_pkey on public.typed_begun	{"on": "public.typed_begun", "definition": "PRIMARY KEY (id)"}	\N
edb8381f5b0cf1578df9d2c28cf65555f2769673acd6ebd74338463553eeaf4d	index	public	public.typed_begun_pkey	{"on": "public.typed_begun", "definition": "CREATE UNIQUE INDEX typed_begun_pkey ON public.typed_begun USING btree (id)"}	\N
5394546f09e1f053bc56928f49c3df60818661bec947cbaa087bb4d9ba518525	trigger	public	held on public.typed_begun	{"on": "public.typed_begun", "definition": "CREATE TRIGGER held BEFORE UPDATE ON public.typed_begun FOR EACH ROW WHEN ((old.id = 100)) EXECUTE FUNCTION public.held()"}	\N
90b92176d446235cca66bdefe68c60295724627f048431b12a63ca7017759f82	trigger	public	"~migrate_10_2558c207" on public.typed_begun	{"on": "public.typed_begun", "definition": "CREATE TRIGGER \\"~migrate_10_2558c207\\" BEFORE TRUNCATE ON public.typed_begun FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('10_2558c207')"}	\N
114f373b8e6a3aa12dc0139e856fe02c03ec583a36bb45280cde357e6f36e53d	trigger	public	"~n_sync_10_2558c207" on public.typed_begun	{"on": "public.typed_begun", "enabled": "always", "definition": "CREATE TRIGGER \\"~n_sync_10_2558c207\\" BEFORE INSERT OR UPDATE ON public.typed_begun FOR EACH ROW EXECUTE FUNCTION public.typed_begun_n_sync_10_2558c207('10_2558c207', 'n_new_type', 'n_old_type')"}	\N
df507d33d8703fb2e70d7040318212e86cad0f28d7477a6a69f4e9f0b2301790	function	public	public.typed_begun_n_sync_10_2558c207()	{"body": "\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 10_2558c207 (f0718156), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_new_type := OLD.n_new_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    NEW.n_new_type := NEW.n;\\n    RETURN NEW;\\nEND\\n", "cost": "100", "owner": "postgres", "grants": "postgres: EXECUTE", "result": "trigger", "language": "plpgsql", "arguments": ""}	\N
f038ffade71365926dd88526be7363bd31ed81d423e43ab7a290e865a2dd258e	table	tenant_1	tenant_1.one	{"owner": "postgres", "columns": "id", "column id": "integer"}	\N
78f315832590ba7d02a7b637b2ddbb5786537033f2f9c27124d97c115944a4be	index	tenant_1	tenant_1.one_id	{"on": "tenant_1.one", "definition": "CREATE INDEX one_id ON tenant_1.one USING btree (id)"}	\N
5d81666e524e4b889abc780bffd10ccee6550086f72936b7510164b4dab83796	constraint	public	filled_pkey on public.filled	{"on": "public.filled", "definition": "PRIMARY KEY (id)"}	\N
4c2cd23c39321e44c2909af56e3d3a970346467a599207ae8339967dfe5138d1	constraint	public	t_pkey on public.t	{"on": "public.t", "definition": "PRIMARY KEY (id)"}	\N
85ae238788f4049908cc99292e9d24570c8583df2aea22249535d2f60ad51aa3	function	public	public.held()	{"body": "BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared(1); RETURN NEW; END", "cost": "100", "owner": "postgres", "result": "trigger", "language": "plpgsql", "arguments": ""}	\N
dffefaa32f40cf6954de7333f70bc1a4fabe98732ea2898a750492049ff47339	index	public	public.filled_pkey	{"on": "public.filled", "definition": "CREATE UNIQUE INDEX filled_pkey ON public.filled USING btree (id)"}	\N
bc862ab63696035aecdc8faa0e015658f24c7164553f73de14ac2cf5eba45dff	index	public	public.t_pkey	{"on": "public.t", "definition": "CREATE UNIQUE INDEX t_pkey ON public.t USING btree (id)"}	\N
f625442581c093f61af559ffc006c48ea426f75ffcfcb8480905b9e313f4298c	schema	public	public	{"owner": "pg_database_owner", "grants": "PUBLIC: USAGE; pg_database_owner: ALL", "comment": "standard public schema"}	\N
37a570844b64cbe81e8fbee06971cbeb42e0875c2a0b2f8cddd296a428b9c3c1	table	public	public.filled	{"owner": "postgres", "columns": "id, n", "column n": "integer", "column id": "integer NOT NULL"}	\N
e40fe14c60b720855b20f3eee5ab3bb0fe3c2e2465975adaa929da5c6387f42b	table	public	public.t	{"owner": "postgres", "columns": "id, n", "column n": "integer NOT NULL", "column id": "integer NOT NULL"}	\N
37af1d796f91a69d96d6283518146aeb117b6536b343cde41e28945c2a5bd58f	table	public	public.twice	{"owner": "postgres", "columns": "n", "column n": "integer"}	\N
7805cdbd866adfba952ffa6a42c66c88b5706e2213fc4c099740e07efacd5e96	trigger	public	held on public.filled	{"on": "public.filled", "definition": "CREATE TRIGGER held BEFORE UPDATE ON public.filled FOR EACH ROW WHEN ((old.id = 10000)) EXECUTE FUNCTION public.held()"}	\N
2a2d75d6f6cd21cc6c686496bf0151a50f2541105663d38d6195ab5b190da5eb	schema	tenant_1	tenant_1	{"owner": "postgres"}	\N
13b9bd25a4fa8957974d9fcf80c9305d641daa1d04fb80673f42bfb5bccd13ac	schema	tenant_2	tenant_2	{"owner": "postgres"}	\N
f8fef77bf60141d25d0c500fe02d7a0fd3acef758ff81b8d6aabf0de262f2b83	kind	\N	constraint	\N	{5d81666e524e4b889abc780bffd10ccee6550086f72936b7510164b4dab83796,84e31b40579c5ca54930e8f9316f316897349c8a42d737aee745ada6d657ca1d,88b186752e87a48081447c9b08a6381062d4fd8b789a044bdff7817ebea9cc2e,5a54e72ecfad6862a64f3640ceea93e1e12de5e47956127a9609178846c3de4f,80440bfa05602c8547e6d78a88c1041c2a33bdcbcf4847bf2daab3a038e3d7ac,f6008e7514d7d7660d8945bb27d7297661bb63a3e006abdb40a79eb6efb87cfc,8c5bedea5b1efd10393a37981e335fee7a4facb9589b33293dca805ea7abdd72,4c2cd23c39321e44c2909af56e3d3a970346467a599207ae8339967dfe5138d1,9cddf395fdefdb2f162eced51c3509f73135d8cef27b4e23555d49cb447b3114,5f7d97204109f78642823c173d2dc507e3aa9fc0ff567a554a400f82f408bf19,61caa60252c4295e9da4a4e2cd478e6ed0ca493b971c827bda13aa8098a021d3}
6171a353296434ab1581e682cc4763f67f553153ce2eee314a72697a8ee8512f	kind	\N	function	\N	{85ae238788f4049908cc99292e9d24570c8583df2aea22249535d2f60ad51aa3,af61766277fb7c43ad27aaf6a71c51b22d241a56650f8aee8767a52cdb8edba8,1df5b291aab9aa3ea2d20323dfc6bc7753665524775bab936a7d3ecbaaf7e1e6,c601e6c727be15b8656648e3b67b50ba161e9fbe98910ae42f9eb3ad28992dc2,df507d33d8703fb2e70d7040318212e86cad0f28d7477a6a69f4e9f0b2301790,75c996262f52e81a8628f9a14144540bfb57ce0ca71bb1314ca09b5bf466d369,6ab05d6eb4878dfdfa84257c2ceaee86e88ad5b4da9ff1f48fdef06435288b80}
5a9ec78e6246645480c7ec6189e9361a46659601f21f22c4eb723b687cb49203	kind	\N	index	\N	{dffefaa32f40cf6954de7333f70bc1a4fabe98732ea2898a750492049ff47339,c7e94223f81302d0f2c2dbad0fd92c337480ba00667041af5febbfec85e61672,2330604c2d973f568a08fe63fe9403309cb62a70a629ba9325970de8de1ea69f,73d8bc9632594c84e3fe235b2ff2ec53679dd0a8895e02ba9a521759e55b4902,c3c2ec5afb5b489813362daffa95694d10b791ddcb3ba6ea1d61a2f6372f8f1b,4ef2fd603d458cca498e1420268e0e946e5ff98eff60a4a7a3a78190fd69aa7b,5a38d427e99fccee16106385db1f6f9eae7bb16700fb41152bc1fc2f4b7160f7,3fecc75304ff79c74f44bf68bbf0bc46d7d4b089cf6c86b855320d622251b3f0,bc862ab63696035aecdc8faa0e015658f24c7164553f73de14ac2cf5eba45dff,edb8381f5b0cf1578df9d2c28cf65555f2769673acd6ebd74338463553eeaf4d,85965d31de2959022a4c566d6d1288ab5799e522c5b55305ee9d70eadee4c14a,fcd5406efac9ddf104a81c3c8faf44ea038ae38b517e33dff16bf32affcfff10}
cecdd43deec253c660131e12bd20db4afe7559adb00b240f09910c6ddf791b5d	kind	\N	schema	\N	{f625442581c093f61af559ffc006c48ea426f75ffcfcb8480905b9e313f4298c}
106bb586d7a61831bc8e4fbc610198559d23270bedc68fa37cc1310e0b2fdc6b	kind	\N	table	\N	{29b73140954d51b051f7750c4618707d973a88ac4ab2b94104f20da02af28a5d,37a570844b64cbe81e8fbee06971cbeb42e0875c2a0b2f8cddd296a428b9c3c1,0760c1f2e88357ebc69beddf3fb137022ad8844829a7fb99617e4b4c772a43ce,9550f52ab40c8dede77335195ec97894bd72d52ba5348a389891f92f92224313,4da427f3ea8caad6f7840bf2703ecbe987a243a7743874298c8f103c7e576989,f4d4b5df8622275a91b50214b9da4f61622c7f794b9686f445da7a18a27448f0,872772bc4bd571cde3ea7a0220d9895c7bbfa4c9fb41921e124189a10cfc5e53,edf811a6a5f2a43941b07029b1f435544b2a6d501569cfd6ebc18cfd2d1f6e07,aceda865ebd5b436ac6a554f15db747aa19256f98d11dc9129b70b6f54d6c66a,e40fe14c60b720855b20f3eee5ab3bb0fe3c2e2465975adaa929da5c6387f42b,37af1d796f91a69d96d6283518146aeb117b6536b343cde41e28945c2a5bd58f,3820266a39266d5463e6228e66dc2528ed2b8b651fd089282a81ba58bc136194,da1bb7d8d533e0c520c10a1541fe0cf76ebc7248678d6722da7248b83575e3f9,93facc75657e68e1a9e8dc5e8f00b881e58ff6cda409ace28d473a6097630132}
d93b54461faa904f26ed5509973532ef084b0d01ea1d34462838127889ef90b7	kind	\N	trigger	\N	{7fa668a42cc85f6dfe8bb7085340d0d65ca780c2e4580084a1a0a642e09ff0cb,c84a993cacaf2da16bc7d9935b8a8719bda28dddd151cfb59a4767919616f109,dfc1e7a1750371eea73b82ad806c7300760ff355905b0fe22ae1de6df6dd9c69,72dd677a1d82ee527237a69b4a0a741c8059ccc0879079c2f94c18a0edb8a250,68eda6d05ba730adbc710a952dce6ffa102499ef7b6a110b9d17ca06637cf18a,35283eede1c70bb9fe98c8c729b73c35843f808bbd4051fda150ff5d3e177a52,608941f7267400cae6ddf77e2364a27e8a264bf9f946d24f99137a49895729da,7fd4aafc55cfd66cd14403ebb52ed959163cc244cca1d358e8a04865744b9c20,90b92176d446235cca66bdefe68c60295724627f048431b12a63ca7017759f82,35d108185f2d0d18e12efcdcc101cc7c1996eeed3073c3903506c5715424ce46,d5b0e25c0a6fb47986e5544e17f1e99a63e4c99295e0ef4f8d4d37c293f7f01f,8e322bd1e08aaa2f998d7cfc52dda1724a1afe96eef424d477dca843d810f43f,c131f740cf1ad062c03803c25d07b31b7dccae114b38642928c03626ac4028dd,4a94019e6e11e4b3101101b902886c2792e47dec471b36bcf22a52c4a7b7538d,c83c99b3906ee756d6274c6eb7128767d6ccbc0d6ab90b03db98fab4b02c4b5e,9f767d6d9d48bdb1f59a3d98de80d9faf63e13676de90d6a97056fceb85aef16,114f373b8e6a3aa12dc0139e856fe02c03ec583a36bb45280cde357e6f36e53d,a73f7129430f9856c2f0f6fc17db847b00e15f7ad1cea16774fa1c9783c6d5e5,b48340209aa2e1f58eaeb3f0ca7e4973cd73d25a6a06e2ee8c8bc56fc7c16cf7,92010312c3177db989cca1fa60a0c98c2bd40a12d765b68f78b18ccbb7eb90ad,d04e012e70e79eb97bcebee22ce768dec6c2b7142611c2bb8fbec21ab2d71901,7805cdbd866adfba952ffa6a42c66c88b5706e2213fc4c099740e07efacd5e96,5394546f09e1f053bc56928f49c3df60818661bec947cbaa087bb4d9ba518525}
d49acd1babe26163a57271484129a2c9aa1f3b73f824ebd051b459008717f31f	kind	\N	view	\N	{b042626040218b5e1b8a3ec1f93e32a6db226135db36f545cc7273e4a59d6e4b}
3b1ab8f288f89c6e106ed265833361877cb303f80af44b6fe554b55d9ed37413	contents	\N	public	\N	{f8fef77bf60141d25d0c500fe02d7a0fd3acef758ff81b8d6aabf0de262f2b83,6171a353296434ab1581e682cc4763f67f553153ce2eee314a72697a8ee8512f,5a9ec78e6246645480c7ec6189e9361a46659601f21f22c4eb723b687cb49203,cecdd43deec253c660131e12bd20db4afe7559adb00b240f09910c6ddf791b5d,106bb586d7a61831bc8e4fbc610198559d23270bedc68fa37cc1310e0b2fdc6b,d93b54461faa904f26ed5509973532ef084b0d01ea1d34462838127889ef90b7,d49acd1babe26163a57271484129a2c9aa1f3b73f824ebd051b459008717f31f}
8be52a05b3311d71332292049111cc2e966ac4b249a491dfce403b4f46053dba	kind	\N	index	\N	{78f315832590ba7d02a7b637b2ddbb5786537033f2f9c27124d97c115944a4be}
19514cc1653bf4b4c9435ad5c6378cd777cad9053e806f09f8e6752cd137469c	kind	\N	schema	\N	{2a2d75d6f6cd21cc6c686496bf0151a50f2541105663d38d6195ab5b190da5eb}
49eca06cb59bebcc44b66baf44f2b0794f22cd6415f00ac521efabb1c4be264a	kind	\N	table	\N	{f038ffade71365926dd88526be7363bd31ed81d423e43ab7a290e865a2dd258e}
39504e6b5d6d823d3389cceaea1d5b111b64392c1573e092e018a64c2175e305	contents	\N	tenant_1	\N	{8be52a05b3311d71332292049111cc2e966ac4b249a491dfce403b4f46053dba,19514cc1653bf4b4c9435ad5c6378cd777cad9053e806f09f8e6752cd137469c,49eca06cb59bebcc44b66baf44f2b0794f22cd6415f00ac521efabb1c4be264a}
f2852d129b4d8ceca4a41f473a7d8bdd573197c76678efebb049efdb1b185c3f	kind	\N	schema	\N	{13b9bd25a4fa8957974d9fcf80c9305d641daa1d04fb80673f42bfb5bccd13ac}
516d761d0ad58b9ee72951240a3b1869902bd3d696d4cdbe6d1142a262259ac3	contents	\N	tenant_2	\N	{f2852d129b4d8ceca4a41f473a7d8bdd573197c76678efebb049efdb1b185c3f}
7d9df836831edf4f430a3fc8b2c5577737f74553f09998ddb840c07dfb5caced	root	\N		\N	{3b1ab8f288f89c6e106ed265833361877cb303f80af44b6fe554b55d9ed37413,39504e6b5d6d823d3389cceaea1d5b111b64392c1573e092e018a64c2175e305,516d761d0ad58b9ee72951240a3b1869902bd3d696d4cdbe6d1142a262259ac3}
\.


--
-- Data for Name: fingerprints; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.fingerprints (id, schema_name, hash, server, taken_at, taken_by) FROM stdin;
1	\N	7d9df836831edf4f430a3fc8b2c5577737f74553f09998ddb840c07dfb5caced	15	2026-11-30 00:29:24.853528+00	postgres
\.


--
-- Data for Name: folders; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.folders (version, folder, file) FROM stdin;
\.


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.jobs (id, direction, versions, plan, operation, what, status, asked_by, run_as, settings, pid, in_line, is_cancelled, created_at, started_at, finished_at, not_before, stop_at, stopped_at, deferred_in, error, schemas) FROM stdin;
12	up	{}	[]	\N	apply in 1 schema	done	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	10556	f	f	2026-11-30 00:29:24.790124+00	2026-11-30 00:29:24.797365+00	2026-11-30 00:29:24.835838+00	\N	\N	\N	\N	\N	{"by": "version", "only": 1, "steps": null, "target": null, "workers": 2, "direction": "up", "has_canary": false, "max_failures": 1}
1	up	{1}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "CREATE TABLE", "line": 1, "text": "CREATE TABLE one (id int)", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [{"name": "one", "schema": null}]}}}]}}, {"standalone": {"probe": {"index_valid": {"index": "one_id", "table": {"name": "one", "schema": null}}}, "action": {"statement": {"tag": "CREATE INDEX", "line": 1, "text": "CREATE INDEX CONCURRENTLY one_id ON one (id)", "class": {"Standalone": {"CreateIndex": {"index": "one_id", "table": {"name": "one", "schema": null}}}}, "locks": [], "start": 27, "column": 28, "number": 2, "tables": [{"name": "one", "schema": null}], "bearing": {"index": {"index": {"name": "one_id", "schema": null}, "table": {"name": "one", "schema": null}}}}}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 2, "text": "ALTER TABLE log ALTER COLUMN word SET DEFAULT 'x'", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "log", "schema": null}}], "start": 112, "column": 40, "number": 3, "tables": [{"name": "log", "schema": null}]}}}]}}], "purpose": {"version": 1, "checksum": "c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e", "direction": "up", "description": "m1", "fingerprint": "c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e"}}]	\N	apply 1 m1	cancelled	postgres	postgres	{"search_path": "\\"$user\\", public"}	\N	f	f	2026-11-30 00:29:23.061197+00	\N	2026-11-30 00:29:23.063123+00	2026-12-01 00:29:23.051159+00	\N	\N	594e92ed-69f1-4da3-851e-092879f70690	\N	\N
2	up	{1}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "CREATE TABLE", "line": 1, "text": "CREATE TABLE one (id int)", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [{"name": "one", "schema": null}]}}}]}}, {"standalone": {"probe": {"index_valid": {"index": "one_id", "table": {"name": "one", "schema": null}}}, "action": {"statement": {"tag": "CREATE INDEX", "line": 1, "text": "CREATE INDEX CONCURRENTLY one_id ON one (id)", "class": {"Standalone": {"CreateIndex": {"index": "one_id", "table": {"name": "one", "schema": null}}}}, "locks": [], "start": 27, "column": 28, "number": 2, "tables": [{"name": "one", "schema": null}], "bearing": {"index": {"index": {"name": "one_id", "schema": null}, "table": {"name": "one", "schema": null}}}}}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 2, "text": "ALTER TABLE log ALTER COLUMN word SET DEFAULT 'x'", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "log", "schema": null}}], "start": 112, "column": 40, "number": 3, "tables": [{"name": "log", "schema": null}]}}}]}}], "purpose": {"version": 1, "checksum": "c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e", "direction": "up", "description": "m1", "fingerprint": "c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e"}}]	\N	apply 1 m1	done	postgres	postgres	{"search_path": "\\"$user\\", public"}	10541	f	f	2026-11-30 00:29:23.06953+00	2026-11-30 00:29:23.076838+00	2026-11-30 00:29:23.114665+00	\N	\N	\N	\N	\N	\N
13	up	{2,3}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "INSERT", "line": 1, "text": "INSERT INTO log VALUES ('once')", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [{"name": "log", "schema": null}]}}}]}}, {"standalone": {"probe": {"index_valid": {"index": "u", "table": {"name": "twice", "schema": null}}}, "action": {"statement": {"tag": "CREATE INDEX", "line": 1, "text": "CREATE UNIQUE INDEX CONCURRENTLY u ON twice (n)", "class": {"Standalone": {"CreateIndex": {"index": "u", "table": {"name": "twice", "schema": null}}}}, "locks": [], "start": 33, "column": 34, "number": 2, "tables": [{"name": "twice", "schema": null}], "bearing": {"index": {"index": {"name": "u", "schema": null}, "table": {"name": "twice", "schema": null}}}}}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "INSERT", "line": 1, "text": "INSERT INTO log VALUES ('then')", "class": "Ordinary", "locks": [], "start": 82, "column": 83, "number": 3, "tables": [{"name": "log", "schema": null}]}}}]}}], "purpose": {"version": 2, "checksum": "14bfad9ab0a20d23d0a594c0e3cb15995ade83c1173230150afe0d67292c7e87", "direction": "up", "description": "m2", "fingerprint": "14bfad9ab0a20d23d0a594c0e3cb15995ade83c1173230150afe0d67292c7e87"}}, {"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "CREATE TABLE", "line": 1, "text": "CREATE TABLE three (id int)", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [{"name": "three", "schema": null}]}}}]}}, {"operation": {"probe": null, "action": {"statement": {"tag": "safe_create_index", "line": 1, "text": "SELECT migrate.safe_create_index('t', '{n}')", "class": "Operation", "locks": [], "start": 29, "column": 30, "number": 2, "tables": []}}}}], "purpose": {"version": 3, "checksum": "71900a698cefad1fac395b19c6d600952eb157a5b6af10f5b26bd33c4dff74e5", "direction": "up", "description": "m3", "fingerprint": "71900a698cefad1fac395b19c6d600952eb157a5b6af10f5b26bd33c4dff74e5"}}]	\N	apply 2 migrations, from 2 on	queued	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	\N	f	f	2026-11-30 00:29:24.862286+00	\N	\N	2026-12-01 00:29:24.853995+00	\N	\N	594e92ed-69f1-4da3-851e-092879f70690	\N	\N
3	up	{2}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "INSERT", "line": 1, "text": "INSERT INTO log VALUES ('once')", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [{"name": "log", "schema": null}]}}}]}}, {"standalone": {"probe": {"index_valid": {"index": "u", "table": {"name": "twice", "schema": null}}}, "action": {"statement": {"tag": "CREATE INDEX", "line": 1, "text": "CREATE UNIQUE INDEX CONCURRENTLY u ON twice (n)", "class": {"Standalone": {"CreateIndex": {"index": "u", "table": {"name": "twice", "schema": null}}}}, "locks": [], "start": 33, "column": 34, "number": 2, "tables": [{"name": "twice", "schema": null}], "bearing": {"index": {"index": {"name": "u", "schema": null}, "table": {"name": "twice", "schema": null}}}}}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "INSERT", "line": 1, "text": "INSERT INTO log VALUES ('then')", "class": "Ordinary", "locks": [], "start": 82, "column": 83, "number": 3, "tables": [{"name": "log", "schema": null}]}}}]}}], "purpose": {"version": 2, "checksum": "14bfad9ab0a20d23d0a594c0e3cb15995ade83c1173230150afe0d67292c7e87", "direction": "up", "description": "m2", "fingerprint": "14bfad9ab0a20d23d0a594c0e3cb15995ade83c1173230150afe0d67292c7e87"}}]	\N	apply 2 m2	failed	postgres	postgres	{"search_path": "\\"$user\\", public"}	10543	f	f	2026-11-30 00:29:23.136253+00	2026-11-30 00:29:23.146083+00	2026-11-30 00:29:23.166667+00	\N	\N	\N	\N	{"hint": "Fix the cause, then CALL migrate.up() to continue with unit 2, or CALL migrate.down() to undo what is committed.", "detail": "23505: could not create unique index \\"u\\": Key (n)=(1) is duplicated.\\nUnit 1 (statement 1) is committed.\\nThe invalid index \\"u\\" was removed.", "message": "migration 2 \\"m2\\" failed in unit 2 of 3, statement 2, line 1, column 34", "position": null, "sqlstate": "23505"}	\N
4	up	{}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.renamed ADD COLUMN new_name text", "what": "add column new_name text", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "renamed", "schema": "public"}}], "start": 0, "column": 1, "number": 1, "tables": [{"name": "renamed", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE FUNCTION", "line": 1, "text": "CREATE FUNCTION public.renamed_new_name_sync_1_67c2379a() RETURNS trigger LANGUAGE plpgsql AS $migrate$\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 1_67c2379a (71d6dab6), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'INSERT' THEN\\n        IF NEW.new_name IS DISTINCT FROM NULL THEN\\n            NEW.old_name := NEW.new_name;\\n        ELSE\\n            NEW.new_name := NEW.old_name;\\n        END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.new_name), ROW(OLD.new_name)) THEN\\n        NEW.old_name := NEW.new_name;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.old_name), ROW(OLD.old_name)) THEN\\n        NEW.new_name := NEW.old_name;\\n    END IF;\\n    RETURN NEW;\\nEND\\n$migrate$", "what": "create trigger function", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 2, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "REVOKE", "line": 1, "text": "REVOKE ALL ON FUNCTION public.renamed_new_name_sync_1_67c2379a() FROM PUBLIC", "what": "revoke trigger function from public", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 3, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~new_name_sync_1_67c2379a\\" BEFORE INSERT ON public.renamed FOR EACH ROW EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a')", "what": "create trigger on insert (both directions)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "renamed", "schema": "public"}}], "start": 0, "column": 1, "number": 4, "tables": [{"name": "renamed", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.renamed ENABLE ALWAYS TRIGGER \\"~new_name_sync_1_67c2379a\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "renamed", "schema": "public"}}], "start": 0, "column": 1, "number": 5, "tables": [{"name": "renamed", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~new_name_sync_update_1_67c2379a\\" BEFORE UPDATE ON public.renamed FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW.old_name, NEW.new_name), ROW(OLD.old_name, OLD.new_name))) EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a')", "what": "create trigger on update (both directions)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "renamed", "schema": "public"}}], "start": 0, "column": 1, "number": 6, "tables": [{"name": "renamed", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.renamed ENABLE ALWAYS TRIGGER \\"~new_name_sync_update_1_67c2379a\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "renamed", "schema": "public"}}], "start": 0, "column": 1, "number": 7, "tables": [{"name": "renamed", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~migrate_1_67c2379a\\" BEFORE TRUNCATE ON public.renamed FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('1_67c2379a')", "what": "create trigger (mark of the change)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "renamed", "schema": "public"}}], "start": 0, "column": 1, "number": 8, "tables": [{"name": "renamed", "schema": "public"}]}}}]}}, {"batched": {"step": {"probe": null, "action": {"statement": {"tag": "UPDATE", "line": 1, "text": "UPDATE public.renamed SET new_name = old_name WHERE pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))", "what": "backfill new_name", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 9, "tables": [{"name": "renamed", "schema": "public"}]}}}, "backfill": {"rest": "pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))", "table": {"name": "renamed", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))", "assignments": [{"column": "new_name", "expression": "old_name"}]}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', renamed.id), '), ', 'at ctid ', renamed.ctid) INTO \\"~place\\" FROM public.renamed AS renamed WHERE (pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.renamed AS \\"~each\\" LOOP\\n                SELECT pg_catalog.record_image_ne(ROW(new_name), ROW(old_name)) INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS renamed;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'rows of renamed differ in columns old_name and new_name',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Set one of the two to what is right: the other follows. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'rows of renamed differ in columns old_name and new_name', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Set one of the two to what is right: the other follows. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that old_name and new_name agree", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 10, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"new": "new_name", "old": "old_name", "table": {"name": "renamed", "schema": "public"}, "strategy": "dual", "operation": "rename_column", "compatibility_view": null}, "description": "safe_rename_column on renamed"}}]	safe_rename_column on renamed	rename renamed.old_name to new_name	done	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	10545	f	f	2026-11-30 00:29:23.202789+00	2026-11-30 00:29:23.215489+00	2026-11-30 00:29:23.305985+00	\N	\N	\N	\N	\N	\N
11	up	{}	[{"units": [{"batched": {"step": {"probe": null, "action": {"statement": {"tag": "UPDATE", "line": 1, "text": "UPDATE public.filled SET n = id WHERE n IS NULL", "what": "backfill n", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [{"name": "filled", "schema": "public"}]}}}, "backfill": {"rest": "(n IS NULL) AND (n IS DISTINCT FROM CAST((id) AS integer))", "table": {"name": "filled", "schema": "public"}, "settled": "seen", "can_skip": true, "on_error": "stop", "parallel": 1, "condition": "n IS NULL", "assignments": [{"column": "n", "expression": "id"}]}}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"table": {"name": "filled", "schema": "public"}, "on_error": "stop", "parallel": 1, "condition": "n IS NULL", "operation": "backfill", "assignments": [{"column": "n", "expression": "id"}]}, "description": "safe_backfill on filled"}}]	safe_backfill on filled	backfill filled.n	lost	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0", "migrate.backfill_target": "5ms"}	10554	f	f	2026-11-30 00:29:24.709228+00	2026-11-30 00:29:24.72016+00	2026-11-30 00:29:24.799019+00	\N	\N	\N	\N	\N	\N
5	up	{}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.typed_ready ADD COLUMN n_new_type bigint", "what": "add column n_new_type bigint", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "typed_ready", "schema": "public"}}], "start": 0, "column": 1, "number": 1, "tables": [{"name": "typed_ready", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE FUNCTION", "line": 1, "text": "CREATE FUNCTION public.typed_ready_n_sync_2_f4ee638b() RETURNS trigger LANGUAGE plpgsql AS $migrate$\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 2_f4ee638b (f0718156), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_new_type := OLD.n_new_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    NEW.n_new_type := NEW.n;\\n    RETURN NEW;\\nEND\\n$migrate$", "what": "create trigger function", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 2, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "REVOKE", "line": 1, "text": "REVOKE ALL ON FUNCTION public.typed_ready_n_sync_2_f4ee638b() FROM PUBLIC", "what": "revoke trigger function from public", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 3, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~n_sync_2_f4ee638b\\" BEFORE INSERT OR UPDATE ON public.typed_ready FOR EACH ROW EXECUTE FUNCTION public.typed_ready_n_sync_2_f4ee638b('2_f4ee638b', 'n_new_type', 'n_old_type')", "what": "create trigger on insert or update (one direction)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "typed_ready", "schema": "public"}}], "start": 0, "column": 1, "number": 4, "tables": [{"name": "typed_ready", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.typed_ready ENABLE ALWAYS TRIGGER \\"~n_sync_2_f4ee638b\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "typed_ready", "schema": "public"}}], "start": 0, "column": 1, "number": 5, "tables": [{"name": "typed_ready", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~migrate_2_f4ee638b\\" BEFORE TRUNCATE ON public.typed_ready FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('2_f4ee638b')", "what": "create trigger (mark of the change)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "typed_ready", "schema": "public"}}], "start": 0, "column": 1, "number": 6, "tables": [{"name": "typed_ready", "schema": "public"}]}}}]}}, {"batched": {"step": {"probe": null, "action": {"statement": {"tag": "UPDATE", "line": 1, "text": "UPDATE public.typed_ready SET n_new_type = n WHERE n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "what": "backfill n_new_type", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 7, "tables": [{"name": "typed_ready", "schema": "public"}]}}}, "backfill": {"row": "typed_ready", "rest": null, "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_ready", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "assignments": [{"column": "n_new_type", "expression": "n"}]}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ANALYZE", "line": 1, "text": "ANALYZE public.typed_ready (n_new_type)", "what": "analyze typed_ready", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 8, "tables": [{"name": "typed_ready", "schema": "public"}]}}}]}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', typed_ready.id), '), ', 'at ctid ', typed_ready.ctid) INTO \\"~place\\" FROM public.typed_ready AS typed_ready WHERE (pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint)))) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.typed_ready AS \\"~each\\" LOOP\\n                SELECT pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint))) INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS typed_ready;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of typed_ready has another value in column n_new_type than it should',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'a row of typed_ready has another value in column n_new_type than it should', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that n and n_new_type agree", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 9, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_ready", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}, "description": "safe_change_column_type on typed_ready"}}]	safe_change_column_type on typed_ready	change type of typed_ready.n to bigint	done	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	10546	f	f	2026-11-30 00:29:23.364352+00	2026-11-30 00:29:23.376548+00	2026-11-30 00:29:23.517724+00	\N	\N	\N	\N	\N	\N
6	up	{}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.typed_grace ADD COLUMN n_new_type bigint", "what": "add column n_new_type bigint", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "typed_grace", "schema": "public"}}], "start": 0, "column": 1, "number": 1, "tables": [{"name": "typed_grace", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE FUNCTION", "line": 1, "text": "CREATE FUNCTION public.typed_grace_n_sync_3_dd684087() RETURNS trigger LANGUAGE plpgsql AS $migrate$\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 3_dd684087 (f0718156), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_new_type := OLD.n_new_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    NEW.n_new_type := NEW.n;\\n    RETURN NEW;\\nEND\\n$migrate$", "what": "create trigger function", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 2, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "REVOKE", "line": 1, "text": "REVOKE ALL ON FUNCTION public.typed_grace_n_sync_3_dd684087() FROM PUBLIC", "what": "revoke trigger function from public", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 3, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~n_sync_3_dd684087\\" BEFORE INSERT OR UPDATE ON public.typed_grace FOR EACH ROW EXECUTE FUNCTION public.typed_grace_n_sync_3_dd684087('3_dd684087', 'n_new_type', 'n_old_type')", "what": "create trigger on insert or update (one direction)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "typed_grace", "schema": "public"}}], "start": 0, "column": 1, "number": 4, "tables": [{"name": "typed_grace", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.typed_grace ENABLE ALWAYS TRIGGER \\"~n_sync_3_dd684087\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "typed_grace", "schema": "public"}}], "start": 0, "column": 1, "number": 5, "tables": [{"name": "typed_grace", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~migrate_3_dd684087\\" BEFORE TRUNCATE ON public.typed_grace FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('3_dd684087')", "what": "create trigger (mark of the change)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "typed_grace", "schema": "public"}}], "start": 0, "column": 1, "number": 6, "tables": [{"name": "typed_grace", "schema": "public"}]}}}]}}, {"batched": {"step": {"probe": null, "action": {"statement": {"tag": "UPDATE", "line": 1, "text": "UPDATE public.typed_grace SET n_new_type = n WHERE n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "what": "backfill n_new_type", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 7, "tables": [{"name": "typed_grace", "schema": "public"}]}}}, "backfill": {"row": "typed_grace", "rest": null, "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_grace", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "assignments": [{"column": "n_new_type", "expression": "n"}]}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ANALYZE", "line": 1, "text": "ANALYZE public.typed_grace (n_new_type)", "what": "analyze typed_grace", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 8, "tables": [{"name": "typed_grace", "schema": "public"}]}}}]}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', typed_grace.id), '), ', 'at ctid ', typed_grace.ctid) INTO \\"~place\\" FROM public.typed_grace AS typed_grace WHERE (pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint)))) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.typed_grace AS \\"~each\\" LOOP\\n                SELECT pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint))) INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS typed_grace;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that n and n_new_type agree", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 9, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_grace", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}, "description": "safe_change_column_type on typed_grace"}}]	safe_change_column_type on typed_grace	change type of typed_grace.n to bigint	done	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	10547	f	f	2026-11-30 00:29:23.61746+00	2026-11-30 00:29:23.628578+00	2026-11-30 00:29:23.746609+00	\N	\N	\N	\N	\N	\N
7	up	{}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', typed_grace.id), '), ', 'at ctid ', typed_grace.ctid) INTO \\"~place\\" FROM public.typed_grace AS typed_grace WHERE (pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint)))) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.typed_grace AS \\"~each\\" LOOP\\n                SELECT pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint))) INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS typed_grace;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that n and n_new_type agree", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.typed_grace RENAME COLUMN n TO n_old_type", "what": "rename column n to n_old_type", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "typed_grace", "schema": "public"}}], "start": 0, "column": 1, "number": 2, "tables": [{"name": "typed_grace", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.typed_grace RENAME COLUMN n_new_type TO n", "what": "rename column n_new_type to n", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "typed_grace", "schema": "public"}}], "start": 0, "column": 1, "number": 3, "tables": [{"name": "typed_grace", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE FUNCTION", "line": 1, "text": "CREATE OR REPLACE FUNCTION public.typed_grace_n_sync_3_dd684087() RETURNS trigger LANGUAGE plpgsql AS $migrate$\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 3_dd684087 (c1f09346), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_old_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_old_type := OLD.n_old_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    BEGIN\\n        NEW.n_old_type := NEW.n;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        NEW.n_old_type := NULL;\\n    END;\\n    RETURN NEW;\\nEND\\n$migrate$", "what": "replace trigger function", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 4, "tables": []}}}]}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"way": "complete", "from": "ready", "force": false, "which": {"table": {"name": "typed_grace", "schema": "public"}, "column": "n"}, "operation": "end_change"}, "description": "complete of typed_grace.n"}}]	complete of typed_grace.n	complete change of type of typed_grace.n	done	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	10548	f	f	2026-11-30 00:29:23.86117+00	2026-11-30 00:29:23.871731+00	2026-11-30 00:29:23.945367+00	\N	\N	\N	\N	\N	\N
8	up	{}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', split.id), '), ', 'at ctid ', split.ctid) INTO \\"~place\\" FROM public.split AS split WHERE (pg_catalog.num_nulls((((split_part(name, ' ', 1)))::text), (((split_part(name, ' ', 2)))::text)) OPERATOR(pg_catalog.>) 2) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.split AS \\"~each\\" LOOP\\n                SELECT pg_catalog.num_nulls((((split_part(name, ' ', 1)))::text), (((split_part(name, ' ', 2)))::text)) OPERATOR(pg_catalog.>) 2 INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS split;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of split has no counterpart in first, last',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'a row of split has no counterpart in first, last', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that each row has new values", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.split ADD COLUMN first text, ADD COLUMN last text", "what": "add column first text, last text", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "split", "schema": "public"}}], "start": 0, "column": 1, "number": 2, "tables": [{"name": "split", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE FUNCTION", "line": 1, "text": "CREATE FUNCTION public.split_first_last_sync_5_9eb6b554() RETURNS trigger LANGUAGE plpgsql SET search_path TO public, pg_temp SET array_nulls TO 'on' SET bytea_output TO 'hex' SET datestyle TO 'ISO, MDY' SET default_text_search_config TO 'pg_catalog.english' SET extra_float_digits TO '1' SET intervalstyle TO 'postgres' SET lc_monetary TO 'C.utf8' SET lc_numeric TO 'C.utf8' SET lc_time TO 'C.utf8' SET standard_conforming_strings TO 'on' SET timezone TO 'Etc/UTC' SET transform_null_equals TO 'off' SET xmlbinary TO 'base64' SET xmloption TO 'content' AS $migrate$\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 5_9eb6b554 (ed19ac60), and dropped with it.\\nDECLARE\\n    \\"~differs\\" boolean;\\nBEGIN\\n    IF TG_OP = 'INSERT' THEN\\n        IF NEW.first IS DISTINCT FROM NULL OR NEW.last IS DISTINCT FROM NULL THEN\\n            BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;\\n        ELSE\\n            BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;\\n        END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.first, NEW.last), ROW(OLD.first, OLD.last)) THEN\\n        BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.name), ROW(OLD.name)) THEN\\n        BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;\\n    END IF;\\n    RETURN NEW;\\nEND\\n$migrate$", "what": "create trigger function", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 3, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "REVOKE", "line": 1, "text": "REVOKE ALL ON FUNCTION public.split_first_last_sync_5_9eb6b554() FROM PUBLIC", "what": "revoke trigger function from public", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 4, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~first_last_sync_5_9eb6b554\\" BEFORE INSERT ON public.split FOR EACH ROW EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden')", "what": "create trigger on insert (both directions)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "split", "schema": "public"}}], "start": 0, "column": 1, "number": 5, "tables": [{"name": "split", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.split ENABLE ALWAYS TRIGGER \\"~first_last_sync_5_9eb6b554\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "split", "schema": "public"}}], "start": 0, "column": 1, "number": 6, "tables": [{"name": "split", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~first_last_sync_update_5_9eb6b554\\" BEFORE UPDATE ON public.split FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW.name, NEW.first, NEW.last), ROW(OLD.name, OLD.first, OLD.last))) EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden')", "what": "create trigger on update (both directions)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "split", "schema": "public"}}], "start": 0, "column": 1, "number": 7, "tables": [{"name": "split", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.split ENABLE ALWAYS TRIGGER \\"~first_last_sync_update_5_9eb6b554\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "split", "schema": "public"}}], "start": 0, "column": 1, "number": 8, "tables": [{"name": "split", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~migrate_5_9eb6b554\\" BEFORE TRUNCATE ON public.split FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('5_9eb6b554')", "what": "create trigger (mark of the change)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "split", "schema": "public"}}], "start": 0, "column": 1, "number": 9, "tables": [{"name": "split", "schema": "public"}]}}}]}}, {"batched": {"step": {"probe": null, "action": {"statement": {"tag": "UPDATE", "line": 1, "text": "UPDATE public.split SET first = (split_part(name, ' ', 1)), last = (split_part(name, ' ', 2)) WHERE pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (first IS NOT DISTINCT FROM NULL AND last IS NOT DISTINCT FROM NULL OR name IS DISTINCT FROM ((first || ' ' || last)))", "what": "backfill first, last", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 10, "tables": [{"name": "split", "schema": "public"}]}}}, "backfill": {"row": "split", "rest": "pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (first IS NOT DISTINCT FROM NULL AND last IS NOT DISTINCT FROM NULL OR name IS DISTINCT FROM ((first || ' ' || last)))", "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "split", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (first IS NOT DISTINCT FROM NULL AND last IS NOT DISTINCT FROM NULL OR name IS DISTINCT FROM ((first || ' ' || last)))", "assignments": [{"column": "first", "expression": "(split_part(name, ' ', 1))"}, {"column": "last", "expression": "(split_part(name, ' ', 2))"}]}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', split.id), '), ', 'at ctid ', split.ctid) INTO \\"~place\\" FROM public.split AS split WHERE (pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (name IS DISTINCT FROM ((first || ' ' || last)))) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.split AS \\"~each\\" LOOP\\n                SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (name IS DISTINCT FROM ((first || ' ' || last))) INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS split;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'rows of split do not follow from each other',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'rows of split do not follow from each other', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that old and new columns agree", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 11, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"new": [{"name": "first", "data_type": "text", "expression": "(split_part(name, ' ', 1))"}, {"name": "last", "data_type": "text", "expression": "(split_part(name, ' ', 2))"}], "old": [{"column": "name", "expression": "(first || ' ' || last)"}], "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "split", "schema": "public"}, "operation": "split_column"}, "description": "safe_split_column on split"}}]	safe_split_column on split	split split.name into first, last	done	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	10549	f	f	2026-11-30 00:29:24.004137+00	2026-11-30 00:29:24.014699+00	2026-11-30 00:29:24.127176+00	\N	\N	\N	\N	\N	\N
9	up	{}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', merged.id), '), ', 'at ctid ', merged.ctid) INTO \\"~place\\" FROM public.merged AS merged WHERE (pg_catalog.num_nulls((((a || '/' || b))::text)) OPERATOR(pg_catalog.>) 1) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.merged AS \\"~each\\" LOOP\\n                SELECT pg_catalog.num_nulls((((a || '/' || b))::text)) OPERATOR(pg_catalog.>) 1 INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS merged;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of merged has no counterpart in c',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'a row of merged has no counterpart in c', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that each row has new values", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 1, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.merged ADD COLUMN c text", "what": "add column c text", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "merged", "schema": "public"}}], "start": 0, "column": 1, "number": 2, "tables": [{"name": "merged", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE FUNCTION", "line": 1, "text": "CREATE FUNCTION public.merged_c_sync_6_f5af08ac() RETURNS trigger LANGUAGE plpgsql SET search_path TO public, pg_temp SET array_nulls TO 'on' SET bytea_output TO 'hex' SET datestyle TO 'ISO, MDY' SET default_text_search_config TO 'pg_catalog.english' SET extra_float_digits TO '1' SET intervalstyle TO 'postgres' SET lc_monetary TO 'C.utf8' SET lc_numeric TO 'C.utf8' SET lc_time TO 'C.utf8' SET standard_conforming_strings TO 'on' SET timezone TO 'Etc/UTC' SET transform_null_equals TO 'off' SET xmlbinary TO 'base64' SET xmloption TO 'content' AS $migrate$\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 6_f5af08ac (6e52630f), and dropped with it.\\nDECLARE\\n    \\"~differs\\" boolean;\\nBEGIN\\n    IF TG_OP = 'INSERT' THEN\\n        IF NEW.c IS DISTINCT FROM NULL THEN\\n            BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;\\n        ELSE\\n            BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;\\n        END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.c), ROW(OLD.c)) THEN\\n        BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO \\"~differs\\" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN \\"~differs\\" := true; END;\\n        IF \\"~differs\\" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;\\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.a, NEW.b), ROW(OLD.a, OLD.b)) THEN\\n        BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;\\n    END IF;\\n    RETURN NEW;\\nEND\\n$migrate$", "what": "create trigger function", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 3, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "REVOKE", "line": 1, "text": "REVOKE ALL ON FUNCTION public.merged_c_sync_6_f5af08ac() FROM PUBLIC", "what": "revoke trigger function from public", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 4, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~c_sync_6_f5af08ac\\" BEFORE INSERT ON public.merged FOR EACH ROW EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden')", "what": "create trigger on insert (both directions)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "merged", "schema": "public"}}], "start": 0, "column": 1, "number": 5, "tables": [{"name": "merged", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.merged ENABLE ALWAYS TRIGGER \\"~c_sync_6_f5af08ac\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "merged", "schema": "public"}}], "start": 0, "column": 1, "number": 6, "tables": [{"name": "merged", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~c_sync_update_6_f5af08ac\\" BEFORE UPDATE ON public.merged FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW.a, NEW.b, NEW.c), ROW(OLD.a, OLD.b, OLD.c))) EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden')", "what": "create trigger on update (both directions)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "merged", "schema": "public"}}], "start": 0, "column": 1, "number": 7, "tables": [{"name": "merged", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.merged ENABLE ALWAYS TRIGGER \\"~c_sync_update_6_f5af08ac\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "merged", "schema": "public"}}], "start": 0, "column": 1, "number": 8, "tables": [{"name": "merged", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~migrate_6_f5af08ac\\" BEFORE TRUNCATE ON public.merged FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('6_f5af08ac')", "what": "create trigger (mark of the change)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "merged", "schema": "public"}}], "start": 0, "column": 1, "number": 9, "tables": [{"name": "merged", "schema": "public"}]}}}]}}, {"batched": {"step": {"probe": null, "action": {"statement": {"tag": "UPDATE", "line": 1, "text": "UPDATE public.merged SET c = (a || '/' || b) WHERE pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (c IS NOT DISTINCT FROM NULL OR a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))", "what": "backfill c", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 10, "tables": [{"name": "merged", "schema": "public"}]}}}, "backfill": {"row": "merged", "rest": "pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (c IS NOT DISTINCT FROM NULL OR a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))", "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "merged", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (c IS NOT DISTINCT FROM NULL OR a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))", "assignments": [{"column": "c", "expression": "(a || '/' || b)"}]}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', merged.id), '), ', 'at ctid ', merged.ctid) INTO \\"~place\\" FROM public.merged AS merged WHERE (pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.merged AS \\"~each\\" LOOP\\n                SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2)))) INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS merged;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'rows of merged do not follow from each other',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'rows of merged do not follow from each other', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that old and new columns agree", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 11, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"new": [{"name": "c", "data_type": "text", "expression": "(a || '/' || b)"}], "old": [{"column": "a", "expression": "(split_part(c, '/', 1))"}, {"column": "b", "expression": "(split_part(c, '/', 2))"}], "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "merged", "schema": "public"}, "operation": "split_column"}, "description": "safe_merge_columns on merged"}}]	safe_merge_columns on merged	merge merged.a, b into c	done	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0"}	10550	f	f	2026-11-30 00:29:24.245646+00	2026-11-30 00:29:24.258529+00	2026-11-30 00:29:24.367135+00	\N	\N	\N	\N	\N	\N
10	up	{}	[{"units": [{"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE public.typed_begun ADD COLUMN n_new_type bigint", "what": "add column n_new_type bigint", "class": "Ordinary", "locks": [{"mode": "AccessExclusive", "reach": "tree", "relation": {"name": "typed_begun", "schema": "public"}}], "start": 0, "column": 1, "number": 1, "tables": [{"name": "typed_begun", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE FUNCTION", "line": 1, "text": "CREATE FUNCTION public.typed_begun_n_sync_10_2558c207() RETURNS trigger LANGUAGE plpgsql AS $migrate$\\n#variable_conflict use_column\\n-- Made by migrate_ext for change 10_2558c207 (f0718156), and dropped with it.\\nBEGIN\\n    IF TG_OP = 'UPDATE' THEN\\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\\n            NEW.n_new_type := OLD.n_new_type;\\n            RETURN NEW;\\n        END IF;\\n    END IF;\\n    NEW.n_new_type := NEW.n;\\n    RETURN NEW;\\nEND\\n$migrate$", "what": "create trigger function", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 2, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "REVOKE", "line": 1, "text": "REVOKE ALL ON FUNCTION public.typed_begun_n_sync_10_2558c207() FROM PUBLIC", "what": "revoke trigger function from public", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 3, "tables": []}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~n_sync_10_2558c207\\" BEFORE INSERT OR UPDATE ON public.typed_begun FOR EACH ROW EXECUTE FUNCTION public.typed_begun_n_sync_10_2558c207('10_2558c207', 'n_new_type', 'n_old_type')", "what": "create trigger on insert or update (one direction)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "typed_begun", "schema": "public"}}], "start": 0, "column": 1, "number": 4, "tables": [{"name": "typed_begun", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "ALTER TABLE", "line": 1, "text": "ALTER TABLE ONLY public.typed_begun ENABLE ALWAYS TRIGGER \\"~n_sync_10_2558c207\\"", "what": "enable trigger always", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "alone", "relation": {"name": "typed_begun", "schema": "public"}}], "start": 0, "column": 1, "number": 5, "tables": [{"name": "typed_begun", "schema": "public"}]}}}, {"probe": null, "action": {"statement": {"tag": "CREATE TRIGGER", "line": 1, "text": "CREATE TRIGGER \\"~migrate_10_2558c207\\" BEFORE TRUNCATE ON public.typed_begun FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('10_2558c207')", "what": "create trigger (mark of the change)", "class": "Ordinary", "locks": [{"mode": "ShareRowExclusive", "reach": "tree", "relation": {"name": "typed_begun", "schema": "public"}}], "start": 0, "column": 1, "number": 6, "tables": [{"name": "typed_begun", "schema": "public"}]}}}]}}, {"batched": {"step": {"probe": null, "action": {"statement": {"tag": "UPDATE", "line": 1, "text": "UPDATE public.typed_begun SET n_new_type = n WHERE n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "what": "backfill n_new_type", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 7, "tables": [{"name": "typed_begun", "schema": "public"}]}}}, "backfill": {"row": "typed_begun", "rest": null, "scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_begun", "schema": "public"}, "settled": "known", "on_error": "stop", "parallel": 1, "condition": "n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL", "assignments": [{"column": "n_new_type", "expression": "n"}]}}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "ANALYZE", "line": 1, "text": "ANALYZE public.typed_begun (n_new_type)", "what": "analyze typed_begun", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 8, "tables": [{"name": "typed_begun", "schema": "public"}]}}}]}}, {"transaction": {"end": "commit", "begin": null, "steps": [{"probe": null, "action": {"statement": {"tag": "DO", "line": 1, "text": "DO $migrate$\\n#variable_conflict use_column\\nDECLARE\\n    \\"~place\\" text;\\n    \\"~row\\" record;\\n    \\"~is\\" boolean;\\nBEGIN\\n    BEGIN\\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', typed_begun.id), '), ', 'at ctid ', typed_begun.ctid) INTO \\"~place\\" FROM public.typed_begun AS typed_begun WHERE (pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint)))) LIMIT 1;\\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n        RAISE;\\n    WHEN OTHERS THEN\\n        \\"~is\\" := true;\\n    END;\\n    IF \\"~is\\" THEN\\n        BEGIN\\n            FOR \\"~row\\" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', \\"~each\\".id), '), ', 'at ctid ', \\"~each\\".ctid) AS \\"~at\\", \\"~each\\" AS \\"~of\\" FROM public.typed_begun AS \\"~each\\" LOOP\\n                SELECT pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint))) INTO \\"~is\\" FROM (SELECT (\\"~row\\".\\"~of\\").*) AS typed_begun;\\n                IF \\"~is\\" THEN\\n                    \\"~place\\" := \\"~row\\".\\"~at\\";\\n                    EXIT;\\n                END IF;\\n            END LOOP;\\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\\n            RAISE;\\n        WHEN OTHERS THEN\\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of typed_begun has another value in column n_new_type than it should',\\n                DETAIL = pg_catalog.format('The row %s: %s.', \\"~row\\".\\"~at\\", SQLERRM), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n        END;\\n    END IF;\\n    IF \\"~place\\" IS NOT NULL THEN\\n        RAISE data_exception USING MESSAGE = 'a row of typed_begun has another value in column n_new_type than it should', DETAIL = pg_catalog.format('The row %s.', \\"~place\\"), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\\n    END IF;\\nEND\\n$migrate$", "what": "check that n and n_new_type agree", "class": "Ordinary", "locks": [], "start": 0, "column": 1, "number": 9, "tables": [], "bearing": {"do": {"calls": [], "commits": false}}}}}]}}], "purpose": {"version": 0, "checksum": "", "direction": "up", "operation": {"scope": {"settings": {"lc_time": "C.utf8", "timezone": "Etc/UTC", "datestyle": "ISO, MDY", "xmlbinary": "base64", "xmloption": "content", "lc_numeric": "C.utf8", "array_nulls": "on", "lc_monetary": "C.utf8", "bytea_output": "hex", "intervalstyle": "postgres", "extra_float_digits": "1", "transform_null_equals": "off", "default_text_search_config": "pg_catalog.english", "standard_conforming_strings": "on"}, "search_path": "public, pg_temp"}, "table": {"name": "typed_begun", "schema": "public"}, "using": null, "column": "n", "reverse": null, "data_type": "bigint", "operation": "change_type"}, "description": "safe_change_column_type on typed_begun"}}]	safe_change_column_type on typed_begun	change type of typed_begun.n to bigint	lost	postgres	postgres	{"search_path": "\\"$user\\", public", "migrate.small_table": "0", "migrate.backfill_target": "5ms"}	10552	f	f	2026-11-30 00:29:24.555405+00	2026-11-30 00:29:24.567006+00	2026-11-30 00:29:24.721006+00	\N	\N	\N	\N	\N	\N
\.


--
-- Data for Name: journal; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.journal (id, job, version, operation, direction, unit, units, kind, status, checksum, first_statement, last_statement, statement, line, col, sqlstate, message, detail, hint, before, waits_for, sql, run_by, run_as, record, session, started_at, finished_at, execution_time_ms, waited_ms, sizes, changed, messages, more_messages) FROM stdin;
1	2	1	\N	up	1	3	transaction	done	4d8ec74eca290f99777e37ddd75017c0d05be7b5f06a392e45ec0ffecf0462bd	1	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	postgres	postgres	\N	{"base": {"search_path": "\\"$user\\", public"}}	2026-11-30 00:29:23.100449+00	2026-11-30 00:29:23.10145+00	1	0	\N	[{"oid": 17108, "made": true, "after": "872772bc4bd571cde3ea7a0220d9895c7bbfa4c9fb41921e124189a10cfc5e53", "before": null}]	\N	\N
2	2	1	\N	up	2	3	standalone	done	35c077b6ef4b2854a7d2c3888a7ff05666a04c2679198f9672f107df5cbfbef9	2	2	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	\N	postgres	postgres	\N	{"base": {"search_path": "\\"$user\\", public"}}	2026-11-30 00:29:23.104567+00	2026-11-30 00:29:23.110453+00	4	\N	[{"after": 8192, "table": "one", "before": 0}]	[{"oid": 17111, "made": true, "after": "4ef2fd603d458cca498e1420268e0e946e5ff98eff60a4a7a3a78190fd69aa7b", "before": null}]	\N	\N
3	2	1	\N	up	3	3	transaction	done	598ee9fd2f0da5e3925b9bbb89f5aeb3c6abcf37707d41964a5edb83a503fc9c	3	3	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	postgres	postgres	\N	{"base": {"search_path": "\\"$user\\", public"}}	2026-11-30 00:29:23.11306+00	2026-11-30 00:29:23.113061+00	0	0	[{"after": 8192, "table": "log", "before": 8192}]	[{"oid": 17044, "after": "9550f52ab40c8dede77335195ec97894bd72d52ba5348a389891f92f92224313", "before": null}]	\N	\N
4	3	2	\N	up	1	3	transaction	done	c0ddb95848cf77e02e31e006584343f600a026069005c9a7c3044c6776d9eb83	1	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	postgres	postgres	\N	{"base": {"search_path": "\\"$user\\", public"}}	2026-11-30 00:29:23.154651+00	2026-11-30 00:29:23.154652+00	0	0	\N	\N	\N	\N
5	3	2	\N	up	2	3	standalone	failed	e73c276af818aa470bd48c762b82fb1e37a9e6bcb26247b54118d6cde7025316	2	2	2	1	34	23505	could not create unique index "u"	Key (n)=(1) is duplicated.	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	\N	postgres	postgres	\N	{"base": {"search_path": "\\"$user\\", public"}}	2026-11-30 00:29:23.158931+00	2026-11-30 00:29:23.166406+00	11	\N	\N	\N	\N	\N
6	4	\N	safe_rename_column on renamed	up	1	3	transaction	done	9c72676f1ddb9ff4967cd79833ee32b28c658fca741f372c38f7a729bc405522	1	8	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.renamed ADD COLUMN new_name text;\nCREATE FUNCTION public.renamed_new_name_sync_1_67c2379a() RETURNS trigger LANGUAGE plpgsql AS $migrate$\n#variable_conflict use_column\n-- Made by migrate_ext for change 1_67c2379a (71d6dab6), and dropped with it.\nBEGIN\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.new_name IS DISTINCT FROM NULL THEN\n            NEW.old_name := NEW.new_name;\n        ELSE\n            NEW.new_name := NEW.old_name;\n        END IF;\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.new_name), ROW(OLD.new_name)) THEN\n        NEW.old_name := NEW.new_name;\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.old_name), ROW(OLD.old_name)) THEN\n        NEW.new_name := NEW.old_name;\n    END IF;\n    RETURN NEW;\nEND\n$migrate$;\nREVOKE ALL ON FUNCTION public.renamed_new_name_sync_1_67c2379a() FROM PUBLIC;\nCREATE TRIGGER "~new_name_sync_1_67c2379a" BEFORE INSERT ON public.renamed FOR EACH ROW EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a');\nALTER TABLE ONLY public.renamed ENABLE ALWAYS TRIGGER "~new_name_sync_1_67c2379a";\nCREATE TRIGGER "~new_name_sync_update_1_67c2379a" BEFORE UPDATE ON public.renamed FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW.old_name, NEW.new_name), ROW(OLD.old_name, OLD.new_name))) EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a');\nALTER TABLE ONLY public.renamed ENABLE ALWAYS TRIGGER "~new_name_sync_update_1_67c2379a";\nCREATE TRIGGER "~migrate_1_67c2379a" BEFORE TRUNCATE ON public.renamed FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('1_67c2379a');	postgres	postgres	1	\N	2026-11-30 00:29:23.291371+00	2026-11-30 00:29:23.293372+00	2	0	[{"after": 32768, "table": "renamed", "before": 32768}]	[{"oid": 17049, "after": "edf811a6a5f2a43941b07029b1f435544b2a6d501569cfd6ebc18cfd2d1f6e07", "before": null}, {"oid": 17055, "after": "f6008e7514d7d7660d8945bb27d7297661bb63a3e006abdb40a79eb6efb87cfc", "before": null}, {"oid": 17054, "after": "5a38d427e99fccee16106385db1f6f9eae7bb16700fb41152bc1fc2f4b7160f7", "before": null}, {"oid": 17139, "made": true, "after": "35d108185f2d0d18e12efcdcc101cc7c1996eeed3073c3903506c5715424ce46", "before": null}, {"oid": 17137, "made": true, "after": "92010312c3177db989cca1fa60a0c98c2bd40a12d765b68f78b18ccbb7eb90ad", "before": null}, {"oid": 17138, "made": true, "after": "d04e012e70e79eb97bcebee22ce768dec6c2b7142611c2bb8fbec21ab2d71901", "before": null}, {"oid": 17136, "made": true, "after": "1df5b291aab9aa3ea2d20323dfc6bc7753665524775bab936a7d3ecbaaf7e1e6", "before": null}]	\N	\N
7	4	\N	safe_rename_column on renamed	up	2	3	batched	done	bcff7e3e521453a741dd72a30556d276c81b351fa35d03c19b02318ff13190f0	9	9	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	UPDATE public.renamed SET new_name = old_name WHERE pg_catalog.record_image_ne(ROW(new_name), ROW(old_name));	postgres	postgres	1	\N	2026-11-30 00:29:23.294032+00	2026-11-30 00:29:23.302826+00	8	\N	\N	\N	\N	\N
8	4	\N	safe_rename_column on renamed	up	3	3	transaction	done	a33ba45f0474ff0be470755a8b301e00a7919ffe48c371e41fd6c58226eeb0fa	10	10	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', renamed.id), '), ', 'at ctid ', renamed.ctid) INTO "~place" FROM public.renamed AS renamed WHERE (pg_catalog.record_image_ne(ROW(new_name), ROW(old_name))) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.renamed AS "~each" LOOP\n                SELECT pg_catalog.record_image_ne(ROW(new_name), ROW(old_name)) INTO "~is" FROM (SELECT ("~row"."~of").*) AS renamed;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'rows of renamed differ in columns old_name and new_name',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Set one of the two to what is right: the other follows. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'rows of renamed differ in columns old_name and new_name', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Set one of the two to what is right: the other follows. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	1	\N	2026-11-30 00:29:23.303622+00	2026-11-30 00:29:23.303622+00	0	0	\N	\N	\N	\N
16	6	\N	safe_change_column_type on typed_grace	up	4	4	transaction	done	db5007c3f694ae8777e068e54d402525c29db4218c988a309557480850cfcc44	9	9	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', typed_grace.id), '), ', 'at ctid ', typed_grace.ctid) INTO "~place" FROM public.typed_grace AS typed_grace WHERE (pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint)))) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.typed_grace AS "~each" LOOP\n                SELECT pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint))) INTO "~is" FROM (SELECT ("~row"."~of").*) AS typed_grace;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	3	\N	2026-11-30 00:29:23.744492+00	2026-11-30 00:29:23.744492+00	0	0	\N	\N	\N	\N
17	7	\N	complete of typed_grace.n	up	1	2	transaction	done	db5007c3f694ae8777e068e54d402525c29db4218c988a309557480850cfcc44	1	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', typed_grace.id), '), ', 'at ctid ', typed_grace.ctid) INTO "~place" FROM public.typed_grace AS typed_grace WHERE (pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint)))) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.typed_grace AS "~each" LOOP\n                SELECT pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint))) INTO "~is" FROM (SELECT ("~row"."~of").*) AS typed_grace;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'a row of typed_grace has another value in column n_new_type than it should', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	4	\N	2026-11-30 00:29:23.932377+00	2026-11-30 00:29:23.933377+00	1	0	\N	\N	\N	\N
9	5	\N	safe_change_column_type on typed_ready	up	1	4	transaction	done	ed66014345c1d7349d3fc04ac9dfceb2e762214f9453c1ede5a454526dfe3f51	1	6	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.typed_ready ADD COLUMN n_new_type bigint;\nCREATE FUNCTION public.typed_ready_n_sync_2_f4ee638b() RETURNS trigger LANGUAGE plpgsql AS $migrate$\n#variable_conflict use_column\n-- Made by migrate_ext for change 2_f4ee638b (f0718156), and dropped with it.\nBEGIN\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\n            NEW.n_new_type := OLD.n_new_type;\n            RETURN NEW;\n        END IF;\n    END IF;\n    NEW.n_new_type := NEW.n;\n    RETURN NEW;\nEND\n$migrate$;\nREVOKE ALL ON FUNCTION public.typed_ready_n_sync_2_f4ee638b() FROM PUBLIC;\nCREATE TRIGGER "~n_sync_2_f4ee638b" BEFORE INSERT OR UPDATE ON public.typed_ready FOR EACH ROW EXECUTE FUNCTION public.typed_ready_n_sync_2_f4ee638b('2_f4ee638b', 'n_new_type', 'n_old_type');\nALTER TABLE ONLY public.typed_ready ENABLE ALWAYS TRIGGER "~n_sync_2_f4ee638b";\nCREATE TRIGGER "~migrate_2_f4ee638b" BEFORE TRUNCATE ON public.typed_ready FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('2_f4ee638b');	postgres	postgres	2	\N	2026-11-30 00:29:23.505649+00	2026-11-30 00:29:23.50665+00	1	0	[{"after": 24576, "table": "typed_ready", "before": 24576}]	[{"oid": 17056, "after": "93facc75657e68e1a9e8dc5e8f00b881e58ff6cda409ace28d473a6097630132", "before": null}, {"oid": 17060, "after": "61caa60252c4295e9da4a4e2cd478e6ed0ca493b971c827bda13aa8098a021d3", "before": null}, {"oid": 17059, "after": "fcd5406efac9ddf104a81c3c8faf44ea038ae38b517e33dff16bf32affcfff10", "before": null}, {"oid": 17227, "made": true, "after": "d5b0e25c0a6fb47986e5544e17f1e99a63e4c99295e0ef4f8d4d37c293f7f01f", "before": null}, {"oid": 17226, "made": true, "after": "a73f7129430f9856c2f0f6fc17db847b00e15f7ad1cea16774fa1c9783c6d5e5", "before": null}, {"oid": 17225, "made": true, "after": "6ab05d6eb4878dfdfa84257c2ceaee86e88ad5b4da9ff1f48fdef06435288b80", "before": null}]	\N	\N
10	5	\N	safe_change_column_type on typed_ready	up	2	4	batched	done	ab2fb8a8227e89783163cc24a0662c1ba4bf03703bb138bde3f6ca40e94b5ba1	7	7	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	UPDATE public.typed_ready SET n_new_type = n WHERE n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL;	postgres	postgres	2	\N	2026-11-30 00:29:23.508372+00	2026-11-30 00:29:23.514632+00	5	\N	\N	\N	\N	\N
11	5	\N	safe_change_column_type on typed_ready	up	3	4	transaction	done	bd3efeae6fd44b2337a7cc331a6d9493aa012c96fac42f88f3b0c32b93fbd0c8	8	8	\N	\N	\N	\N	\N	\N	\N	\N	\N	ANALYZE public.typed_ready (n_new_type);	postgres	postgres	2	\N	2026-11-30 00:29:23.515187+00	2026-11-30 00:29:23.515187+00	0	0	\N	\N	\N	\N
12	5	\N	safe_change_column_type on typed_ready	up	4	4	transaction	done	0d6e38d35ef86e0dbb1c99dba3d6382a4d83fe6559218a456f3d1db8a5fa03a3	9	9	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', typed_ready.id), '), ', 'at ctid ', typed_ready.ctid) INTO "~place" FROM public.typed_ready AS typed_ready WHERE (pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint)))) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.typed_ready AS "~each" LOOP\n                SELECT pg_catalog.record_image_ne(ROW(n_new_type), ROW(CAST((n) AS bigint))) INTO "~is" FROM (SELECT ("~row"."~of").*) AS typed_ready;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of typed_ready has another value in column n_new_type than it should',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'a row of typed_ready has another value in column n_new_type than it should', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Set the column to what is right: the other one follows, if it can. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	2	\N	2026-11-30 00:29:23.515713+00	2026-11-30 00:29:23.515713+00	0	0	\N	\N	\N	\N
13	6	\N	safe_change_column_type on typed_grace	up	1	4	transaction	done	af8e08d13654239425a263aa38b003a7e80a2f03a6159a678d39f0b77d198866	1	6	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.typed_grace ADD COLUMN n_new_type bigint;\nCREATE FUNCTION public.typed_grace_n_sync_3_dd684087() RETURNS trigger LANGUAGE plpgsql AS $migrate$\n#variable_conflict use_column\n-- Made by migrate_ext for change 3_dd684087 (f0718156), and dropped with it.\nBEGIN\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\n            NEW.n_new_type := OLD.n_new_type;\n            RETURN NEW;\n        END IF;\n    END IF;\n    NEW.n_new_type := NEW.n;\n    RETURN NEW;\nEND\n$migrate$;\nREVOKE ALL ON FUNCTION public.typed_grace_n_sync_3_dd684087() FROM PUBLIC;\nCREATE TRIGGER "~n_sync_3_dd684087" BEFORE INSERT OR UPDATE ON public.typed_grace FOR EACH ROW EXECUTE FUNCTION public.typed_grace_n_sync_3_dd684087('3_dd684087', 'n_new_type', 'n_old_type');\nALTER TABLE ONLY public.typed_grace ENABLE ALWAYS TRIGGER "~n_sync_3_dd684087";\nCREATE TRIGGER "~migrate_3_dd684087" BEFORE TRUNCATE ON public.typed_grace FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('3_dd684087');	postgres	postgres	3	\N	2026-11-30 00:29:23.734709+00	2026-11-30 00:29:23.735709+00	1	0	[{"after": 24576, "table": "typed_grace", "before": 24576}]	[{"oid": 17061, "after": "4673bc1ca1e6a4a63e97ad09b8e4cfe01bcdf9086978d9b51e32447b9e6e9917", "before": null}, {"oid": 17065, "after": "5f7d97204109f78642823c173d2dc507e3aa9fc0ff567a554a400f82f408bf19", "before": null}, {"oid": 17064, "after": "85965d31de2959022a4c566d6d1288ab5799e522c5b55305ee9d70eadee4c14a", "before": null}, {"oid": 17315, "made": true, "after": "8e322bd1e08aaa2f998d7cfc52dda1724a1afe96eef424d477dca843d810f43f", "before": null}, {"oid": 17314, "made": true, "after": "b48340209aa2e1f58eaeb3f0ca7e4973cd73d25a6a06e2ee8c8bc56fc7c16cf7", "before": null}, {"oid": 17313, "made": true, "after": "929d6a39f6de9eeea37789d46098bbcf48524e62b7341f8b9e6171cf0481d763", "before": null}]	\N	\N
14	6	\N	safe_change_column_type on typed_grace	up	2	4	batched	done	5adf00de61984d2f0977a8ee54e24dd989d580ed9e4d98be1cafab559a008131	7	7	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	UPDATE public.typed_grace SET n_new_type = n WHERE n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL;	postgres	postgres	3	\N	2026-11-30 00:29:23.736185+00	2026-11-30 00:29:23.743274+00	6	\N	\N	\N	\N	\N
15	6	\N	safe_change_column_type on typed_grace	up	3	4	transaction	done	0176c9f88b239ebd8ba8a3cd8098783ffe5780c0fbea2169ff4c7aaf179a9e87	8	8	\N	\N	\N	\N	\N	\N	\N	\N	\N	ANALYZE public.typed_grace (n_new_type);	postgres	postgres	3	\N	2026-11-30 00:29:23.743878+00	2026-11-30 00:29:23.743879+00	0	0	\N	\N	\N	\N
18	7	\N	complete of typed_grace.n	up	2	2	transaction	done	6d9299b8e37eeabecb047dd9291f011ef897e0143ac4a6ae7ee90f5ebdcfccae	2	4	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.typed_grace RENAME COLUMN n TO n_old_type;\nALTER TABLE public.typed_grace RENAME COLUMN n_new_type TO n;\nCREATE OR REPLACE FUNCTION public.typed_grace_n_sync_3_dd684087() RETURNS trigger LANGUAGE plpgsql AS $migrate$\n#variable_conflict use_column\n-- Made by migrate_ext for change 3_dd684087 (c1f09346), and dropped with it.\nBEGIN\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.n_old_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\n            NEW.n_old_type := OLD.n_old_type;\n            RETURN NEW;\n        END IF;\n    END IF;\n    BEGIN\n        NEW.n_old_type := NEW.n;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        NEW.n_old_type := NULL;\n    END;\n    RETURN NEW;\nEND\n$migrate$;	postgres	postgres	4	\N	2026-11-30 00:29:23.943267+00	2026-11-30 00:29:23.944267+00	1	0	[{"after": 57344, "table": "typed_grace", "before": 57344}]	[{"oid": 17061, "after": "da1bb7d8d533e0c520c10a1541fe0cf76ebc7248678d6722da7248b83575e3f9", "before": "4673bc1ca1e6a4a63e97ad09b8e4cfe01bcdf9086978d9b51e32447b9e6e9917"}, {"oid": 17313, "made": true, "after": "75c996262f52e81a8628f9a14144540bfb57ce0ca71bb1314ca09b5bf466d369", "before": null}]	\N	\N
19	8	\N	safe_split_column on split	up	1	4	transaction	done	cc9a56c3e781d37086b773170636f0eb7ede2ddd59b17826508445b3673f693d	1	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', split.id), '), ', 'at ctid ', split.ctid) INTO "~place" FROM public.split AS split WHERE (pg_catalog.num_nulls((((split_part(name, ' ', 1)))::text), (((split_part(name, ' ', 2)))::text)) OPERATOR(pg_catalog.>) 2) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.split AS "~each" LOOP\n                SELECT pg_catalog.num_nulls((((split_part(name, ' ', 1)))::text), (((split_part(name, ' ', 2)))::text)) OPERATOR(pg_catalog.>) 2 INTO "~is" FROM (SELECT ("~row"."~of").*) AS split;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of split has no counterpart in first, last',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'a row of split has no counterpart in first, last', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	5	\N	2026-11-30 00:29:24.102587+00	2026-11-30 00:29:24.103588+00	1	0	\N	\N	\N	\N
20	8	\N	safe_split_column on split	up	2	4	transaction	done	f50a80b00b99102c7c57c7b900549c4d38fb1506ea6b2501f7d906fa5a7645f7	2	9	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.split ADD COLUMN first text, ADD COLUMN last text;\nCREATE FUNCTION public.split_first_last_sync_5_9eb6b554() RETURNS trigger LANGUAGE plpgsql SET search_path TO public, pg_temp SET array_nulls TO 'on' SET bytea_output TO 'hex' SET datestyle TO 'ISO, MDY' SET default_text_search_config TO 'pg_catalog.english' SET extra_float_digits TO '1' SET intervalstyle TO 'postgres' SET lc_monetary TO 'C.utf8' SET lc_numeric TO 'C.utf8' SET lc_time TO 'C.utf8' SET standard_conforming_strings TO 'on' SET timezone TO 'Etc/UTC' SET transform_null_equals TO 'off' SET xmlbinary TO 'base64' SET xmloption TO 'content' AS $migrate$\n#variable_conflict use_column\n-- Made by migrate_ext for change 5_9eb6b554 (ed19ac60), and dropped with it.\nDECLARE\n    "~differs" boolean;\nBEGIN\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.first IS DISTINCT FROM NULL OR NEW.last IS DISTINCT FROM NULL THEN\n            BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO "~differs" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;\n        IF "~differs" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;\n        ELSE\n            BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;\n        END IF;\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.first, NEW.last), ROW(OLD.first, OLD.last)) THEN\n        BEGIN SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) INTO "~differs" FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;\n        IF "~differs" THEN SELECT (first || ' ' || last) INTO NEW.name FROM (SELECT NEW.*) AS split; END IF;\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.name), ROW(OLD.name)) THEN\n        BEGIN SELECT (split_part(name, ' ', 1)), (split_part(name, ' ', 2)) INTO NEW.first, NEW.last FROM (SELECT NEW.*) AS split; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.first := NULL; NEW.last := NULL; END;\n    END IF;\n    RETURN NEW;\nEND\n$migrate$;\nREVOKE ALL ON FUNCTION public.split_first_last_sync_5_9eb6b554() FROM PUBLIC;\nCREATE TRIGGER "~first_last_sync_5_9eb6b554" BEFORE INSERT ON public.split FOR EACH ROW EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden');\nALTER TABLE ONLY public.split ENABLE ALWAYS TRIGGER "~first_last_sync_5_9eb6b554";\nCREATE TRIGGER "~first_last_sync_update_5_9eb6b554" BEFORE UPDATE ON public.split FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW.name, NEW.first, NEW.last), ROW(OLD.name, OLD.first, OLD.last))) EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden');\nALTER TABLE ONLY public.split ENABLE ALWAYS TRIGGER "~first_last_sync_update_5_9eb6b554";\nCREATE TRIGGER "~migrate_5_9eb6b554" BEFORE TRUNCATE ON public.split FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('5_9eb6b554');	postgres	postgres	5	\N	2026-11-30 00:29:24.112608+00	2026-11-30 00:29:24.113608+00	1	0	[{"after": 65536, "table": "split", "before": 65536}]	[{"oid": 17071, "after": "aceda865ebd5b436ac6a554f15db747aa19256f98d11dc9129b70b6f54d6c66a", "before": null}, {"oid": 17077, "after": "8c5bedea5b1efd10393a37981e335fee7a4facb9589b33293dca805ea7abdd72", "before": null}, {"oid": 17076, "after": "3fecc75304ff79c74f44bf68bbf0bc46d7d4b089cf6c86b855320d622251b3f0", "before": null}, {"oid": 17421, "made": true, "after": "608941f7267400cae6ddf77e2364a27e8a264bf9f946d24f99137a49895729da", "before": null}, {"oid": 17422, "made": true, "after": "7fd4aafc55cfd66cd14403ebb52ed959163cc244cca1d358e8a04865744b9c20", "before": null}, {"oid": 17423, "made": true, "after": "c131f740cf1ad062c03803c25d07b31b7dccae114b38642928c03626ac4028dd", "before": null}, {"oid": 17420, "made": true, "after": "c601e6c727be15b8656648e3b67b50ba161e9fbe98910ae42f9eb3ad28992dc2", "before": null}]	\N	\N
21	8	\N	safe_split_column on split	up	3	4	batched	done	19df761c136aa28c66ee978d8662826faa4c40f23cf1b7311e81e01269d8a35b	10	10	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	UPDATE public.split SET first = (split_part(name, ' ', 1)), last = (split_part(name, ' ', 2)) WHERE pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (first IS NOT DISTINCT FROM NULL AND last IS NOT DISTINCT FROM NULL OR name IS DISTINCT FROM ((first || ' ' || last)));	postgres	postgres	5	\N	2026-11-30 00:29:24.114289+00	2026-11-30 00:29:24.123953+00	9	\N	\N	\N	\N	\N
22	8	\N	safe_split_column on split	up	4	4	transaction	done	562c8c01140961e61f46305399466715fcd849b6c152976b140c391514308ea6	11	11	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', split.id), '), ', 'at ctid ', split.ctid) INTO "~place" FROM public.split AS split WHERE (pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (name IS DISTINCT FROM ((first || ' ' || last)))) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.split AS "~each" LOOP\n                SELECT pg_catalog.record_image_ne(ROW(first, last), ROW(((split_part(name, ' ', 1)))::text, ((split_part(name, ' ', 2)))::text)) AND (name IS DISTINCT FROM ((first || ' ' || last))) INTO "~is" FROM (SELECT ("~row"."~of").*) AS split;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'rows of split do not follow from each other',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'rows of split do not follow from each other', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	5	\N	2026-11-30 00:29:24.124683+00	2026-11-30 00:29:24.124683+00	0	0	\N	\N	\N	\N
23	9	\N	safe_merge_columns on merged	up	1	4	transaction	done	2957bf0de8c733d4c145a25b70f20f7921d650c9bc4b036918aafffb70de8c39	1	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', merged.id), '), ', 'at ctid ', merged.ctid) INTO "~place" FROM public.merged AS merged WHERE (pg_catalog.num_nulls((((a || '/' || b))::text)) OPERATOR(pg_catalog.>) 1) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.merged AS "~each" LOOP\n                SELECT pg_catalog.num_nulls((((a || '/' || b))::text)) OPERATOR(pg_catalog.>) 1 INTO "~is" FROM (SELECT ("~row"."~of").*) AS merged;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'a row of merged has no counterpart in c',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'a row of merged has no counterpart in c', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Mend the row, or have the expression give NULL for it. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	6	\N	2026-11-30 00:29:24.345096+00	2026-11-30 00:29:24.346097+00	1	0	\N	\N	\N	\N
24	9	\N	safe_merge_columns on merged	up	2	4	transaction	done	9b5de6c4afdfbbdcc2eab785097fc82d7280bd1498a4f88b37877e4c1a2b2197	2	9	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.merged ADD COLUMN c text;\nCREATE FUNCTION public.merged_c_sync_6_f5af08ac() RETURNS trigger LANGUAGE plpgsql SET search_path TO public, pg_temp SET array_nulls TO 'on' SET bytea_output TO 'hex' SET datestyle TO 'ISO, MDY' SET default_text_search_config TO 'pg_catalog.english' SET extra_float_digits TO '1' SET intervalstyle TO 'postgres' SET lc_monetary TO 'C.utf8' SET lc_numeric TO 'C.utf8' SET lc_time TO 'C.utf8' SET standard_conforming_strings TO 'on' SET timezone TO 'Etc/UTC' SET transform_null_equals TO 'off' SET xmlbinary TO 'base64' SET xmloption TO 'content' AS $migrate$\n#variable_conflict use_column\n-- Made by migrate_ext for change 6_f5af08ac (6e52630f), and dropped with it.\nDECLARE\n    "~differs" boolean;\nBEGIN\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.c IS DISTINCT FROM NULL THEN\n            BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO "~differs" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;\n        IF "~differs" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;\n        ELSE\n            BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;\n        END IF;\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.c), ROW(OLD.c)) THEN\n        BEGIN SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) INTO "~differs" FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN "~differs" := true; END;\n        IF "~differs" THEN SELECT (split_part(c, '/', 1)), (split_part(c, '/', 2)) INTO NEW.a, NEW.b FROM (SELECT NEW.*) AS merged; END IF;\n    ELSIF pg_catalog.record_image_ne(ROW(NEW.a, NEW.b), ROW(OLD.a, OLD.b)) THEN\n        BEGIN SELECT (a || '/' || b) INTO NEW.c FROM (SELECT NEW.*) AS merged; EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN RAISE; WHEN OTHERS THEN NEW.c := NULL; END;\n    END IF;\n    RETURN NEW;\nEND\n$migrate$;\nREVOKE ALL ON FUNCTION public.merged_c_sync_6_f5af08ac() FROM PUBLIC;\nCREATE TRIGGER "~c_sync_6_f5af08ac" BEFORE INSERT ON public.merged FOR EACH ROW EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden');\nALTER TABLE ONLY public.merged ENABLE ALWAYS TRIGGER "~c_sync_6_f5af08ac";\nCREATE TRIGGER "~c_sync_update_6_f5af08ac" BEFORE UPDATE ON public.merged FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW.a, NEW.b, NEW.c), ROW(OLD.a, OLD.b, OLD.c))) EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden');\nALTER TABLE ONLY public.merged ENABLE ALWAYS TRIGGER "~c_sync_update_6_f5af08ac";\nCREATE TRIGGER "~migrate_6_f5af08ac" BEFORE TRUNCATE ON public.merged FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('6_f5af08ac');	postgres	postgres	6	\N	2026-11-30 00:29:24.353196+00	2026-11-30 00:29:24.354196+00	1	0	[{"after": 65536, "table": "merged", "before": 65536}]	[{"oid": 17078, "after": "4da427f3ea8caad6f7840bf2703ecbe987a243a7743874298c8f103c7e576989", "before": null}, {"oid": 17084, "after": "5a54e72ecfad6862a64f3640ceea93e1e12de5e47956127a9609178846c3de4f", "before": null}, {"oid": 17083, "after": "73d8bc9632594c84e3fe235b2ff2ec53679dd0a8895e02ba9a521759e55b4902", "before": null}, {"oid": 17487, "made": true, "after": "7fa668a42cc85f6dfe8bb7085340d0d65ca780c2e4580084a1a0a642e09ff0cb", "before": null}, {"oid": 17488, "made": true, "after": "c84a993cacaf2da16bc7d9935b8a8719bda28dddd151cfb59a4767919616f109", "before": null}, {"oid": 17489, "made": true, "after": "4a94019e6e11e4b3101101b902886c2792e47dec471b36bcf22a52c4a7b7538d", "before": null}, {"oid": 17486, "made": true, "after": "af61766277fb7c43ad27aaf6a71c51b22d241a56650f8aee8767a52cdb8edba8", "before": null}]	\N	\N
25	9	\N	safe_merge_columns on merged	up	3	4	batched	done	1eb6820f304c04fc5225608eab829f10ac3074f4b83557488d519aeecab01826	10	10	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	UPDATE public.merged SET c = (a || '/' || b) WHERE pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (c IS NOT DISTINCT FROM NULL OR a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))));	postgres	postgres	6	\N	2026-11-30 00:29:24.354678+00	2026-11-30 00:29:24.362585+00	7	\N	\N	\N	\N	\N
26	9	\N	safe_merge_columns on merged	up	4	4	transaction	done	b0adfb145f19119dcd8ab9c91b7acaf49c421018a16cb9f19d00a1b464937fca	11	11	\N	\N	\N	\N	\N	\N	\N	\N	\N	DO $migrate$\n#variable_conflict use_column\nDECLARE\n    "~place" text;\n    "~row" record;\n    "~is" boolean;\nBEGIN\n    PERFORM pg_catalog.set_config('search_path', 'public, pg_temp', true);\n    PERFORM pg_catalog.set_config('array_nulls', 'on', true);\n    PERFORM pg_catalog.set_config('bytea_output', 'hex', true);\n    PERFORM pg_catalog.set_config('datestyle', 'ISO, MDY', true);\n    PERFORM pg_catalog.set_config('default_text_search_config', 'pg_catalog.english', true);\n    PERFORM pg_catalog.set_config('extra_float_digits', '1', true);\n    PERFORM pg_catalog.set_config('intervalstyle', 'postgres', true);\n    PERFORM pg_catalog.set_config('lc_monetary', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_numeric', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('lc_time', 'C.utf8', true);\n    PERFORM pg_catalog.set_config('standard_conforming_strings', 'on', true);\n    PERFORM pg_catalog.set_config('timezone', 'Etc/UTC', true);\n    PERFORM pg_catalog.set_config('transform_null_equals', 'off', true);\n    PERFORM pg_catalog.set_config('xmlbinary', 'base64', true);\n    PERFORM pg_catalog.set_config('xmloption', 'content', true);\n    BEGIN\n        SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', merged.id), '), ', 'at ctid ', merged.ctid) INTO "~place" FROM public.merged AS merged WHERE (pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2))))) LIMIT 1;\n    EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n        RAISE;\n    WHEN OTHERS THEN\n        "~is" := true;\n    END;\n    IF "~is" THEN\n        BEGIN\n            FOR "~row" IN SELECT pg_catalog.concat('with (id) = (', pg_catalog.concat_ws(', ', "~each".id), '), ', 'at ctid ', "~each".ctid) AS "~at", "~each" AS "~of" FROM public.merged AS "~each" LOOP\n                SELECT pg_catalog.record_image_ne(ROW(c), ROW(((a || '/' || b))::text)) AND (a IS DISTINCT FROM ((split_part(c, '/', 1))) OR b IS DISTINCT FROM ((split_part(c, '/', 2)))) INTO "~is" FROM (SELECT ("~row"."~of").*) AS merged;\n                IF "~is" THEN\n                    "~place" := "~row"."~at";\n                    EXIT;\n                END IF;\n            END LOOP;\n        EXCEPTION WHEN transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available THEN\n            RAISE;\n        WHEN OTHERS THEN\n            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'rows of merged do not follow from each other',\n                DETAIL = pg_catalog.format('The row %s: %s.', "~row"."~at", SQLERRM), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\n        END;\n    END IF;\n    IF "~place" IS NOT NULL THEN\n        RAISE data_exception USING MESSAGE = 'rows of merged do not follow from each other', DETAIL = pg_catalog.format('The row %s.', "~place"), HINT = 'Set one of the two ends to what is right: the other follows, if it can. Then call it again.';\n    END IF;\nEND\n$migrate$;	postgres	postgres	6	\N	2026-11-30 00:29:24.363314+00	2026-11-30 00:29:24.363314+00	0	0	\N	\N	\N	\N
27	\N	\N	safe_drop_column on hidden	up	1	1	transaction	done	da8f2caf853b11bd70ec7faa1291dd43d4641b63f69637bdbf5060a2d265c163	1	6	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.hidden RENAME COLUMN gone TO "~dropped_gone";\nCREATE TRIGGER "~dropped_gone_inserted" AFTER INSERT ON public.hidden FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW."~dropped_gone"), ROW((NULL)::text))) EXECUTE FUNCTION migrate.note_write('7_573fa67c');\nALTER TABLE ONLY public.hidden ENABLE ALWAYS TRIGGER "~dropped_gone_inserted";\nCREATE TRIGGER "~dropped_gone_updated" AFTER UPDATE ON public.hidden FOR EACH ROW WHEN (pg_catalog.record_image_ne(ROW(NEW."~dropped_gone"), ROW(OLD."~dropped_gone"))) EXECUTE FUNCTION migrate.note_write('7_573fa67c');\nALTER TABLE ONLY public.hidden ENABLE ALWAYS TRIGGER "~dropped_gone_updated";\nCREATE TRIGGER "~migrate_7_573fa67c" BEFORE TRUNCATE ON public.hidden FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('7_573fa67c');	postgres	postgres	7	\N	2026-11-30 00:29:24.485284+00	2026-11-30 00:29:24.487284+00	2	0	[{"after": 65536, "table": "hidden", "before": 65536}]	[{"oid": 17085, "after": "0760c1f2e88357ebc69beddf3fb137022ad8844829a7fb99617e4b4c772a43ce", "before": null}, {"oid": 17092, "after": "84e31b40579c5ca54930e8f9316f316897349c8a42d737aee745ada6d657ca1d", "before": null}, {"oid": 17091, "after": "c7e94223f81302d0f2c2dbad0fd92c337480ba00667041af5febbfec85e61672", "before": null}, {"oid": 17491, "made": true, "after": "dfc1e7a1750371eea73b82ad806c7300760ff355905b0fe22ae1de6df6dd9c69", "before": null}, {"oid": 17492, "made": true, "after": "72dd677a1d82ee527237a69b4a0a741c8059ccc0879079c2f94c18a0edb8a250", "before": null}, {"oid": 17493, "made": true, "after": "c83c99b3906ee756d6274c6eb7128767d6ccbc0d6ab90b03db98fab4b02c4b5e", "before": null}]	\N	\N
28	\N	\N	safe_drop_table on hidden_table	up	1	1	transaction	done	45b236d720a1a7b74adc0e0b9a73c9d7b28221a3011e87f1f3451e7504bf2fc1	1	6	\N	\N	\N	\N	\N	\N	\N	\N	\N	CREATE TRIGGER "~dropped_hidden_table_written" AFTER INSERT OR UPDATE OR DELETE ON public.hidden_table FOR EACH ROW EXECUTE FUNCTION migrate.note_write('8_ccca7251');\nALTER TABLE ONLY public.hidden_table ENABLE ALWAYS TRIGGER "~dropped_hidden_table_written";\nCREATE TRIGGER "~dropped_hidden_table_emptied" AFTER TRUNCATE ON public.hidden_table FOR EACH STATEMENT EXECUTE FUNCTION migrate.note_write('8_ccca7251');\nALTER TABLE ONLY public.hidden_table ENABLE ALWAYS TRIGGER "~dropped_hidden_table_emptied";\nCREATE TRIGGER "~migrate_8_ccca7251" BEFORE TRUNCATE ON public.hidden_table FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('8_ccca7251');\nALTER TABLE public.hidden_table RENAME TO "~dropped_hidden_table";	postgres	postgres	8	\N	2026-11-30 00:29:24.502331+00	2026-11-30 00:29:24.503331+00	1	0	[{"after": 24576, "table": "hidden_table", "before": 24576}]	[{"oid": 17093, "after": "29b73140954d51b051f7750c4618707d973a88ac4ab2b94104f20da02af28a5d", "before": null}, {"oid": 17097, "after": "88b186752e87a48081447c9b08a6381062d4fd8b789a044bdff7817ebea9cc2e", "before": null}, {"oid": 17096, "after": "2330604c2d973f568a08fe63fe9403309cb62a70a629ba9325970de8de1ea69f", "before": null}, {"oid": 17495, "made": true, "after": "68eda6d05ba730adbc710a952dce6ffa102499ef7b6a110b9d17ca06637cf18a", "before": null}, {"oid": 17494, "made": true, "after": "35283eede1c70bb9fe98c8c729b73c35843f808bbd4051fda150ff5d3e177a52", "before": null}, {"oid": 17496, "made": true, "after": "9f767d6d9d48bdb1f59a3d98de80d9faf63e13676de90d6a97056fceb85aef16", "before": null}]	\N	\N
29	\N	\N	safe_rename_table on old_table	up	1	1	transaction	done	5a13bf08e9e64c596192ac838c41715165039a6d7c7267a95878972411b5056d	1	2	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.old_table RENAME TO new_table;\nCREATE VIEW public.old_table (id) WITH (security_invoker = true) AS SELECT id FROM public.new_table;	postgres	postgres	9	\N	2026-11-30 00:29:24.51315+00	2026-11-30 00:29:24.51315+00	0	0	[{"after": 24576, "table": "old_table", "before": 24576}]	[{"oid": 17098, "after": "f4d4b5df8622275a91b50214b9da4f61622c7f794b9686f445da7a18a27448f0", "before": null}, {"oid": 17497, "made": true, "after": "b042626040218b5e1b8a3ec1f93e32a6db226135db36f545cc7273e4a59d6e4b", "before": null}, {"oid": 17102, "after": "80440bfa05602c8547e6d78a88c1041c2a33bdcbcf4847bf2daab3a038e3d7ac", "before": null}, {"oid": 17101, "after": "c3c2ec5afb5b489813362daffa95694d10b791ddcb3ba6ea1d61a2f6372f8f1b", "before": null}]	\N	\N
30	10	\N	safe_change_column_type on typed_begun	up	1	4	transaction	done	6d189b427c345f7eaee6e4194c6694b2fb8edfe13a8497899370235694d96f74	1	6	\N	\N	\N	\N	\N	\N	\N	\N	\N	ALTER TABLE public.typed_begun ADD COLUMN n_new_type bigint;\nCREATE FUNCTION public.typed_begun_n_sync_10_2558c207() RETURNS trigger LANGUAGE plpgsql AS $migrate$\n#variable_conflict use_column\n-- Made by migrate_ext for change 10_2558c207 (f0718156), and dropped with it.\nBEGIN\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.n_new_type IS DISTINCT FROM NULL AND pg_catalog.record_image_eq(ROW(NEW.n), ROW(OLD.n)) THEN\n            NEW.n_new_type := OLD.n_new_type;\n            RETURN NEW;\n        END IF;\n    END IF;\n    NEW.n_new_type := NEW.n;\n    RETURN NEW;\nEND\n$migrate$;\nREVOKE ALL ON FUNCTION public.typed_begun_n_sync_10_2558c207() FROM PUBLIC;\nCREATE TRIGGER "~n_sync_10_2558c207" BEFORE INSERT OR UPDATE ON public.typed_begun FOR EACH ROW EXECUTE FUNCTION public.typed_begun_n_sync_10_2558c207('10_2558c207', 'n_new_type', 'n_old_type');\nALTER TABLE ONLY public.typed_begun ENABLE ALWAYS TRIGGER "~n_sync_10_2558c207";\nCREATE TRIGGER "~migrate_10_2558c207" BEFORE TRUNCATE ON public.typed_begun FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('10_2558c207');	postgres	postgres	10	\N	2026-11-30 00:29:24.679709+00	2026-11-30 00:29:24.680709+00	1	0	[{"after": 24576, "table": "typed_begun", "before": 24576}]	[{"oid": 17066, "after": "3820266a39266d5463e6228e66dc2528ed2b8b651fd089282a81ba58bc136194", "before": null}, {"oid": 17070, "after": "9cddf395fdefdb2f162eced51c3509f73135d8cef27b4e23555d49cb447b3114", "before": null}, {"oid": 17069, "after": "edb8381f5b0cf1578df9d2c28cf65555f2769673acd6ebd74338463553eeaf4d", "before": null}, {"oid": 17503, "after": "5394546f09e1f053bc56928f49c3df60818661bec947cbaa087bb4d9ba518525", "before": null}, {"oid": 17591, "made": true, "after": "90b92176d446235cca66bdefe68c60295724627f048431b12a63ca7017759f82", "before": null}, {"oid": 17590, "made": true, "after": "114f373b8e6a3aa12dc0139e856fe02c03ec583a36bb45280cde357e6f36e53d", "before": null}, {"oid": 17589, "made": true, "after": "df507d33d8703fb2e70d7040318212e86cad0f28d7477a6a69f4e9f0b2301790", "before": null}]	\N	\N
31	10	\N	safe_change_column_type on typed_begun	up	2	4	batched	started	156f726e57794f1d0f566935c78aaa37839acd65dfc017f5dc00b6bccb8d0511	7	7	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	UPDATE public.typed_begun SET n_new_type = n WHERE n_new_type IS NOT DISTINCT FROM NULL AND n IS DISTINCT FROM NULL;	postgres	postgres	10	\N	2026-11-30 00:29:24.681242+00	\N	\N	\N	\N	\N	\N	\N
32	11	\N	safe_backfill on filled	up	1	1	batched	started	803929dff0468790173704a93dc988f9312286c689490964357ed6b6c7b37b58	1	1	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	UPDATE public.filled SET n = id WHERE n IS NULL;	postgres	postgres	11	\N	2026-11-30 00:29:24.737136+00	\N	\N	\N	\N	\N	\N	\N
\.


--
-- Data for Name: labels; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.labels (version, label, place, repeats, event, always) FROM stdin;
\.


--
-- Data for Name: lint_findings; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.lint_findings (version, fingerprint, errors, warnings, up, down, found_at) FROM stdin;
1	c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e	0	0	[{"fix": null, "hint": "Give it one: id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY.", "line": 1, "rule": "table-without-primary-key", "column": 1, "message": "one has no primary key: nothing tells equal rows apart.", "severity": "info", "statement": 1}, {"fix": null, "hint": "Let applications name the column in INSERT first; no statement can do that.", "line": 2, "rule": "ban-set-default", "column": 40, "message": "SET DEFAULT of word of log (0 bytes, 0 rows): an INSERT that does not name it writes another value; old rows keep theirs.", "severity": "info", "statement": 3}]	[]	2026-11-30 00:29:23.049654+00
2	14bfad9ab0a20d23d0a594c0e3cb15995ade83c1173230150afe0d67292c7e87	0	0	[{"fix": "INSERT INTO log (word) VALUES ('once');", "hint": "Name the columns: INSERT INTO t (a, b) ….", "line": 1, "rule": "insert-without-column-list", "column": 1, "message": "INSERT INTO log does not name its columns: it goes by their order, which may differ elsewhere.", "severity": "info", "statement": 1}, {"fix": null, "hint": "Look before: SELECT n, count(*) FROM public.twice GROUP BY n HAVING count(*) > 1 LIMIT 10;", "line": 1, "rule": "data-dependent-change", "column": 34, "message": "The unique index fails if a row of twice (8 kB) does not fit, and so does what clients write then.", "severity": "info", "statement": 2}, {"fix": "INSERT INTO log (word) VALUES ('then');", "hint": "Name the columns: INSERT INTO t (a, b) ….", "line": 1, "rule": "insert-without-column-list", "column": 83, "message": "INSERT INTO log does not name its columns: it goes by their order, which may differ elsewhere.", "severity": "info", "statement": 3}]	[]	2026-11-30 00:29:23.127002+00
3	71900a698cefad1fac395b19c6d600952eb157a5b6af10f5b26bd33c4dff74e5	0	0	[{"fix": null, "hint": "Give it one: id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY.", "line": 1, "rule": "table-without-primary-key", "column": 1, "message": "three has no primary key: nothing tells equal rows apart.", "severity": "info", "statement": 1}]	[{"fix": null, "hint": "Look at pg_stat_user_indexes on the server that has it.", "line": 1, "rule": "ban-drop-index", "column": 1, "message": "DROP INDEX of t_n_idx (not in this database): does somebody use it?", "severity": "info", "statement": 1}, {"fix": "DROP INDEX CONCURRENTLY t_n_idx;", "hint": "CONCURRENTLY stops nobody; migrate.safe_drop_index does it so, and can be undone.", "line": 1, "rule": "require-concurrent-index-deletion", "column": 1, "message": "DROP INDEX holds ACCESS EXCLUSIVE on the table of t_n_idx (not in this database) until its transaction ends: nobody can read or write.", "severity": "warning", "statement": 1}]	2026-11-30 00:29:23.175575+00
\.


--
-- Data for Name: migrations; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.migrations (version, description, up, down, up_line, down_line, up_transaction, down_transaction, checksum, fingerprint, way_down, filename, registered_at, registered_by, registered_session) FROM stdin;
1	m1	CREATE TABLE one (id int); CREATE INDEX CONCURRENTLY one_id ON one (id);\n                                       ALTER TABLE log ALTER COLUMN word SET DEFAULT 'x'	\N	1	1	t	t	c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e	c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e	down: derived from the catalog when it runs	\N	2026-11-30 00:29:23.036934+00	postgres	postgres
2	m2	INSERT INTO log VALUES ('once'); CREATE UNIQUE INDEX CONCURRENTLY u ON twice (n); INSERT INTO log VALUES ('then')	DROP INDEX u; DELETE FROM log	1	1	t	t	14bfad9ab0a20d23d0a594c0e3cb15995ade83c1173230150afe0d67292c7e87	14bfad9ab0a20d23d0a594c0e3cb15995ade83c1173230150afe0d67292c7e87	down: 2 statements	\N	2026-11-30 00:29:23.124497+00	postgres	postgres
3	m3	CREATE TABLE three (id int); SELECT migrate.safe_create_index('t', '{n}')	DROP INDEX t_n_idx; DROP TABLE three	1	1	t	t	71900a698cefad1fac395b19c6d600952eb157a5b6af10f5b26bd33c4dff74e5	71900a698cefad1fac395b19c6d600952eb157a5b6af10f5b26bd33c4dff74e5	down: 2 statements	\N	2026-11-30 00:29:23.174848+00	postgres	postgres
\.


--
-- Data for Name: origins; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.origins (version, how, applied_at, schemas, search_path, baseline_by, before, found, imported_from) FROM stdin;
1	ran	2026-11-30 00:29:23.113346+00	{public}	"$user", public	\N	[{"before": {"was": {"type": ["ALTER TABLE public.log ALTER COLUMN word DROP DEFAULT", "ALTER TABLE public.log ALTER COLUMN word TYPE text USING word::pg_catalog.text"], "comment": ["COMMENT ON COLUMN public.log.word IS NULL"], "default": ["ALTER TABLE public.log ALTER COLUMN word DROP DEFAULT"], "options": ["ALTER TABLE public.log ALTER COLUMN word RESET (n_distinct, n_distinct_inherited)"], "storage": ["ALTER TABLE public.log ALTER COLUMN word SET STATISTICS -1", "ALTER TABLE public.log ALTER COLUMN word SET STORAGE EXTENDED", "ALTER TABLE public.log ALTER COLUMN word SET COMPRESSION default"], "identity": ["ALTER TABLE public.log ALTER COLUMN word DROP IDENTITY IF EXISTS"], "not_null": ["ALTER TABLE public.log ALTER COLUMN word DROP NOT NULL"]}, "loses": "values", "there": true, "whole": ["ALTER TABLE public.log ADD COLUMN word text"]}, "object": {"kind": "column", "name": "log", "part": "word"}, "statement": 3}]	{public,public}	\N
2	begun	\N	{public}	"$user", public	\N	\N	\N	\N
\.


--
-- Data for Name: recorded_objects; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.recorded_objects (kind, object, schema_name, hash, server, class, oid, base_class, base_oid, home, version, operation, recorded_at, recorded_by) FROM stdin;
table	public.one	public	872772bc4bd571cde3ea7a0220d9895c7bbfa4c9fb41921e124189a10cfc5e53	15	pg_class	17108	pg_class	17108	594e92ed-69f1-4da3-851e-092879f70690	1	\N	2026-11-30 00:29:23.109539+00	postgres
index	public.one_id	public	4ef2fd603d458cca498e1420268e0e946e5ff98eff60a4a7a3a78190fd69aa7b	15	pg_class	17111	pg_class	17108	594e92ed-69f1-4da3-851e-092879f70690	1	\N	2026-11-30 00:29:23.109561+00	postgres
table	public.renamed	public	edf811a6a5f2a43941b07029b1f435544b2a6d501569cfd6ebc18cfd2d1f6e07	15	pg_class	17049	pg_class	17049	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_column on renamed	2026-11-30 00:29:23.292778+00	postgres
constraint	renamed_pkey on public.renamed	public	f6008e7514d7d7660d8945bb27d7297661bb63a3e006abdb40a79eb6efb87cfc	15	pg_constraint	17055	pg_class	17049	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_column on renamed	2026-11-30 00:29:23.292803+00	postgres
index	public.renamed_pkey	public	5a38d427e99fccee16106385db1f6f9eae7bb16700fb41152bc1fc2f4b7160f7	15	pg_class	17054	pg_class	17049	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_column on renamed	2026-11-30 00:29:23.292808+00	postgres
trigger	"~migrate_1_67c2379a" on public.renamed	public	35d108185f2d0d18e12efcdcc101cc7c1996eeed3073c3903506c5715424ce46	15	pg_trigger	17139	pg_class	17049	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_column on renamed	2026-11-30 00:29:23.292812+00	postgres
trigger	"~new_name_sync_1_67c2379a" on public.renamed	public	92010312c3177db989cca1fa60a0c98c2bd40a12d765b68f78b18ccbb7eb90ad	15	pg_trigger	17137	pg_class	17049	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_column on renamed	2026-11-30 00:29:23.292815+00	postgres
trigger	"~new_name_sync_update_1_67c2379a" on public.renamed	public	d04e012e70e79eb97bcebee22ce768dec6c2b7142611c2bb8fbec21ab2d71901	15	pg_trigger	17138	pg_class	17049	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_column on renamed	2026-11-30 00:29:23.292819+00	postgres
function	public.renamed_new_name_sync_1_67c2379a()	public	1df5b291aab9aa3ea2d20323dfc6bc7753665524775bab936a7d3ecbaaf7e1e6	15	pg_proc	17136	pg_proc	17136	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_column on renamed	2026-11-30 00:29:23.292822+00	postgres
table	public.typed_ready	public	93facc75657e68e1a9e8dc5e8f00b881e58ff6cda409ace28d473a6097630132	15	pg_class	17056	pg_class	17056	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_ready	2026-11-30 00:29:23.506176+00	postgres
constraint	typed_ready_pkey on public.typed_ready	public	61caa60252c4295e9da4a4e2cd478e6ed0ca493b971c827bda13aa8098a021d3	15	pg_constraint	17060	pg_class	17056	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_ready	2026-11-30 00:29:23.506194+00	postgres
index	public.typed_ready_pkey	public	fcd5406efac9ddf104a81c3c8faf44ea038ae38b517e33dff16bf32affcfff10	15	pg_class	17059	pg_class	17056	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_ready	2026-11-30 00:29:23.506203+00	postgres
trigger	"~migrate_2_f4ee638b" on public.typed_ready	public	d5b0e25c0a6fb47986e5544e17f1e99a63e4c99295e0ef4f8d4d37c293f7f01f	15	pg_trigger	17227	pg_class	17056	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_ready	2026-11-30 00:29:23.506207+00	postgres
trigger	"~n_sync_2_f4ee638b" on public.typed_ready	public	a73f7129430f9856c2f0f6fc17db847b00e15f7ad1cea16774fa1c9783c6d5e5	15	pg_trigger	17226	pg_class	17056	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_ready	2026-11-30 00:29:23.506211+00	postgres
function	public.typed_ready_n_sync_2_f4ee638b()	public	6ab05d6eb4878dfdfa84257c2ceaee86e88ad5b4da9ff1f48fdef06435288b80	15	pg_proc	17225	pg_proc	17225	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_ready	2026-11-30 00:29:23.506214+00	postgres
table	public.typed_grace	public	da1bb7d8d533e0c520c10a1541fe0cf76ebc7248678d6722da7248b83575e3f9	15	pg_class	17061	pg_class	17061	594e92ed-69f1-4da3-851e-092879f70690	\N	complete of typed_grace.n	2026-11-30 00:29:23.943774+00	postgres
constraint	typed_grace_pkey on public.typed_grace	public	5f7d97204109f78642823c173d2dc507e3aa9fc0ff567a554a400f82f408bf19	15	pg_constraint	17065	pg_class	17061	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_grace	2026-11-30 00:29:23.943797+00	postgres
index	public.typed_grace_pkey	public	85965d31de2959022a4c566d6d1288ab5799e522c5b55305ee9d70eadee4c14a	15	pg_class	17064	pg_class	17061	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_grace	2026-11-30 00:29:23.943803+00	postgres
trigger	"~migrate_3_dd684087" on public.typed_grace	public	8e322bd1e08aaa2f998d7cfc52dda1724a1afe96eef424d477dca843d810f43f	15	pg_trigger	17315	pg_class	17061	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_grace	2026-11-30 00:29:23.943807+00	postgres
trigger	"~n_sync_3_dd684087" on public.typed_grace	public	b48340209aa2e1f58eaeb3f0ca7e4973cd73d25a6a06e2ee8c8bc56fc7c16cf7	15	pg_trigger	17314	pg_class	17061	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_grace	2026-11-30 00:29:23.94381+00	postgres
function	public.typed_grace_n_sync_3_dd684087()	public	75c996262f52e81a8628f9a14144540bfb57ce0ca71bb1314ca09b5bf466d369	15	pg_proc	17313	pg_proc	17313	594e92ed-69f1-4da3-851e-092879f70690	\N	complete of typed_grace.n	2026-11-30 00:29:23.943813+00	postgres
table	public.split	public	aceda865ebd5b436ac6a554f15db747aa19256f98d11dc9129b70b6f54d6c66a	15	pg_class	17071	pg_class	17071	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_split_column on split	2026-11-30 00:29:24.111885+00	postgres
constraint	split_pkey on public.split	public	8c5bedea5b1efd10393a37981e335fee7a4facb9589b33293dca805ea7abdd72	15	pg_constraint	17077	pg_class	17071	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_split_column on split	2026-11-30 00:29:24.111907+00	postgres
index	public.split_pkey	public	3fecc75304ff79c74f44bf68bbf0bc46d7d4b089cf6c86b855320d622251b3f0	15	pg_class	17076	pg_class	17071	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_split_column on split	2026-11-30 00:29:24.111913+00	postgres
table	public.log	public	9550f52ab40c8dede77335195ec97894bd72d52ba5348a389891f92f92224313	15	pg_class	17044	pg_class	17044	594e92ed-69f1-4da3-851e-092879f70690	1	\N	2026-11-30 00:29:24.833417+00	postgres
trigger	"~first_last_sync_5_9eb6b554" on public.split	public	608941f7267400cae6ddf77e2364a27e8a264bf9f946d24f99137a49895729da	15	pg_trigger	17421	pg_class	17071	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_split_column on split	2026-11-30 00:29:24.111917+00	postgres
trigger	"~first_last_sync_update_5_9eb6b554" on public.split	public	7fd4aafc55cfd66cd14403ebb52ed959163cc244cca1d358e8a04865744b9c20	15	pg_trigger	17422	pg_class	17071	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_split_column on split	2026-11-30 00:29:24.113093+00	postgres
trigger	"~migrate_5_9eb6b554" on public.split	public	c131f740cf1ad062c03803c25d07b31b7dccae114b38642928c03626ac4028dd	15	pg_trigger	17423	pg_class	17071	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_split_column on split	2026-11-30 00:29:24.113097+00	postgres
function	public.split_first_last_sync_5_9eb6b554()	public	c601e6c727be15b8656648e3b67b50ba161e9fbe98910ae42f9eb3ad28992dc2	15	pg_proc	17420	pg_proc	17420	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_split_column on split	2026-11-30 00:29:24.113101+00	postgres
table	public.merged	public	4da427f3ea8caad6f7840bf2703ecbe987a243a7743874298c8f103c7e576989	15	pg_class	17078	pg_class	17078	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_merge_columns on merged	2026-11-30 00:29:24.353733+00	postgres
constraint	merged_pkey on public.merged	public	5a54e72ecfad6862a64f3640ceea93e1e12de5e47956127a9609178846c3de4f	15	pg_constraint	17084	pg_class	17078	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_merge_columns on merged	2026-11-30 00:29:24.353755+00	postgres
index	public.merged_pkey	public	73d8bc9632594c84e3fe235b2ff2ec53679dd0a8895e02ba9a521759e55b4902	15	pg_class	17083	pg_class	17078	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_merge_columns on merged	2026-11-30 00:29:24.353761+00	postgres
trigger	"~c_sync_6_f5af08ac" on public.merged	public	7fa668a42cc85f6dfe8bb7085340d0d65ca780c2e4580084a1a0a642e09ff0cb	15	pg_trigger	17487	pg_class	17078	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_merge_columns on merged	2026-11-30 00:29:24.353769+00	postgres
trigger	"~c_sync_update_6_f5af08ac" on public.merged	public	c84a993cacaf2da16bc7d9935b8a8719bda28dddd151cfb59a4767919616f109	15	pg_trigger	17488	pg_class	17078	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_merge_columns on merged	2026-11-30 00:29:24.353773+00	postgres
trigger	"~migrate_6_f5af08ac" on public.merged	public	4a94019e6e11e4b3101101b902886c2792e47dec471b36bcf22a52c4a7b7538d	15	pg_trigger	17489	pg_class	17078	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_merge_columns on merged	2026-11-30 00:29:24.353776+00	postgres
function	public.merged_c_sync_6_f5af08ac()	public	af61766277fb7c43ad27aaf6a71c51b22d241a56650f8aee8767a52cdb8edba8	15	pg_proc	17486	pg_proc	17486	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_merge_columns on merged	2026-11-30 00:29:24.35378+00	postgres
table	public.hidden	public	0760c1f2e88357ebc69beddf3fb137022ad8844829a7fb99617e4b4c772a43ce	15	pg_class	17085	pg_class	17085	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_column on hidden	2026-11-30 00:29:24.48687+00	postgres
constraint	hidden_pkey on public.hidden	public	84e31b40579c5ca54930e8f9316f316897349c8a42d737aee745ada6d657ca1d	15	pg_constraint	17092	pg_class	17085	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_column on hidden	2026-11-30 00:29:24.486892+00	postgres
index	public.hidden_pkey	public	c7e94223f81302d0f2c2dbad0fd92c337480ba00667041af5febbfec85e61672	15	pg_class	17091	pg_class	17085	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_column on hidden	2026-11-30 00:29:24.486898+00	postgres
trigger	"~dropped_gone_inserted" on public.hidden	public	dfc1e7a1750371eea73b82ad806c7300760ff355905b0fe22ae1de6df6dd9c69	15	pg_trigger	17491	pg_class	17085	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_column on hidden	2026-11-30 00:29:24.486902+00	postgres
trigger	"~dropped_gone_updated" on public.hidden	public	72dd677a1d82ee527237a69b4a0a741c8059ccc0879079c2f94c18a0edb8a250	15	pg_trigger	17492	pg_class	17085	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_column on hidden	2026-11-30 00:29:24.486906+00	postgres
trigger	"~migrate_7_573fa67c" on public.hidden	public	c83c99b3906ee756d6274c6eb7128767d6ccbc0d6ab90b03db98fab4b02c4b5e	15	pg_trigger	17493	pg_class	17085	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_column on hidden	2026-11-30 00:29:24.48691+00	postgres
table	public."~dropped_hidden_table"	public	29b73140954d51b051f7750c4618707d973a88ac4ab2b94104f20da02af28a5d	15	pg_class	17093	pg_class	17093	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_table on hidden_table	2026-11-30 00:29:24.503091+00	postgres
constraint	hidden_table_pkey on public."~dropped_hidden_table"	public	88b186752e87a48081447c9b08a6381062d4fd8b789a044bdff7817ebea9cc2e	15	pg_constraint	17097	pg_class	17093	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_table on hidden_table	2026-11-30 00:29:24.503103+00	postgres
index	public.hidden_table_pkey	public	2330604c2d973f568a08fe63fe9403309cb62a70a629ba9325970de8de1ea69f	15	pg_class	17096	pg_class	17093	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_table on hidden_table	2026-11-30 00:29:24.503109+00	postgres
trigger	"~dropped_hidden_table_emptied" on public."~dropped_hidden_table"	public	68eda6d05ba730adbc710a952dce6ffa102499ef7b6a110b9d17ca06637cf18a	15	pg_trigger	17495	pg_class	17093	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_table on hidden_table	2026-11-30 00:29:24.503113+00	postgres
trigger	"~dropped_hidden_table_written" on public."~dropped_hidden_table"	public	35283eede1c70bb9fe98c8c729b73c35843f808bbd4051fda150ff5d3e177a52	15	pg_trigger	17494	pg_class	17093	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_table on hidden_table	2026-11-30 00:29:24.503117+00	postgres
trigger	"~migrate_8_ccca7251" on public."~dropped_hidden_table"	public	9f767d6d9d48bdb1f59a3d98de80d9faf63e13676de90d6a97056fceb85aef16	15	pg_trigger	17496	pg_class	17093	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_drop_table on hidden_table	2026-11-30 00:29:24.503121+00	postgres
table	public.new_table	public	f4d4b5df8622275a91b50214b9da4f61622c7f794b9686f445da7a18a27448f0	15	pg_class	17098	pg_class	17098	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_table on old_table	2026-11-30 00:29:24.512981+00	postgres
view	public.old_table	public	b042626040218b5e1b8a3ec1f93e32a6db226135db36f545cc7273e4a59d6e4b	15	pg_class	17497	pg_class	17497	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_table on old_table	2026-11-30 00:29:24.512993+00	postgres
constraint	old_table_pkey on public.new_table	public	80440bfa05602c8547e6d78a88c1041c2a33bdcbcf4847bf2daab3a038e3d7ac	15	pg_constraint	17102	pg_class	17098	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_table on old_table	2026-11-30 00:29:24.512998+00	postgres
index	public.old_table_pkey	public	c3c2ec5afb5b489813362daffa95694d10b791ddcb3ba6ea1d61a2f6372f8f1b	15	pg_class	17101	pg_class	17098	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_rename_table on old_table	2026-11-30 00:29:24.513003+00	postgres
table	public.typed_begun	public	3820266a39266d5463e6228e66dc2528ed2b8b651fd089282a81ba58bc136194	15	pg_class	17066	pg_class	17066	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_begun	2026-11-30 00:29:24.680126+00	postgres
constraint	typed_begun_pkey on public.typed_begun	public	9cddf395fdefdb2f162eced51c3509f73135d8cef27b4e23555d49cb447b3114	15	pg_constraint	17070	pg_class	17066	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_begun	2026-11-30 00:29:24.680153+00	postgres
index	public.typed_begun_pkey	public	edb8381f5b0cf1578df9d2c28cf65555f2769673acd6ebd74338463553eeaf4d	15	pg_class	17069	pg_class	17066	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_begun	2026-11-30 00:29:24.680159+00	postgres
trigger	held on public.typed_begun	public	5394546f09e1f053bc56928f49c3df60818661bec947cbaa087bb4d9ba518525	15	pg_trigger	17503	pg_class	17066	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_begun	2026-11-30 00:29:24.680163+00	postgres
trigger	"~migrate_10_2558c207" on public.typed_begun	public	90b92176d446235cca66bdefe68c60295724627f048431b12a63ca7017759f82	15	pg_trigger	17591	pg_class	17066	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_begun	2026-11-30 00:29:24.680168+00	postgres
trigger	"~n_sync_10_2558c207" on public.typed_begun	public	114f373b8e6a3aa12dc0139e856fe02c03ec583a36bb45280cde357e6f36e53d	15	pg_trigger	17590	pg_class	17066	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_begun	2026-11-30 00:29:24.680225+00	postgres
function	public.typed_begun_n_sync_10_2558c207()	public	df507d33d8703fb2e70d7040318212e86cad0f28d7477a6a69f4e9f0b2301790	15	pg_proc	17589	pg_proc	17589	594e92ed-69f1-4da3-851e-092879f70690	\N	safe_change_column_type on typed_begun	2026-11-30 00:29:24.680229+00	postgres
table	tenant_1.one	tenant_1	f038ffade71365926dd88526be7363bd31ed81d423e43ab7a290e865a2dd258e	15	pg_class	17610	pg_class	17610	594e92ed-69f1-4da3-851e-092879f70690	1	\N	2026-11-30 00:29:24.830055+00	postgres
index	tenant_1.one_id	tenant_1	78f315832590ba7d02a7b637b2ddbb5786537033f2f9c27124d97c115944a4be	15	pg_class	17613	pg_class	17610	594e92ed-69f1-4da3-851e-092879f70690	1	\N	2026-11-30 00:29:24.830077+00	postgres
\.


--
-- Data for Name: schema_applied; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.schema_applied (tenant, version, description, applied_at, applied_by, execution_time_ms, checksum) FROM stdin;
1	1	m1	2026-11-30 00:29:24.833975+00	postgres	10	c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e
\.


--
-- Data for Name: schema_failures; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.schema_failures (tenant, version, job, failure, failed_at) FROM stdin;
\.


--
-- Data for Name: schema_journal; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.schema_journal (tenant, id, job, version, operation, direction, unit, units, kind, status, checksum, first_statement, last_statement, statement, line, col, sqlstate, message, detail, hint, before, waits_for, sql, run_by, run_as, record, session, started_at, finished_at, execution_time_ms, waited_ms, sizes, changed, messages, more_messages) FROM stdin;
1	1	12	1	\N	up	1	3	transaction	done	4d8ec74eca290f99777e37ddd75017c0d05be7b5f06a392e45ec0ffecf0462bd	1	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	postgres	postgres	\N	{"base": {"search_path": "tenant_1, \\"$user\\", public"}}	2026-11-30 00:29:24.822024+00	2026-11-30 00:29:24.823025+00	1	0	\N	[{"oid": 17610, "made": true, "after": "f038ffade71365926dd88526be7363bd31ed81d423e43ab7a290e865a2dd258e", "before": null}]	\N	\N
1	2	12	1	\N	up	2	3	standalone	done	35c077b6ef4b2854a7d2c3888a7ff05666a04c2679198f9672f107df5cbfbef9	2	2	\N	\N	\N	\N	\N	\N	\N	{"existed": false, "indexes": [], "dropping": null, "finished": false}	\N	\N	postgres	postgres	\N	{"base": {"search_path": "tenant_1, \\"$user\\", public"}}	2026-11-30 00:29:24.825855+00	2026-11-30 00:29:24.830995+00	4	\N	[{"after": 8192, "table": "one", "before": 0}]	[{"oid": 17613, "made": true, "after": "78f315832590ba7d02a7b637b2ddbb5786537033f2f9c27124d97c115944a4be", "before": null}]	\N	\N
1	3	12	1	\N	up	3	3	transaction	done	598ee9fd2f0da5e3925b9bbb89f5aeb3c6abcf37707d41964a5edb83a503fc9c	3	3	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	postgres	postgres	\N	{"base": {"search_path": "tenant_1, \\"$user\\", public"}}	2026-11-30 00:29:24.833679+00	2026-11-30 00:29:24.83368+00	0	0	[{"after": 16384, "table": "log", "before": 16384}]	\N	\N	\N
\.


--
-- Data for Name: schema_migrations; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.schema_migrations (version, description, applied_at, applied_by, execution_time_ms, checksum) FROM stdin;
1	m1	2026-11-30 00:29:23.113346+00	postgres	12	c6cb221b44c5277ee64796719818a5a9ddbdab69e5fb29423e6a2e08637b426e
\.


--
-- Data for Name: schema_origins; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.schema_origins (tenant, version, how, applied_at, schemas, search_path, baseline_by, before, found, imported_from) FROM stdin;
1	1	ran	2026-11-30 00:29:24.833975+00	{tenant_1,public}	tenant_1, "$user", public	\N	[{"before": {"was": {"type": ["ALTER TABLE public.log ALTER COLUMN word DROP DEFAULT", "ALTER TABLE public.log ALTER COLUMN word TYPE text USING word::pg_catalog.text", "ALTER TABLE public.log ALTER COLUMN word SET DEFAULT 'x'::text"], "comment": ["COMMENT ON COLUMN public.log.word IS NULL"], "default": ["ALTER TABLE public.log ALTER COLUMN word SET DEFAULT 'x'::text"], "options": ["ALTER TABLE public.log ALTER COLUMN word RESET (n_distinct, n_distinct_inherited)"], "storage": ["ALTER TABLE public.log ALTER COLUMN word SET STATISTICS -1", "ALTER TABLE public.log ALTER COLUMN word SET STORAGE EXTENDED", "ALTER TABLE public.log ALTER COLUMN word SET COMPRESSION default"], "identity": ["ALTER TABLE public.log ALTER COLUMN word DROP IDENTITY IF EXISTS"], "not_null": ["ALTER TABLE public.log ALTER COLUMN word DROP NOT NULL"]}, "loses": "values", "there": true, "whole": ["ALTER TABLE public.log ADD COLUMN word text DEFAULT 'x'::text"]}, "object": {"kind": "column", "name": "log", "part": "word"}, "statement": 3}]	{tenant_1,tenant_1}	\N
\.


--
-- Data for Name: schemas; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.schemas (id, schema_name, schema_oid, home, added_at) FROM stdin;
1	tenant_1	17608	90f4c953-51d7-0677-3906-97b425d17f12	2026-11-30 00:29:24.781418+00
\.


--
-- Data for Name: squashed; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.squashed (id, version, squashed_into, squashed_at, squashed_by, label, description, up, down, checksum, filename, registered_by, applied_at, applied_by, execution_time_ms, applied_checksum) FROM stdin;
\.


--
-- Data for Name: writes_seen; Type: TABLE DATA; Schema: migrate; Owner: -
--

COPY migrate.writes_seen (id, token, seen_at, writes, role_name, application_name) FROM stdin;
\.


--
-- Data for Name: filled; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.filled (id, n) FROM stdin;
9267	\N
9268	\N
9269	\N
9270	\N
9271	\N
9272	\N
9273	\N
9274	\N
9275	\N
9276	\N
9277	\N
9278	\N
9279	\N
9280	\N
9281	\N
9282	\N
9283	\N
9284	\N
9285	\N
9286	\N
9287	\N
9288	\N
9289	\N
9290	\N
9291	\N
9292	\N
9293	\N
9294	\N
9295	\N
9296	\N
9297	\N
9298	\N
9299	\N
9300	\N
9301	\N
9302	\N
9303	\N
9304	\N
9305	\N
9306	\N
9307	\N
9308	\N
9309	\N
9310	\N
9311	\N
9312	\N
9313	\N
9314	\N
9315	\N
9316	\N
9317	\N
9318	\N
9319	\N
9320	\N
9321	\N
9322	\N
9323	\N
9324	\N
9325	\N
9326	\N
9327	\N
9328	\N
9329	\N
9330	\N
9331	\N
9332	\N
9333	\N
9334	\N
9335	\N
9336	\N
9337	\N
9338	\N
9339	\N
9340	\N
9341	\N
9342	\N
9343	\N
9344	\N
9345	\N
9346	\N
9347	\N
9348	\N
9349	\N
9350	\N
9351	\N
9352	\N
9353	\N
9354	\N
9355	\N
9356	\N
9357	\N
9358	\N
9359	\N
9360	\N
9361	\N
9362	\N
9363	\N
9364	\N
9365	\N
9366	\N
9367	\N
9368	\N
9369	\N
9370	\N
9371	\N
9372	\N
9373	\N
9374	\N
9375	\N
9376	\N
9377	\N
9378	\N
9379	\N
9380	\N
9381	\N
9382	\N
9383	\N
9384	\N
9385	\N
9386	\N
9387	\N
9388	\N
9389	\N
9390	\N
9391	\N
9392	\N
9393	\N
9394	\N
9395	\N
9396	\N
9397	\N
9398	\N
9399	\N
9400	\N
9401	\N
9402	\N
9403	\N
9404	\N
9405	\N
9406	\N
9407	\N
9408	\N
9409	\N
9410	\N
9411	\N
9412	\N
9413	\N
9414	\N
9415	\N
9416	\N
9417	\N
9418	\N
9419	\N
9420	\N
9421	\N
9422	\N
9423	\N
9424	\N
9425	\N
9426	\N
9427	\N
9428	\N
9429	\N
9430	\N
9431	\N
9432	\N
9433	\N
9434	\N
9435	\N
9436	\N
9437	\N
9438	\N
9439	\N
9440	\N
9441	\N
9442	\N
9443	\N
9444	\N
9445	\N
9446	\N
9447	\N
9448	\N
9449	\N
9450	\N
9451	\N
9452	\N
9453	\N
9454	\N
9455	\N
9456	\N
9457	\N
9458	\N
9459	\N
9460	\N
9461	\N
9462	\N
9463	\N
9464	\N
9465	\N
9466	\N
9467	\N
9468	\N
9469	\N
9470	\N
9471	\N
9472	\N
9473	\N
9474	\N
9475	\N
9476	\N
9477	\N
9478	\N
9479	\N
9480	\N
9481	\N
9482	\N
9483	\N
9484	\N
9485	\N
9486	\N
9487	\N
9488	\N
9489	\N
9490	\N
9491	\N
9492	\N
9493	\N
9494	\N
9495	\N
9496	\N
9497	\N
9498	\N
9499	\N
9500	\N
9501	\N
9502	\N
9503	\N
9504	\N
9505	\N
9506	\N
9507	\N
9508	\N
9509	\N
9510	\N
9511	\N
9512	\N
9513	\N
9514	\N
9515	\N
9516	\N
9517	\N
9518	\N
9519	\N
9520	\N
9521	\N
9522	\N
9523	\N
9524	\N
9525	\N
9526	\N
9527	\N
9528	\N
9529	\N
9530	\N
9531	\N
9532	\N
9533	\N
9534	\N
9535	\N
9536	\N
9537	\N
9538	\N
9539	\N
9540	\N
9541	\N
9542	\N
9543	\N
9544	\N
9545	\N
9546	\N
9547	\N
9548	\N
9549	\N
9550	\N
9551	\N
9552	\N
9553	\N
9554	\N
9555	\N
9556	\N
9557	\N
9558	\N
9559	\N
9560	\N
9561	\N
9562	\N
9563	\N
9564	\N
9565	\N
9566	\N
9567	\N
9568	\N
9569	\N
9570	\N
9571	\N
9572	\N
9573	\N
9574	\N
9575	\N
9576	\N
9577	\N
9578	\N
9579	\N
9580	\N
9581	\N
9582	\N
9583	\N
9584	\N
9585	\N
9586	\N
9587	\N
9588	\N
9589	\N
9590	\N
9591	\N
9592	\N
9593	\N
9594	\N
9595	\N
9596	\N
9597	\N
9598	\N
9599	\N
9600	\N
9601	\N
9602	\N
9603	\N
9604	\N
9605	\N
9606	\N
9607	\N
9608	\N
9609	\N
9610	\N
9611	\N
9612	\N
9613	\N
9614	\N
9615	\N
9616	\N
9617	\N
9618	\N
9619	\N
9620	\N
9621	\N
9622	\N
9623	\N
9624	\N
9625	\N
9626	\N
9627	\N
9628	\N
9629	\N
9630	\N
9631	\N
9632	\N
9633	\N
9634	\N
9635	\N
9636	\N
9637	\N
9638	\N
9639	\N
9640	\N
9641	\N
9642	\N
9643	\N
9644	\N
9645	\N
9646	\N
9647	\N
9648	\N
9649	\N
9650	\N
9651	\N
9652	\N
9653	\N
9654	\N
9655	\N
9656	\N
9657	\N
9658	\N
9659	\N
9660	\N
9661	\N
9662	\N
9663	\N
9664	\N
9665	\N
9666	\N
9667	\N
9668	\N
9669	\N
9670	\N
9671	\N
9672	\N
9673	\N
9674	\N
9675	\N
9676	\N
9677	\N
9678	\N
9679	\N
9680	\N
9681	\N
9682	\N
9683	\N
9684	\N
9685	\N
9686	\N
9687	\N
9688	\N
9689	\N
9690	\N
9691	\N
9692	\N
9693	\N
9694	\N
9695	\N
9696	\N
9697	\N
9698	\N
9699	\N
9700	\N
9701	\N
9702	\N
9703	\N
9704	\N
9705	\N
9706	\N
9707	\N
9708	\N
9709	\N
9710	\N
9711	\N
9712	\N
9713	\N
9714	\N
9715	\N
9716	\N
9717	\N
9718	\N
9719	\N
9720	\N
9721	\N
9722	\N
9723	\N
9724	\N
9725	\N
9726	\N
9727	\N
9728	\N
9729	\N
9730	\N
9731	\N
9732	\N
9733	\N
9734	\N
9735	\N
9736	\N
9737	\N
9738	\N
9739	\N
9740	\N
9741	\N
9742	\N
9743	\N
9744	\N
9745	\N
9746	\N
9747	\N
9748	\N
9749	\N
9750	\N
9751	\N
9752	\N
9753	\N
9754	\N
9755	\N
9756	\N
9757	\N
9758	\N
9759	\N
9760	\N
9761	\N
9762	\N
9763	\N
9764	\N
9765	\N
9766	\N
9767	\N
9768	\N
9769	\N
9770	\N
9771	\N
9772	\N
9773	\N
9774	\N
9775	\N
9776	\N
9777	\N
9778	\N
9779	\N
9780	\N
9781	\N
9782	\N
9783	\N
9784	\N
9785	\N
9786	\N
9787	\N
9788	\N
9789	\N
9790	\N
9791	\N
9792	\N
9793	\N
9794	\N
9795	\N
9796	\N
9797	\N
9798	\N
9799	\N
9800	\N
9801	\N
9802	\N
9803	\N
9804	\N
9805	\N
9806	\N
9807	\N
9808	\N
9809	\N
9810	\N
9811	\N
9812	\N
9813	\N
9814	\N
9815	\N
9816	\N
9817	\N
9818	\N
9819	\N
9820	\N
9821	\N
9822	\N
9823	\N
9824	\N
9825	\N
9826	\N
9827	\N
9828	\N
9829	\N
9830	\N
9831	\N
9832	\N
9833	\N
9834	\N
9835	\N
9836	\N
9837	\N
9838	\N
9839	\N
9840	\N
9841	\N
9842	\N
9843	\N
9844	\N
9845	\N
9846	\N
9847	\N
9848	\N
9849	\N
9850	\N
9851	\N
9852	\N
9853	\N
9854	\N
9855	\N
9856	\N
9857	\N
9858	\N
9859	\N
9860	\N
9861	\N
9862	\N
9863	\N
9864	\N
9865	\N
9866	\N
9867	\N
9868	\N
9869	\N
9870	\N
9871	\N
9872	\N
9873	\N
9874	\N
9875	\N
9876	\N
9877	\N
9878	\N
9879	\N
9880	\N
9881	\N
9882	\N
9883	\N
9884	\N
9885	\N
9886	\N
9887	\N
9888	\N
9889	\N
9890	\N
9891	\N
9892	\N
9893	\N
9894	\N
9895	\N
9896	\N
9897	\N
9898	\N
9899	\N
9900	\N
9901	\N
9902	\N
9903	\N
9904	\N
9905	\N
9906	\N
9907	\N
9908	\N
9909	\N
9910	\N
9911	\N
9912	\N
9913	\N
9914	\N
9915	\N
9916	\N
9917	\N
9918	\N
9919	\N
9920	\N
9921	\N
9922	\N
9923	\N
9924	\N
9925	\N
9926	\N
9927	\N
9928	\N
9929	\N
9930	\N
9931	\N
9932	\N
9933	\N
9934	\N
9935	\N
9936	\N
9937	\N
9938	\N
9939	\N
9940	\N
9941	\N
9942	\N
9943	\N
9944	\N
9945	\N
9946	\N
9947	\N
9948	\N
9949	\N
9950	\N
9951	\N
9952	\N
9953	\N
9954	\N
9955	\N
9956	\N
9957	\N
9958	\N
9959	\N
9960	\N
9961	\N
9962	\N
9963	\N
9964	\N
9965	\N
9966	\N
9967	\N
9968	\N
9969	\N
9970	\N
9971	\N
9972	\N
9973	\N
9974	\N
9975	\N
9976	\N
9977	\N
9978	\N
9979	\N
9980	\N
9981	\N
9982	\N
9983	\N
9984	\N
9985	\N
9986	\N
9987	\N
9988	\N
9989	\N
9990	\N
9991	\N
9992	\N
9993	\N
9994	\N
9995	\N
9996	\N
9997	\N
9998	\N
9999	\N
10000	\N
10001	\N
10002	\N
10003	\N
10004	\N
10005	\N
10006	\N
10007	\N
10008	\N
10009	\N
10010	\N
10011	\N
10012	\N
10013	\N
10014	\N
10015	\N
10016	\N
10017	\N
10018	\N
10019	\N
10020	\N
10021	\N
10022	\N
10023	\N
10024	\N
10025	\N
10026	\N
10027	\N
10028	\N
10029	\N
10030	\N
10031	\N
10032	\N
10033	\N
10034	\N
10035	\N
10036	\N
10037	\N
10038	\N
10039	\N
10040	\N
10041	\N
10042	\N
10043	\N
10044	\N
10045	\N
10046	\N
10047	\N
10048	\N
10049	\N
10050	\N
10051	\N
10052	\N
10053	\N
10054	\N
10055	\N
10056	\N
10057	\N
10058	\N
10059	\N
10060	\N
10061	\N
10062	\N
10063	\N
10064	\N
10065	\N
10066	\N
10067	\N
10068	\N
10069	\N
10070	\N
10071	\N
10072	\N
10073	\N
10074	\N
10075	\N
10076	\N
10077	\N
10078	\N
10079	\N
10080	\N
10081	\N
10082	\N
10083	\N
10084	\N
10085	\N
10086	\N
10087	\N
10088	\N
10089	\N
10090	\N
10091	\N
10092	\N
10093	\N
10094	\N
10095	\N
10096	\N
10097	\N
10098	\N
10099	\N
10100	\N
10101	\N
10102	\N
10103	\N
10104	\N
10105	\N
10106	\N
10107	\N
10108	\N
10109	\N
10110	\N
10111	\N
10112	\N
10113	\N
10114	\N
10115	\N
10116	\N
10117	\N
10118	\N
10119	\N
10120	\N
10121	\N
10122	\N
10123	\N
10124	\N
10125	\N
10126	\N
10127	\N
10128	\N
10129	\N
10130	\N
10131	\N
10132	\N
10133	\N
10134	\N
10135	\N
10136	\N
10137	\N
10138	\N
10139	\N
10140	\N
10141	\N
10142	\N
10143	\N
10144	\N
10145	\N
10146	\N
10147	\N
10148	\N
10149	\N
10150	\N
10151	\N
10152	\N
10153	\N
10154	\N
10155	\N
10156	\N
10157	\N
10158	\N
10159	\N
10160	\N
10161	\N
10162	\N
10163	\N
10164	\N
10165	\N
10166	\N
10167	\N
10168	\N
10169	\N
10170	\N
10171	\N
10172	\N
10173	\N
10174	\N
10175	\N
10176	\N
10177	\N
10178	\N
10179	\N
10180	\N
10181	\N
10182	\N
10183	\N
10184	\N
10185	\N
10186	\N
10187	\N
10188	\N
10189	\N
10190	\N
10191	\N
10192	\N
10193	\N
10194	\N
10195	\N
10196	\N
10197	\N
10198	\N
10199	\N
10200	\N
10201	\N
10202	\N
10203	\N
10204	\N
10205	\N
10206	\N
10207	\N
10208	\N
10209	\N
10210	\N
10211	\N
10212	\N
10213	\N
10214	\N
10215	\N
10216	\N
10217	\N
10218	\N
10219	\N
10220	\N
10221	\N
10222	\N
10223	\N
10224	\N
10225	\N
10226	\N
10227	\N
10228	\N
10229	\N
10230	\N
10231	\N
10232	\N
10233	\N
10234	\N
10235	\N
10236	\N
10237	\N
10238	\N
10239	\N
10240	\N
10241	\N
10242	\N
10243	\N
10244	\N
10245	\N
10246	\N
10247	\N
10248	\N
10249	\N
10250	\N
10251	\N
10252	\N
10253	\N
10254	\N
10255	\N
10256	\N
10257	\N
10258	\N
10259	\N
10260	\N
10261	\N
10262	\N
10263	\N
10264	\N
10265	\N
10266	\N
10267	\N
10268	\N
10269	\N
10270	\N
10271	\N
10272	\N
10273	\N
10274	\N
10275	\N
10276	\N
10277	\N
10278	\N
10279	\N
10280	\N
10281	\N
10282	\N
10283	\N
10284	\N
10285	\N
10286	\N
10287	\N
10288	\N
10289	\N
10290	\N
10291	\N
10292	\N
10293	\N
10294	\N
10295	\N
10296	\N
10297	\N
10298	\N
10299	\N
10300	\N
10301	\N
10302	\N
10303	\N
10304	\N
10305	\N
10306	\N
10307	\N
10308	\N
10309	\N
10310	\N
10311	\N
10312	\N
10313	\N
10314	\N
10315	\N
10316	\N
10317	\N
10318	\N
10319	\N
10320	\N
10321	\N
10322	\N
10323	\N
10324	\N
10325	\N
10326	\N
10327	\N
10328	\N
10329	\N
10330	\N
10331	\N
10332	\N
10333	\N
10334	\N
10335	\N
10336	\N
10337	\N
10338	\N
10339	\N
10340	\N
10341	\N
10342	\N
10343	\N
10344	\N
10345	\N
10346	\N
10347	\N
10348	\N
10349	\N
10350	\N
10351	\N
10352	\N
10353	\N
10354	\N
10355	\N
10356	\N
10357	\N
10358	\N
10359	\N
10360	\N
10361	\N
10362	\N
10363	\N
10364	\N
10365	\N
10366	\N
10367	\N
10368	\N
10369	\N
10370	\N
10371	\N
10372	\N
10373	\N
10374	\N
10375	\N
10376	\N
10377	\N
10378	\N
10379	\N
10380	\N
10381	\N
10382	\N
10383	\N
10384	\N
10385	\N
10386	\N
10387	\N
10388	\N
10389	\N
10390	\N
10391	\N
10392	\N
10393	\N
10394	\N
10395	\N
10396	\N
10397	\N
10398	\N
10399	\N
10400	\N
10401	\N
10402	\N
10403	\N
10404	\N
10405	\N
10406	\N
10407	\N
10408	\N
10409	\N
10410	\N
10411	\N
10412	\N
10413	\N
10414	\N
10415	\N
10416	\N
10417	\N
10418	\N
10419	\N
10420	\N
10421	\N
10422	\N
10423	\N
10424	\N
10425	\N
10426	\N
10427	\N
10428	\N
10429	\N
10430	\N
10431	\N
10432	\N
10433	\N
10434	\N
10435	\N
10436	\N
10437	\N
10438	\N
10439	\N
10440	\N
10441	\N
10442	\N
10443	\N
10444	\N
10445	\N
10446	\N
10447	\N
10448	\N
10449	\N
10450	\N
10451	\N
10452	\N
10453	\N
10454	\N
10455	\N
10456	\N
10457	\N
10458	\N
10459	\N
10460	\N
10461	\N
10462	\N
10463	\N
10464	\N
10465	\N
10466	\N
10467	\N
10468	\N
10469	\N
10470	\N
10471	\N
10472	\N
10473	\N
10474	\N
10475	\N
10476	\N
10477	\N
10478	\N
10479	\N
10480	\N
10481	\N
10482	\N
10483	\N
10484	\N
10485	\N
10486	\N
10487	\N
10488	\N
10489	\N
10490	\N
10491	\N
10492	\N
10493	\N
10494	\N
10495	\N
10496	\N
10497	\N
10498	\N
10499	\N
10500	\N
10501	\N
10502	\N
10503	\N
10504	\N
10505	\N
10506	\N
10507	\N
10508	\N
10509	\N
10510	\N
10511	\N
10512	\N
10513	\N
10514	\N
10515	\N
10516	\N
10517	\N
10518	\N
10519	\N
10520	\N
10521	\N
10522	\N
10523	\N
10524	\N
10525	\N
10526	\N
10527	\N
10528	\N
10529	\N
10530	\N
10531	\N
10532	\N
10533	\N
10534	\N
10535	\N
10536	\N
10537	\N
10538	\N
10539	\N
10540	\N
10541	\N
10542	\N
10543	\N
10544	\N
10545	\N
10546	\N
10547	\N
10548	\N
10549	\N
10550	\N
10551	\N
10552	\N
10553	\N
10554	\N
10555	\N
10556	\N
10557	\N
10558	\N
10559	\N
10560	\N
10561	\N
10562	\N
10563	\N
10564	\N
10565	\N
10566	\N
10567	\N
10568	\N
10569	\N
10570	\N
10571	\N
10572	\N
10573	\N
10574	\N
10575	\N
10576	\N
10577	\N
10578	\N
10579	\N
10580	\N
10581	\N
10582	\N
10583	\N
10584	\N
10585	\N
10586	\N
10587	\N
10588	\N
10589	\N
10590	\N
10591	\N
10592	\N
10593	\N
10594	\N
10595	\N
10596	\N
10597	\N
10598	\N
10599	\N
10600	\N
10601	\N
10602	\N
10603	\N
10604	\N
10605	\N
10606	\N
10607	\N
10608	\N
10609	\N
10610	\N
10611	\N
10612	\N
10613	\N
10614	\N
10615	\N
10616	\N
10617	\N
10618	\N
10619	\N
10620	\N
10621	\N
10622	\N
10623	\N
10624	\N
10625	\N
10626	\N
10627	\N
10628	\N
10629	\N
10630	\N
10631	\N
10632	\N
10633	\N
10634	\N
10635	\N
10636	\N
10637	\N
10638	\N
10639	\N
10640	\N
10641	\N
10642	\N
10643	\N
10644	\N
10645	\N
10646	\N
10647	\N
10648	\N
10649	\N
10650	\N
10651	\N
10652	\N
10653	\N
10654	\N
10655	\N
10656	\N
10657	\N
10658	\N
10659	\N
10660	\N
10661	\N
10662	\N
10663	\N
10664	\N
10665	\N
10666	\N
10667	\N
10668	\N
10669	\N
10670	\N
10671	\N
10672	\N
10673	\N
10674	\N
10675	\N
10676	\N
10677	\N
10678	\N
10679	\N
10680	\N
10681	\N
10682	\N
10683	\N
10684	\N
10685	\N
10686	\N
10687	\N
10688	\N
10689	\N
10690	\N
10691	\N
10692	\N
10693	\N
10694	\N
10695	\N
10696	\N
10697	\N
10698	\N
10699	\N
10700	\N
10701	\N
10702	\N
10703	\N
10704	\N
10705	\N
10706	\N
10707	\N
10708	\N
10709	\N
10710	\N
10711	\N
10712	\N
10713	\N
10714	\N
10715	\N
10716	\N
10717	\N
10718	\N
10719	\N
10720	\N
10721	\N
10722	\N
10723	\N
10724	\N
10725	\N
10726	\N
10727	\N
10728	\N
10729	\N
10730	\N
10731	\N
10732	\N
10733	\N
10734	\N
10735	\N
10736	\N
10737	\N
10738	\N
10739	\N
10740	\N
10741	\N
10742	\N
10743	\N
10744	\N
10745	\N
10746	\N
10747	\N
10748	\N
10749	\N
10750	\N
10751	\N
10752	\N
10753	\N
10754	\N
10755	\N
10756	\N
10757	\N
10758	\N
10759	\N
10760	\N
10761	\N
10762	\N
10763	\N
10764	\N
10765	\N
10766	\N
10767	\N
10768	\N
10769	\N
10770	\N
10771	\N
10772	\N
10773	\N
10774	\N
10775	\N
10776	\N
10777	\N
10778	\N
10779	\N
10780	\N
10781	\N
10782	\N
10783	\N
10784	\N
10785	\N
10786	\N
10787	\N
10788	\N
10789	\N
10790	\N
10791	\N
10792	\N
10793	\N
10794	\N
10795	\N
10796	\N
10797	\N
10798	\N
10799	\N
10800	\N
10801	\N
10802	\N
10803	\N
10804	\N
10805	\N
10806	\N
10807	\N
10808	\N
10809	\N
10810	\N
10811	\N
10812	\N
10813	\N
10814	\N
10815	\N
10816	\N
10817	\N
10818	\N
10819	\N
10820	\N
10821	\N
10822	\N
10823	\N
10824	\N
10825	\N
10826	\N
10827	\N
10828	\N
10829	\N
10830	\N
10831	\N
10832	\N
10833	\N
10834	\N
10835	\N
10836	\N
10837	\N
10838	\N
10839	\N
10840	\N
10841	\N
10842	\N
10843	\N
10844	\N
10845	\N
10846	\N
10847	\N
10848	\N
10849	\N
10850	\N
10851	\N
10852	\N
10853	\N
10854	\N
10855	\N
10856	\N
10857	\N
10858	\N
10859	\N
10860	\N
10861	\N
10862	\N
10863	\N
10864	\N
10865	\N
10866	\N
10867	\N
10868	\N
10869	\N
10870	\N
10871	\N
10872	\N
10873	\N
10874	\N
10875	\N
10876	\N
10877	\N
10878	\N
10879	\N
10880	\N
10881	\N
10882	\N
10883	\N
10884	\N
10885	\N
10886	\N
10887	\N
10888	\N
10889	\N
10890	\N
10891	\N
10892	\N
10893	\N
10894	\N
10895	\N
10896	\N
10897	\N
10898	\N
10899	\N
10900	\N
10901	\N
10902	\N
10903	\N
10904	\N
10905	\N
10906	\N
10907	\N
10908	\N
10909	\N
10910	\N
10911	\N
10912	\N
10913	\N
10914	\N
10915	\N
10916	\N
10917	\N
10918	\N
10919	\N
10920	\N
10921	\N
10922	\N
10923	\N
10924	\N
10925	\N
10926	\N
10927	\N
10928	\N
10929	\N
10930	\N
10931	\N
10932	\N
10933	\N
10934	\N
10935	\N
10936	\N
10937	\N
10938	\N
10939	\N
10940	\N
10941	\N
10942	\N
10943	\N
10944	\N
10945	\N
10946	\N
10947	\N
10948	\N
10949	\N
10950	\N
10951	\N
10952	\N
10953	\N
10954	\N
10955	\N
10956	\N
10957	\N
10958	\N
10959	\N
10960	\N
10961	\N
10962	\N
10963	\N
10964	\N
10965	\N
10966	\N
10967	\N
10968	\N
10969	\N
10970	\N
10971	\N
10972	\N
10973	\N
10974	\N
10975	\N
10976	\N
10977	\N
10978	\N
10979	\N
10980	\N
10981	\N
10982	\N
10983	\N
10984	\N
10985	\N
10986	\N
10987	\N
10988	\N
10989	\N
10990	\N
10991	\N
10992	\N
10993	\N
10994	\N
10995	\N
10996	\N
10997	\N
10998	\N
10999	\N
11000	\N
11001	\N
11002	\N
11003	\N
11004	\N
11005	\N
11006	\N
11007	\N
11008	\N
11009	\N
11010	\N
11011	\N
11012	\N
11013	\N
11014	\N
11015	\N
11016	\N
11017	\N
11018	\N
11019	\N
11020	\N
11021	\N
11022	\N
11023	\N
11024	\N
11025	\N
11026	\N
11027	\N
11028	\N
11029	\N
11030	\N
11031	\N
11032	\N
11033	\N
11034	\N
11035	\N
11036	\N
11037	\N
11038	\N
11039	\N
11040	\N
11041	\N
11042	\N
11043	\N
11044	\N
11045	\N
11046	\N
11047	\N
11048	\N
11049	\N
11050	\N
11051	\N
11052	\N
11053	\N
11054	\N
11055	\N
11056	\N
11057	\N
11058	\N
11059	\N
11060	\N
11061	\N
11062	\N
11063	\N
11064	\N
11065	\N
11066	\N
11067	\N
11068	\N
11069	\N
11070	\N
11071	\N
11072	\N
11073	\N
11074	\N
11075	\N
11076	\N
11077	\N
11078	\N
11079	\N
11080	\N
11081	\N
11082	\N
11083	\N
11084	\N
11085	\N
11086	\N
11087	\N
11088	\N
11089	\N
11090	\N
11091	\N
11092	\N
11093	\N
11094	\N
11095	\N
11096	\N
11097	\N
11098	\N
11099	\N
11100	\N
11101	\N
11102	\N
11103	\N
11104	\N
11105	\N
11106	\N
11107	\N
11108	\N
11109	\N
11110	\N
11111	\N
11112	\N
11113	\N
11114	\N
11115	\N
11116	\N
11117	\N
11118	\N
11119	\N
11120	\N
11121	\N
11122	\N
11123	\N
11124	\N
11125	\N
11126	\N
11127	\N
11128	\N
11129	\N
11130	\N
11131	\N
11132	\N
11133	\N
11134	\N
11135	\N
11136	\N
11137	\N
11138	\N
11139	\N
11140	\N
11141	\N
11142	\N
11143	\N
11144	\N
11145	\N
11146	\N
11147	\N
11148	\N
11149	\N
11150	\N
11151	\N
11152	\N
11153	\N
11154	\N
11155	\N
11156	\N
11157	\N
11158	\N
11159	\N
11160	\N
11161	\N
11162	\N
11163	\N
11164	\N
11165	\N
11166	\N
11167	\N
11168	\N
11169	\N
11170	\N
11171	\N
11172	\N
11173	\N
11174	\N
11175	\N
11176	\N
11177	\N
11178	\N
11179	\N
11180	\N
11181	\N
11182	\N
11183	\N
11184	\N
11185	\N
11186	\N
11187	\N
11188	\N
11189	\N
11190	\N
11191	\N
11192	\N
11193	\N
11194	\N
11195	\N
11196	\N
11197	\N
11198	\N
11199	\N
11200	\N
11201	\N
11202	\N
11203	\N
11204	\N
11205	\N
11206	\N
11207	\N
11208	\N
11209	\N
11210	\N
11211	\N
11212	\N
11213	\N
11214	\N
11215	\N
11216	\N
11217	\N
11218	\N
11219	\N
11220	\N
11221	\N
11222	\N
11223	\N
11224	\N
11225	\N
11226	\N
11227	\N
11228	\N
11229	\N
11230	\N
11231	\N
11232	\N
11233	\N
11234	\N
11235	\N
11236	\N
11237	\N
11238	\N
11239	\N
11240	\N
11241	\N
11242	\N
11243	\N
11244	\N
11245	\N
11246	\N
11247	\N
11248	\N
11249	\N
11250	\N
11251	\N
11252	\N
11253	\N
11254	\N
11255	\N
11256	\N
11257	\N
11258	\N
11259	\N
11260	\N
11261	\N
11262	\N
11263	\N
11264	\N
11265	\N
11266	\N
11267	\N
11268	\N
11269	\N
11270	\N
11271	\N
11272	\N
11273	\N
11274	\N
11275	\N
11276	\N
11277	\N
11278	\N
11279	\N
11280	\N
11281	\N
11282	\N
11283	\N
11284	\N
11285	\N
11286	\N
11287	\N
11288	\N
11289	\N
11290	\N
11291	\N
11292	\N
11293	\N
11294	\N
11295	\N
11296	\N
11297	\N
11298	\N
11299	\N
11300	\N
11301	\N
11302	\N
11303	\N
11304	\N
11305	\N
11306	\N
11307	\N
11308	\N
11309	\N
11310	\N
11311	\N
11312	\N
11313	\N
11314	\N
11315	\N
11316	\N
11317	\N
11318	\N
11319	\N
11320	\N
11321	\N
11322	\N
11323	\N
11324	\N
11325	\N
11326	\N
11327	\N
11328	\N
11329	\N
11330	\N
11331	\N
11332	\N
11333	\N
11334	\N
11335	\N
11336	\N
11337	\N
11338	\N
11339	\N
11340	\N
11341	\N
11342	\N
11343	\N
11344	\N
11345	\N
11346	\N
11347	\N
11348	\N
11349	\N
11350	\N
11351	\N
11352	\N
11353	\N
11354	\N
11355	\N
11356	\N
11357	\N
11358	\N
11359	\N
11360	\N
11361	\N
11362	\N
11363	\N
11364	\N
11365	\N
11366	\N
11367	\N
11368	\N
11369	\N
11370	\N
11371	\N
11372	\N
11373	\N
11374	\N
11375	\N
11376	\N
11377	\N
11378	\N
11379	\N
11380	\N
11381	\N
11382	\N
11383	\N
11384	\N
11385	\N
11386	\N
11387	\N
11388	\N
11389	\N
11390	\N
11391	\N
11392	\N
11393	\N
11394	\N
11395	\N
11396	\N
11397	\N
11398	\N
11399	\N
11400	\N
11401	\N
11402	\N
11403	\N
11404	\N
11405	\N
11406	\N
11407	\N
11408	\N
11409	\N
11410	\N
11411	\N
11412	\N
11413	\N
11414	\N
11415	\N
11416	\N
11417	\N
11418	\N
11419	\N
11420	\N
11421	\N
11422	\N
11423	\N
11424	\N
11425	\N
11426	\N
11427	\N
11428	\N
11429	\N
11430	\N
11431	\N
11432	\N
11433	\N
11434	\N
11435	\N
11436	\N
11437	\N
11438	\N
11439	\N
11440	\N
11441	\N
11442	\N
11443	\N
11444	\N
11445	\N
11446	\N
11447	\N
11448	\N
11449	\N
11450	\N
11451	\N
11452	\N
11453	\N
11454	\N
11455	\N
11456	\N
11457	\N
11458	\N
11459	\N
11460	\N
11461	\N
11462	\N
11463	\N
11464	\N
11465	\N
11466	\N
11467	\N
11468	\N
11469	\N
11470	\N
11471	\N
11472	\N
11473	\N
11474	\N
11475	\N
11476	\N
11477	\N
11478	\N
11479	\N
11480	\N
11481	\N
11482	\N
11483	\N
11484	\N
11485	\N
11486	\N
11487	\N
11488	\N
11489	\N
11490	\N
11491	\N
11492	\N
11493	\N
11494	\N
11495	\N
11496	\N
11497	\N
11498	\N
11499	\N
11500	\N
11501	\N
11502	\N
11503	\N
11504	\N
11505	\N
11506	\N
11507	\N
11508	\N
11509	\N
11510	\N
11511	\N
11512	\N
11513	\N
11514	\N
11515	\N
11516	\N
11517	\N
11518	\N
11519	\N
11520	\N
11521	\N
11522	\N
11523	\N
11524	\N
11525	\N
11526	\N
11527	\N
11528	\N
11529	\N
11530	\N
11531	\N
11532	\N
11533	\N
11534	\N
11535	\N
11536	\N
11537	\N
11538	\N
11539	\N
11540	\N
11541	\N
11542	\N
11543	\N
11544	\N
11545	\N
11546	\N
11547	\N
11548	\N
11549	\N
11550	\N
11551	\N
11552	\N
11553	\N
11554	\N
11555	\N
11556	\N
11557	\N
11558	\N
11559	\N
11560	\N
11561	\N
11562	\N
11563	\N
11564	\N
11565	\N
11566	\N
11567	\N
11568	\N
11569	\N
11570	\N
11571	\N
11572	\N
11573	\N
11574	\N
11575	\N
11576	\N
11577	\N
11578	\N
11579	\N
11580	\N
11581	\N
11582	\N
11583	\N
11584	\N
11585	\N
11586	\N
11587	\N
11588	\N
11589	\N
11590	\N
11591	\N
11592	\N
11593	\N
11594	\N
11595	\N
11596	\N
11597	\N
11598	\N
11599	\N
11600	\N
11601	\N
11602	\N
11603	\N
11604	\N
11605	\N
11606	\N
11607	\N
11608	\N
11609	\N
11610	\N
11611	\N
11612	\N
11613	\N
11614	\N
11615	\N
11616	\N
11617	\N
11618	\N
11619	\N
11620	\N
11621	\N
11622	\N
11623	\N
11624	\N
11625	\N
11626	\N
11627	\N
11628	\N
11629	\N
11630	\N
11631	\N
11632	\N
11633	\N
11634	\N
11635	\N
11636	\N
11637	\N
11638	\N
11639	\N
11640	\N
11641	\N
11642	\N
11643	\N
11644	\N
11645	\N
11646	\N
11647	\N
11648	\N
11649	\N
11650	\N
11651	\N
11652	\N
11653	\N
11654	\N
11655	\N
11656	\N
11657	\N
11658	\N
11659	\N
11660	\N
11661	\N
11662	\N
11663	\N
11664	\N
11665	\N
11666	\N
11667	\N
11668	\N
11669	\N
11670	\N
11671	\N
11672	\N
11673	\N
11674	\N
11675	\N
11676	\N
11677	\N
11678	\N
11679	\N
11680	\N
11681	\N
11682	\N
11683	\N
11684	\N
11685	\N
11686	\N
11687	\N
11688	\N
11689	\N
11690	\N
11691	\N
11692	\N
11693	\N
11694	\N
11695	\N
11696	\N
11697	\N
11698	\N
11699	\N
11700	\N
11701	\N
11702	\N
11703	\N
11704	\N
11705	\N
11706	\N
11707	\N
11708	\N
11709	\N
11710	\N
11711	\N
11712	\N
11713	\N
11714	\N
11715	\N
11716	\N
11717	\N
11718	\N
11719	\N
11720	\N
11721	\N
11722	\N
11723	\N
11724	\N
11725	\N
11726	\N
11727	\N
11728	\N
11729	\N
11730	\N
11731	\N
11732	\N
11733	\N
11734	\N
11735	\N
11736	\N
11737	\N
11738	\N
11739	\N
11740	\N
11741	\N
11742	\N
11743	\N
11744	\N
11745	\N
11746	\N
11747	\N
11748	\N
11749	\N
11750	\N
11751	\N
11752	\N
11753	\N
11754	\N
11755	\N
11756	\N
11757	\N
11758	\N
11759	\N
11760	\N
11761	\N
11762	\N
11763	\N
11764	\N
11765	\N
11766	\N
11767	\N
11768	\N
11769	\N
11770	\N
11771	\N
11772	\N
11773	\N
11774	\N
11775	\N
11776	\N
11777	\N
11778	\N
11779	\N
11780	\N
11781	\N
11782	\N
11783	\N
11784	\N
11785	\N
11786	\N
11787	\N
11788	\N
11789	\N
11790	\N
11791	\N
11792	\N
11793	\N
11794	\N
11795	\N
11796	\N
11797	\N
11798	\N
11799	\N
11800	\N
11801	\N
11802	\N
11803	\N
11804	\N
11805	\N
11806	\N
11807	\N
11808	\N
11809	\N
11810	\N
11811	\N
11812	\N
11813	\N
11814	\N
11815	\N
11816	\N
11817	\N
11818	\N
11819	\N
11820	\N
11821	\N
11822	\N
11823	\N
11824	\N
11825	\N
11826	\N
11827	\N
11828	\N
11829	\N
11830	\N
11831	\N
11832	\N
11833	\N
11834	\N
11835	\N
11836	\N
11837	\N
11838	\N
11839	\N
11840	\N
11841	\N
11842	\N
11843	\N
11844	\N
11845	\N
11846	\N
11847	\N
11848	\N
11849	\N
11850	\N
11851	\N
11852	\N
11853	\N
11854	\N
11855	\N
11856	\N
11857	\N
11858	\N
11859	\N
11860	\N
11861	\N
11862	\N
11863	\N
11864	\N
11865	\N
11866	\N
11867	\N
11868	\N
11869	\N
11870	\N
11871	\N
11872	\N
11873	\N
11874	\N
11875	\N
11876	\N
11877	\N
11878	\N
11879	\N
11880	\N
11881	\N
11882	\N
11883	\N
11884	\N
11885	\N
11886	\N
11887	\N
11888	\N
11889	\N
11890	\N
11891	\N
11892	\N
11893	\N
11894	\N
11895	\N
11896	\N
11897	\N
11898	\N
11899	\N
11900	\N
11901	\N
11902	\N
11903	\N
11904	\N
11905	\N
11906	\N
11907	\N
11908	\N
11909	\N
11910	\N
11911	\N
11912	\N
11913	\N
11914	\N
11915	\N
11916	\N
11917	\N
11918	\N
11919	\N
11920	\N
11921	\N
11922	\N
11923	\N
11924	\N
11925	\N
11926	\N
11927	\N
11928	\N
11929	\N
11930	\N
11931	\N
11932	\N
11933	\N
11934	\N
11935	\N
11936	\N
11937	\N
11938	\N
11939	\N
11940	\N
11941	\N
11942	\N
11943	\N
11944	\N
11945	\N
11946	\N
11947	\N
11948	\N
11949	\N
11950	\N
11951	\N
11952	\N
11953	\N
11954	\N
11955	\N
11956	\N
11957	\N
11958	\N
11959	\N
11960	\N
11961	\N
11962	\N
11963	\N
11964	\N
11965	\N
11966	\N
11967	\N
11968	\N
11969	\N
11970	\N
11971	\N
11972	\N
11973	\N
11974	\N
11975	\N
11976	\N
11977	\N
11978	\N
11979	\N
11980	\N
11981	\N
11982	\N
11983	\N
11984	\N
11985	\N
11986	\N
11987	\N
11988	\N
11989	\N
11990	\N
11991	\N
11992	\N
11993	\N
11994	\N
11995	\N
11996	\N
11997	\N
11998	\N
11999	\N
12000	\N
12001	\N
12002	\N
12003	\N
12004	\N
12005	\N
12006	\N
12007	\N
12008	\N
12009	\N
12010	\N
12011	\N
12012	\N
12013	\N
12014	\N
12015	\N
12016	\N
12017	\N
12018	\N
12019	\N
12020	\N
12021	\N
12022	\N
12023	\N
12024	\N
12025	\N
12026	\N
12027	\N
12028	\N
12029	\N
12030	\N
12031	\N
12032	\N
12033	\N
12034	\N
12035	\N
12036	\N
12037	\N
12038	\N
12039	\N
12040	\N
12041	\N
12042	\N
12043	\N
12044	\N
12045	\N
12046	\N
12047	\N
12048	\N
12049	\N
12050	\N
12051	\N
12052	\N
12053	\N
12054	\N
12055	\N
12056	\N
12057	\N
12058	\N
12059	\N
12060	\N
12061	\N
12062	\N
12063	\N
12064	\N
12065	\N
12066	\N
12067	\N
12068	\N
12069	\N
12070	\N
12071	\N
12072	\N
12073	\N
12074	\N
12075	\N
12076	\N
12077	\N
12078	\N
12079	\N
12080	\N
12081	\N
12082	\N
12083	\N
12084	\N
12085	\N
12086	\N
12087	\N
12088	\N
12089	\N
12090	\N
12091	\N
12092	\N
12093	\N
12094	\N
12095	\N
12096	\N
12097	\N
12098	\N
12099	\N
12100	\N
12101	\N
12102	\N
12103	\N
12104	\N
12105	\N
12106	\N
12107	\N
12108	\N
12109	\N
12110	\N
12111	\N
12112	\N
12113	\N
12114	\N
12115	\N
12116	\N
12117	\N
12118	\N
12119	\N
12120	\N
12121	\N
12122	\N
12123	\N
12124	\N
12125	\N
12126	\N
12127	\N
12128	\N
12129	\N
12130	\N
12131	\N
12132	\N
12133	\N
12134	\N
12135	\N
12136	\N
12137	\N
12138	\N
12139	\N
12140	\N
12141	\N
12142	\N
12143	\N
12144	\N
12145	\N
12146	\N
12147	\N
12148	\N
12149	\N
12150	\N
12151	\N
12152	\N
12153	\N
12154	\N
12155	\N
12156	\N
12157	\N
12158	\N
12159	\N
12160	\N
12161	\N
12162	\N
12163	\N
12164	\N
12165	\N
12166	\N
12167	\N
12168	\N
12169	\N
12170	\N
12171	\N
12172	\N
12173	\N
12174	\N
12175	\N
12176	\N
12177	\N
12178	\N
12179	\N
12180	\N
12181	\N
12182	\N
12183	\N
12184	\N
12185	\N
12186	\N
12187	\N
12188	\N
12189	\N
12190	\N
12191	\N
12192	\N
12193	\N
12194	\N
12195	\N
12196	\N
12197	\N
12198	\N
12199	\N
12200	\N
12201	\N
12202	\N
12203	\N
12204	\N
12205	\N
12206	\N
12207	\N
12208	\N
12209	\N
12210	\N
12211	\N
12212	\N
12213	\N
12214	\N
12215	\N
12216	\N
12217	\N
12218	\N
12219	\N
12220	\N
12221	\N
12222	\N
12223	\N
12224	\N
12225	\N
12226	\N
12227	\N
12228	\N
12229	\N
12230	\N
12231	\N
12232	\N
12233	\N
12234	\N
12235	\N
12236	\N
12237	\N
12238	\N
12239	\N
12240	\N
12241	\N
12242	\N
12243	\N
12244	\N
12245	\N
12246	\N
12247	\N
12248	\N
12249	\N
12250	\N
12251	\N
12252	\N
12253	\N
12254	\N
12255	\N
12256	\N
12257	\N
12258	\N
12259	\N
12260	\N
12261	\N
12262	\N
12263	\N
12264	\N
12265	\N
12266	\N
12267	\N
12268	\N
12269	\N
12270	\N
12271	\N
12272	\N
12273	\N
12274	\N
12275	\N
12276	\N
12277	\N
12278	\N
12279	\N
12280	\N
12281	\N
12282	\N
12283	\N
12284	\N
12285	\N
12286	\N
12287	\N
12288	\N
12289	\N
12290	\N
12291	\N
12292	\N
12293	\N
12294	\N
12295	\N
12296	\N
12297	\N
12298	\N
12299	\N
12300	\N
12301	\N
12302	\N
12303	\N
12304	\N
12305	\N
12306	\N
12307	\N
12308	\N
12309	\N
12310	\N
12311	\N
12312	\N
12313	\N
12314	\N
12315	\N
12316	\N
12317	\N
12318	\N
12319	\N
12320	\N
12321	\N
12322	\N
12323	\N
12324	\N
12325	\N
12326	\N
12327	\N
12328	\N
12329	\N
12330	\N
12331	\N
12332	\N
12333	\N
12334	\N
12335	\N
12336	\N
12337	\N
12338	\N
12339	\N
12340	\N
12341	\N
12342	\N
12343	\N
12344	\N
12345	\N
12346	\N
12347	\N
12348	\N
12349	\N
12350	\N
12351	\N
12352	\N
12353	\N
12354	\N
12355	\N
12356	\N
12357	\N
12358	\N
12359	\N
12360	\N
12361	\N
12362	\N
12363	\N
12364	\N
12365	\N
12366	\N
12367	\N
12368	\N
12369	\N
12370	\N
12371	\N
12372	\N
12373	\N
12374	\N
12375	\N
12376	\N
12377	\N
12378	\N
12379	\N
12380	\N
12381	\N
12382	\N
12383	\N
12384	\N
12385	\N
12386	\N
12387	\N
12388	\N
12389	\N
12390	\N
12391	\N
12392	\N
12393	\N
12394	\N
12395	\N
12396	\N
12397	\N
12398	\N
12399	\N
12400	\N
12401	\N
12402	\N
12403	\N
12404	\N
12405	\N
12406	\N
12407	\N
12408	\N
12409	\N
12410	\N
12411	\N
12412	\N
12413	\N
12414	\N
12415	\N
12416	\N
12417	\N
12418	\N
12419	\N
12420	\N
12421	\N
12422	\N
12423	\N
12424	\N
12425	\N
12426	\N
12427	\N
12428	\N
12429	\N
12430	\N
12431	\N
12432	\N
12433	\N
12434	\N
12435	\N
12436	\N
12437	\N
12438	\N
12439	\N
12440	\N
12441	\N
12442	\N
12443	\N
12444	\N
12445	\N
12446	\N
12447	\N
12448	\N
12449	\N
12450	\N
12451	\N
12452	\N
12453	\N
12454	\N
12455	\N
12456	\N
12457	\N
12458	\N
12459	\N
12460	\N
12461	\N
12462	\N
12463	\N
12464	\N
12465	\N
12466	\N
12467	\N
12468	\N
12469	\N
12470	\N
12471	\N
12472	\N
12473	\N
12474	\N
12475	\N
12476	\N
12477	\N
12478	\N
12479	\N
12480	\N
12481	\N
12482	\N
12483	\N
12484	\N
12485	\N
12486	\N
12487	\N
12488	\N
12489	\N
12490	\N
12491	\N
12492	\N
12493	\N
12494	\N
12495	\N
12496	\N
12497	\N
12498	\N
12499	\N
12500	\N
12501	\N
12502	\N
12503	\N
12504	\N
12505	\N
12506	\N
12507	\N
12508	\N
12509	\N
12510	\N
12511	\N
12512	\N
12513	\N
12514	\N
12515	\N
12516	\N
12517	\N
12518	\N
12519	\N
12520	\N
12521	\N
12522	\N
12523	\N
12524	\N
12525	\N
12526	\N
12527	\N
12528	\N
12529	\N
12530	\N
12531	\N
12532	\N
12533	\N
12534	\N
12535	\N
12536	\N
12537	\N
12538	\N
12539	\N
12540	\N
12541	\N
12542	\N
12543	\N
12544	\N
12545	\N
12546	\N
12547	\N
12548	\N
12549	\N
12550	\N
12551	\N
12552	\N
12553	\N
12554	\N
12555	\N
12556	\N
12557	\N
12558	\N
12559	\N
12560	\N
12561	\N
12562	\N
12563	\N
12564	\N
12565	\N
12566	\N
12567	\N
12568	\N
12569	\N
12570	\N
12571	\N
12572	\N
12573	\N
12574	\N
12575	\N
12576	\N
12577	\N
12578	\N
12579	\N
12580	\N
12581	\N
12582	\N
12583	\N
12584	\N
12585	\N
12586	\N
12587	\N
12588	\N
12589	\N
12590	\N
12591	\N
12592	\N
12593	\N
12594	\N
12595	\N
12596	\N
12597	\N
12598	\N
12599	\N
12600	\N
12601	\N
12602	\N
12603	\N
12604	\N
12605	\N
12606	\N
12607	\N
12608	\N
12609	\N
12610	\N
12611	\N
12612	\N
12613	\N
12614	\N
12615	\N
12616	\N
12617	\N
12618	\N
12619	\N
12620	\N
12621	\N
12622	\N
12623	\N
12624	\N
12625	\N
12626	\N
12627	\N
12628	\N
12629	\N
12630	\N
12631	\N
12632	\N
12633	\N
12634	\N
12635	\N
12636	\N
12637	\N
12638	\N
12639	\N
12640	\N
12641	\N
12642	\N
12643	\N
12644	\N
12645	\N
12646	\N
12647	\N
12648	\N
12649	\N
12650	\N
12651	\N
12652	\N
12653	\N
12654	\N
12655	\N
12656	\N
12657	\N
12658	\N
12659	\N
12660	\N
12661	\N
12662	\N
12663	\N
12664	\N
12665	\N
12666	\N
12667	\N
12668	\N
12669	\N
12670	\N
12671	\N
12672	\N
12673	\N
12674	\N
12675	\N
12676	\N
12677	\N
12678	\N
12679	\N
12680	\N
12681	\N
12682	\N
12683	\N
12684	\N
12685	\N
12686	\N
12687	\N
12688	\N
12689	\N
12690	\N
12691	\N
12692	\N
12693	\N
12694	\N
12695	\N
12696	\N
12697	\N
12698	\N
12699	\N
12700	\N
12701	\N
12702	\N
12703	\N
12704	\N
12705	\N
12706	\N
12707	\N
12708	\N
12709	\N
12710	\N
12711	\N
12712	\N
12713	\N
12714	\N
12715	\N
12716	\N
12717	\N
12718	\N
12719	\N
12720	\N
12721	\N
12722	\N
12723	\N
12724	\N
12725	\N
12726	\N
12727	\N
12728	\N
12729	\N
12730	\N
12731	\N
12732	\N
12733	\N
12734	\N
12735	\N
12736	\N
12737	\N
12738	\N
12739	\N
12740	\N
12741	\N
12742	\N
12743	\N
12744	\N
12745	\N
12746	\N
12747	\N
12748	\N
12749	\N
12750	\N
12751	\N
12752	\N
12753	\N
12754	\N
12755	\N
12756	\N
12757	\N
12758	\N
12759	\N
12760	\N
12761	\N
12762	\N
12763	\N
12764	\N
12765	\N
12766	\N
12767	\N
12768	\N
12769	\N
12770	\N
12771	\N
12772	\N
12773	\N
12774	\N
12775	\N
12776	\N
12777	\N
12778	\N
12779	\N
12780	\N
12781	\N
12782	\N
12783	\N
12784	\N
12785	\N
12786	\N
12787	\N
12788	\N
12789	\N
12790	\N
12791	\N
12792	\N
12793	\N
12794	\N
12795	\N
12796	\N
12797	\N
12798	\N
12799	\N
12800	\N
12801	\N
12802	\N
12803	\N
12804	\N
12805	\N
12806	\N
12807	\N
12808	\N
12809	\N
12810	\N
12811	\N
12812	\N
12813	\N
12814	\N
12815	\N
12816	\N
12817	\N
12818	\N
12819	\N
12820	\N
12821	\N
12822	\N
12823	\N
12824	\N
12825	\N
12826	\N
12827	\N
12828	\N
12829	\N
12830	\N
12831	\N
12832	\N
12833	\N
12834	\N
12835	\N
12836	\N
12837	\N
12838	\N
12839	\N
12840	\N
12841	\N
12842	\N
12843	\N
12844	\N
12845	\N
12846	\N
12847	\N
12848	\N
12849	\N
12850	\N
12851	\N
12852	\N
12853	\N
12854	\N
12855	\N
12856	\N
12857	\N
12858	\N
12859	\N
12860	\N
12861	\N
12862	\N
12863	\N
12864	\N
12865	\N
12866	\N
12867	\N
12868	\N
12869	\N
12870	\N
12871	\N
12872	\N
12873	\N
12874	\N
12875	\N
12876	\N
12877	\N
12878	\N
12879	\N
12880	\N
12881	\N
12882	\N
12883	\N
12884	\N
12885	\N
12886	\N
12887	\N
12888	\N
12889	\N
12890	\N
12891	\N
12892	\N
12893	\N
12894	\N
12895	\N
12896	\N
12897	\N
12898	\N
12899	\N
12900	\N
12901	\N
12902	\N
12903	\N
12904	\N
12905	\N
12906	\N
12907	\N
12908	\N
12909	\N
12910	\N
12911	\N
12912	\N
12913	\N
12914	\N
12915	\N
12916	\N
12917	\N
12918	\N
12919	\N
12920	\N
12921	\N
12922	\N
12923	\N
12924	\N
12925	\N
12926	\N
12927	\N
12928	\N
12929	\N
12930	\N
12931	\N
12932	\N
12933	\N
12934	\N
12935	\N
12936	\N
12937	\N
12938	\N
12939	\N
12940	\N
12941	\N
12942	\N
12943	\N
12944	\N
12945	\N
12946	\N
12947	\N
12948	\N
12949	\N
12950	\N
12951	\N
12952	\N
12953	\N
12954	\N
12955	\N
12956	\N
12957	\N
12958	\N
12959	\N
12960	\N
12961	\N
12962	\N
12963	\N
12964	\N
12965	\N
12966	\N
12967	\N
12968	\N
12969	\N
12970	\N
12971	\N
12972	\N
12973	\N
12974	\N
12975	\N
12976	\N
12977	\N
12978	\N
12979	\N
12980	\N
12981	\N
12982	\N
12983	\N
12984	\N
12985	\N
12986	\N
12987	\N
12988	\N
12989	\N
12990	\N
12991	\N
12992	\N
12993	\N
12994	\N
12995	\N
12996	\N
12997	\N
12998	\N
12999	\N
13000	\N
13001	\N
13002	\N
13003	\N
13004	\N
13005	\N
13006	\N
13007	\N
13008	\N
13009	\N
13010	\N
13011	\N
13012	\N
13013	\N
13014	\N
13015	\N
13016	\N
13017	\N
13018	\N
13019	\N
13020	\N
13021	\N
13022	\N
13023	\N
13024	\N
13025	\N
13026	\N
13027	\N
13028	\N
13029	\N
13030	\N
13031	\N
13032	\N
13033	\N
13034	\N
13035	\N
13036	\N
13037	\N
13038	\N
13039	\N
13040	\N
13041	\N
13042	\N
13043	\N
13044	\N
13045	\N
13046	\N
13047	\N
13048	\N
13049	\N
13050	\N
13051	\N
13052	\N
13053	\N
13054	\N
13055	\N
13056	\N
13057	\N
13058	\N
13059	\N
13060	\N
13061	\N
13062	\N
13063	\N
13064	\N
13065	\N
13066	\N
13067	\N
13068	\N
13069	\N
13070	\N
13071	\N
13072	\N
13073	\N
13074	\N
13075	\N
13076	\N
13077	\N
13078	\N
13079	\N
13080	\N
13081	\N
13082	\N
13083	\N
13084	\N
13085	\N
13086	\N
13087	\N
13088	\N
13089	\N
13090	\N
13091	\N
13092	\N
13093	\N
13094	\N
13095	\N
13096	\N
13097	\N
13098	\N
13099	\N
13100	\N
13101	\N
13102	\N
13103	\N
13104	\N
13105	\N
13106	\N
13107	\N
13108	\N
13109	\N
13110	\N
13111	\N
13112	\N
13113	\N
13114	\N
13115	\N
13116	\N
13117	\N
13118	\N
13119	\N
13120	\N
13121	\N
13122	\N
13123	\N
13124	\N
13125	\N
13126	\N
13127	\N
13128	\N
13129	\N
13130	\N
13131	\N
13132	\N
13133	\N
13134	\N
13135	\N
13136	\N
13137	\N
13138	\N
13139	\N
13140	\N
13141	\N
13142	\N
13143	\N
13144	\N
13145	\N
13146	\N
13147	\N
13148	\N
13149	\N
13150	\N
13151	\N
13152	\N
13153	\N
13154	\N
13155	\N
13156	\N
13157	\N
13158	\N
13159	\N
13160	\N
13161	\N
13162	\N
13163	\N
13164	\N
13165	\N
13166	\N
13167	\N
13168	\N
13169	\N
13170	\N
13171	\N
13172	\N
13173	\N
13174	\N
13175	\N
13176	\N
13177	\N
13178	\N
13179	\N
13180	\N
13181	\N
13182	\N
13183	\N
13184	\N
13185	\N
13186	\N
13187	\N
13188	\N
13189	\N
13190	\N
13191	\N
13192	\N
13193	\N
13194	\N
13195	\N
13196	\N
13197	\N
13198	\N
13199	\N
13200	\N
13201	\N
13202	\N
13203	\N
13204	\N
13205	\N
13206	\N
13207	\N
13208	\N
13209	\N
13210	\N
13211	\N
13212	\N
13213	\N
13214	\N
13215	\N
13216	\N
13217	\N
13218	\N
13219	\N
13220	\N
13221	\N
13222	\N
13223	\N
13224	\N
13225	\N
13226	\N
13227	\N
13228	\N
13229	\N
13230	\N
13231	\N
13232	\N
13233	\N
13234	\N
13235	\N
13236	\N
13237	\N
13238	\N
13239	\N
13240	\N
13241	\N
13242	\N
13243	\N
13244	\N
13245	\N
13246	\N
13247	\N
13248	\N
13249	\N
13250	\N
13251	\N
13252	\N
13253	\N
13254	\N
13255	\N
13256	\N
13257	\N
13258	\N
13259	\N
13260	\N
13261	\N
13262	\N
13263	\N
13264	\N
13265	\N
13266	\N
13267	\N
13268	\N
13269	\N
13270	\N
13271	\N
13272	\N
13273	\N
13274	\N
13275	\N
13276	\N
13277	\N
13278	\N
13279	\N
13280	\N
13281	\N
13282	\N
13283	\N
13284	\N
13285	\N
13286	\N
13287	\N
13288	\N
13289	\N
13290	\N
13291	\N
13292	\N
13293	\N
13294	\N
13295	\N
13296	\N
13297	\N
13298	\N
13299	\N
13300	\N
13301	\N
13302	\N
13303	\N
13304	\N
13305	\N
13306	\N
13307	\N
13308	\N
13309	\N
13310	\N
13311	\N
13312	\N
13313	\N
13314	\N
13315	\N
13316	\N
13317	\N
13318	\N
13319	\N
13320	\N
13321	\N
13322	\N
13323	\N
13324	\N
13325	\N
13326	\N
13327	\N
13328	\N
13329	\N
13330	\N
13331	\N
13332	\N
13333	\N
13334	\N
13335	\N
13336	\N
13337	\N
13338	\N
13339	\N
13340	\N
13341	\N
13342	\N
13343	\N
13344	\N
13345	\N
13346	\N
13347	\N
13348	\N
13349	\N
13350	\N
13351	\N
13352	\N
13353	\N
13354	\N
13355	\N
13356	\N
13357	\N
13358	\N
13359	\N
13360	\N
13361	\N
13362	\N
13363	\N
13364	\N
13365	\N
13366	\N
13367	\N
13368	\N
13369	\N
13370	\N
13371	\N
13372	\N
13373	\N
13374	\N
13375	\N
13376	\N
13377	\N
13378	\N
13379	\N
13380	\N
13381	\N
13382	\N
13383	\N
13384	\N
13385	\N
13386	\N
13387	\N
13388	\N
13389	\N
13390	\N
13391	\N
13392	\N
13393	\N
13394	\N
13395	\N
13396	\N
13397	\N
13398	\N
13399	\N
13400	\N
13401	\N
13402	\N
13403	\N
13404	\N
13405	\N
13406	\N
13407	\N
13408	\N
13409	\N
13410	\N
13411	\N
13412	\N
13413	\N
13414	\N
13415	\N
13416	\N
13417	\N
13418	\N
13419	\N
13420	\N
13421	\N
13422	\N
13423	\N
13424	\N
13425	\N
13426	\N
13427	\N
13428	\N
13429	\N
13430	\N
13431	\N
13432	\N
13433	\N
13434	\N
13435	\N
13436	\N
13437	\N
13438	\N
13439	\N
13440	\N
13441	\N
13442	\N
13443	\N
13444	\N
13445	\N
13446	\N
13447	\N
13448	\N
13449	\N
13450	\N
13451	\N
13452	\N
13453	\N
13454	\N
13455	\N
13456	\N
13457	\N
13458	\N
13459	\N
13460	\N
13461	\N
13462	\N
13463	\N
13464	\N
13465	\N
13466	\N
13467	\N
13468	\N
13469	\N
13470	\N
13471	\N
13472	\N
13473	\N
13474	\N
13475	\N
13476	\N
13477	\N
13478	\N
13479	\N
13480	\N
13481	\N
13482	\N
13483	\N
13484	\N
13485	\N
13486	\N
13487	\N
13488	\N
13489	\N
13490	\N
13491	\N
13492	\N
13493	\N
13494	\N
13495	\N
13496	\N
13497	\N
13498	\N
13499	\N
13500	\N
13501	\N
13502	\N
13503	\N
13504	\N
13505	\N
13506	\N
13507	\N
13508	\N
13509	\N
13510	\N
13511	\N
13512	\N
13513	\N
13514	\N
13515	\N
13516	\N
13517	\N
13518	\N
13519	\N
13520	\N
13521	\N
13522	\N
13523	\N
13524	\N
13525	\N
13526	\N
13527	\N
13528	\N
13529	\N
13530	\N
13531	\N
13532	\N
13533	\N
13534	\N
13535	\N
13536	\N
13537	\N
13538	\N
13539	\N
13540	\N
13541	\N
13542	\N
13543	\N
13544	\N
13545	\N
13546	\N
13547	\N
13548	\N
13549	\N
13550	\N
13551	\N
13552	\N
13553	\N
13554	\N
13555	\N
13556	\N
13557	\N
13558	\N
13559	\N
13560	\N
13561	\N
13562	\N
13563	\N
13564	\N
13565	\N
13566	\N
13567	\N
13568	\N
13569	\N
13570	\N
13571	\N
13572	\N
13573	\N
13574	\N
13575	\N
13576	\N
13577	\N
13578	\N
13579	\N
13580	\N
13581	\N
13582	\N
13583	\N
13584	\N
13585	\N
13586	\N
13587	\N
13588	\N
13589	\N
13590	\N
13591	\N
13592	\N
13593	\N
13594	\N
13595	\N
13596	\N
13597	\N
13598	\N
13599	\N
13600	\N
13601	\N
13602	\N
13603	\N
13604	\N
13605	\N
13606	\N
13607	\N
13608	\N
13609	\N
13610	\N
13611	\N
13612	\N
13613	\N
13614	\N
13615	\N
13616	\N
13617	\N
13618	\N
13619	\N
13620	\N
13621	\N
13622	\N
13623	\N
13624	\N
13625	\N
13626	\N
13627	\N
13628	\N
13629	\N
13630	\N
13631	\N
13632	\N
13633	\N
13634	\N
13635	\N
13636	\N
13637	\N
13638	\N
13639	\N
13640	\N
13641	\N
13642	\N
13643	\N
13644	\N
13645	\N
13646	\N
13647	\N
13648	\N
13649	\N
13650	\N
13651	\N
13652	\N
13653	\N
13654	\N
13655	\N
13656	\N
13657	\N
13658	\N
13659	\N
13660	\N
13661	\N
13662	\N
13663	\N
13664	\N
13665	\N
13666	\N
13667	\N
13668	\N
13669	\N
13670	\N
13671	\N
13672	\N
13673	\N
13674	\N
13675	\N
13676	\N
13677	\N
13678	\N
13679	\N
13680	\N
13681	\N
13682	\N
13683	\N
13684	\N
13685	\N
13686	\N
13687	\N
13688	\N
13689	\N
13690	\N
13691	\N
13692	\N
13693	\N
13694	\N
13695	\N
13696	\N
13697	\N
13698	\N
13699	\N
13700	\N
13701	\N
13702	\N
13703	\N
13704	\N
13705	\N
13706	\N
13707	\N
13708	\N
13709	\N
13710	\N
13711	\N
13712	\N
13713	\N
13714	\N
13715	\N
13716	\N
13717	\N
13718	\N
13719	\N
13720	\N
13721	\N
13722	\N
13723	\N
13724	\N
13725	\N
13726	\N
13727	\N
13728	\N
13729	\N
13730	\N
13731	\N
13732	\N
13733	\N
13734	\N
13735	\N
13736	\N
13737	\N
13738	\N
13739	\N
13740	\N
13741	\N
13742	\N
13743	\N
13744	\N
13745	\N
13746	\N
13747	\N
13748	\N
13749	\N
13750	\N
13751	\N
13752	\N
13753	\N
13754	\N
13755	\N
13756	\N
13757	\N
13758	\N
13759	\N
13760	\N
13761	\N
13762	\N
13763	\N
13764	\N
13765	\N
13766	\N
13767	\N
13768	\N
13769	\N
13770	\N
13771	\N
13772	\N
13773	\N
13774	\N
13775	\N
13776	\N
13777	\N
13778	\N
13779	\N
13780	\N
13781	\N
13782	\N
13783	\N
13784	\N
13785	\N
13786	\N
13787	\N
13788	\N
13789	\N
13790	\N
13791	\N
13792	\N
13793	\N
13794	\N
13795	\N
13796	\N
13797	\N
13798	\N
13799	\N
13800	\N
13801	\N
13802	\N
13803	\N
13804	\N
13805	\N
13806	\N
13807	\N
13808	\N
13809	\N
13810	\N
13811	\N
13812	\N
13813	\N
13814	\N
13815	\N
13816	\N
13817	\N
13818	\N
13819	\N
13820	\N
13821	\N
13822	\N
13823	\N
13824	\N
13825	\N
13826	\N
13827	\N
13828	\N
13829	\N
13830	\N
13831	\N
13832	\N
13833	\N
13834	\N
13835	\N
13836	\N
13837	\N
13838	\N
13839	\N
13840	\N
13841	\N
13842	\N
13843	\N
13844	\N
13845	\N
13846	\N
13847	\N
13848	\N
13849	\N
13850	\N
13851	\N
13852	\N
13853	\N
13854	\N
13855	\N
13856	\N
13857	\N
13858	\N
13859	\N
13860	\N
13861	\N
13862	\N
13863	\N
13864	\N
13865	\N
13866	\N
13867	\N
13868	\N
13869	\N
13870	\N
13871	\N
13872	\N
13873	\N
13874	\N
13875	\N
13876	\N
13877	\N
13878	\N
13879	\N
13880	\N
13881	\N
13882	\N
13883	\N
13884	\N
13885	\N
13886	\N
13887	\N
13888	\N
13889	\N
13890	\N
13891	\N
13892	\N
13893	\N
13894	\N
13895	\N
13896	\N
13897	\N
13898	\N
13899	\N
13900	\N
13901	\N
13902	\N
13903	\N
13904	\N
13905	\N
13906	\N
13907	\N
13908	\N
13909	\N
13910	\N
13911	\N
13912	\N
13913	\N
13914	\N
13915	\N
13916	\N
13917	\N
13918	\N
13919	\N
13920	\N
13921	\N
13922	\N
13923	\N
13924	\N
13925	\N
13926	\N
13927	\N
13928	\N
13929	\N
13930	\N
13931	\N
13932	\N
13933	\N
13934	\N
13935	\N
13936	\N
13937	\N
13938	\N
13939	\N
13940	\N
13941	\N
13942	\N
13943	\N
13944	\N
13945	\N
13946	\N
13947	\N
13948	\N
13949	\N
13950	\N
13951	\N
13952	\N
13953	\N
13954	\N
13955	\N
13956	\N
13957	\N
13958	\N
13959	\N
13960	\N
13961	\N
13962	\N
13963	\N
13964	\N
13965	\N
13966	\N
13967	\N
13968	\N
13969	\N
13970	\N
13971	\N
13972	\N
13973	\N
13974	\N
13975	\N
13976	\N
13977	\N
13978	\N
13979	\N
13980	\N
13981	\N
13982	\N
13983	\N
13984	\N
13985	\N
13986	\N
13987	\N
13988	\N
13989	\N
13990	\N
13991	\N
13992	\N
13993	\N
13994	\N
13995	\N
13996	\N
13997	\N
13998	\N
13999	\N
14000	\N
14001	\N
14002	\N
14003	\N
14004	\N
14005	\N
14006	\N
14007	\N
14008	\N
14009	\N
14010	\N
14011	\N
14012	\N
14013	\N
14014	\N
14015	\N
14016	\N
14017	\N
14018	\N
14019	\N
14020	\N
14021	\N
14022	\N
14023	\N
14024	\N
14025	\N
14026	\N
14027	\N
14028	\N
14029	\N
14030	\N
14031	\N
14032	\N
14033	\N
14034	\N
14035	\N
14036	\N
14037	\N
14038	\N
14039	\N
14040	\N
14041	\N
14042	\N
14043	\N
14044	\N
14045	\N
14046	\N
14047	\N
14048	\N
14049	\N
14050	\N
14051	\N
14052	\N
14053	\N
14054	\N
14055	\N
14056	\N
14057	\N
14058	\N
14059	\N
14060	\N
14061	\N
14062	\N
14063	\N
14064	\N
14065	\N
14066	\N
14067	\N
14068	\N
14069	\N
14070	\N
14071	\N
14072	\N
14073	\N
14074	\N
14075	\N
14076	\N
14077	\N
14078	\N
14079	\N
14080	\N
14081	\N
14082	\N
14083	\N
14084	\N
14085	\N
14086	\N
14087	\N
14088	\N
14089	\N
14090	\N
14091	\N
14092	\N
14093	\N
14094	\N
14095	\N
14096	\N
14097	\N
14098	\N
14099	\N
14100	\N
14101	\N
14102	\N
14103	\N
14104	\N
14105	\N
14106	\N
14107	\N
14108	\N
14109	\N
14110	\N
14111	\N
14112	\N
14113	\N
14114	\N
14115	\N
14116	\N
14117	\N
14118	\N
14119	\N
14120	\N
14121	\N
14122	\N
14123	\N
14124	\N
14125	\N
14126	\N
14127	\N
14128	\N
14129	\N
14130	\N
14131	\N
14132	\N
14133	\N
14134	\N
14135	\N
14136	\N
14137	\N
14138	\N
14139	\N
14140	\N
14141	\N
14142	\N
14143	\N
14144	\N
14145	\N
14146	\N
14147	\N
14148	\N
14149	\N
14150	\N
14151	\N
14152	\N
14153	\N
14154	\N
14155	\N
14156	\N
14157	\N
14158	\N
14159	\N
14160	\N
14161	\N
14162	\N
14163	\N
14164	\N
14165	\N
14166	\N
14167	\N
14168	\N
14169	\N
14170	\N
14171	\N
14172	\N
14173	\N
14174	\N
14175	\N
14176	\N
14177	\N
14178	\N
14179	\N
14180	\N
14181	\N
14182	\N
14183	\N
14184	\N
14185	\N
14186	\N
14187	\N
14188	\N
14189	\N
14190	\N
14191	\N
14192	\N
14193	\N
14194	\N
14195	\N
14196	\N
14197	\N
14198	\N
14199	\N
14200	\N
14201	\N
14202	\N
14203	\N
14204	\N
14205	\N
14206	\N
14207	\N
14208	\N
14209	\N
14210	\N
14211	\N
14212	\N
14213	\N
14214	\N
14215	\N
14216	\N
14217	\N
14218	\N
14219	\N
14220	\N
14221	\N
14222	\N
14223	\N
14224	\N
14225	\N
14226	\N
14227	\N
14228	\N
14229	\N
14230	\N
14231	\N
14232	\N
14233	\N
14234	\N
14235	\N
14236	\N
14237	\N
14238	\N
14239	\N
14240	\N
14241	\N
14242	\N
14243	\N
14244	\N
14245	\N
14246	\N
14247	\N
14248	\N
14249	\N
14250	\N
14251	\N
14252	\N
14253	\N
14254	\N
14255	\N
14256	\N
14257	\N
14258	\N
14259	\N
14260	\N
14261	\N
14262	\N
14263	\N
14264	\N
14265	\N
14266	\N
14267	\N
14268	\N
14269	\N
14270	\N
14271	\N
14272	\N
14273	\N
14274	\N
14275	\N
14276	\N
14277	\N
14278	\N
14279	\N
14280	\N
14281	\N
14282	\N
14283	\N
14284	\N
14285	\N
14286	\N
14287	\N
14288	\N
14289	\N
14290	\N
14291	\N
14292	\N
14293	\N
14294	\N
14295	\N
14296	\N
14297	\N
14298	\N
14299	\N
14300	\N
14301	\N
14302	\N
14303	\N
14304	\N
14305	\N
14306	\N
14307	\N
14308	\N
14309	\N
14310	\N
14311	\N
14312	\N
14313	\N
14314	\N
14315	\N
14316	\N
14317	\N
14318	\N
14319	\N
14320	\N
14321	\N
14322	\N
14323	\N
14324	\N
14325	\N
14326	\N
14327	\N
14328	\N
14329	\N
14330	\N
14331	\N
14332	\N
14333	\N
14334	\N
14335	\N
14336	\N
14337	\N
14338	\N
14339	\N
14340	\N
14341	\N
14342	\N
14343	\N
14344	\N
14345	\N
14346	\N
14347	\N
14348	\N
14349	\N
14350	\N
14351	\N
14352	\N
14353	\N
14354	\N
14355	\N
14356	\N
14357	\N
14358	\N
14359	\N
14360	\N
14361	\N
14362	\N
14363	\N
14364	\N
14365	\N
14366	\N
14367	\N
14368	\N
14369	\N
14370	\N
14371	\N
14372	\N
14373	\N
14374	\N
14375	\N
14376	\N
14377	\N
14378	\N
14379	\N
14380	\N
14381	\N
14382	\N
14383	\N
14384	\N
14385	\N
14386	\N
14387	\N
14388	\N
14389	\N
14390	\N
14391	\N
14392	\N
14393	\N
14394	\N
14395	\N
14396	\N
14397	\N
14398	\N
14399	\N
14400	\N
14401	\N
14402	\N
14403	\N
14404	\N
14405	\N
14406	\N
14407	\N
14408	\N
14409	\N
14410	\N
14411	\N
14412	\N
14413	\N
14414	\N
14415	\N
14416	\N
14417	\N
14418	\N
14419	\N
14420	\N
14421	\N
14422	\N
14423	\N
14424	\N
14425	\N
14426	\N
14427	\N
14428	\N
14429	\N
14430	\N
14431	\N
14432	\N
14433	\N
14434	\N
14435	\N
14436	\N
14437	\N
14438	\N
14439	\N
14440	\N
14441	\N
14442	\N
14443	\N
14444	\N
14445	\N
14446	\N
14447	\N
14448	\N
14449	\N
14450	\N
14451	\N
14452	\N
14453	\N
14454	\N
14455	\N
14456	\N
14457	\N
14458	\N
14459	\N
14460	\N
14461	\N
14462	\N
14463	\N
14464	\N
14465	\N
14466	\N
14467	\N
14468	\N
14469	\N
14470	\N
14471	\N
14472	\N
14473	\N
14474	\N
14475	\N
14476	\N
14477	\N
14478	\N
14479	\N
14480	\N
14481	\N
14482	\N
14483	\N
14484	\N
14485	\N
14486	\N
14487	\N
14488	\N
14489	\N
14490	\N
14491	\N
14492	\N
14493	\N
14494	\N
14495	\N
14496	\N
14497	\N
14498	\N
14499	\N
14500	\N
14501	\N
14502	\N
14503	\N
14504	\N
14505	\N
14506	\N
14507	\N
14508	\N
14509	\N
14510	\N
14511	\N
14512	\N
14513	\N
14514	\N
14515	\N
14516	\N
14517	\N
14518	\N
14519	\N
14520	\N
14521	\N
14522	\N
14523	\N
14524	\N
14525	\N
14526	\N
14527	\N
14528	\N
14529	\N
14530	\N
14531	\N
14532	\N
14533	\N
14534	\N
14535	\N
14536	\N
14537	\N
14538	\N
14539	\N
14540	\N
14541	\N
14542	\N
14543	\N
14544	\N
14545	\N
14546	\N
14547	\N
14548	\N
14549	\N
14550	\N
14551	\N
14552	\N
14553	\N
14554	\N
14555	\N
14556	\N
14557	\N
14558	\N
14559	\N
14560	\N
14561	\N
14562	\N
14563	\N
14564	\N
14565	\N
14566	\N
14567	\N
14568	\N
14569	\N
14570	\N
14571	\N
14572	\N
14573	\N
14574	\N
14575	\N
14576	\N
14577	\N
14578	\N
14579	\N
14580	\N
14581	\N
14582	\N
14583	\N
14584	\N
14585	\N
14586	\N
14587	\N
14588	\N
14589	\N
14590	\N
14591	\N
14592	\N
14593	\N
14594	\N
14595	\N
14596	\N
14597	\N
14598	\N
14599	\N
14600	\N
14601	\N
14602	\N
14603	\N
14604	\N
14605	\N
14606	\N
14607	\N
14608	\N
14609	\N
14610	\N
14611	\N
14612	\N
14613	\N
14614	\N
14615	\N
14616	\N
14617	\N
14618	\N
14619	\N
14620	\N
14621	\N
14622	\N
14623	\N
14624	\N
14625	\N
14626	\N
14627	\N
14628	\N
14629	\N
14630	\N
14631	\N
14632	\N
14633	\N
14634	\N
14635	\N
14636	\N
14637	\N
14638	\N
14639	\N
14640	\N
14641	\N
14642	\N
14643	\N
14644	\N
14645	\N
14646	\N
14647	\N
14648	\N
14649	\N
14650	\N
14651	\N
14652	\N
14653	\N
14654	\N
14655	\N
14656	\N
14657	\N
14658	\N
14659	\N
14660	\N
14661	\N
14662	\N
14663	\N
14664	\N
14665	\N
14666	\N
14667	\N
14668	\N
14669	\N
14670	\N
14671	\N
14672	\N
14673	\N
14674	\N
14675	\N
14676	\N
14677	\N
14678	\N
14679	\N
14680	\N
14681	\N
14682	\N
14683	\N
14684	\N
14685	\N
14686	\N
14687	\N
14688	\N
14689	\N
14690	\N
14691	\N
14692	\N
14693	\N
14694	\N
14695	\N
14696	\N
14697	\N
14698	\N
14699	\N
14700	\N
14701	\N
14702	\N
14703	\N
14704	\N
14705	\N
14706	\N
14707	\N
14708	\N
14709	\N
14710	\N
14711	\N
14712	\N
14713	\N
14714	\N
14715	\N
14716	\N
14717	\N
14718	\N
14719	\N
14720	\N
14721	\N
14722	\N
14723	\N
14724	\N
14725	\N
14726	\N
14727	\N
14728	\N
14729	\N
14730	\N
14731	\N
14732	\N
14733	\N
14734	\N
14735	\N
14736	\N
14737	\N
14738	\N
14739	\N
14740	\N
14741	\N
14742	\N
14743	\N
14744	\N
14745	\N
14746	\N
14747	\N
14748	\N
14749	\N
14750	\N
14751	\N
14752	\N
14753	\N
14754	\N
14755	\N
14756	\N
14757	\N
14758	\N
14759	\N
14760	\N
14761	\N
14762	\N
14763	\N
14764	\N
14765	\N
14766	\N
14767	\N
14768	\N
14769	\N
14770	\N
14771	\N
14772	\N
14773	\N
14774	\N
14775	\N
14776	\N
14777	\N
14778	\N
14779	\N
14780	\N
14781	\N
14782	\N
14783	\N
14784	\N
14785	\N
14786	\N
14787	\N
14788	\N
14789	\N
14790	\N
14791	\N
14792	\N
14793	\N
14794	\N
14795	\N
14796	\N
14797	\N
14798	\N
14799	\N
14800	\N
14801	\N
14802	\N
14803	\N
14804	\N
14805	\N
14806	\N
14807	\N
14808	\N
14809	\N
14810	\N
14811	\N
14812	\N
14813	\N
14814	\N
14815	\N
14816	\N
14817	\N
14818	\N
14819	\N
14820	\N
14821	\N
14822	\N
14823	\N
14824	\N
14825	\N
14826	\N
14827	\N
14828	\N
14829	\N
14830	\N
14831	\N
14832	\N
14833	\N
14834	\N
14835	\N
14836	\N
14837	\N
14838	\N
14839	\N
14840	\N
14841	\N
14842	\N
14843	\N
14844	\N
14845	\N
14846	\N
14847	\N
14848	\N
14849	\N
14850	\N
14851	\N
14852	\N
14853	\N
14854	\N
14855	\N
14856	\N
14857	\N
14858	\N
14859	\N
14860	\N
14861	\N
14862	\N
14863	\N
14864	\N
14865	\N
14866	\N
14867	\N
14868	\N
14869	\N
14870	\N
14871	\N
14872	\N
14873	\N
14874	\N
14875	\N
14876	\N
14877	\N
14878	\N
14879	\N
14880	\N
14881	\N
14882	\N
14883	\N
14884	\N
14885	\N
14886	\N
14887	\N
14888	\N
14889	\N
14890	\N
14891	\N
14892	\N
14893	\N
14894	\N
14895	\N
14896	\N
14897	\N
14898	\N
14899	\N
14900	\N
14901	\N
14902	\N
14903	\N
14904	\N
14905	\N
14906	\N
14907	\N
14908	\N
14909	\N
14910	\N
14911	\N
14912	\N
14913	\N
14914	\N
14915	\N
14916	\N
14917	\N
14918	\N
14919	\N
14920	\N
14921	\N
14922	\N
14923	\N
14924	\N
14925	\N
14926	\N
14927	\N
14928	\N
14929	\N
14930	\N
14931	\N
14932	\N
14933	\N
14934	\N
14935	\N
14936	\N
14937	\N
14938	\N
14939	\N
14940	\N
14941	\N
14942	\N
14943	\N
14944	\N
14945	\N
14946	\N
14947	\N
14948	\N
14949	\N
14950	\N
14951	\N
14952	\N
14953	\N
14954	\N
14955	\N
14956	\N
14957	\N
14958	\N
14959	\N
14960	\N
14961	\N
14962	\N
14963	\N
14964	\N
14965	\N
14966	\N
14967	\N
14968	\N
14969	\N
14970	\N
14971	\N
14972	\N
14973	\N
14974	\N
14975	\N
14976	\N
14977	\N
14978	\N
14979	\N
14980	\N
14981	\N
14982	\N
14983	\N
14984	\N
14985	\N
14986	\N
14987	\N
14988	\N
14989	\N
14990	\N
14991	\N
14992	\N
14993	\N
14994	\N
14995	\N
14996	\N
14997	\N
14998	\N
14999	\N
15000	\N
15001	\N
15002	\N
15003	\N
15004	\N
15005	\N
15006	\N
15007	\N
15008	\N
15009	\N
15010	\N
15011	\N
15012	\N
15013	\N
15014	\N
15015	\N
15016	\N
15017	\N
15018	\N
15019	\N
15020	\N
15021	\N
15022	\N
15023	\N
15024	\N
15025	\N
15026	\N
15027	\N
15028	\N
15029	\N
15030	\N
15031	\N
15032	\N
15033	\N
15034	\N
15035	\N
15036	\N
15037	\N
15038	\N
15039	\N
15040	\N
15041	\N
15042	\N
15043	\N
15044	\N
15045	\N
15046	\N
15047	\N
15048	\N
15049	\N
15050	\N
15051	\N
15052	\N
15053	\N
15054	\N
15055	\N
15056	\N
15057	\N
15058	\N
15059	\N
15060	\N
15061	\N
15062	\N
15063	\N
15064	\N
15065	\N
15066	\N
15067	\N
15068	\N
15069	\N
15070	\N
15071	\N
15072	\N
15073	\N
15074	\N
15075	\N
15076	\N
15077	\N
15078	\N
15079	\N
15080	\N
15081	\N
15082	\N
15083	\N
15084	\N
15085	\N
15086	\N
15087	\N
15088	\N
15089	\N
15090	\N
15091	\N
15092	\N
15093	\N
15094	\N
15095	\N
15096	\N
15097	\N
15098	\N
15099	\N
15100	\N
15101	\N
15102	\N
15103	\N
15104	\N
15105	\N
15106	\N
15107	\N
15108	\N
15109	\N
15110	\N
15111	\N
15112	\N
15113	\N
15114	\N
15115	\N
15116	\N
15117	\N
15118	\N
15119	\N
15120	\N
15121	\N
15122	\N
15123	\N
15124	\N
15125	\N
15126	\N
15127	\N
15128	\N
15129	\N
15130	\N
15131	\N
15132	\N
15133	\N
15134	\N
15135	\N
15136	\N
15137	\N
15138	\N
15139	\N
15140	\N
15141	\N
15142	\N
15143	\N
15144	\N
15145	\N
15146	\N
15147	\N
15148	\N
15149	\N
15150	\N
15151	\N
15152	\N
15153	\N
15154	\N
15155	\N
15156	\N
15157	\N
15158	\N
15159	\N
15160	\N
15161	\N
15162	\N
15163	\N
15164	\N
15165	\N
15166	\N
15167	\N
15168	\N
15169	\N
15170	\N
15171	\N
15172	\N
15173	\N
15174	\N
15175	\N
15176	\N
15177	\N
15178	\N
15179	\N
15180	\N
15181	\N
15182	\N
15183	\N
15184	\N
15185	\N
15186	\N
15187	\N
15188	\N
15189	\N
15190	\N
15191	\N
15192	\N
15193	\N
15194	\N
15195	\N
15196	\N
15197	\N
15198	\N
15199	\N
15200	\N
15201	\N
15202	\N
15203	\N
15204	\N
15205	\N
15206	\N
15207	\N
15208	\N
15209	\N
15210	\N
15211	\N
15212	\N
15213	\N
15214	\N
15215	\N
15216	\N
15217	\N
15218	\N
15219	\N
15220	\N
15221	\N
15222	\N
15223	\N
15224	\N
15225	\N
15226	\N
15227	\N
15228	\N
15229	\N
15230	\N
15231	\N
15232	\N
15233	\N
15234	\N
15235	\N
15236	\N
15237	\N
15238	\N
15239	\N
15240	\N
15241	\N
15242	\N
15243	\N
15244	\N
15245	\N
15246	\N
15247	\N
15248	\N
15249	\N
15250	\N
15251	\N
15252	\N
15253	\N
15254	\N
15255	\N
15256	\N
15257	\N
15258	\N
15259	\N
15260	\N
15261	\N
15262	\N
15263	\N
15264	\N
15265	\N
15266	\N
15267	\N
15268	\N
15269	\N
15270	\N
15271	\N
15272	\N
15273	\N
15274	\N
15275	\N
15276	\N
15277	\N
15278	\N
15279	\N
15280	\N
15281	\N
15282	\N
15283	\N
15284	\N
15285	\N
15286	\N
15287	\N
15288	\N
15289	\N
15290	\N
15291	\N
15292	\N
15293	\N
15294	\N
15295	\N
15296	\N
15297	\N
15298	\N
15299	\N
15300	\N
15301	\N
15302	\N
15303	\N
15304	\N
15305	\N
15306	\N
15307	\N
15308	\N
15309	\N
15310	\N
15311	\N
15312	\N
15313	\N
15314	\N
15315	\N
15316	\N
15317	\N
15318	\N
15319	\N
15320	\N
15321	\N
15322	\N
15323	\N
15324	\N
15325	\N
15326	\N
15327	\N
15328	\N
15329	\N
15330	\N
15331	\N
15332	\N
15333	\N
15334	\N
15335	\N
15336	\N
15337	\N
15338	\N
15339	\N
15340	\N
15341	\N
15342	\N
15343	\N
15344	\N
15345	\N
15346	\N
15347	\N
15348	\N
15349	\N
15350	\N
15351	\N
15352	\N
15353	\N
15354	\N
15355	\N
15356	\N
15357	\N
15358	\N
15359	\N
15360	\N
15361	\N
15362	\N
15363	\N
15364	\N
15365	\N
15366	\N
15367	\N
15368	\N
15369	\N
15370	\N
15371	\N
15372	\N
15373	\N
15374	\N
15375	\N
15376	\N
15377	\N
15378	\N
15379	\N
15380	\N
15381	\N
15382	\N
15383	\N
15384	\N
15385	\N
15386	\N
15387	\N
15388	\N
15389	\N
15390	\N
15391	\N
15392	\N
15393	\N
15394	\N
15395	\N
15396	\N
15397	\N
15398	\N
15399	\N
15400	\N
15401	\N
15402	\N
15403	\N
15404	\N
15405	\N
15406	\N
15407	\N
15408	\N
15409	\N
15410	\N
15411	\N
15412	\N
15413	\N
15414	\N
15415	\N
15416	\N
15417	\N
15418	\N
15419	\N
15420	\N
15421	\N
15422	\N
15423	\N
15424	\N
15425	\N
15426	\N
15427	\N
15428	\N
15429	\N
15430	\N
15431	\N
15432	\N
15433	\N
15434	\N
15435	\N
15436	\N
15437	\N
15438	\N
15439	\N
15440	\N
15441	\N
15442	\N
15443	\N
15444	\N
15445	\N
15446	\N
15447	\N
15448	\N
15449	\N
15450	\N
15451	\N
15452	\N
15453	\N
15454	\N
15455	\N
15456	\N
15457	\N
15458	\N
15459	\N
15460	\N
15461	\N
15462	\N
15463	\N
15464	\N
15465	\N
15466	\N
15467	\N
15468	\N
15469	\N
15470	\N
15471	\N
15472	\N
15473	\N
15474	\N
15475	\N
15476	\N
15477	\N
15478	\N
15479	\N
15480	\N
15481	\N
15482	\N
15483	\N
15484	\N
15485	\N
15486	\N
15487	\N
15488	\N
15489	\N
15490	\N
15491	\N
15492	\N
15493	\N
15494	\N
15495	\N
15496	\N
15497	\N
15498	\N
15499	\N
15500	\N
15501	\N
15502	\N
15503	\N
15504	\N
15505	\N
15506	\N
15507	\N
15508	\N
15509	\N
15510	\N
15511	\N
15512	\N
15513	\N
15514	\N
15515	\N
15516	\N
15517	\N
15518	\N
15519	\N
15520	\N
15521	\N
15522	\N
15523	\N
15524	\N
15525	\N
15526	\N
15527	\N
15528	\N
15529	\N
15530	\N
15531	\N
15532	\N
15533	\N
15534	\N
15535	\N
15536	\N
15537	\N
15538	\N
15539	\N
15540	\N
15541	\N
15542	\N
15543	\N
15544	\N
15545	\N
15546	\N
15547	\N
15548	\N
15549	\N
15550	\N
15551	\N
15552	\N
15553	\N
15554	\N
15555	\N
15556	\N
15557	\N
15558	\N
15559	\N
15560	\N
15561	\N
15562	\N
15563	\N
15564	\N
15565	\N
15566	\N
15567	\N
15568	\N
15569	\N
15570	\N
15571	\N
15572	\N
15573	\N
15574	\N
15575	\N
15576	\N
15577	\N
15578	\N
15579	\N
15580	\N
15581	\N
15582	\N
15583	\N
15584	\N
15585	\N
15586	\N
15587	\N
15588	\N
15589	\N
15590	\N
15591	\N
15592	\N
15593	\N
15594	\N
15595	\N
15596	\N
15597	\N
15598	\N
15599	\N
15600	\N
15601	\N
15602	\N
15603	\N
15604	\N
15605	\N
15606	\N
15607	\N
15608	\N
15609	\N
15610	\N
15611	\N
15612	\N
15613	\N
15614	\N
15615	\N
15616	\N
15617	\N
15618	\N
15619	\N
15620	\N
15621	\N
15622	\N
15623	\N
15624	\N
15625	\N
15626	\N
15627	\N
15628	\N
15629	\N
15630	\N
15631	\N
15632	\N
15633	\N
15634	\N
15635	\N
15636	\N
15637	\N
15638	\N
15639	\N
15640	\N
15641	\N
15642	\N
15643	\N
15644	\N
15645	\N
15646	\N
15647	\N
15648	\N
15649	\N
15650	\N
15651	\N
15652	\N
15653	\N
15654	\N
15655	\N
15656	\N
15657	\N
15658	\N
15659	\N
15660	\N
15661	\N
15662	\N
15663	\N
15664	\N
15665	\N
15666	\N
15667	\N
15668	\N
15669	\N
15670	\N
15671	\N
15672	\N
15673	\N
15674	\N
15675	\N
15676	\N
15677	\N
15678	\N
15679	\N
15680	\N
15681	\N
15682	\N
15683	\N
15684	\N
15685	\N
15686	\N
15687	\N
15688	\N
15689	\N
15690	\N
15691	\N
15692	\N
15693	\N
15694	\N
15695	\N
15696	\N
15697	\N
15698	\N
15699	\N
15700	\N
15701	\N
15702	\N
15703	\N
15704	\N
15705	\N
15706	\N
15707	\N
15708	\N
15709	\N
15710	\N
15711	\N
15712	\N
15713	\N
15714	\N
15715	\N
15716	\N
15717	\N
15718	\N
15719	\N
15720	\N
15721	\N
15722	\N
15723	\N
15724	\N
15725	\N
15726	\N
15727	\N
15728	\N
15729	\N
15730	\N
15731	\N
15732	\N
15733	\N
15734	\N
15735	\N
15736	\N
15737	\N
15738	\N
15739	\N
15740	\N
15741	\N
15742	\N
15743	\N
15744	\N
15745	\N
15746	\N
15747	\N
15748	\N
15749	\N
15750	\N
15751	\N
15752	\N
15753	\N
15754	\N
15755	\N
15756	\N
15757	\N
15758	\N
15759	\N
15760	\N
15761	\N
15762	\N
15763	\N
15764	\N
15765	\N
15766	\N
15767	\N
15768	\N
15769	\N
15770	\N
15771	\N
15772	\N
15773	\N
15774	\N
15775	\N
15776	\N
15777	\N
15778	\N
15779	\N
15780	\N
15781	\N
15782	\N
15783	\N
15784	\N
15785	\N
15786	\N
15787	\N
15788	\N
15789	\N
15790	\N
15791	\N
15792	\N
15793	\N
15794	\N
15795	\N
15796	\N
15797	\N
15798	\N
15799	\N
15800	\N
15801	\N
15802	\N
15803	\N
15804	\N
15805	\N
15806	\N
15807	\N
15808	\N
15809	\N
15810	\N
15811	\N
15812	\N
15813	\N
15814	\N
15815	\N
15816	\N
15817	\N
15818	\N
15819	\N
15820	\N
15821	\N
15822	\N
15823	\N
15824	\N
15825	\N
15826	\N
15827	\N
15828	\N
15829	\N
15830	\N
15831	\N
15832	\N
15833	\N
15834	\N
15835	\N
15836	\N
15837	\N
15838	\N
15839	\N
15840	\N
15841	\N
15842	\N
15843	\N
15844	\N
15845	\N
15846	\N
15847	\N
15848	\N
15849	\N
15850	\N
15851	\N
15852	\N
15853	\N
15854	\N
15855	\N
15856	\N
15857	\N
15858	\N
15859	\N
15860	\N
15861	\N
15862	\N
15863	\N
15864	\N
15865	\N
15866	\N
15867	\N
15868	\N
15869	\N
15870	\N
15871	\N
15872	\N
15873	\N
15874	\N
15875	\N
15876	\N
15877	\N
15878	\N
15879	\N
15880	\N
15881	\N
15882	\N
15883	\N
15884	\N
15885	\N
15886	\N
15887	\N
15888	\N
15889	\N
15890	\N
15891	\N
15892	\N
15893	\N
15894	\N
15895	\N
15896	\N
15897	\N
15898	\N
15899	\N
15900	\N
15901	\N
15902	\N
15903	\N
15904	\N
15905	\N
15906	\N
15907	\N
15908	\N
15909	\N
15910	\N
15911	\N
15912	\N
15913	\N
15914	\N
15915	\N
15916	\N
15917	\N
15918	\N
15919	\N
15920	\N
15921	\N
15922	\N
15923	\N
15924	\N
15925	\N
15926	\N
15927	\N
15928	\N
15929	\N
15930	\N
15931	\N
15932	\N
15933	\N
15934	\N
15935	\N
15936	\N
15937	\N
15938	\N
15939	\N
15940	\N
15941	\N
15942	\N
15943	\N
15944	\N
15945	\N
15946	\N
15947	\N
15948	\N
15949	\N
15950	\N
15951	\N
15952	\N
15953	\N
15954	\N
15955	\N
15956	\N
15957	\N
15958	\N
15959	\N
15960	\N
15961	\N
15962	\N
15963	\N
15964	\N
15965	\N
15966	\N
15967	\N
15968	\N
15969	\N
15970	\N
15971	\N
15972	\N
15973	\N
15974	\N
15975	\N
15976	\N
15977	\N
15978	\N
15979	\N
15980	\N
15981	\N
15982	\N
15983	\N
15984	\N
15985	\N
15986	\N
15987	\N
15988	\N
15989	\N
15990	\N
15991	\N
15992	\N
15993	\N
15994	\N
15995	\N
15996	\N
15997	\N
15998	\N
15999	\N
16000	\N
16001	\N
16002	\N
16003	\N
16004	\N
16005	\N
16006	\N
16007	\N
16008	\N
16009	\N
16010	\N
16011	\N
16012	\N
16013	\N
16014	\N
16015	\N
16016	\N
16017	\N
16018	\N
16019	\N
16020	\N
16021	\N
16022	\N
16023	\N
16024	\N
16025	\N
16026	\N
16027	\N
16028	\N
16029	\N
16030	\N
16031	\N
16032	\N
16033	\N
16034	\N
16035	\N
16036	\N
16037	\N
16038	\N
16039	\N
16040	\N
16041	\N
16042	\N
16043	\N
16044	\N
16045	\N
16046	\N
16047	\N
16048	\N
16049	\N
16050	\N
16051	\N
16052	\N
16053	\N
16054	\N
16055	\N
16056	\N
16057	\N
16058	\N
16059	\N
16060	\N
16061	\N
16062	\N
16063	\N
16064	\N
16065	\N
16066	\N
16067	\N
16068	\N
16069	\N
16070	\N
16071	\N
16072	\N
16073	\N
16074	\N
16075	\N
16076	\N
16077	\N
16078	\N
16079	\N
16080	\N
16081	\N
16082	\N
16083	\N
16084	\N
16085	\N
16086	\N
16087	\N
16088	\N
16089	\N
16090	\N
16091	\N
16092	\N
16093	\N
16094	\N
16095	\N
16096	\N
16097	\N
16098	\N
16099	\N
16100	\N
16101	\N
16102	\N
16103	\N
16104	\N
16105	\N
16106	\N
16107	\N
16108	\N
16109	\N
16110	\N
16111	\N
16112	\N
16113	\N
16114	\N
16115	\N
16116	\N
16117	\N
16118	\N
16119	\N
16120	\N
16121	\N
16122	\N
16123	\N
16124	\N
16125	\N
16126	\N
16127	\N
16128	\N
16129	\N
16130	\N
16131	\N
16132	\N
16133	\N
16134	\N
16135	\N
16136	\N
16137	\N
16138	\N
16139	\N
16140	\N
16141	\N
16142	\N
16143	\N
16144	\N
16145	\N
16146	\N
16147	\N
16148	\N
16149	\N
16150	\N
16151	\N
16152	\N
16153	\N
16154	\N
16155	\N
16156	\N
16157	\N
16158	\N
16159	\N
16160	\N
16161	\N
16162	\N
16163	\N
16164	\N
16165	\N
16166	\N
16167	\N
16168	\N
16169	\N
16170	\N
16171	\N
16172	\N
16173	\N
16174	\N
16175	\N
16176	\N
16177	\N
16178	\N
16179	\N
16180	\N
16181	\N
16182	\N
16183	\N
16184	\N
16185	\N
16186	\N
16187	\N
16188	\N
16189	\N
16190	\N
16191	\N
16192	\N
16193	\N
16194	\N
16195	\N
16196	\N
16197	\N
16198	\N
16199	\N
16200	\N
16201	\N
16202	\N
16203	\N
16204	\N
16205	\N
16206	\N
16207	\N
16208	\N
16209	\N
16210	\N
16211	\N
16212	\N
16213	\N
16214	\N
16215	\N
16216	\N
16217	\N
16218	\N
16219	\N
16220	\N
16221	\N
16222	\N
16223	\N
16224	\N
16225	\N
16226	\N
16227	\N
16228	\N
16229	\N
16230	\N
16231	\N
16232	\N
16233	\N
16234	\N
16235	\N
16236	\N
16237	\N
16238	\N
16239	\N
16240	\N
16241	\N
16242	\N
16243	\N
16244	\N
16245	\N
16246	\N
16247	\N
16248	\N
16249	\N
16250	\N
16251	\N
16252	\N
16253	\N
16254	\N
16255	\N
16256	\N
16257	\N
16258	\N
16259	\N
16260	\N
16261	\N
16262	\N
16263	\N
16264	\N
16265	\N
16266	\N
16267	\N
16268	\N
16269	\N
16270	\N
16271	\N
16272	\N
16273	\N
16274	\N
16275	\N
16276	\N
16277	\N
16278	\N
16279	\N
16280	\N
16281	\N
16282	\N
16283	\N
16284	\N
16285	\N
16286	\N
16287	\N
16288	\N
16289	\N
16290	\N
16291	\N
16292	\N
16293	\N
16294	\N
16295	\N
16296	\N
16297	\N
16298	\N
16299	\N
16300	\N
16301	\N
16302	\N
16303	\N
16304	\N
16305	\N
16306	\N
16307	\N
16308	\N
16309	\N
16310	\N
16311	\N
16312	\N
16313	\N
16314	\N
16315	\N
16316	\N
16317	\N
16318	\N
16319	\N
16320	\N
16321	\N
16322	\N
16323	\N
16324	\N
16325	\N
16326	\N
16327	\N
16328	\N
16329	\N
16330	\N
16331	\N
16332	\N
16333	\N
16334	\N
16335	\N
16336	\N
16337	\N
16338	\N
16339	\N
16340	\N
16341	\N
16342	\N
16343	\N
16344	\N
16345	\N
16346	\N
16347	\N
16348	\N
16349	\N
16350	\N
16351	\N
16352	\N
16353	\N
16354	\N
16355	\N
16356	\N
16357	\N
16358	\N
16359	\N
16360	\N
16361	\N
16362	\N
16363	\N
16364	\N
16365	\N
16366	\N
16367	\N
16368	\N
16369	\N
16370	\N
16371	\N
16372	\N
16373	\N
16374	\N
16375	\N
16376	\N
16377	\N
16378	\N
16379	\N
16380	\N
16381	\N
16382	\N
16383	\N
16384	\N
16385	\N
16386	\N
16387	\N
16388	\N
16389	\N
16390	\N
16391	\N
16392	\N
16393	\N
16394	\N
16395	\N
16396	\N
16397	\N
16398	\N
16399	\N
16400	\N
16401	\N
16402	\N
16403	\N
16404	\N
16405	\N
16406	\N
16407	\N
16408	\N
16409	\N
16410	\N
16411	\N
16412	\N
16413	\N
16414	\N
16415	\N
16416	\N
16417	\N
16418	\N
16419	\N
16420	\N
16421	\N
16422	\N
16423	\N
16424	\N
16425	\N
16426	\N
16427	\N
16428	\N
16429	\N
16430	\N
16431	\N
16432	\N
16433	\N
16434	\N
16435	\N
16436	\N
16437	\N
16438	\N
16439	\N
16440	\N
16441	\N
16442	\N
16443	\N
16444	\N
16445	\N
16446	\N
16447	\N
16448	\N
16449	\N
16450	\N
16451	\N
16452	\N
16453	\N
16454	\N
16455	\N
16456	\N
16457	\N
16458	\N
16459	\N
16460	\N
16461	\N
16462	\N
16463	\N
16464	\N
16465	\N
16466	\N
16467	\N
16468	\N
16469	\N
16470	\N
16471	\N
16472	\N
16473	\N
16474	\N
16475	\N
16476	\N
16477	\N
16478	\N
16479	\N
16480	\N
16481	\N
16482	\N
16483	\N
16484	\N
16485	\N
16486	\N
16487	\N
16488	\N
16489	\N
16490	\N
16491	\N
16492	\N
16493	\N
16494	\N
16495	\N
16496	\N
16497	\N
16498	\N
16499	\N
16500	\N
16501	\N
16502	\N
16503	\N
16504	\N
16505	\N
16506	\N
16507	\N
16508	\N
16509	\N
16510	\N
16511	\N
16512	\N
16513	\N
16514	\N
16515	\N
16516	\N
16517	\N
16518	\N
16519	\N
16520	\N
16521	\N
16522	\N
16523	\N
16524	\N
16525	\N
16526	\N
16527	\N
16528	\N
16529	\N
16530	\N
16531	\N
16532	\N
16533	\N
16534	\N
16535	\N
16536	\N
16537	\N
16538	\N
16539	\N
16540	\N
16541	\N
16542	\N
16543	\N
16544	\N
16545	\N
16546	\N
16547	\N
16548	\N
16549	\N
16550	\N
16551	\N
16552	\N
16553	\N
16554	\N
16555	\N
16556	\N
16557	\N
16558	\N
16559	\N
16560	\N
16561	\N
16562	\N
16563	\N
16564	\N
16565	\N
16566	\N
16567	\N
16568	\N
16569	\N
16570	\N
16571	\N
16572	\N
16573	\N
16574	\N
16575	\N
16576	\N
16577	\N
16578	\N
16579	\N
16580	\N
16581	\N
16582	\N
16583	\N
16584	\N
16585	\N
16586	\N
16587	\N
16588	\N
16589	\N
16590	\N
16591	\N
16592	\N
16593	\N
16594	\N
16595	\N
16596	\N
16597	\N
16598	\N
16599	\N
16600	\N
16601	\N
16602	\N
16603	\N
16604	\N
16605	\N
16606	\N
16607	\N
16608	\N
16609	\N
16610	\N
16611	\N
16612	\N
16613	\N
16614	\N
16615	\N
16616	\N
16617	\N
16618	\N
16619	\N
16620	\N
16621	\N
16622	\N
16623	\N
16624	\N
16625	\N
16626	\N
16627	\N
16628	\N
16629	\N
16630	\N
16631	\N
16632	\N
16633	\N
16634	\N
16635	\N
16636	\N
16637	\N
16638	\N
16639	\N
16640	\N
16641	\N
16642	\N
16643	\N
16644	\N
16645	\N
16646	\N
16647	\N
16648	\N
16649	\N
16650	\N
16651	\N
16652	\N
16653	\N
16654	\N
16655	\N
16656	\N
16657	\N
16658	\N
16659	\N
16660	\N
16661	\N
16662	\N
16663	\N
16664	\N
16665	\N
16666	\N
16667	\N
16668	\N
16669	\N
16670	\N
16671	\N
16672	\N
16673	\N
16674	\N
16675	\N
16676	\N
16677	\N
16678	\N
16679	\N
16680	\N
16681	\N
16682	\N
16683	\N
16684	\N
16685	\N
16686	\N
16687	\N
16688	\N
16689	\N
16690	\N
16691	\N
16692	\N
16693	\N
16694	\N
16695	\N
16696	\N
16697	\N
16698	\N
16699	\N
16700	\N
16701	\N
16702	\N
16703	\N
16704	\N
16705	\N
16706	\N
16707	\N
16708	\N
16709	\N
16710	\N
16711	\N
16712	\N
16713	\N
16714	\N
16715	\N
16716	\N
16717	\N
16718	\N
16719	\N
16720	\N
16721	\N
16722	\N
16723	\N
16724	\N
16725	\N
16726	\N
16727	\N
16728	\N
16729	\N
16730	\N
16731	\N
16732	\N
16733	\N
16734	\N
16735	\N
16736	\N
16737	\N
16738	\N
16739	\N
16740	\N
16741	\N
16742	\N
16743	\N
16744	\N
16745	\N
16746	\N
16747	\N
16748	\N
16749	\N
16750	\N
16751	\N
16752	\N
16753	\N
16754	\N
16755	\N
16756	\N
16757	\N
16758	\N
16759	\N
16760	\N
16761	\N
16762	\N
16763	\N
16764	\N
16765	\N
16766	\N
16767	\N
16768	\N
16769	\N
16770	\N
16771	\N
16772	\N
16773	\N
16774	\N
16775	\N
16776	\N
16777	\N
16778	\N
16779	\N
16780	\N
16781	\N
16782	\N
16783	\N
16784	\N
16785	\N
16786	\N
16787	\N
16788	\N
16789	\N
16790	\N
16791	\N
16792	\N
16793	\N
16794	\N
16795	\N
16796	\N
16797	\N
16798	\N
16799	\N
16800	\N
16801	\N
16802	\N
16803	\N
16804	\N
16805	\N
16806	\N
16807	\N
16808	\N
16809	\N
16810	\N
16811	\N
16812	\N
16813	\N
16814	\N
16815	\N
16816	\N
16817	\N
16818	\N
16819	\N
16820	\N
16821	\N
16822	\N
16823	\N
16824	\N
16825	\N
16826	\N
16827	\N
16828	\N
16829	\N
16830	\N
16831	\N
16832	\N
16833	\N
16834	\N
16835	\N
16836	\N
16837	\N
16838	\N
16839	\N
16840	\N
16841	\N
16842	\N
16843	\N
16844	\N
16845	\N
16846	\N
16847	\N
16848	\N
16849	\N
16850	\N
16851	\N
16852	\N
16853	\N
16854	\N
16855	\N
16856	\N
16857	\N
16858	\N
16859	\N
16860	\N
16861	\N
16862	\N
16863	\N
16864	\N
16865	\N
16866	\N
16867	\N
16868	\N
16869	\N
16870	\N
16871	\N
16872	\N
16873	\N
16874	\N
16875	\N
16876	\N
16877	\N
16878	\N
16879	\N
16880	\N
16881	\N
16882	\N
16883	\N
16884	\N
16885	\N
16886	\N
16887	\N
16888	\N
16889	\N
16890	\N
16891	\N
16892	\N
16893	\N
16894	\N
16895	\N
16896	\N
16897	\N
16898	\N
16899	\N
16900	\N
16901	\N
16902	\N
16903	\N
16904	\N
16905	\N
16906	\N
16907	\N
16908	\N
16909	\N
16910	\N
16911	\N
16912	\N
16913	\N
16914	\N
16915	\N
16916	\N
16917	\N
16918	\N
16919	\N
16920	\N
16921	\N
16922	\N
16923	\N
16924	\N
16925	\N
16926	\N
16927	\N
16928	\N
16929	\N
16930	\N
16931	\N
16932	\N
16933	\N
16934	\N
16935	\N
16936	\N
16937	\N
16938	\N
16939	\N
16940	\N
16941	\N
16942	\N
16943	\N
16944	\N
16945	\N
16946	\N
16947	\N
16948	\N
16949	\N
16950	\N
16951	\N
16952	\N
16953	\N
16954	\N
16955	\N
16956	\N
16957	\N
16958	\N
16959	\N
16960	\N
16961	\N
16962	\N
16963	\N
16964	\N
16965	\N
16966	\N
16967	\N
16968	\N
16969	\N
16970	\N
16971	\N
16972	\N
16973	\N
16974	\N
16975	\N
16976	\N
16977	\N
16978	\N
16979	\N
16980	\N
16981	\N
16982	\N
16983	\N
16984	\N
16985	\N
16986	\N
16987	\N
16988	\N
16989	\N
16990	\N
16991	\N
16992	\N
16993	\N
16994	\N
16995	\N
16996	\N
16997	\N
16998	\N
16999	\N
17000	\N
17001	\N
17002	\N
17003	\N
17004	\N
17005	\N
17006	\N
17007	\N
17008	\N
17009	\N
17010	\N
17011	\N
17012	\N
17013	\N
17014	\N
17015	\N
17016	\N
17017	\N
17018	\N
17019	\N
17020	\N
17021	\N
17022	\N
17023	\N
17024	\N
17025	\N
17026	\N
17027	\N
17028	\N
17029	\N
17030	\N
17031	\N
17032	\N
17033	\N
17034	\N
17035	\N
17036	\N
17037	\N
17038	\N
17039	\N
17040	\N
17041	\N
17042	\N
17043	\N
17044	\N
17045	\N
17046	\N
17047	\N
17048	\N
17049	\N
17050	\N
17051	\N
17052	\N
17053	\N
17054	\N
17055	\N
17056	\N
17057	\N
17058	\N
17059	\N
17060	\N
17061	\N
17062	\N
17063	\N
17064	\N
17065	\N
17066	\N
17067	\N
17068	\N
17069	\N
17070	\N
17071	\N
17072	\N
17073	\N
17074	\N
17075	\N
17076	\N
17077	\N
17078	\N
17079	\N
17080	\N
17081	\N
17082	\N
17083	\N
17084	\N
17085	\N
17086	\N
17087	\N
17088	\N
17089	\N
17090	\N
17091	\N
17092	\N
17093	\N
17094	\N
17095	\N
17096	\N
17097	\N
17098	\N
17099	\N
17100	\N
17101	\N
17102	\N
17103	\N
17104	\N
17105	\N
17106	\N
17107	\N
17108	\N
17109	\N
17110	\N
17111	\N
17112	\N
17113	\N
17114	\N
17115	\N
17116	\N
17117	\N
17118	\N
17119	\N
17120	\N
17121	\N
17122	\N
17123	\N
17124	\N
17125	\N
17126	\N
17127	\N
17128	\N
17129	\N
17130	\N
17131	\N
17132	\N
17133	\N
17134	\N
17135	\N
17136	\N
17137	\N
17138	\N
17139	\N
17140	\N
17141	\N
17142	\N
17143	\N
17144	\N
17145	\N
17146	\N
17147	\N
17148	\N
17149	\N
17150	\N
17151	\N
17152	\N
17153	\N
17154	\N
17155	\N
17156	\N
17157	\N
17158	\N
17159	\N
17160	\N
17161	\N
17162	\N
17163	\N
17164	\N
17165	\N
17166	\N
17167	\N
17168	\N
17169	\N
17170	\N
17171	\N
17172	\N
17173	\N
17174	\N
17175	\N
17176	\N
17177	\N
17178	\N
17179	\N
17180	\N
17181	\N
17182	\N
17183	\N
17184	\N
17185	\N
17186	\N
17187	\N
17188	\N
17189	\N
17190	\N
17191	\N
17192	\N
17193	\N
17194	\N
17195	\N
17196	\N
17197	\N
17198	\N
17199	\N
17200	\N
17201	\N
17202	\N
17203	\N
17204	\N
17205	\N
17206	\N
17207	\N
17208	\N
17209	\N
17210	\N
17211	\N
17212	\N
17213	\N
17214	\N
17215	\N
17216	\N
17217	\N
17218	\N
17219	\N
17220	\N
17221	\N
17222	\N
17223	\N
17224	\N
17225	\N
17226	\N
17227	\N
17228	\N
17229	\N
17230	\N
17231	\N
17232	\N
17233	\N
17234	\N
17235	\N
17236	\N
17237	\N
17238	\N
17239	\N
17240	\N
17241	\N
17242	\N
17243	\N
17244	\N
17245	\N
17246	\N
17247	\N
17248	\N
17249	\N
17250	\N
17251	\N
17252	\N
17253	\N
17254	\N
17255	\N
17256	\N
17257	\N
17258	\N
17259	\N
17260	\N
17261	\N
17262	\N
17263	\N
17264	\N
17265	\N
17266	\N
17267	\N
17268	\N
17269	\N
17270	\N
17271	\N
17272	\N
17273	\N
17274	\N
17275	\N
17276	\N
17277	\N
17278	\N
17279	\N
17280	\N
17281	\N
17282	\N
17283	\N
17284	\N
17285	\N
17286	\N
17287	\N
17288	\N
17289	\N
17290	\N
17291	\N
17292	\N
17293	\N
17294	\N
17295	\N
17296	\N
17297	\N
17298	\N
17299	\N
17300	\N
17301	\N
17302	\N
17303	\N
17304	\N
17305	\N
17306	\N
17307	\N
17308	\N
17309	\N
17310	\N
17311	\N
17312	\N
17313	\N
17314	\N
17315	\N
17316	\N
17317	\N
17318	\N
17319	\N
17320	\N
17321	\N
17322	\N
17323	\N
17324	\N
17325	\N
17326	\N
17327	\N
17328	\N
17329	\N
17330	\N
17331	\N
17332	\N
17333	\N
17334	\N
17335	\N
17336	\N
17337	\N
17338	\N
17339	\N
17340	\N
17341	\N
17342	\N
17343	\N
17344	\N
17345	\N
17346	\N
17347	\N
17348	\N
17349	\N
17350	\N
17351	\N
17352	\N
17353	\N
17354	\N
17355	\N
17356	\N
17357	\N
17358	\N
17359	\N
17360	\N
17361	\N
17362	\N
17363	\N
17364	\N
17365	\N
17366	\N
17367	\N
17368	\N
17369	\N
17370	\N
17371	\N
17372	\N
17373	\N
17374	\N
17375	\N
17376	\N
17377	\N
17378	\N
17379	\N
17380	\N
17381	\N
17382	\N
17383	\N
17384	\N
17385	\N
17386	\N
17387	\N
17388	\N
17389	\N
17390	\N
17391	\N
17392	\N
17393	\N
17394	\N
17395	\N
17396	\N
17397	\N
17398	\N
17399	\N
17400	\N
17401	\N
17402	\N
17403	\N
17404	\N
17405	\N
17406	\N
17407	\N
17408	\N
17409	\N
17410	\N
17411	\N
17412	\N
17413	\N
17414	\N
17415	\N
17416	\N
17417	\N
17418	\N
17419	\N
17420	\N
17421	\N
17422	\N
17423	\N
17424	\N
17425	\N
17426	\N
17427	\N
17428	\N
17429	\N
17430	\N
17431	\N
17432	\N
17433	\N
17434	\N
17435	\N
17436	\N
17437	\N
17438	\N
17439	\N
17440	\N
17441	\N
17442	\N
17443	\N
17444	\N
17445	\N
17446	\N
17447	\N
17448	\N
17449	\N
17450	\N
17451	\N
17452	\N
17453	\N
17454	\N
17455	\N
17456	\N
17457	\N
17458	\N
17459	\N
17460	\N
17461	\N
17462	\N
17463	\N
17464	\N
17465	\N
17466	\N
17467	\N
17468	\N
17469	\N
17470	\N
17471	\N
17472	\N
17473	\N
17474	\N
17475	\N
17476	\N
17477	\N
17478	\N
17479	\N
17480	\N
17481	\N
17482	\N
17483	\N
17484	\N
17485	\N
17486	\N
17487	\N
17488	\N
17489	\N
17490	\N
17491	\N
17492	\N
17493	\N
17494	\N
17495	\N
17496	\N
17497	\N
17498	\N
17499	\N
17500	\N
17501	\N
17502	\N
17503	\N
17504	\N
17505	\N
17506	\N
17507	\N
17508	\N
17509	\N
17510	\N
17511	\N
17512	\N
17513	\N
17514	\N
17515	\N
17516	\N
17517	\N
17518	\N
17519	\N
17520	\N
17521	\N
17522	\N
17523	\N
17524	\N
17525	\N
17526	\N
17527	\N
17528	\N
17529	\N
17530	\N
17531	\N
17532	\N
17533	\N
17534	\N
17535	\N
17536	\N
17537	\N
17538	\N
17539	\N
17540	\N
17541	\N
17542	\N
17543	\N
17544	\N
17545	\N
17546	\N
17547	\N
17548	\N
17549	\N
17550	\N
17551	\N
17552	\N
17553	\N
17554	\N
17555	\N
17556	\N
17557	\N
17558	\N
17559	\N
17560	\N
17561	\N
17562	\N
17563	\N
17564	\N
17565	\N
17566	\N
17567	\N
17568	\N
17569	\N
17570	\N
17571	\N
17572	\N
17573	\N
17574	\N
17575	\N
17576	\N
17577	\N
17578	\N
17579	\N
17580	\N
17581	\N
17582	\N
17583	\N
17584	\N
17585	\N
17586	\N
17587	\N
17588	\N
17589	\N
17590	\N
17591	\N
17592	\N
17593	\N
17594	\N
17595	\N
17596	\N
17597	\N
17598	\N
17599	\N
17600	\N
17601	\N
17602	\N
17603	\N
17604	\N
17605	\N
17606	\N
17607	\N
17608	\N
17609	\N
17610	\N
17611	\N
17612	\N
17613	\N
17614	\N
17615	\N
17616	\N
17617	\N
17618	\N
17619	\N
17620	\N
17621	\N
17622	\N
17623	\N
17624	\N
17625	\N
17626	\N
17627	\N
17628	\N
17629	\N
17630	\N
17631	\N
17632	\N
17633	\N
17634	\N
17635	\N
17636	\N
17637	\N
17638	\N
17639	\N
17640	\N
17641	\N
17642	\N
17643	\N
17644	\N
17645	\N
17646	\N
17647	\N
17648	\N
17649	\N
17650	\N
17651	\N
17652	\N
17653	\N
17654	\N
17655	\N
17656	\N
17657	\N
17658	\N
17659	\N
17660	\N
17661	\N
17662	\N
17663	\N
17664	\N
17665	\N
17666	\N
17667	\N
17668	\N
17669	\N
17670	\N
17671	\N
17672	\N
17673	\N
17674	\N
17675	\N
17676	\N
17677	\N
17678	\N
17679	\N
17680	\N
17681	\N
17682	\N
17683	\N
17684	\N
17685	\N
17686	\N
17687	\N
17688	\N
17689	\N
17690	\N
17691	\N
17692	\N
17693	\N
17694	\N
17695	\N
17696	\N
17697	\N
17698	\N
17699	\N
17700	\N
17701	\N
17702	\N
17703	\N
17704	\N
17705	\N
17706	\N
17707	\N
17708	\N
17709	\N
17710	\N
17711	\N
17712	\N
17713	\N
17714	\N
17715	\N
17716	\N
17717	\N
17718	\N
17719	\N
17720	\N
17721	\N
17722	\N
17723	\N
17724	\N
17725	\N
17726	\N
17727	\N
17728	\N
17729	\N
17730	\N
17731	\N
17732	\N
17733	\N
17734	\N
17735	\N
17736	\N
17737	\N
17738	\N
17739	\N
17740	\N
17741	\N
17742	\N
17743	\N
17744	\N
17745	\N
17746	\N
17747	\N
17748	\N
17749	\N
17750	\N
17751	\N
17752	\N
17753	\N
17754	\N
17755	\N
17756	\N
17757	\N
17758	\N
17759	\N
17760	\N
17761	\N
17762	\N
17763	\N
17764	\N
17765	\N
17766	\N
17767	\N
17768	\N
17769	\N
17770	\N
17771	\N
17772	\N
17773	\N
17774	\N
17775	\N
17776	\N
17777	\N
17778	\N
17779	\N
17780	\N
17781	\N
17782	\N
17783	\N
17784	\N
17785	\N
17786	\N
17787	\N
17788	\N
17789	\N
17790	\N
17791	\N
17792	\N
17793	\N
17794	\N
17795	\N
17796	\N
17797	\N
17798	\N
17799	\N
17800	\N
17801	\N
17802	\N
17803	\N
17804	\N
17805	\N
17806	\N
17807	\N
17808	\N
17809	\N
17810	\N
17811	\N
17812	\N
17813	\N
17814	\N
17815	\N
17816	\N
17817	\N
17818	\N
17819	\N
17820	\N
17821	\N
17822	\N
17823	\N
17824	\N
17825	\N
17826	\N
17827	\N
17828	\N
17829	\N
17830	\N
17831	\N
17832	\N
17833	\N
17834	\N
17835	\N
17836	\N
17837	\N
17838	\N
17839	\N
17840	\N
17841	\N
17842	\N
17843	\N
17844	\N
17845	\N
17846	\N
17847	\N
17848	\N
17849	\N
17850	\N
17851	\N
17852	\N
17853	\N
17854	\N
17855	\N
17856	\N
17857	\N
17858	\N
17859	\N
17860	\N
17861	\N
17862	\N
17863	\N
17864	\N
17865	\N
17866	\N
17867	\N
17868	\N
17869	\N
17870	\N
17871	\N
17872	\N
17873	\N
17874	\N
17875	\N
17876	\N
17877	\N
17878	\N
17879	\N
17880	\N
17881	\N
17882	\N
17883	\N
17884	\N
17885	\N
17886	\N
17887	\N
17888	\N
17889	\N
17890	\N
17891	\N
17892	\N
17893	\N
17894	\N
17895	\N
17896	\N
17897	\N
17898	\N
17899	\N
17900	\N
17901	\N
17902	\N
17903	\N
17904	\N
17905	\N
17906	\N
17907	\N
17908	\N
17909	\N
17910	\N
17911	\N
17912	\N
17913	\N
17914	\N
17915	\N
17916	\N
17917	\N
17918	\N
17919	\N
17920	\N
17921	\N
17922	\N
17923	\N
17924	\N
17925	\N
17926	\N
17927	\N
17928	\N
17929	\N
17930	\N
17931	\N
17932	\N
17933	\N
17934	\N
17935	\N
17936	\N
17937	\N
17938	\N
17939	\N
17940	\N
17941	\N
17942	\N
17943	\N
17944	\N
17945	\N
17946	\N
17947	\N
17948	\N
17949	\N
17950	\N
17951	\N
17952	\N
17953	\N
17954	\N
17955	\N
17956	\N
17957	\N
17958	\N
17959	\N
17960	\N
17961	\N
17962	\N
17963	\N
17964	\N
17965	\N
17966	\N
17967	\N
17968	\N
17969	\N
17970	\N
17971	\N
17972	\N
17973	\N
17974	\N
17975	\N
17976	\N
17977	\N
17978	\N
17979	\N
17980	\N
17981	\N
17982	\N
17983	\N
17984	\N
17985	\N
17986	\N
17987	\N
17988	\N
17989	\N
17990	\N
17991	\N
17992	\N
17993	\N
17994	\N
17995	\N
17996	\N
17997	\N
17998	\N
17999	\N
18000	\N
18001	\N
18002	\N
18003	\N
18004	\N
18005	\N
18006	\N
18007	\N
18008	\N
18009	\N
18010	\N
18011	\N
18012	\N
18013	\N
18014	\N
18015	\N
18016	\N
18017	\N
18018	\N
18019	\N
18020	\N
18021	\N
18022	\N
18023	\N
18024	\N
18025	\N
18026	\N
18027	\N
18028	\N
18029	\N
18030	\N
18031	\N
18032	\N
18033	\N
18034	\N
18035	\N
18036	\N
18037	\N
18038	\N
18039	\N
18040	\N
18041	\N
18042	\N
18043	\N
18044	\N
18045	\N
18046	\N
18047	\N
18048	\N
18049	\N
18050	\N
18051	\N
18052	\N
18053	\N
18054	\N
18055	\N
18056	\N
18057	\N
18058	\N
18059	\N
18060	\N
18061	\N
18062	\N
18063	\N
18064	\N
18065	\N
18066	\N
18067	\N
18068	\N
18069	\N
18070	\N
18071	\N
18072	\N
18073	\N
18074	\N
18075	\N
18076	\N
18077	\N
18078	\N
18079	\N
18080	\N
18081	\N
18082	\N
18083	\N
18084	\N
18085	\N
18086	\N
18087	\N
18088	\N
18089	\N
18090	\N
18091	\N
18092	\N
18093	\N
18094	\N
18095	\N
18096	\N
18097	\N
18098	\N
18099	\N
18100	\N
18101	\N
18102	\N
18103	\N
18104	\N
18105	\N
18106	\N
18107	\N
18108	\N
18109	\N
18110	\N
18111	\N
18112	\N
18113	\N
18114	\N
18115	\N
18116	\N
18117	\N
18118	\N
18119	\N
18120	\N
18121	\N
18122	\N
18123	\N
18124	\N
18125	\N
18126	\N
18127	\N
18128	\N
18129	\N
18130	\N
18131	\N
18132	\N
18133	\N
18134	\N
18135	\N
18136	\N
18137	\N
18138	\N
18139	\N
18140	\N
18141	\N
18142	\N
18143	\N
18144	\N
18145	\N
18146	\N
18147	\N
18148	\N
18149	\N
18150	\N
18151	\N
18152	\N
18153	\N
18154	\N
18155	\N
18156	\N
18157	\N
18158	\N
18159	\N
18160	\N
18161	\N
18162	\N
18163	\N
18164	\N
18165	\N
18166	\N
18167	\N
18168	\N
18169	\N
18170	\N
18171	\N
18172	\N
18173	\N
18174	\N
18175	\N
18176	\N
18177	\N
18178	\N
18179	\N
18180	\N
18181	\N
18182	\N
18183	\N
18184	\N
18185	\N
18186	\N
18187	\N
18188	\N
18189	\N
18190	\N
18191	\N
18192	\N
18193	\N
18194	\N
18195	\N
18196	\N
18197	\N
18198	\N
18199	\N
18200	\N
18201	\N
18202	\N
18203	\N
18204	\N
18205	\N
18206	\N
18207	\N
18208	\N
18209	\N
18210	\N
18211	\N
18212	\N
18213	\N
18214	\N
18215	\N
18216	\N
18217	\N
18218	\N
18219	\N
18220	\N
18221	\N
18222	\N
18223	\N
18224	\N
18225	\N
18226	\N
18227	\N
18228	\N
18229	\N
18230	\N
18231	\N
18232	\N
18233	\N
18234	\N
18235	\N
18236	\N
18237	\N
18238	\N
18239	\N
18240	\N
18241	\N
18242	\N
18243	\N
18244	\N
18245	\N
18246	\N
18247	\N
18248	\N
18249	\N
18250	\N
18251	\N
18252	\N
18253	\N
18254	\N
18255	\N
18256	\N
18257	\N
18258	\N
18259	\N
18260	\N
18261	\N
18262	\N
18263	\N
18264	\N
18265	\N
18266	\N
18267	\N
18268	\N
18269	\N
18270	\N
18271	\N
18272	\N
18273	\N
18274	\N
18275	\N
18276	\N
18277	\N
18278	\N
18279	\N
18280	\N
18281	\N
18282	\N
18283	\N
18284	\N
18285	\N
18286	\N
18287	\N
18288	\N
18289	\N
18290	\N
18291	\N
18292	\N
18293	\N
18294	\N
18295	\N
18296	\N
18297	\N
18298	\N
18299	\N
18300	\N
18301	\N
18302	\N
18303	\N
18304	\N
18305	\N
18306	\N
18307	\N
18308	\N
18309	\N
18310	\N
18311	\N
18312	\N
18313	\N
18314	\N
18315	\N
18316	\N
18317	\N
18318	\N
18319	\N
18320	\N
18321	\N
18322	\N
18323	\N
18324	\N
18325	\N
18326	\N
18327	\N
18328	\N
18329	\N
18330	\N
18331	\N
18332	\N
18333	\N
18334	\N
18335	\N
18336	\N
18337	\N
18338	\N
18339	\N
18340	\N
18341	\N
18342	\N
18343	\N
18344	\N
18345	\N
18346	\N
18347	\N
18348	\N
18349	\N
18350	\N
18351	\N
18352	\N
18353	\N
18354	\N
18355	\N
18356	\N
18357	\N
18358	\N
18359	\N
18360	\N
18361	\N
18362	\N
18363	\N
18364	\N
18365	\N
18366	\N
18367	\N
18368	\N
18369	\N
18370	\N
18371	\N
18372	\N
18373	\N
18374	\N
18375	\N
18376	\N
18377	\N
18378	\N
18379	\N
18380	\N
18381	\N
18382	\N
18383	\N
18384	\N
18385	\N
18386	\N
18387	\N
18388	\N
18389	\N
18390	\N
18391	\N
18392	\N
18393	\N
18394	\N
18395	\N
18396	\N
18397	\N
18398	\N
18399	\N
18400	\N
18401	\N
18402	\N
18403	\N
18404	\N
18405	\N
18406	\N
18407	\N
18408	\N
18409	\N
18410	\N
18411	\N
18412	\N
18413	\N
18414	\N
18415	\N
18416	\N
18417	\N
18418	\N
18419	\N
18420	\N
18421	\N
18422	\N
18423	\N
18424	\N
18425	\N
18426	\N
18427	\N
18428	\N
18429	\N
18430	\N
18431	\N
18432	\N
18433	\N
18434	\N
18435	\N
18436	\N
18437	\N
18438	\N
18439	\N
18440	\N
18441	\N
18442	\N
18443	\N
18444	\N
18445	\N
18446	\N
18447	\N
18448	\N
18449	\N
18450	\N
18451	\N
18452	\N
18453	\N
18454	\N
18455	\N
18456	\N
18457	\N
18458	\N
18459	\N
18460	\N
18461	\N
18462	\N
18463	\N
18464	\N
18465	\N
18466	\N
18467	\N
18468	\N
18469	\N
18470	\N
18471	\N
18472	\N
18473	\N
18474	\N
18475	\N
18476	\N
18477	\N
18478	\N
18479	\N
18480	\N
18481	\N
18482	\N
18483	\N
18484	\N
18485	\N
18486	\N
18487	\N
18488	\N
18489	\N
18490	\N
18491	\N
18492	\N
18493	\N
18494	\N
18495	\N
18496	\N
18497	\N
18498	\N
18499	\N
18500	\N
18501	\N
18502	\N
18503	\N
18504	\N
18505	\N
18506	\N
18507	\N
18508	\N
18509	\N
18510	\N
18511	\N
18512	\N
18513	\N
18514	\N
18515	\N
18516	\N
18517	\N
18518	\N
18519	\N
18520	\N
18521	\N
18522	\N
18523	\N
18524	\N
18525	\N
18526	\N
18527	\N
18528	\N
18529	\N
18530	\N
18531	\N
18532	\N
18533	\N
18534	\N
18535	\N
18536	\N
18537	\N
18538	\N
18539	\N
18540	\N
18541	\N
18542	\N
18543	\N
18544	\N
18545	\N
18546	\N
18547	\N
18548	\N
18549	\N
18550	\N
18551	\N
18552	\N
18553	\N
18554	\N
18555	\N
18556	\N
18557	\N
18558	\N
18559	\N
18560	\N
18561	\N
18562	\N
18563	\N
18564	\N
18565	\N
18566	\N
18567	\N
18568	\N
18569	\N
18570	\N
18571	\N
18572	\N
18573	\N
18574	\N
18575	\N
18576	\N
18577	\N
18578	\N
18579	\N
18580	\N
18581	\N
18582	\N
18583	\N
18584	\N
18585	\N
18586	\N
18587	\N
18588	\N
18589	\N
18590	\N
18591	\N
18592	\N
18593	\N
18594	\N
18595	\N
18596	\N
18597	\N
18598	\N
18599	\N
18600	\N
18601	\N
18602	\N
18603	\N
18604	\N
18605	\N
18606	\N
18607	\N
18608	\N
18609	\N
18610	\N
18611	\N
18612	\N
18613	\N
18614	\N
18615	\N
18616	\N
18617	\N
18618	\N
18619	\N
18620	\N
18621	\N
18622	\N
18623	\N
18624	\N
18625	\N
18626	\N
18627	\N
18628	\N
18629	\N
18630	\N
18631	\N
18632	\N
18633	\N
18634	\N
18635	\N
18636	\N
18637	\N
18638	\N
18639	\N
18640	\N
18641	\N
18642	\N
18643	\N
18644	\N
18645	\N
18646	\N
18647	\N
18648	\N
18649	\N
18650	\N
18651	\N
18652	\N
18653	\N
18654	\N
18655	\N
18656	\N
18657	\N
18658	\N
18659	\N
18660	\N
18661	\N
18662	\N
18663	\N
18664	\N
18665	\N
18666	\N
18667	\N
18668	\N
18669	\N
18670	\N
18671	\N
18672	\N
18673	\N
18674	\N
18675	\N
18676	\N
18677	\N
18678	\N
18679	\N
18680	\N
18681	\N
18682	\N
18683	\N
18684	\N
18685	\N
18686	\N
18687	\N
18688	\N
18689	\N
18690	\N
18691	\N
18692	\N
18693	\N
18694	\N
18695	\N
18696	\N
18697	\N
18698	\N
18699	\N
18700	\N
18701	\N
18702	\N
18703	\N
18704	\N
18705	\N
18706	\N
18707	\N
18708	\N
18709	\N
18710	\N
18711	\N
18712	\N
18713	\N
18714	\N
18715	\N
18716	\N
18717	\N
18718	\N
18719	\N
18720	\N
18721	\N
18722	\N
18723	\N
18724	\N
18725	\N
18726	\N
18727	\N
18728	\N
18729	\N
18730	\N
18731	\N
18732	\N
18733	\N
18734	\N
18735	\N
18736	\N
18737	\N
18738	\N
18739	\N
18740	\N
18741	\N
18742	\N
18743	\N
18744	\N
18745	\N
18746	\N
18747	\N
18748	\N
18749	\N
18750	\N
18751	\N
18752	\N
18753	\N
18754	\N
18755	\N
18756	\N
18757	\N
18758	\N
18759	\N
18760	\N
18761	\N
18762	\N
18763	\N
18764	\N
18765	\N
18766	\N
18767	\N
18768	\N
18769	\N
18770	\N
18771	\N
18772	\N
18773	\N
18774	\N
18775	\N
18776	\N
18777	\N
18778	\N
18779	\N
18780	\N
18781	\N
18782	\N
18783	\N
18784	\N
18785	\N
18786	\N
18787	\N
18788	\N
18789	\N
18790	\N
18791	\N
18792	\N
18793	\N
18794	\N
18795	\N
18796	\N
18797	\N
18798	\N
18799	\N
18800	\N
18801	\N
18802	\N
18803	\N
18804	\N
18805	\N
18806	\N
18807	\N
18808	\N
18809	\N
18810	\N
18811	\N
18812	\N
18813	\N
18814	\N
18815	\N
18816	\N
18817	\N
18818	\N
18819	\N
18820	\N
18821	\N
18822	\N
18823	\N
18824	\N
18825	\N
18826	\N
18827	\N
18828	\N
18829	\N
18830	\N
18831	\N
18832	\N
18833	\N
18834	\N
18835	\N
18836	\N
18837	\N
18838	\N
18839	\N
18840	\N
18841	\N
18842	\N
18843	\N
18844	\N
18845	\N
18846	\N
18847	\N
18848	\N
18849	\N
18850	\N
18851	\N
18852	\N
18853	\N
18854	\N
18855	\N
18856	\N
18857	\N
18858	\N
18859	\N
18860	\N
18861	\N
18862	\N
18863	\N
18864	\N
18865	\N
18866	\N
18867	\N
18868	\N
18869	\N
18870	\N
18871	\N
18872	\N
18873	\N
18874	\N
18875	\N
18876	\N
18877	\N
18878	\N
18879	\N
18880	\N
18881	\N
18882	\N
18883	\N
18884	\N
18885	\N
18886	\N
18887	\N
18888	\N
18889	\N
18890	\N
18891	\N
18892	\N
18893	\N
18894	\N
18895	\N
18896	\N
18897	\N
18898	\N
18899	\N
18900	\N
18901	\N
18902	\N
18903	\N
18904	\N
18905	\N
18906	\N
18907	\N
18908	\N
18909	\N
18910	\N
18911	\N
18912	\N
18913	\N
18914	\N
18915	\N
18916	\N
18917	\N
18918	\N
18919	\N
18920	\N
18921	\N
18922	\N
18923	\N
18924	\N
18925	\N
18926	\N
18927	\N
18928	\N
18929	\N
18930	\N
18931	\N
18932	\N
18933	\N
18934	\N
18935	\N
18936	\N
18937	\N
18938	\N
18939	\N
18940	\N
18941	\N
18942	\N
18943	\N
18944	\N
18945	\N
18946	\N
18947	\N
18948	\N
18949	\N
18950	\N
18951	\N
18952	\N
18953	\N
18954	\N
18955	\N
18956	\N
18957	\N
18958	\N
18959	\N
18960	\N
18961	\N
18962	\N
18963	\N
18964	\N
18965	\N
18966	\N
18967	\N
18968	\N
18969	\N
18970	\N
18971	\N
18972	\N
18973	\N
18974	\N
18975	\N
18976	\N
18977	\N
18978	\N
18979	\N
18980	\N
18981	\N
18982	\N
18983	\N
18984	\N
18985	\N
18986	\N
18987	\N
18988	\N
18989	\N
18990	\N
18991	\N
18992	\N
18993	\N
18994	\N
18995	\N
18996	\N
18997	\N
18998	\N
18999	\N
19000	\N
19001	\N
19002	\N
19003	\N
19004	\N
19005	\N
19006	\N
19007	\N
19008	\N
19009	\N
19010	\N
19011	\N
19012	\N
19013	\N
19014	\N
19015	\N
19016	\N
19017	\N
19018	\N
19019	\N
19020	\N
19021	\N
19022	\N
19023	\N
19024	\N
19025	\N
19026	\N
19027	\N
19028	\N
19029	\N
19030	\N
19031	\N
19032	\N
19033	\N
19034	\N
19035	\N
19036	\N
19037	\N
19038	\N
19039	\N
19040	\N
19041	\N
19042	\N
19043	\N
19044	\N
19045	\N
19046	\N
19047	\N
19048	\N
19049	\N
19050	\N
19051	\N
19052	\N
19053	\N
19054	\N
19055	\N
19056	\N
19057	\N
19058	\N
19059	\N
19060	\N
19061	\N
19062	\N
19063	\N
19064	\N
19065	\N
19066	\N
19067	\N
19068	\N
19069	\N
19070	\N
19071	\N
19072	\N
19073	\N
19074	\N
19075	\N
19076	\N
19077	\N
19078	\N
19079	\N
19080	\N
19081	\N
19082	\N
19083	\N
19084	\N
19085	\N
19086	\N
19087	\N
19088	\N
19089	\N
19090	\N
19091	\N
19092	\N
19093	\N
19094	\N
19095	\N
19096	\N
19097	\N
19098	\N
19099	\N
19100	\N
19101	\N
19102	\N
19103	\N
19104	\N
19105	\N
19106	\N
19107	\N
19108	\N
19109	\N
19110	\N
19111	\N
19112	\N
19113	\N
19114	\N
19115	\N
19116	\N
19117	\N
19118	\N
19119	\N
19120	\N
19121	\N
19122	\N
19123	\N
19124	\N
19125	\N
19126	\N
19127	\N
19128	\N
19129	\N
19130	\N
19131	\N
19132	\N
19133	\N
19134	\N
19135	\N
19136	\N
19137	\N
19138	\N
19139	\N
19140	\N
19141	\N
19142	\N
19143	\N
19144	\N
19145	\N
19146	\N
19147	\N
19148	\N
19149	\N
19150	\N
19151	\N
19152	\N
19153	\N
19154	\N
19155	\N
19156	\N
19157	\N
19158	\N
19159	\N
19160	\N
19161	\N
19162	\N
19163	\N
19164	\N
19165	\N
19166	\N
19167	\N
19168	\N
19169	\N
19170	\N
19171	\N
19172	\N
19173	\N
19174	\N
19175	\N
19176	\N
19177	\N
19178	\N
19179	\N
19180	\N
19181	\N
19182	\N
19183	\N
19184	\N
19185	\N
19186	\N
19187	\N
19188	\N
19189	\N
19190	\N
19191	\N
19192	\N
19193	\N
19194	\N
19195	\N
19196	\N
19197	\N
19198	\N
19199	\N
19200	\N
19201	\N
19202	\N
19203	\N
19204	\N
19205	\N
19206	\N
19207	\N
19208	\N
19209	\N
19210	\N
19211	\N
19212	\N
19213	\N
19214	\N
19215	\N
19216	\N
19217	\N
19218	\N
19219	\N
19220	\N
19221	\N
19222	\N
19223	\N
19224	\N
19225	\N
19226	\N
19227	\N
19228	\N
19229	\N
19230	\N
19231	\N
19232	\N
19233	\N
19234	\N
19235	\N
19236	\N
19237	\N
19238	\N
19239	\N
19240	\N
19241	\N
19242	\N
19243	\N
19244	\N
19245	\N
19246	\N
19247	\N
19248	\N
19249	\N
19250	\N
19251	\N
19252	\N
19253	\N
19254	\N
19255	\N
19256	\N
19257	\N
19258	\N
19259	\N
19260	\N
19261	\N
19262	\N
19263	\N
19264	\N
19265	\N
19266	\N
19267	\N
19268	\N
19269	\N
19270	\N
19271	\N
19272	\N
19273	\N
19274	\N
19275	\N
19276	\N
19277	\N
19278	\N
19279	\N
19280	\N
19281	\N
19282	\N
19283	\N
19284	\N
19285	\N
19286	\N
19287	\N
19288	\N
19289	\N
19290	\N
19291	\N
19292	\N
19293	\N
19294	\N
19295	\N
19296	\N
19297	\N
19298	\N
19299	\N
19300	\N
19301	\N
19302	\N
19303	\N
19304	\N
19305	\N
19306	\N
19307	\N
19308	\N
19309	\N
19310	\N
19311	\N
19312	\N
19313	\N
19314	\N
19315	\N
19316	\N
19317	\N
19318	\N
19319	\N
19320	\N
19321	\N
19322	\N
19323	\N
19324	\N
19325	\N
19326	\N
19327	\N
19328	\N
19329	\N
19330	\N
19331	\N
19332	\N
19333	\N
19334	\N
19335	\N
19336	\N
19337	\N
19338	\N
19339	\N
19340	\N
19341	\N
19342	\N
19343	\N
19344	\N
19345	\N
19346	\N
19347	\N
19348	\N
19349	\N
19350	\N
19351	\N
19352	\N
19353	\N
19354	\N
19355	\N
19356	\N
19357	\N
19358	\N
19359	\N
19360	\N
19361	\N
19362	\N
19363	\N
19364	\N
19365	\N
19366	\N
19367	\N
19368	\N
19369	\N
19370	\N
19371	\N
19372	\N
19373	\N
19374	\N
19375	\N
19376	\N
19377	\N
19378	\N
19379	\N
19380	\N
19381	\N
19382	\N
19383	\N
19384	\N
19385	\N
19386	\N
19387	\N
19388	\N
19389	\N
19390	\N
19391	\N
19392	\N
19393	\N
19394	\N
19395	\N
19396	\N
19397	\N
19398	\N
19399	\N
19400	\N
19401	\N
19402	\N
19403	\N
19404	\N
19405	\N
19406	\N
19407	\N
19408	\N
19409	\N
19410	\N
19411	\N
19412	\N
19413	\N
19414	\N
19415	\N
19416	\N
19417	\N
19418	\N
19419	\N
19420	\N
19421	\N
19422	\N
19423	\N
19424	\N
19425	\N
19426	\N
19427	\N
19428	\N
19429	\N
19430	\N
19431	\N
19432	\N
19433	\N
19434	\N
19435	\N
19436	\N
19437	\N
19438	\N
19439	\N
19440	\N
19441	\N
19442	\N
19443	\N
19444	\N
19445	\N
19446	\N
19447	\N
19448	\N
19449	\N
19450	\N
19451	\N
19452	\N
19453	\N
19454	\N
19455	\N
19456	\N
19457	\N
19458	\N
19459	\N
19460	\N
19461	\N
19462	\N
19463	\N
19464	\N
19465	\N
19466	\N
19467	\N
19468	\N
19469	\N
19470	\N
19471	\N
19472	\N
19473	\N
19474	\N
19475	\N
19476	\N
19477	\N
19478	\N
19479	\N
19480	\N
19481	\N
19482	\N
19483	\N
19484	\N
19485	\N
19486	\N
19487	\N
19488	\N
19489	\N
19490	\N
19491	\N
19492	\N
19493	\N
19494	\N
19495	\N
19496	\N
19497	\N
19498	\N
19499	\N
19500	\N
19501	\N
19502	\N
19503	\N
19504	\N
19505	\N
19506	\N
19507	\N
19508	\N
19509	\N
19510	\N
19511	\N
19512	\N
19513	\N
19514	\N
19515	\N
19516	\N
19517	\N
19518	\N
19519	\N
19520	\N
19521	\N
19522	\N
19523	\N
19524	\N
19525	\N
19526	\N
19527	\N
19528	\N
19529	\N
19530	\N
19531	\N
19532	\N
19533	\N
19534	\N
19535	\N
19536	\N
19537	\N
19538	\N
19539	\N
19540	\N
19541	\N
19542	\N
19543	\N
19544	\N
19545	\N
19546	\N
19547	\N
19548	\N
19549	\N
19550	\N
19551	\N
19552	\N
19553	\N
19554	\N
19555	\N
19556	\N
19557	\N
19558	\N
19559	\N
19560	\N
19561	\N
19562	\N
19563	\N
19564	\N
19565	\N
19566	\N
19567	\N
19568	\N
19569	\N
19570	\N
19571	\N
19572	\N
19573	\N
19574	\N
19575	\N
19576	\N
19577	\N
19578	\N
19579	\N
19580	\N
19581	\N
19582	\N
19583	\N
19584	\N
19585	\N
19586	\N
19587	\N
19588	\N
19589	\N
19590	\N
19591	\N
19592	\N
19593	\N
19594	\N
19595	\N
19596	\N
19597	\N
19598	\N
19599	\N
19600	\N
19601	\N
19602	\N
19603	\N
19604	\N
19605	\N
19606	\N
19607	\N
19608	\N
19609	\N
19610	\N
19611	\N
19612	\N
19613	\N
19614	\N
19615	\N
19616	\N
19617	\N
19618	\N
19619	\N
19620	\N
19621	\N
19622	\N
19623	\N
19624	\N
19625	\N
19626	\N
19627	\N
19628	\N
19629	\N
19630	\N
19631	\N
19632	\N
19633	\N
19634	\N
19635	\N
19636	\N
19637	\N
19638	\N
19639	\N
19640	\N
19641	\N
19642	\N
19643	\N
19644	\N
19645	\N
19646	\N
19647	\N
19648	\N
19649	\N
19650	\N
19651	\N
19652	\N
19653	\N
19654	\N
19655	\N
19656	\N
19657	\N
19658	\N
19659	\N
19660	\N
19661	\N
19662	\N
19663	\N
19664	\N
19665	\N
19666	\N
19667	\N
19668	\N
19669	\N
19670	\N
19671	\N
19672	\N
19673	\N
19674	\N
19675	\N
19676	\N
19677	\N
19678	\N
19679	\N
19680	\N
19681	\N
19682	\N
19683	\N
19684	\N
19685	\N
19686	\N
19687	\N
19688	\N
19689	\N
19690	\N
19691	\N
19692	\N
19693	\N
19694	\N
19695	\N
19696	\N
19697	\N
19698	\N
19699	\N
19700	\N
19701	\N
19702	\N
19703	\N
19704	\N
19705	\N
19706	\N
19707	\N
19708	\N
19709	\N
19710	\N
19711	\N
19712	\N
19713	\N
19714	\N
19715	\N
19716	\N
19717	\N
19718	\N
19719	\N
19720	\N
19721	\N
19722	\N
19723	\N
19724	\N
19725	\N
19726	\N
19727	\N
19728	\N
19729	\N
19730	\N
19731	\N
19732	\N
19733	\N
19734	\N
19735	\N
19736	\N
19737	\N
19738	\N
19739	\N
19740	\N
19741	\N
19742	\N
19743	\N
19744	\N
19745	\N
19746	\N
19747	\N
19748	\N
19749	\N
19750	\N
19751	\N
19752	\N
19753	\N
19754	\N
19755	\N
19756	\N
19757	\N
19758	\N
19759	\N
19760	\N
19761	\N
19762	\N
19763	\N
19764	\N
19765	\N
19766	\N
19767	\N
19768	\N
19769	\N
19770	\N
19771	\N
19772	\N
19773	\N
19774	\N
19775	\N
19776	\N
19777	\N
19778	\N
19779	\N
19780	\N
19781	\N
19782	\N
19783	\N
19784	\N
19785	\N
19786	\N
19787	\N
19788	\N
19789	\N
19790	\N
19791	\N
19792	\N
19793	\N
19794	\N
19795	\N
19796	\N
19797	\N
19798	\N
19799	\N
19800	\N
19801	\N
19802	\N
19803	\N
19804	\N
19805	\N
19806	\N
19807	\N
19808	\N
19809	\N
19810	\N
19811	\N
19812	\N
19813	\N
19814	\N
19815	\N
19816	\N
19817	\N
19818	\N
19819	\N
19820	\N
19821	\N
19822	\N
19823	\N
19824	\N
19825	\N
19826	\N
19827	\N
19828	\N
19829	\N
19830	\N
19831	\N
19832	\N
19833	\N
19834	\N
19835	\N
19836	\N
19837	\N
19838	\N
19839	\N
19840	\N
19841	\N
19842	\N
19843	\N
19844	\N
19845	\N
19846	\N
19847	\N
19848	\N
19849	\N
19850	\N
19851	\N
19852	\N
19853	\N
19854	\N
19855	\N
19856	\N
19857	\N
19858	\N
19859	\N
19860	\N
19861	\N
19862	\N
19863	\N
19864	\N
19865	\N
19866	\N
19867	\N
19868	\N
19869	\N
19870	\N
19871	\N
19872	\N
19873	\N
19874	\N
19875	\N
19876	\N
19877	\N
19878	\N
19879	\N
19880	\N
19881	\N
19882	\N
19883	\N
19884	\N
19885	\N
19886	\N
19887	\N
19888	\N
19889	\N
19890	\N
19891	\N
19892	\N
19893	\N
19894	\N
19895	\N
19896	\N
19897	\N
19898	\N
19899	\N
19900	\N
19901	\N
19902	\N
19903	\N
19904	\N
19905	\N
19906	\N
19907	\N
19908	\N
19909	\N
19910	\N
19911	\N
19912	\N
19913	\N
19914	\N
19915	\N
19916	\N
19917	\N
19918	\N
19919	\N
19920	\N
19921	\N
19922	\N
19923	\N
19924	\N
19925	\N
19926	\N
19927	\N
19928	\N
19929	\N
19930	\N
19931	\N
19932	\N
19933	\N
19934	\N
19935	\N
19936	\N
19937	\N
19938	\N
19939	\N
19940	\N
19941	\N
19942	\N
19943	\N
19944	\N
19945	\N
19946	\N
19947	\N
19948	\N
19949	\N
19950	\N
19951	\N
19952	\N
19953	\N
19954	\N
19955	\N
19956	\N
19957	\N
19958	\N
19959	\N
19960	\N
19961	\N
19962	\N
19963	\N
19964	\N
19965	\N
19966	\N
19967	\N
19968	\N
19969	\N
19970	\N
19971	\N
19972	\N
19973	\N
19974	\N
19975	\N
19976	\N
19977	\N
19978	\N
19979	\N
19980	\N
19981	\N
19982	\N
19983	\N
19984	\N
19985	\N
19986	\N
19987	\N
19988	\N
19989	\N
19990	\N
19991	\N
19992	\N
19993	\N
19994	\N
19995	\N
19996	\N
19997	\N
19998	\N
19999	\N
20000	\N
1	1
2	2
3	3
4	4
5	5
6	6
7	7
8	8
9	9
10	10
11	11
12	12
13	13
14	14
15	15
16	16
17	17
18	18
19	19
20	20
21	21
22	22
23	23
24	24
25	25
26	26
27	27
28	28
29	29
30	30
31	31
32	32
33	33
34	34
35	35
36	36
37	37
38	38
39	39
40	40
41	41
42	42
43	43
44	44
45	45
46	46
47	47
48	48
49	49
50	50
51	51
52	52
53	53
54	54
55	55
56	56
57	57
58	58
59	59
60	60
61	61
62	62
63	63
64	64
65	65
66	66
67	67
68	68
69	69
70	70
71	71
72	72
73	73
74	74
75	75
76	76
77	77
78	78
79	79
80	80
81	81
82	82
83	83
84	84
85	85
86	86
87	87
88	88
89	89
90	90
91	91
92	92
93	93
94	94
95	95
96	96
97	97
98	98
99	99
100	100
101	101
102	102
103	103
104	104
105	105
106	106
107	107
108	108
109	109
110	110
111	111
112	112
113	113
114	114
115	115
116	116
117	117
118	118
119	119
120	120
121	121
122	122
123	123
124	124
125	125
126	126
127	127
128	128
129	129
130	130
131	131
132	132
133	133
134	134
135	135
136	136
137	137
138	138
139	139
140	140
141	141
142	142
143	143
144	144
145	145
146	146
147	147
148	148
149	149
150	150
151	151
152	152
153	153
154	154
155	155
156	156
157	157
158	158
159	159
160	160
161	161
162	162
163	163
164	164
165	165
166	166
167	167
168	168
169	169
170	170
171	171
172	172
173	173
174	174
175	175
176	176
177	177
178	178
179	179
180	180
181	181
182	182
183	183
184	184
185	185
186	186
187	187
188	188
189	189
190	190
191	191
192	192
193	193
194	194
195	195
196	196
197	197
198	198
199	199
200	200
201	201
202	202
203	203
204	204
205	205
206	206
207	207
208	208
209	209
210	210
211	211
212	212
213	213
214	214
215	215
216	216
217	217
218	218
219	219
220	220
221	221
222	222
223	223
224	224
225	225
226	226
227	227
228	228
229	229
230	230
231	231
232	232
233	233
234	234
235	235
236	236
237	237
238	238
239	239
240	240
241	241
242	242
243	243
244	244
245	245
246	246
247	247
248	248
249	249
250	250
251	251
252	252
253	253
254	254
255	255
256	256
257	257
258	258
259	259
260	260
261	261
262	262
263	263
264	264
265	265
266	266
267	267
268	268
269	269
270	270
271	271
272	272
273	273
274	274
275	275
276	276
277	277
278	278
279	279
280	280
281	281
282	282
283	283
284	284
285	285
286	286
287	287
288	288
289	289
290	290
291	291
292	292
293	293
294	294
295	295
296	296
297	297
298	298
299	299
300	300
301	301
302	302
303	303
304	304
305	305
306	306
307	307
308	308
309	309
310	310
311	311
312	312
313	313
314	314
315	315
316	316
317	317
318	318
319	319
320	320
321	321
322	322
323	323
324	324
325	325
326	326
327	327
328	328
329	329
330	330
331	331
332	332
333	333
334	334
335	335
336	336
337	337
338	338
339	339
340	340
341	341
342	342
343	343
344	344
345	345
346	346
347	347
348	348
349	349
350	350
351	351
352	352
353	353
354	354
355	355
356	356
357	357
358	358
359	359
360	360
361	361
362	362
363	363
364	364
365	365
366	366
367	367
368	368
369	369
370	370
371	371
372	372
373	373
374	374
375	375
376	376
377	377
378	378
379	379
380	380
381	381
382	382
383	383
384	384
385	385
386	386
387	387
388	388
389	389
390	390
391	391
392	392
393	393
394	394
395	395
396	396
397	397
398	398
399	399
400	400
401	401
402	402
403	403
404	404
405	405
406	406
407	407
408	408
409	409
410	410
411	411
412	412
413	413
414	414
415	415
416	416
417	417
418	418
419	419
420	420
421	421
422	422
423	423
424	424
425	425
426	426
427	427
428	428
429	429
430	430
431	431
432	432
433	433
434	434
435	435
436	436
437	437
438	438
439	439
440	440
441	441
442	442
443	443
444	444
445	445
446	446
447	447
448	448
449	449
450	450
451	451
452	452
453	453
454	454
455	455
456	456
457	457
458	458
459	459
460	460
461	461
462	462
463	463
464	464
465	465
466	466
467	467
468	468
469	469
470	470
471	471
472	472
473	473
474	474
475	475
476	476
477	477
478	478
479	479
480	480
481	481
482	482
483	483
484	484
485	485
486	486
487	487
488	488
489	489
490	490
491	491
492	492
493	493
494	494
495	495
496	496
497	497
498	498
499	499
500	500
501	501
502	502
503	503
504	504
505	505
506	506
507	507
508	508
509	509
510	510
511	511
512	512
513	513
514	514
515	515
516	516
517	517
518	518
519	519
520	520
521	521
522	522
523	523
524	524
525	525
526	526
527	527
528	528
529	529
530	530
531	531
532	532
533	533
534	534
535	535
536	536
537	537
538	538
539	539
540	540
541	541
542	542
543	543
544	544
545	545
546	546
547	547
548	548
549	549
550	550
551	551
552	552
553	553
554	554
555	555
556	556
557	557
558	558
559	559
560	560
561	561
562	562
563	563
564	564
565	565
566	566
567	567
568	568
569	569
570	570
571	571
572	572
573	573
574	574
575	575
576	576
577	577
578	578
579	579
580	580
581	581
582	582
583	583
584	584
585	585
586	586
587	587
588	588
589	589
590	590
591	591
592	592
593	593
594	594
595	595
596	596
597	597
598	598
599	599
600	600
601	601
602	602
603	603
604	604
605	605
606	606
607	607
608	608
609	609
610	610
611	611
612	612
613	613
614	614
615	615
616	616
617	617
618	618
619	619
620	620
621	621
622	622
623	623
624	624
625	625
626	626
627	627
628	628
629	629
630	630
631	631
632	632
633	633
634	634
635	635
636	636
637	637
638	638
639	639
640	640
641	641
642	642
643	643
644	644
645	645
646	646
647	647
648	648
649	649
650	650
651	651
652	652
653	653
654	654
655	655
656	656
657	657
658	658
659	659
660	660
661	661
662	662
663	663
664	664
665	665
666	666
667	667
668	668
669	669
670	670
671	671
672	672
673	673
674	674
675	675
676	676
677	677
678	678
679	679
680	680
681	681
682	682
683	683
684	684
685	685
686	686
687	687
688	688
689	689
690	690
691	691
692	692
693	693
694	694
695	695
696	696
697	697
698	698
699	699
700	700
701	701
702	702
703	703
704	704
705	705
706	706
707	707
708	708
709	709
710	710
711	711
712	712
713	713
714	714
715	715
716	716
717	717
718	718
719	719
720	720
721	721
722	722
723	723
724	724
725	725
726	726
727	727
728	728
729	729
730	730
731	731
732	732
733	733
734	734
735	735
736	736
737	737
738	738
739	739
740	740
741	741
742	742
743	743
744	744
745	745
746	746
747	747
748	748
749	749
750	750
751	751
752	752
753	753
754	754
755	755
756	756
757	757
758	758
759	759
760	760
761	761
762	762
763	763
764	764
765	765
766	766
767	767
768	768
769	769
770	770
771	771
772	772
773	773
774	774
775	775
776	776
777	777
778	778
779	779
780	780
781	781
782	782
783	783
784	784
785	785
786	786
787	787
788	788
789	789
790	790
791	791
792	792
793	793
794	794
795	795
796	796
797	797
798	798
799	799
800	800
801	801
802	802
803	803
804	804
805	805
806	806
807	807
808	808
809	809
810	810
811	811
812	812
813	813
814	814
815	815
816	816
817	817
818	818
819	819
820	820
821	821
822	822
823	823
824	824
825	825
826	826
827	827
828	828
829	829
830	830
831	831
832	832
833	833
834	834
835	835
836	836
837	837
838	838
839	839
840	840
841	841
842	842
843	843
844	844
845	845
846	846
847	847
848	848
849	849
850	850
851	851
852	852
853	853
854	854
855	855
856	856
857	857
858	858
859	859
860	860
861	861
862	862
863	863
864	864
865	865
866	866
867	867
868	868
869	869
870	870
871	871
872	872
873	873
874	874
875	875
876	876
877	877
878	878
879	879
880	880
881	881
882	882
883	883
884	884
885	885
886	886
887	887
888	888
889	889
890	890
891	891
892	892
893	893
894	894
895	895
896	896
897	897
898	898
899	899
900	900
901	901
902	902
903	903
904	904
905	905
906	906
907	907
908	908
909	909
910	910
911	911
912	912
913	913
914	914
915	915
916	916
917	917
918	918
919	919
920	920
921	921
922	922
923	923
924	924
925	925
926	926
927	927
928	928
929	929
930	930
931	931
932	932
933	933
934	934
935	935
936	936
937	937
938	938
939	939
940	940
941	941
942	942
943	943
944	944
945	945
946	946
947	947
948	948
949	949
950	950
951	951
952	952
953	953
954	954
955	955
956	956
957	957
958	958
959	959
960	960
961	961
962	962
963	963
964	964
965	965
966	966
967	967
968	968
969	969
970	970
971	971
972	972
973	973
974	974
975	975
976	976
977	977
978	978
979	979
980	980
981	981
982	982
983	983
984	984
985	985
986	986
987	987
988	988
989	989
990	990
991	991
992	992
993	993
994	994
995	995
996	996
997	997
998	998
999	999
1000	1000
1001	1001
1002	1002
1003	1003
1004	1004
1005	1005
1006	1006
1007	1007
1008	1008
1009	1009
1010	1010
1011	1011
1012	1012
1013	1013
1014	1014
1015	1015
1016	1016
1017	1017
1018	1018
1019	1019
1020	1020
1021	1021
1022	1022
1023	1023
1024	1024
1025	1025
1026	1026
1027	1027
1028	1028
1029	1029
1030	1030
1031	1031
1032	1032
1033	1033
1034	1034
1035	1035
1036	1036
1037	1037
1038	1038
1039	1039
1040	1040
1041	1041
1042	1042
1043	1043
1044	1044
1045	1045
1046	1046
1047	1047
1048	1048
1049	1049
1050	1050
1051	1051
1052	1052
1053	1053
1054	1054
1055	1055
1056	1056
1057	1057
1058	1058
1059	1059
1060	1060
1061	1061
1062	1062
1063	1063
1064	1064
1065	1065
1066	1066
1067	1067
1068	1068
1069	1069
1070	1070
1071	1071
1072	1072
1073	1073
1074	1074
1075	1075
1076	1076
1077	1077
1078	1078
1079	1079
1080	1080
1081	1081
1082	1082
1083	1083
1084	1084
1085	1085
1086	1086
1087	1087
1088	1088
1089	1089
1090	1090
1091	1091
1092	1092
1093	1093
1094	1094
1095	1095
1096	1096
1097	1097
1098	1098
1099	1099
1100	1100
1101	1101
1102	1102
1103	1103
1104	1104
1105	1105
1106	1106
1107	1107
1108	1108
1109	1109
1110	1110
1111	1111
1112	1112
1113	1113
1114	1114
1115	1115
1116	1116
1117	1117
1118	1118
1119	1119
1120	1120
1121	1121
1122	1122
1123	1123
1124	1124
1125	1125
1126	1126
1127	1127
1128	1128
1129	1129
1130	1130
1131	1131
1132	1132
1133	1133
1134	1134
1135	1135
1136	1136
1137	1137
1138	1138
1139	1139
1140	1140
1141	1141
1142	1142
1143	1143
1144	1144
1145	1145
1146	1146
1147	1147
1148	1148
1149	1149
1150	1150
1151	1151
1152	1152
1153	1153
1154	1154
1155	1155
1156	1156
1157	1157
1158	1158
1159	1159
1160	1160
1161	1161
1162	1162
1163	1163
1164	1164
1165	1165
1166	1166
1167	1167
1168	1168
1169	1169
1170	1170
1171	1171
1172	1172
1173	1173
1174	1174
1175	1175
1176	1176
1177	1177
1178	1178
1179	1179
1180	1180
1181	1181
1182	1182
1183	1183
1184	1184
1185	1185
1186	1186
1187	1187
1188	1188
1189	1189
1190	1190
1191	1191
1192	1192
1193	1193
1194	1194
1195	1195
1196	1196
1197	1197
1198	1198
1199	1199
1200	1200
1201	1201
1202	1202
1203	1203
1204	1204
1205	1205
1206	1206
1207	1207
1208	1208
1209	1209
1210	1210
1211	1211
1212	1212
1213	1213
1214	1214
1215	1215
1216	1216
1217	1217
1218	1218
1219	1219
1220	1220
1221	1221
1222	1222
1223	1223
1224	1224
1225	1225
1226	1226
1227	1227
1228	1228
1229	1229
1230	1230
1231	1231
1232	1232
1233	1233
1234	1234
1235	1235
1236	1236
1237	1237
1238	1238
1239	1239
1240	1240
1241	1241
1242	1242
1243	1243
1244	1244
1245	1245
1246	1246
1247	1247
1248	1248
1249	1249
1250	1250
1251	1251
1252	1252
1253	1253
1254	1254
1255	1255
1256	1256
1257	1257
1258	1258
1259	1259
1260	1260
1261	1261
1262	1262
1263	1263
1264	1264
1265	1265
1266	1266
1267	1267
1268	1268
1269	1269
1270	1270
1271	1271
1272	1272
1273	1273
1274	1274
1275	1275
1276	1276
1277	1277
1278	1278
1279	1279
1280	1280
1281	1281
1282	1282
1283	1283
1284	1284
1285	1285
1286	1286
1287	1287
1288	1288
1289	1289
1290	1290
1291	1291
1292	1292
1293	1293
1294	1294
1295	1295
1296	1296
1297	1297
1298	1298
1299	1299
1300	1300
1301	1301
1302	1302
1303	1303
1304	1304
1305	1305
1306	1306
1307	1307
1308	1308
1309	1309
1310	1310
1311	1311
1312	1312
1313	1313
1314	1314
1315	1315
1316	1316
1317	1317
1318	1318
1319	1319
1320	1320
1321	1321
1322	1322
1323	1323
1324	1324
1325	1325
1326	1326
1327	1327
1328	1328
1329	1329
1330	1330
1331	1331
1332	1332
1333	1333
1334	1334
1335	1335
1336	1336
1337	1337
1338	1338
1339	1339
1340	1340
1341	1341
1342	1342
1343	1343
1344	1344
1345	1345
1346	1346
1347	1347
1348	1348
1349	1349
1350	1350
1351	1351
1352	1352
1353	1353
1354	1354
1355	1355
1356	1356
1357	1357
1358	1358
1359	1359
1360	1360
1361	1361
1362	1362
1363	1363
1364	1364
1365	1365
1366	1366
1367	1367
1368	1368
1369	1369
1370	1370
1371	1371
1372	1372
1373	1373
1374	1374
1375	1375
1376	1376
1377	1377
1378	1378
1379	1379
1380	1380
1381	1381
1382	1382
1383	1383
1384	1384
1385	1385
1386	1386
1387	1387
1388	1388
1389	1389
1390	1390
1391	1391
1392	1392
1393	1393
1394	1394
1395	1395
1396	1396
1397	1397
1398	1398
1399	1399
1400	1400
1401	1401
1402	1402
1403	1403
1404	1404
1405	1405
1406	1406
1407	1407
1408	1408
1409	1409
1410	1410
1411	1411
1412	1412
1413	1413
1414	1414
1415	1415
1416	1416
1417	1417
1418	1418
1419	1419
1420	1420
1421	1421
1422	1422
1423	1423
1424	1424
1425	1425
1426	1426
1427	1427
1428	1428
1429	1429
1430	1430
1431	1431
1432	1432
1433	1433
1434	1434
1435	1435
1436	1436
1437	1437
1438	1438
1439	1439
1440	1440
1441	1441
1442	1442
1443	1443
1444	1444
1445	1445
1446	1446
1447	1447
1448	1448
1449	1449
1450	1450
1451	1451
1452	1452
1453	1453
1454	1454
1455	1455
1456	1456
1457	1457
1458	1458
1459	1459
1460	1460
1461	1461
1462	1462
1463	1463
1464	1464
1465	1465
1466	1466
1467	1467
1468	1468
1469	1469
1470	1470
1471	1471
1472	1472
1473	1473
1474	1474
1475	1475
1476	1476
1477	1477
1478	1478
1479	1479
1480	1480
1481	1481
1482	1482
1483	1483
1484	1484
1485	1485
1486	1486
1487	1487
1488	1488
1489	1489
1490	1490
1491	1491
1492	1492
1493	1493
1494	1494
1495	1495
1496	1496
1497	1497
1498	1498
1499	1499
1500	1500
1501	1501
1502	1502
1503	1503
1504	1504
1505	1505
1506	1506
1507	1507
1508	1508
1509	1509
1510	1510
1511	1511
1512	1512
1513	1513
1514	1514
1515	1515
1516	1516
1517	1517
1518	1518
1519	1519
1520	1520
1521	1521
1522	1522
1523	1523
1524	1524
1525	1525
1526	1526
1527	1527
1528	1528
1529	1529
1530	1530
1531	1531
1532	1532
1533	1533
1534	1534
1535	1535
1536	1536
1537	1537
1538	1538
1539	1539
1540	1540
1541	1541
1542	1542
1543	1543
1544	1544
1545	1545
1546	1546
1547	1547
1548	1548
1549	1549
1550	1550
1551	1551
1552	1552
1553	1553
1554	1554
1555	1555
1556	1556
1557	1557
1558	1558
1559	1559
1560	1560
1561	1561
1562	1562
1563	1563
1564	1564
1565	1565
1566	1566
1567	1567
1568	1568
1569	1569
1570	1570
1571	1571
1572	1572
1573	1573
1574	1574
1575	1575
1576	1576
1577	1577
1578	1578
1579	1579
1580	1580
1581	1581
1582	1582
1583	1583
1584	1584
1585	1585
1586	1586
1587	1587
1588	1588
1589	1589
1590	1590
1591	1591
1592	1592
1593	1593
1594	1594
1595	1595
1596	1596
1597	1597
1598	1598
1599	1599
1600	1600
1601	1601
1602	1602
1603	1603
1604	1604
1605	1605
1606	1606
1607	1607
1608	1608
1609	1609
1610	1610
1611	1611
1612	1612
1613	1613
1614	1614
1615	1615
1616	1616
1617	1617
1618	1618
1619	1619
1620	1620
1621	1621
1622	1622
1623	1623
1624	1624
1625	1625
1626	1626
1627	1627
1628	1628
1629	1629
1630	1630
1631	1631
1632	1632
1633	1633
1634	1634
1635	1635
1636	1636
1637	1637
1638	1638
1639	1639
1640	1640
1641	1641
1642	1642
1643	1643
1644	1644
1645	1645
1646	1646
1647	1647
1648	1648
1649	1649
1650	1650
1651	1651
1652	1652
1653	1653
1654	1654
1655	1655
1656	1656
1657	1657
1658	1658
1659	1659
1660	1660
1661	1661
1662	1662
1663	1663
1664	1664
1665	1665
1666	1666
1667	1667
1668	1668
1669	1669
1670	1670
1671	1671
1672	1672
1673	1673
1674	1674
1675	1675
1676	1676
1677	1677
1678	1678
1679	1679
1680	1680
1681	1681
1682	1682
1683	1683
1684	1684
1685	1685
1686	1686
1687	1687
1688	1688
1689	1689
1690	1690
1691	1691
1692	1692
1693	1693
1694	1694
1695	1695
1696	1696
1697	1697
1698	1698
1699	1699
1700	1700
1701	1701
1702	1702
1703	1703
1704	1704
1705	1705
1706	1706
1707	1707
1708	1708
1709	1709
1710	1710
1711	1711
1712	1712
1713	1713
1714	1714
1715	1715
1716	1716
1717	1717
1718	1718
1719	1719
1720	1720
1721	1721
1722	1722
1723	1723
1724	1724
1725	1725
1726	1726
1727	1727
1728	1728
1729	1729
1730	1730
1731	1731
1732	1732
1733	1733
1734	1734
1735	1735
1736	1736
1737	1737
1738	1738
1739	1739
1740	1740
1741	1741
1742	1742
1743	1743
1744	1744
1745	1745
1746	1746
1747	1747
1748	1748
1749	1749
1750	1750
1751	1751
1752	1752
1753	1753
1754	1754
1755	1755
1756	1756
1757	1757
1758	1758
1759	1759
1760	1760
1761	1761
1762	1762
1763	1763
1764	1764
1765	1765
1766	1766
1767	1767
1768	1768
1769	1769
1770	1770
1771	1771
1772	1772
1773	1773
1774	1774
1775	1775
1776	1776
1777	1777
1778	1778
1779	1779
1780	1780
1781	1781
1782	1782
1783	1783
1784	1784
1785	1785
1786	1786
1787	1787
1788	1788
1789	1789
1790	1790
1791	1791
1792	1792
1793	1793
1794	1794
1795	1795
1796	1796
1797	1797
1798	1798
1799	1799
1800	1800
1801	1801
1802	1802
1803	1803
1804	1804
1805	1805
1806	1806
1807	1807
1808	1808
1809	1809
1810	1810
1811	1811
1812	1812
1813	1813
1814	1814
1815	1815
1816	1816
1817	1817
1818	1818
1819	1819
1820	1820
1821	1821
1822	1822
1823	1823
1824	1824
1825	1825
1826	1826
1827	1827
1828	1828
1829	1829
1830	1830
1831	1831
1832	1832
1833	1833
1834	1834
1835	1835
1836	1836
1837	1837
1838	1838
1839	1839
1840	1840
1841	1841
1842	1842
1843	1843
1844	1844
1845	1845
1846	1846
1847	1847
1848	1848
1849	1849
1850	1850
1851	1851
1852	1852
1853	1853
1854	1854
1855	1855
1856	1856
1857	1857
1858	1858
1859	1859
1860	1860
1861	1861
1862	1862
1863	1863
1864	1864
1865	1865
1866	1866
1867	1867
1868	1868
1869	1869
1870	1870
1871	1871
1872	1872
1873	1873
1874	1874
1875	1875
1876	1876
1877	1877
1878	1878
1879	1879
1880	1880
1881	1881
1882	1882
1883	1883
1884	1884
1885	1885
1886	1886
1887	1887
1888	1888
1889	1889
1890	1890
1891	1891
1892	1892
1893	1893
1894	1894
1895	1895
1896	1896
1897	1897
1898	1898
1899	1899
1900	1900
1901	1901
1902	1902
1903	1903
1904	1904
1905	1905
1906	1906
1907	1907
1908	1908
1909	1909
1910	1910
1911	1911
1912	1912
1913	1913
1914	1914
1915	1915
1916	1916
1917	1917
1918	1918
1919	1919
1920	1920
1921	1921
1922	1922
1923	1923
1924	1924
1925	1925
1926	1926
1927	1927
1928	1928
1929	1929
1930	1930
1931	1931
1932	1932
1933	1933
1934	1934
1935	1935
1936	1936
1937	1937
1938	1938
1939	1939
1940	1940
1941	1941
1942	1942
1943	1943
1944	1944
1945	1945
1946	1946
1947	1947
1948	1948
1949	1949
1950	1950
1951	1951
1952	1952
1953	1953
1954	1954
1955	1955
1956	1956
1957	1957
1958	1958
1959	1959
1960	1960
1961	1961
1962	1962
1963	1963
1964	1964
1965	1965
1966	1966
1967	1967
1968	1968
1969	1969
1970	1970
1971	1971
1972	1972
1973	1973
1974	1974
1975	1975
1976	1976
1977	1977
1978	1978
1979	1979
1980	1980
1981	1981
1982	1982
1983	1983
1984	1984
1985	1985
1986	1986
1987	1987
1988	1988
1989	1989
1990	1990
1991	1991
1992	1992
1993	1993
1994	1994
1995	1995
1996	1996
1997	1997
1998	1998
1999	1999
2000	2000
2001	2001
2002	2002
2003	2003
2004	2004
2005	2005
2006	2006
2007	2007
2008	2008
2009	2009
2010	2010
2011	2011
2012	2012
2013	2013
2014	2014
2015	2015
2016	2016
2017	2017
2018	2018
2019	2019
2020	2020
2021	2021
2022	2022
2023	2023
2024	2024
2025	2025
2026	2026
2027	2027
2028	2028
2029	2029
2030	2030
2031	2031
2032	2032
2033	2033
2034	2034
2035	2035
2036	2036
2037	2037
2038	2038
2039	2039
2040	2040
2041	2041
2042	2042
2043	2043
2044	2044
2045	2045
2046	2046
2047	2047
2048	2048
2049	2049
2050	2050
2051	2051
2052	2052
2053	2053
2054	2054
2055	2055
2056	2056
2057	2057
2058	2058
2059	2059
2060	2060
2061	2061
2062	2062
2063	2063
2064	2064
2065	2065
2066	2066
2067	2067
2068	2068
2069	2069
2070	2070
2071	2071
2072	2072
2073	2073
2074	2074
2075	2075
2076	2076
2077	2077
2078	2078
2079	2079
2080	2080
2081	2081
2082	2082
2083	2083
2084	2084
2085	2085
2086	2086
2087	2087
2088	2088
2089	2089
2090	2090
2091	2091
2092	2092
2093	2093
2094	2094
2095	2095
2096	2096
2097	2097
2098	2098
2099	2099
2100	2100
2101	2101
2102	2102
2103	2103
2104	2104
2105	2105
2106	2106
2107	2107
2108	2108
2109	2109
2110	2110
2111	2111
2112	2112
2113	2113
2114	2114
2115	2115
2116	2116
2117	2117
2118	2118
2119	2119
2120	2120
2121	2121
2122	2122
2123	2123
2124	2124
2125	2125
2126	2126
2127	2127
2128	2128
2129	2129
2130	2130
2131	2131
2132	2132
2133	2133
2134	2134
2135	2135
2136	2136
2137	2137
2138	2138
2139	2139
2140	2140
2141	2141
2142	2142
2143	2143
2144	2144
2145	2145
2146	2146
2147	2147
2148	2148
2149	2149
2150	2150
2151	2151
2152	2152
2153	2153
2154	2154
2155	2155
2156	2156
2157	2157
2158	2158
2159	2159
2160	2160
2161	2161
2162	2162
2163	2163
2164	2164
2165	2165
2166	2166
2167	2167
2168	2168
2169	2169
2170	2170
2171	2171
2172	2172
2173	2173
2174	2174
2175	2175
2176	2176
2177	2177
2178	2178
2179	2179
2180	2180
2181	2181
2182	2182
2183	2183
2184	2184
2185	2185
2186	2186
2187	2187
2188	2188
2189	2189
2190	2190
2191	2191
2192	2192
2193	2193
2194	2194
2195	2195
2196	2196
2197	2197
2198	2198
2199	2199
2200	2200
2201	2201
2202	2202
2203	2203
2204	2204
2205	2205
2206	2206
2207	2207
2208	2208
2209	2209
2210	2210
2211	2211
2212	2212
2213	2213
2214	2214
2215	2215
2216	2216
2217	2217
2218	2218
2219	2219
2220	2220
2221	2221
2222	2222
2223	2223
2224	2224
2225	2225
2226	2226
2227	2227
2228	2228
2229	2229
2230	2230
2231	2231
2232	2232
2233	2233
2234	2234
2235	2235
2236	2236
2237	2237
2238	2238
2239	2239
2240	2240
2241	2241
2242	2242
2243	2243
2244	2244
2245	2245
2246	2246
2247	2247
2248	2248
2249	2249
2250	2250
2251	2251
2252	2252
2253	2253
2254	2254
2255	2255
2256	2256
2257	2257
2258	2258
2259	2259
2260	2260
2261	2261
2262	2262
2263	2263
2264	2264
2265	2265
2266	2266
2267	2267
2268	2268
2269	2269
2270	2270
2271	2271
2272	2272
2273	2273
2274	2274
2275	2275
2276	2276
2277	2277
2278	2278
2279	2279
2280	2280
2281	2281
2282	2282
2283	2283
2284	2284
2285	2285
2286	2286
2287	2287
2288	2288
2289	2289
2290	2290
2291	2291
2292	2292
2293	2293
2294	2294
2295	2295
2296	2296
2297	2297
2298	2298
2299	2299
2300	2300
2301	2301
2302	2302
2303	2303
2304	2304
2305	2305
2306	2306
2307	2307
2308	2308
2309	2309
2310	2310
2311	2311
2312	2312
2313	2313
2314	2314
2315	2315
2316	2316
2317	2317
2318	2318
2319	2319
2320	2320
2321	2321
2322	2322
2323	2323
2324	2324
2325	2325
2326	2326
2327	2327
2328	2328
2329	2329
2330	2330
2331	2331
2332	2332
2333	2333
2334	2334
2335	2335
2336	2336
2337	2337
2338	2338
2339	2339
2340	2340
2341	2341
2342	2342
2343	2343
2344	2344
2345	2345
2346	2346
2347	2347
2348	2348
2349	2349
2350	2350
2351	2351
2352	2352
2353	2353
2354	2354
2355	2355
2356	2356
2357	2357
2358	2358
2359	2359
2360	2360
2361	2361
2362	2362
2363	2363
2364	2364
2365	2365
2366	2366
2367	2367
2368	2368
2369	2369
2370	2370
2371	2371
2372	2372
2373	2373
2374	2374
2375	2375
2376	2376
2377	2377
2378	2378
2379	2379
2380	2380
2381	2381
2382	2382
2383	2383
2384	2384
2385	2385
2386	2386
2387	2387
2388	2388
2389	2389
2390	2390
2391	2391
2392	2392
2393	2393
2394	2394
2395	2395
2396	2396
2397	2397
2398	2398
2399	2399
2400	2400
2401	2401
2402	2402
2403	2403
2404	2404
2405	2405
2406	2406
2407	2407
2408	2408
2409	2409
2410	2410
2411	2411
2412	2412
2413	2413
2414	2414
2415	2415
2416	2416
2417	2417
2418	2418
2419	2419
2420	2420
2421	2421
2422	2422
2423	2423
2424	2424
2425	2425
2426	2426
2427	2427
2428	2428
2429	2429
2430	2430
2431	2431
2432	2432
2433	2433
2434	2434
2435	2435
2436	2436
2437	2437
2438	2438
2439	2439
2440	2440
2441	2441
2442	2442
2443	2443
2444	2444
2445	2445
2446	2446
2447	2447
2448	2448
2449	2449
2450	2450
2451	2451
2452	2452
2453	2453
2454	2454
2455	2455
2456	2456
2457	2457
2458	2458
2459	2459
2460	2460
2461	2461
2462	2462
2463	2463
2464	2464
2465	2465
2466	2466
2467	2467
2468	2468
2469	2469
2470	2470
2471	2471
2472	2472
2473	2473
2474	2474
2475	2475
2476	2476
2477	2477
2478	2478
2479	2479
2480	2480
2481	2481
2482	2482
2483	2483
2484	2484
2485	2485
2486	2486
2487	2487
2488	2488
2489	2489
2490	2490
2491	2491
2492	2492
2493	2493
2494	2494
2495	2495
2496	2496
2497	2497
2498	2498
2499	2499
2500	2500
2501	2501
2502	2502
2503	2503
2504	2504
2505	2505
2506	2506
2507	2507
2508	2508
2509	2509
2510	2510
2511	2511
2512	2512
2513	2513
2514	2514
2515	2515
2516	2516
2517	2517
2518	2518
2519	2519
2520	2520
2521	2521
2522	2522
2523	2523
2524	2524
2525	2525
2526	2526
2527	2527
2528	2528
2529	2529
2530	2530
2531	2531
2532	2532
2533	2533
2534	2534
2535	2535
2536	2536
2537	2537
2538	2538
2539	2539
2540	2540
2541	2541
2542	2542
2543	2543
2544	2544
2545	2545
2546	2546
2547	2547
2548	2548
2549	2549
2550	2550
2551	2551
2552	2552
2553	2553
2554	2554
2555	2555
2556	2556
2557	2557
2558	2558
2559	2559
2560	2560
2561	2561
2562	2562
2563	2563
2564	2564
2565	2565
2566	2566
2567	2567
2568	2568
2569	2569
2570	2570
2571	2571
2572	2572
2573	2573
2574	2574
2575	2575
2576	2576
2577	2577
2578	2578
2579	2579
2580	2580
2581	2581
2582	2582
2583	2583
2584	2584
2585	2585
2586	2586
2587	2587
2588	2588
2589	2589
2590	2590
2591	2591
2592	2592
2593	2593
2594	2594
2595	2595
2596	2596
2597	2597
2598	2598
2599	2599
2600	2600
2601	2601
2602	2602
2603	2603
2604	2604
2605	2605
2606	2606
2607	2607
2608	2608
2609	2609
2610	2610
2611	2611
2612	2612
2613	2613
2614	2614
2615	2615
2616	2616
2617	2617
2618	2618
2619	2619
2620	2620
2621	2621
2622	2622
2623	2623
2624	2624
2625	2625
2626	2626
2627	2627
2628	2628
2629	2629
2630	2630
2631	2631
2632	2632
2633	2633
2634	2634
2635	2635
2636	2636
2637	2637
2638	2638
2639	2639
2640	2640
2641	2641
2642	2642
2643	2643
2644	2644
2645	2645
2646	2646
2647	2647
2648	2648
2649	2649
2650	2650
2651	2651
2652	2652
2653	2653
2654	2654
2655	2655
2656	2656
2657	2657
2658	2658
2659	2659
2660	2660
2661	2661
2662	2662
2663	2663
2664	2664
2665	2665
2666	2666
2667	2667
2668	2668
2669	2669
2670	2670
2671	2671
2672	2672
2673	2673
2674	2674
2675	2675
2676	2676
2677	2677
2678	2678
2679	2679
2680	2680
2681	2681
2682	2682
2683	2683
2684	2684
2685	2685
2686	2686
2687	2687
2688	2688
2689	2689
2690	2690
2691	2691
2692	2692
2693	2693
2694	2694
2695	2695
2696	2696
2697	2697
2698	2698
2699	2699
2700	2700
2701	2701
2702	2702
2703	2703
2704	2704
2705	2705
2706	2706
2707	2707
2708	2708
2709	2709
2710	2710
2711	2711
2712	2712
2713	2713
2714	2714
2715	2715
2716	2716
2717	2717
2718	2718
2719	2719
2720	2720
2721	2721
2722	2722
2723	2723
2724	2724
2725	2725
2726	2726
2727	2727
2728	2728
2729	2729
2730	2730
2731	2731
2732	2732
2733	2733
2734	2734
2735	2735
2736	2736
2737	2737
2738	2738
2739	2739
2740	2740
2741	2741
2742	2742
2743	2743
2744	2744
2745	2745
2746	2746
2747	2747
2748	2748
2749	2749
2750	2750
2751	2751
2752	2752
2753	2753
2754	2754
2755	2755
2756	2756
2757	2757
2758	2758
2759	2759
2760	2760
2761	2761
2762	2762
2763	2763
2764	2764
2765	2765
2766	2766
2767	2767
2768	2768
2769	2769
2770	2770
2771	2771
2772	2772
2773	2773
2774	2774
2775	2775
2776	2776
2777	2777
2778	2778
2779	2779
2780	2780
2781	2781
2782	2782
2783	2783
2784	2784
2785	2785
2786	2786
2787	2787
2788	2788
2789	2789
2790	2790
2791	2791
2792	2792
2793	2793
2794	2794
2795	2795
2796	2796
2797	2797
2798	2798
2799	2799
2800	2800
2801	2801
2802	2802
2803	2803
2804	2804
2805	2805
2806	2806
2807	2807
2808	2808
2809	2809
2810	2810
2811	2811
2812	2812
2813	2813
2814	2814
2815	2815
2816	2816
2817	2817
2818	2818
2819	2819
2820	2820
2821	2821
2822	2822
2823	2823
2824	2824
2825	2825
2826	2826
2827	2827
2828	2828
2829	2829
2830	2830
2831	2831
2832	2832
2833	2833
2834	2834
2835	2835
2836	2836
2837	2837
2838	2838
2839	2839
2840	2840
2841	2841
2842	2842
2843	2843
2844	2844
2845	2845
2846	2846
2847	2847
2848	2848
2849	2849
2850	2850
2851	2851
2852	2852
2853	2853
2854	2854
2855	2855
2856	2856
2857	2857
2858	2858
2859	2859
2860	2860
2861	2861
2862	2862
2863	2863
2864	2864
2865	2865
2866	2866
2867	2867
2868	2868
2869	2869
2870	2870
2871	2871
2872	2872
2873	2873
2874	2874
2875	2875
2876	2876
2877	2877
2878	2878
2879	2879
2880	2880
2881	2881
2882	2882
2883	2883
2884	2884
2885	2885
2886	2886
2887	2887
2888	2888
2889	2889
2890	2890
2891	2891
2892	2892
2893	2893
2894	2894
2895	2895
2896	2896
2897	2897
2898	2898
2899	2899
2900	2900
2901	2901
2902	2902
2903	2903
2904	2904
2905	2905
2906	2906
2907	2907
2908	2908
2909	2909
2910	2910
2911	2911
2912	2912
2913	2913
2914	2914
2915	2915
2916	2916
2917	2917
2918	2918
2919	2919
2920	2920
2921	2921
2922	2922
2923	2923
2924	2924
2925	2925
2926	2926
2927	2927
2928	2928
2929	2929
2930	2930
2931	2931
2932	2932
2933	2933
2934	2934
2935	2935
2936	2936
2937	2937
2938	2938
2939	2939
2940	2940
2941	2941
2942	2942
2943	2943
2944	2944
2945	2945
2946	2946
2947	2947
2948	2948
2949	2949
2950	2950
2951	2951
2952	2952
2953	2953
2954	2954
2955	2955
2956	2956
2957	2957
2958	2958
2959	2959
2960	2960
2961	2961
2962	2962
2963	2963
2964	2964
2965	2965
2966	2966
2967	2967
2968	2968
2969	2969
2970	2970
2971	2971
2972	2972
2973	2973
2974	2974
2975	2975
2976	2976
2977	2977
2978	2978
2979	2979
2980	2980
2981	2981
2982	2982
2983	2983
2984	2984
2985	2985
2986	2986
2987	2987
2988	2988
2989	2989
2990	2990
2991	2991
2992	2992
2993	2993
2994	2994
2995	2995
2996	2996
2997	2997
2998	2998
2999	2999
3000	3000
3001	3001
3002	3002
3003	3003
3004	3004
3005	3005
3006	3006
3007	3007
3008	3008
3009	3009
3010	3010
3011	3011
3012	3012
3013	3013
3014	3014
3015	3015
3016	3016
3017	3017
3018	3018
3019	3019
3020	3020
3021	3021
3022	3022
3023	3023
3024	3024
3025	3025
3026	3026
3027	3027
3028	3028
3029	3029
3030	3030
3031	3031
3032	3032
3033	3033
3034	3034
3035	3035
3036	3036
3037	3037
3038	3038
3039	3039
3040	3040
3041	3041
3042	3042
3043	3043
3044	3044
3045	3045
3046	3046
3047	3047
3048	3048
3049	3049
3050	3050
3051	3051
3052	3052
3053	3053
3054	3054
3055	3055
3056	3056
3057	3057
3058	3058
3059	3059
3060	3060
3061	3061
3062	3062
3063	3063
3064	3064
3065	3065
3066	3066
3067	3067
3068	3068
3069	3069
3070	3070
3071	3071
3072	3072
3073	3073
3074	3074
3075	3075
3076	3076
3077	3077
3078	3078
3079	3079
3080	3080
3081	3081
3082	3082
3083	3083
3084	3084
3085	3085
3086	3086
3087	3087
3088	3088
3089	3089
3090	3090
3091	3091
3092	3092
3093	3093
3094	3094
3095	3095
3096	3096
3097	3097
3098	3098
3099	3099
3100	3100
3101	3101
3102	3102
3103	3103
3104	3104
3105	3105
3106	3106
3107	3107
3108	3108
3109	3109
3110	3110
3111	3111
3112	3112
3113	3113
3114	3114
3115	3115
3116	3116
3117	3117
3118	3118
3119	3119
3120	3120
3121	3121
3122	3122
3123	3123
3124	3124
3125	3125
3126	3126
3127	3127
3128	3128
3129	3129
3130	3130
3131	3131
3132	3132
3133	3133
3134	3134
3135	3135
3136	3136
3137	3137
3138	3138
3139	3139
3140	3140
3141	3141
3142	3142
3143	3143
3144	3144
3145	3145
3146	3146
3147	3147
3148	3148
3149	3149
3150	3150
3151	3151
3152	3152
3153	3153
3154	3154
3155	3155
3156	3156
3157	3157
3158	3158
3159	3159
3160	3160
3161	3161
3162	3162
3163	3163
3164	3164
3165	3165
3166	3166
3167	3167
3168	3168
3169	3169
3170	3170
3171	3171
3172	3172
3173	3173
3174	3174
3175	3175
3176	3176
3177	3177
3178	3178
3179	3179
3180	3180
3181	3181
3182	3182
3183	3183
3184	3184
3185	3185
3186	3186
3187	3187
3188	3188
3189	3189
3190	3190
3191	3191
3192	3192
3193	3193
3194	3194
3195	3195
3196	3196
3197	3197
3198	3198
3199	3199
3200	3200
3201	3201
3202	3202
3203	3203
3204	3204
3205	3205
3206	3206
3207	3207
3208	3208
3209	3209
3210	3210
3211	3211
3212	3212
3213	3213
3214	3214
3215	3215
3216	3216
3217	3217
3218	3218
3219	3219
3220	3220
3221	3221
3222	3222
3223	3223
3224	3224
3225	3225
3226	3226
3227	3227
3228	3228
3229	3229
3230	3230
3231	3231
3232	3232
3233	3233
3234	3234
3235	3235
3236	3236
3237	3237
3238	3238
3239	3239
3240	3240
3241	3241
3242	3242
3243	3243
3244	3244
3245	3245
3246	3246
3247	3247
3248	3248
3249	3249
3250	3250
3251	3251
3252	3252
3253	3253
3254	3254
3255	3255
3256	3256
3257	3257
3258	3258
3259	3259
3260	3260
3261	3261
3262	3262
3263	3263
3264	3264
3265	3265
3266	3266
3267	3267
3268	3268
3269	3269
3270	3270
3271	3271
3272	3272
3273	3273
3274	3274
3275	3275
3276	3276
3277	3277
3278	3278
3279	3279
3280	3280
3281	3281
3282	3282
3283	3283
3284	3284
3285	3285
3286	3286
3287	3287
3288	3288
3289	3289
3290	3290
3291	3291
3292	3292
3293	3293
3294	3294
3295	3295
3296	3296
3297	3297
3298	3298
3299	3299
3300	3300
3301	3301
3302	3302
3303	3303
3304	3304
3305	3305
3306	3306
3307	3307
3308	3308
3309	3309
3310	3310
3311	3311
3312	3312
3313	3313
3314	3314
3315	3315
3316	3316
3317	3317
3318	3318
3319	3319
3320	3320
3321	3321
3322	3322
3323	3323
3324	3324
3325	3325
3326	3326
3327	3327
3328	3328
3329	3329
3330	3330
3331	3331
3332	3332
3333	3333
3334	3334
3335	3335
3336	3336
3337	3337
3338	3338
3339	3339
3340	3340
3341	3341
3342	3342
3343	3343
3344	3344
3345	3345
3346	3346
3347	3347
3348	3348
3349	3349
3350	3350
3351	3351
3352	3352
3353	3353
3354	3354
3355	3355
3356	3356
3357	3357
3358	3358
3359	3359
3360	3360
3361	3361
3362	3362
3363	3363
3364	3364
3365	3365
3366	3366
3367	3367
3368	3368
3369	3369
3370	3370
3371	3371
3372	3372
3373	3373
3374	3374
3375	3375
3376	3376
3377	3377
3378	3378
3379	3379
3380	3380
3381	3381
3382	3382
3383	3383
3384	3384
3385	3385
3386	3386
3387	3387
3388	3388
3389	3389
3390	3390
3391	3391
3392	3392
3393	3393
3394	3394
3395	3395
3396	3396
3397	3397
3398	3398
3399	3399
3400	3400
3401	3401
3402	3402
3403	3403
3404	3404
3405	3405
3406	3406
3407	3407
3408	3408
3409	3409
3410	3410
3411	3411
3412	3412
3413	3413
3414	3414
3415	3415
3416	3416
3417	3417
3418	3418
3419	3419
3420	3420
3421	3421
3422	3422
3423	3423
3424	3424
3425	3425
3426	3426
3427	3427
3428	3428
3429	3429
3430	3430
3431	3431
3432	3432
3433	3433
3434	3434
3435	3435
3436	3436
3437	3437
3438	3438
3439	3439
3440	3440
3441	3441
3442	3442
3443	3443
3444	3444
3445	3445
3446	3446
3447	3447
3448	3448
3449	3449
3450	3450
3451	3451
3452	3452
3453	3453
3454	3454
3455	3455
3456	3456
3457	3457
3458	3458
3459	3459
3460	3460
3461	3461
3462	3462
3463	3463
3464	3464
3465	3465
3466	3466
3467	3467
3468	3468
3469	3469
3470	3470
3471	3471
3472	3472
3473	3473
3474	3474
3475	3475
3476	3476
3477	3477
3478	3478
3479	3479
3480	3480
3481	3481
3482	3482
3483	3483
3484	3484
3485	3485
3486	3486
3487	3487
3488	3488
3489	3489
3490	3490
3491	3491
3492	3492
3493	3493
3494	3494
3495	3495
3496	3496
3497	3497
3498	3498
3499	3499
3500	3500
3501	3501
3502	3502
3503	3503
3504	3504
3505	3505
3506	3506
3507	3507
3508	3508
3509	3509
3510	3510
3511	3511
3512	3512
3513	3513
3514	3514
3515	3515
3516	3516
3517	3517
3518	3518
3519	3519
3520	3520
3521	3521
3522	3522
3523	3523
3524	3524
3525	3525
3526	3526
3527	3527
3528	3528
3529	3529
3530	3530
3531	3531
3532	3532
3533	3533
3534	3534
3535	3535
3536	3536
3537	3537
3538	3538
3539	3539
3540	3540
3541	3541
3542	3542
3543	3543
3544	3544
3545	3545
3546	3546
3547	3547
3548	3548
3549	3549
3550	3550
3551	3551
3552	3552
3553	3553
3554	3554
3555	3555
3556	3556
3557	3557
3558	3558
3559	3559
3560	3560
3561	3561
3562	3562
3563	3563
3564	3564
3565	3565
3566	3566
3567	3567
3568	3568
3569	3569
3570	3570
3571	3571
3572	3572
3573	3573
3574	3574
3575	3575
3576	3576
3577	3577
3578	3578
3579	3579
3580	3580
3581	3581
3582	3582
3583	3583
3584	3584
3585	3585
3586	3586
3587	3587
3588	3588
3589	3589
3590	3590
3591	3591
3592	3592
3593	3593
3594	3594
3595	3595
3596	3596
3597	3597
3598	3598
3599	3599
3600	3600
3601	3601
3602	3602
3603	3603
3604	3604
3605	3605
3606	3606
3607	3607
3608	3608
3609	3609
3610	3610
3611	3611
3612	3612
3613	3613
3614	3614
3615	3615
3616	3616
3617	3617
3618	3618
3619	3619
3620	3620
3621	3621
3622	3622
3623	3623
3624	3624
3625	3625
3626	3626
3627	3627
3628	3628
3629	3629
3630	3630
3631	3631
3632	3632
3633	3633
3634	3634
3635	3635
3636	3636
3637	3637
3638	3638
3639	3639
3640	3640
3641	3641
3642	3642
3643	3643
3644	3644
3645	3645
3646	3646
3647	3647
3648	3648
3649	3649
3650	3650
3651	3651
3652	3652
3653	3653
3654	3654
3655	3655
3656	3656
3657	3657
3658	3658
3659	3659
3660	3660
3661	3661
3662	3662
3663	3663
3664	3664
3665	3665
3666	3666
3667	3667
3668	3668
3669	3669
3670	3670
3671	3671
3672	3672
3673	3673
3674	3674
3675	3675
3676	3676
3677	3677
3678	3678
3679	3679
3680	3680
3681	3681
3682	3682
3683	3683
3684	3684
3685	3685
3686	3686
3687	3687
3688	3688
3689	3689
3690	3690
3691	3691
3692	3692
3693	3693
3694	3694
3695	3695
3696	3696
3697	3697
3698	3698
3699	3699
3700	3700
3701	3701
3702	3702
3703	3703
3704	3704
3705	3705
3706	3706
3707	3707
3708	3708
3709	3709
3710	3710
3711	3711
3712	3712
3713	3713
3714	3714
3715	3715
3716	3716
3717	3717
3718	3718
3719	3719
3720	3720
3721	3721
3722	3722
3723	3723
3724	3724
3725	3725
3726	3726
3727	3727
3728	3728
3729	3729
3730	3730
3731	3731
3732	3732
3733	3733
3734	3734
3735	3735
3736	3736
3737	3737
3738	3738
3739	3739
3740	3740
3741	3741
3742	3742
3743	3743
3744	3744
3745	3745
3746	3746
3747	3747
3748	3748
3749	3749
3750	3750
3751	3751
3752	3752
3753	3753
3754	3754
3755	3755
3756	3756
3757	3757
3758	3758
3759	3759
3760	3760
3761	3761
3762	3762
3763	3763
3764	3764
3765	3765
3766	3766
3767	3767
3768	3768
3769	3769
3770	3770
3771	3771
3772	3772
3773	3773
3774	3774
3775	3775
3776	3776
3777	3777
3778	3778
3779	3779
3780	3780
3781	3781
3782	3782
3783	3783
3784	3784
3785	3785
3786	3786
3787	3787
3788	3788
3789	3789
3790	3790
3791	3791
3792	3792
3793	3793
3794	3794
3795	3795
3796	3796
3797	3797
3798	3798
3799	3799
3800	3800
3801	3801
3802	3802
3803	3803
3804	3804
3805	3805
3806	3806
3807	3807
3808	3808
3809	3809
3810	3810
3811	3811
3812	3812
3813	3813
3814	3814
3815	3815
3816	3816
3817	3817
3818	3818
3819	3819
3820	3820
3821	3821
3822	3822
3823	3823
3824	3824
3825	3825
3826	3826
3827	3827
3828	3828
3829	3829
3830	3830
3831	3831
3832	3832
3833	3833
3834	3834
3835	3835
3836	3836
3837	3837
3838	3838
3839	3839
3840	3840
3841	3841
3842	3842
3843	3843
3844	3844
3845	3845
3846	3846
3847	3847
3848	3848
3849	3849
3850	3850
3851	3851
3852	3852
3853	3853
3854	3854
3855	3855
3856	3856
3857	3857
3858	3858
3859	3859
3860	3860
3861	3861
3862	3862
3863	3863
3864	3864
3865	3865
3866	3866
3867	3867
3868	3868
3869	3869
3870	3870
3871	3871
3872	3872
3873	3873
3874	3874
3875	3875
3876	3876
3877	3877
3878	3878
3879	3879
3880	3880
3881	3881
3882	3882
3883	3883
3884	3884
3885	3885
3886	3886
3887	3887
3888	3888
3889	3889
3890	3890
3891	3891
3892	3892
3893	3893
3894	3894
3895	3895
3896	3896
3897	3897
3898	3898
3899	3899
3900	3900
3901	3901
3902	3902
3903	3903
3904	3904
3905	3905
3906	3906
3907	3907
3908	3908
3909	3909
3910	3910
3911	3911
3912	3912
3913	3913
3914	3914
3915	3915
3916	3916
3917	3917
3918	3918
3919	3919
3920	3920
3921	3921
3922	3922
3923	3923
3924	3924
3925	3925
3926	3926
3927	3927
3928	3928
3929	3929
3930	3930
3931	3931
3932	3932
3933	3933
3934	3934
3935	3935
3936	3936
3937	3937
3938	3938
3939	3939
3940	3940
3941	3941
3942	3942
3943	3943
3944	3944
3945	3945
3946	3946
3947	3947
3948	3948
3949	3949
3950	3950
3951	3951
3952	3952
3953	3953
3954	3954
3955	3955
3956	3956
3957	3957
3958	3958
3959	3959
3960	3960
3961	3961
3962	3962
3963	3963
3964	3964
3965	3965
3966	3966
3967	3967
3968	3968
3969	3969
3970	3970
3971	3971
3972	3972
3973	3973
3974	3974
3975	3975
3976	3976
3977	3977
3978	3978
3979	3979
3980	3980
3981	3981
3982	3982
3983	3983
3984	3984
3985	3985
3986	3986
3987	3987
3988	3988
3989	3989
3990	3990
3991	3991
3992	3992
3993	3993
3994	3994
3995	3995
3996	3996
3997	3997
3998	3998
3999	3999
4000	4000
4001	4001
4002	4002
4003	4003
4004	4004
4005	4005
4006	4006
4007	4007
4008	4008
4009	4009
4010	4010
4011	4011
4012	4012
4013	4013
4014	4014
4015	4015
4016	4016
4017	4017
4018	4018
4019	4019
4020	4020
4021	4021
4022	4022
4023	4023
4024	4024
4025	4025
4026	4026
4027	4027
4028	4028
4029	4029
4030	4030
4031	4031
4032	4032
4033	4033
4034	4034
4035	4035
4036	4036
4037	4037
4038	4038
4039	4039
4040	4040
4041	4041
4042	4042
4043	4043
4044	4044
4045	4045
4046	4046
4047	4047
4048	4048
4049	4049
4050	4050
4051	4051
4052	4052
4053	4053
4054	4054
4055	4055
4056	4056
4057	4057
4058	4058
4059	4059
4060	4060
4061	4061
4062	4062
4063	4063
4064	4064
4065	4065
4066	4066
4067	4067
4068	4068
4069	4069
4070	4070
4071	4071
4072	4072
4073	4073
4074	4074
4075	4075
4076	4076
4077	4077
4078	4078
4079	4079
4080	4080
4081	4081
4082	4082
4083	4083
4084	4084
4085	4085
4086	4086
4087	4087
4088	4088
4089	4089
4090	4090
4091	4091
4092	4092
4093	4093
4094	4094
4095	4095
4096	4096
4097	4097
4098	4098
4099	4099
4100	4100
4101	4101
4102	4102
4103	4103
4104	4104
4105	4105
4106	4106
4107	4107
4108	4108
4109	4109
4110	4110
4111	4111
4112	4112
4113	4113
4114	4114
4115	4115
4116	4116
4117	4117
4118	4118
4119	4119
4120	4120
4121	4121
4122	4122
4123	4123
4124	4124
4125	4125
4126	4126
4127	4127
4128	4128
4129	4129
4130	4130
4131	4131
4132	4132
4133	4133
4134	4134
4135	4135
4136	4136
4137	4137
4138	4138
4139	4139
4140	4140
4141	4141
4142	4142
4143	4143
4144	4144
4145	4145
4146	4146
4147	4147
4148	4148
4149	4149
4150	4150
4151	4151
4152	4152
4153	4153
4154	4154
4155	4155
4156	4156
4157	4157
4158	4158
4159	4159
4160	4160
4161	4161
4162	4162
4163	4163
4164	4164
4165	4165
4166	4166
4167	4167
4168	4168
4169	4169
4170	4170
4171	4171
4172	4172
4173	4173
4174	4174
4175	4175
4176	4176
4177	4177
4178	4178
4179	4179
4180	4180
4181	4181
4182	4182
4183	4183
4184	4184
4185	4185
4186	4186
4187	4187
4188	4188
4189	4189
4190	4190
4191	4191
4192	4192
4193	4193
4194	4194
4195	4195
4196	4196
4197	4197
4198	4198
4199	4199
4200	4200
4201	4201
4202	4202
4203	4203
4204	4204
4205	4205
4206	4206
4207	4207
4208	4208
4209	4209
4210	4210
4211	4211
4212	4212
4213	4213
4214	4214
4215	4215
4216	4216
4217	4217
4218	4218
4219	4219
4220	4220
4221	4221
4222	4222
4223	4223
4224	4224
4225	4225
4226	4226
4227	4227
4228	4228
4229	4229
4230	4230
4231	4231
4232	4232
4233	4233
4234	4234
4235	4235
4236	4236
4237	4237
4238	4238
4239	4239
4240	4240
4241	4241
4242	4242
4243	4243
4244	4244
4245	4245
4246	4246
4247	4247
4248	4248
4249	4249
4250	4250
4251	4251
4252	4252
4253	4253
4254	4254
4255	4255
4256	4256
4257	4257
4258	4258
4259	4259
4260	4260
4261	4261
4262	4262
4263	4263
4264	4264
4265	4265
4266	4266
4267	4267
4268	4268
4269	4269
4270	4270
4271	4271
4272	4272
4273	4273
4274	4274
4275	4275
4276	4276
4277	4277
4278	4278
4279	4279
4280	4280
4281	4281
4282	4282
4283	4283
4284	4284
4285	4285
4286	4286
4287	4287
4288	4288
4289	4289
4290	4290
4291	4291
4292	4292
4293	4293
4294	4294
4295	4295
4296	4296
4297	4297
4298	4298
4299	4299
4300	4300
4301	4301
4302	4302
4303	4303
4304	4304
4305	4305
4306	4306
4307	4307
4308	4308
4309	4309
4310	4310
4311	4311
4312	4312
4313	4313
4314	4314
4315	4315
4316	4316
4317	4317
4318	4318
4319	4319
4320	4320
4321	4321
4322	4322
4323	4323
4324	4324
4325	4325
4326	4326
4327	4327
4328	4328
4329	4329
4330	4330
4331	4331
4332	4332
4333	4333
4334	4334
4335	4335
4336	4336
4337	4337
4338	4338
4339	4339
4340	4340
4341	4341
4342	4342
4343	4343
4344	4344
4345	4345
4346	4346
4347	4347
4348	4348
4349	4349
4350	4350
4351	4351
4352	4352
4353	4353
4354	4354
4355	4355
4356	4356
4357	4357
4358	4358
4359	4359
4360	4360
4361	4361
4362	4362
4363	4363
4364	4364
4365	4365
4366	4366
4367	4367
4368	4368
4369	4369
4370	4370
4371	4371
4372	4372
4373	4373
4374	4374
4375	4375
4376	4376
4377	4377
4378	4378
4379	4379
4380	4380
4381	4381
4382	4382
4383	4383
4384	4384
4385	4385
4386	4386
4387	4387
4388	4388
4389	4389
4390	4390
4391	4391
4392	4392
4393	4393
4394	4394
4395	4395
4396	4396
4397	4397
4398	4398
4399	4399
4400	4400
4401	4401
4402	4402
4403	4403
4404	4404
4405	4405
4406	4406
4407	4407
4408	4408
4409	4409
4410	4410
4411	4411
4412	4412
4413	4413
4414	4414
4415	4415
4416	4416
4417	4417
4418	4418
4419	4419
4420	4420
4421	4421
4422	4422
4423	4423
4424	4424
4425	4425
4426	4426
4427	4427
4428	4428
4429	4429
4430	4430
4431	4431
4432	4432
4433	4433
4434	4434
4435	4435
4436	4436
4437	4437
4438	4438
4439	4439
4440	4440
4441	4441
4442	4442
4443	4443
4444	4444
4445	4445
4446	4446
4447	4447
4448	4448
4449	4449
4450	4450
4451	4451
4452	4452
4453	4453
4454	4454
4455	4455
4456	4456
4457	4457
4458	4458
4459	4459
4460	4460
4461	4461
4462	4462
4463	4463
4464	4464
4465	4465
4466	4466
4467	4467
4468	4468
4469	4469
4470	4470
4471	4471
4472	4472
4473	4473
4474	4474
4475	4475
4476	4476
4477	4477
4478	4478
4479	4479
4480	4480
4481	4481
4482	4482
4483	4483
4484	4484
4485	4485
4486	4486
4487	4487
4488	4488
4489	4489
4490	4490
4491	4491
4492	4492
4493	4493
4494	4494
4495	4495
4496	4496
4497	4497
4498	4498
4499	4499
4500	4500
4501	4501
4502	4502
4503	4503
4504	4504
4505	4505
4506	4506
4507	4507
4508	4508
4509	4509
4510	4510
4511	4511
4512	4512
4513	4513
4514	4514
4515	4515
4516	4516
4517	4517
4518	4518
4519	4519
4520	4520
4521	4521
4522	4522
4523	4523
4524	4524
4525	4525
4526	4526
4527	4527
4528	4528
4529	4529
4530	4530
4531	4531
4532	4532
4533	4533
4534	4534
4535	4535
4536	4536
4537	4537
4538	4538
4539	4539
4540	4540
4541	4541
4542	4542
4543	4543
4544	4544
4545	4545
4546	4546
4547	4547
4548	4548
4549	4549
4550	4550
4551	4551
4552	4552
4553	4553
4554	4554
4555	4555
4556	4556
4557	4557
4558	4558
4559	4559
4560	4560
4561	4561
4562	4562
4563	4563
4564	4564
4565	4565
4566	4566
4567	4567
4568	4568
4569	4569
4570	4570
4571	4571
4572	4572
4573	4573
4574	4574
4575	4575
4576	4576
4577	4577
4578	4578
4579	4579
4580	4580
4581	4581
4582	4582
4583	4583
4584	4584
4585	4585
4586	4586
4587	4587
4588	4588
4589	4589
4590	4590
4591	4591
4592	4592
4593	4593
4594	4594
4595	4595
4596	4596
4597	4597
4598	4598
4599	4599
4600	4600
4601	4601
4602	4602
4603	4603
4604	4604
4605	4605
4606	4606
4607	4607
4608	4608
4609	4609
4610	4610
4611	4611
4612	4612
4613	4613
4614	4614
4615	4615
4616	4616
4617	4617
4618	4618
4619	4619
4620	4620
4621	4621
4622	4622
4623	4623
4624	4624
4625	4625
4626	4626
4627	4627
4628	4628
4629	4629
4630	4630
4631	4631
4632	4632
4633	4633
4634	4634
4635	4635
4636	4636
4637	4637
4638	4638
4639	4639
4640	4640
4641	4641
4642	4642
4643	4643
4644	4644
4645	4645
4646	4646
4647	4647
4648	4648
4649	4649
4650	4650
4651	4651
4652	4652
4653	4653
4654	4654
4655	4655
4656	4656
4657	4657
4658	4658
4659	4659
4660	4660
4661	4661
4662	4662
4663	4663
4664	4664
4665	4665
4666	4666
4667	4667
4668	4668
4669	4669
4670	4670
4671	4671
4672	4672
4673	4673
4674	4674
4675	4675
4676	4676
4677	4677
4678	4678
4679	4679
4680	4680
4681	4681
4682	4682
4683	4683
4684	4684
4685	4685
4686	4686
4687	4687
4688	4688
4689	4689
4690	4690
4691	4691
4692	4692
4693	4693
4694	4694
4695	4695
4696	4696
4697	4697
4698	4698
4699	4699
4700	4700
4701	4701
4702	4702
4703	4703
4704	4704
4705	4705
4706	4706
4707	4707
4708	4708
4709	4709
4710	4710
4711	4711
4712	4712
4713	4713
4714	4714
4715	4715
4716	4716
4717	4717
4718	4718
4719	4719
4720	4720
4721	4721
4722	4722
4723	4723
4724	4724
4725	4725
4726	4726
4727	4727
4728	4728
4729	4729
4730	4730
4731	4731
4732	4732
4733	4733
4734	4734
4735	4735
4736	4736
4737	4737
4738	4738
4739	4739
4740	4740
4741	4741
4742	4742
4743	4743
4744	4744
4745	4745
4746	4746
4747	4747
4748	4748
4749	4749
4750	4750
4751	4751
4752	4752
4753	4753
4754	4754
4755	4755
4756	4756
4757	4757
4758	4758
4759	4759
4760	4760
4761	4761
4762	4762
4763	4763
4764	4764
4765	4765
4766	4766
4767	4767
4768	4768
4769	4769
4770	4770
4771	4771
4772	4772
4773	4773
4774	4774
4775	4775
4776	4776
4777	4777
4778	4778
4779	4779
4780	4780
4781	4781
4782	4782
4783	4783
4784	4784
4785	4785
4786	4786
4787	4787
4788	4788
4789	4789
4790	4790
4791	4791
4792	4792
4793	4793
4794	4794
4795	4795
4796	4796
4797	4797
4798	4798
4799	4799
4800	4800
4801	4801
4802	4802
4803	4803
4804	4804
4805	4805
4806	4806
4807	4807
4808	4808
4809	4809
4810	4810
4811	4811
4812	4812
4813	4813
4814	4814
4815	4815
4816	4816
4817	4817
4818	4818
4819	4819
4820	4820
4821	4821
4822	4822
4823	4823
4824	4824
4825	4825
4826	4826
4827	4827
4828	4828
4829	4829
4830	4830
4831	4831
4832	4832
4833	4833
4834	4834
4835	4835
4836	4836
4837	4837
4838	4838
4839	4839
4840	4840
4841	4841
4842	4842
4843	4843
4844	4844
4845	4845
4846	4846
4847	4847
4848	4848
4849	4849
4850	4850
4851	4851
4852	4852
4853	4853
4854	4854
4855	4855
4856	4856
4857	4857
4858	4858
4859	4859
4860	4860
4861	4861
4862	4862
4863	4863
4864	4864
4865	4865
4866	4866
4867	4867
4868	4868
4869	4869
4870	4870
4871	4871
4872	4872
4873	4873
4874	4874
4875	4875
4876	4876
4877	4877
4878	4878
4879	4879
4880	4880
4881	4881
4882	4882
4883	4883
4884	4884
4885	4885
4886	4886
4887	4887
4888	4888
4889	4889
4890	4890
4891	4891
4892	4892
4893	4893
4894	4894
4895	4895
4896	4896
4897	4897
4898	4898
4899	4899
4900	4900
4901	4901
4902	4902
4903	4903
4904	4904
4905	4905
4906	4906
4907	4907
4908	4908
4909	4909
4910	4910
4911	4911
4912	4912
4913	4913
4914	4914
4915	4915
4916	4916
4917	4917
4918	4918
4919	4919
4920	4920
4921	4921
4922	4922
4923	4923
4924	4924
4925	4925
4926	4926
4927	4927
4928	4928
4929	4929
4930	4930
4931	4931
4932	4932
4933	4933
4934	4934
4935	4935
4936	4936
4937	4937
4938	4938
4939	4939
4940	4940
4941	4941
4942	4942
4943	4943
4944	4944
4945	4945
4946	4946
4947	4947
4948	4948
4949	4949
4950	4950
4951	4951
4952	4952
4953	4953
4954	4954
4955	4955
4956	4956
4957	4957
4958	4958
4959	4959
4960	4960
4961	4961
4962	4962
4963	4963
4964	4964
4965	4965
4966	4966
4967	4967
4968	4968
4969	4969
4970	4970
4971	4971
4972	4972
4973	4973
4974	4974
4975	4975
4976	4976
4977	4977
4978	4978
4979	4979
4980	4980
4981	4981
4982	4982
4983	4983
4984	4984
4985	4985
4986	4986
4987	4987
4988	4988
4989	4989
4990	4990
4991	4991
4992	4992
4993	4993
4994	4994
4995	4995
4996	4996
4997	4997
4998	4998
4999	4999
5000	5000
5001	5001
5002	5002
5003	5003
5004	5004
5005	5005
5006	5006
5007	5007
5008	5008
5009	5009
5010	5010
5011	5011
5012	5012
5013	5013
5014	5014
5015	5015
5016	5016
5017	5017
5018	5018
5019	5019
5020	5020
5021	5021
5022	5022
5023	5023
5024	5024
5025	5025
5026	5026
5027	5027
5028	5028
5029	5029
5030	5030
5031	5031
5032	5032
5033	5033
5034	5034
5035	5035
5036	5036
5037	5037
5038	5038
5039	5039
5040	5040
5041	5041
5042	5042
5043	5043
5044	5044
5045	5045
5046	5046
5047	5047
5048	5048
5049	5049
5050	5050
5051	5051
5052	5052
5053	5053
5054	5054
5055	5055
5056	5056
5057	5057
5058	5058
5059	5059
5060	5060
5061	5061
5062	5062
5063	5063
5064	5064
5065	5065
5066	5066
5067	5067
5068	5068
5069	5069
5070	5070
5071	5071
5072	5072
5073	5073
5074	5074
5075	5075
5076	5076
5077	5077
5078	5078
5079	5079
5080	5080
5081	5081
5082	5082
5083	5083
5084	5084
5085	5085
5086	5086
5087	5087
5088	5088
5089	5089
5090	5090
5091	5091
5092	5092
5093	5093
5094	5094
5095	5095
5096	5096
5097	5097
5098	5098
5099	5099
5100	5100
5101	5101
5102	5102
5103	5103
5104	5104
5105	5105
5106	5106
5107	5107
5108	5108
5109	5109
5110	5110
5111	5111
5112	5112
5113	5113
5114	5114
5115	5115
5116	5116
5117	5117
5118	5118
5119	5119
5120	5120
5121	5121
5122	5122
5123	5123
5124	5124
5125	5125
5126	5126
5127	5127
5128	5128
5129	5129
5130	5130
5131	5131
5132	5132
5133	5133
5134	5134
5135	5135
5136	5136
5137	5137
5138	5138
5139	5139
5140	5140
5141	5141
5142	5142
5143	5143
5144	5144
5145	5145
5146	5146
5147	5147
5148	5148
5149	5149
5150	5150
5151	5151
5152	5152
5153	5153
5154	5154
5155	5155
5156	5156
5157	5157
5158	5158
5159	5159
5160	5160
5161	5161
5162	5162
5163	5163
5164	5164
5165	5165
5166	5166
5167	5167
5168	5168
5169	5169
5170	5170
5171	5171
5172	5172
5173	5173
5174	5174
5175	5175
5176	5176
5177	5177
5178	5178
5179	5179
5180	5180
5181	5181
5182	5182
5183	5183
5184	5184
5185	5185
5186	5186
5187	5187
5188	5188
5189	5189
5190	5190
5191	5191
5192	5192
5193	5193
5194	5194
5195	5195
5196	5196
5197	5197
5198	5198
5199	5199
5200	5200
5201	5201
5202	5202
5203	5203
5204	5204
5205	5205
5206	5206
5207	5207
5208	5208
5209	5209
5210	5210
5211	5211
5212	5212
5213	5213
5214	5214
5215	5215
5216	5216
5217	5217
5218	5218
5219	5219
5220	5220
5221	5221
5222	5222
5223	5223
5224	5224
5225	5225
5226	5226
5227	5227
5228	5228
5229	5229
5230	5230
5231	5231
5232	5232
5233	5233
5234	5234
5235	5235
5236	5236
5237	5237
5238	5238
5239	5239
5240	5240
5241	5241
5242	5242
5243	5243
5244	5244
5245	5245
5246	5246
5247	5247
5248	5248
5249	5249
5250	5250
5251	5251
5252	5252
5253	5253
5254	5254
5255	5255
5256	5256
5257	5257
5258	5258
5259	5259
5260	5260
5261	5261
5262	5262
5263	5263
5264	5264
5265	5265
5266	5266
5267	5267
5268	5268
5269	5269
5270	5270
5271	5271
5272	5272
5273	5273
5274	5274
5275	5275
5276	5276
5277	5277
5278	5278
5279	5279
5280	5280
5281	5281
5282	5282
5283	5283
5284	5284
5285	5285
5286	5286
5287	5287
5288	5288
5289	5289
5290	5290
5291	5291
5292	5292
5293	5293
5294	5294
5295	5295
5296	5296
5297	5297
5298	5298
5299	5299
5300	5300
5301	5301
5302	5302
5303	5303
5304	5304
5305	5305
5306	5306
5307	5307
5308	5308
5309	5309
5310	5310
5311	5311
5312	5312
5313	5313
5314	5314
5315	5315
5316	5316
5317	5317
5318	5318
5319	5319
5320	5320
5321	5321
5322	5322
5323	5323
5324	5324
5325	5325
5326	5326
5327	5327
5328	5328
5329	5329
5330	5330
5331	5331
5332	5332
5333	5333
5334	5334
5335	5335
5336	5336
5337	5337
5338	5338
5339	5339
5340	5340
5341	5341
5342	5342
5343	5343
5344	5344
5345	5345
5346	5346
5347	5347
5348	5348
5349	5349
5350	5350
5351	5351
5352	5352
5353	5353
5354	5354
5355	5355
5356	5356
5357	5357
5358	5358
5359	5359
5360	5360
5361	5361
5362	5362
5363	5363
5364	5364
5365	5365
5366	5366
5367	5367
5368	5368
5369	5369
5370	5370
5371	5371
5372	5372
5373	5373
5374	5374
5375	5375
5376	5376
5377	5377
5378	5378
5379	5379
5380	5380
5381	5381
5382	5382
5383	5383
5384	5384
5385	5385
5386	5386
5387	5387
5388	5388
5389	5389
5390	5390
5391	5391
5392	5392
5393	5393
5394	5394
5395	5395
5396	5396
5397	5397
5398	5398
5399	5399
5400	5400
5401	5401
5402	5402
5403	5403
5404	5404
5405	5405
5406	5406
5407	5407
5408	5408
5409	5409
5410	5410
5411	5411
5412	5412
5413	5413
5414	5414
5415	5415
5416	5416
5417	5417
5418	5418
5419	5419
5420	5420
5421	5421
5422	5422
5423	5423
5424	5424
5425	5425
5426	5426
5427	5427
5428	5428
5429	5429
5430	5430
5431	5431
5432	5432
5433	5433
5434	5434
5435	5435
5436	5436
5437	5437
5438	5438
5439	5439
5440	5440
5441	5441
5442	5442
5443	5443
5444	5444
5445	5445
5446	5446
5447	5447
5448	5448
5449	5449
5450	5450
5451	5451
5452	5452
5453	5453
5454	5454
5455	5455
5456	5456
5457	5457
5458	5458
5459	5459
5460	5460
5461	5461
5462	5462
5463	5463
5464	5464
5465	5465
5466	5466
5467	5467
5468	5468
5469	5469
5470	5470
5471	5471
5472	5472
5473	5473
5474	5474
5475	5475
5476	5476
5477	5477
5478	5478
5479	5479
5480	5480
5481	5481
5482	5482
5483	5483
5484	5484
5485	5485
5486	5486
5487	5487
5488	5488
5489	5489
5490	5490
5491	5491
5492	5492
5493	5493
5494	5494
5495	5495
5496	5496
5497	5497
5498	5498
5499	5499
5500	5500
5501	5501
5502	5502
5503	5503
5504	5504
5505	5505
5506	5506
5507	5507
5508	5508
5509	5509
5510	5510
5511	5511
5512	5512
5513	5513
5514	5514
5515	5515
5516	5516
5517	5517
5518	5518
5519	5519
5520	5520
5521	5521
5522	5522
5523	5523
5524	5524
5525	5525
5526	5526
5527	5527
5528	5528
5529	5529
5530	5530
5531	5531
5532	5532
5533	5533
5534	5534
5535	5535
5536	5536
5537	5537
5538	5538
5539	5539
5540	5540
5541	5541
5542	5542
5543	5543
5544	5544
5545	5545
5546	5546
5547	5547
5548	5548
5549	5549
5550	5550
5551	5551
5552	5552
5553	5553
5554	5554
5555	5555
5556	5556
5557	5557
5558	5558
5559	5559
5560	5560
5561	5561
5562	5562
5563	5563
5564	5564
5565	5565
5566	5566
5567	5567
5568	5568
5569	5569
5570	5570
5571	5571
5572	5572
5573	5573
5574	5574
5575	5575
5576	5576
5577	5577
5578	5578
5579	5579
5580	5580
5581	5581
5582	5582
5583	5583
5584	5584
5585	5585
5586	5586
5587	5587
5588	5588
5589	5589
5590	5590
5591	5591
5592	5592
5593	5593
5594	5594
5595	5595
5596	5596
5597	5597
5598	5598
5599	5599
5600	5600
5601	5601
5602	5602
5603	5603
5604	5604
5605	5605
5606	5606
5607	5607
5608	5608
5609	5609
5610	5610
5611	5611
5612	5612
5613	5613
5614	5614
5615	5615
5616	5616
5617	5617
5618	5618
5619	5619
5620	5620
5621	5621
5622	5622
5623	5623
5624	5624
5625	5625
5626	5626
5627	5627
5628	5628
5629	5629
5630	5630
5631	5631
5632	5632
5633	5633
5634	5634
5635	5635
5636	5636
5637	5637
5638	5638
5639	5639
5640	5640
5641	5641
5642	5642
5643	5643
5644	5644
5645	5645
5646	5646
5647	5647
5648	5648
5649	5649
5650	5650
5651	5651
5652	5652
5653	5653
5654	5654
5655	5655
5656	5656
5657	5657
5658	5658
5659	5659
5660	5660
5661	5661
5662	5662
5663	5663
5664	5664
5665	5665
5666	5666
5667	5667
5668	5668
5669	5669
5670	5670
5671	5671
5672	5672
5673	5673
5674	5674
5675	5675
5676	5676
5677	5677
5678	5678
5679	5679
5680	5680
5681	5681
5682	5682
5683	5683
5684	5684
5685	5685
5686	5686
5687	5687
5688	5688
5689	5689
5690	5690
5691	5691
5692	5692
5693	5693
5694	5694
5695	5695
5696	5696
5697	5697
5698	5698
5699	5699
5700	5700
5701	5701
5702	5702
5703	5703
5704	5704
5705	5705
5706	5706
5707	5707
5708	5708
5709	5709
5710	5710
5711	5711
5712	5712
5713	5713
5714	5714
5715	5715
5716	5716
5717	5717
5718	5718
5719	5719
5720	5720
5721	5721
5722	5722
5723	5723
5724	5724
5725	5725
5726	5726
5727	5727
5728	5728
5729	5729
5730	5730
5731	5731
5732	5732
5733	5733
5734	5734
5735	5735
5736	5736
5737	5737
5738	5738
5739	5739
5740	5740
5741	5741
5742	5742
5743	5743
5744	5744
5745	5745
5746	5746
5747	5747
5748	5748
5749	5749
5750	5750
5751	5751
5752	5752
5753	5753
5754	5754
5755	5755
5756	5756
5757	5757
5758	5758
5759	5759
5760	5760
5761	5761
5762	5762
5763	5763
5764	5764
5765	5765
5766	5766
5767	5767
5768	5768
5769	5769
5770	5770
5771	5771
5772	5772
5773	5773
5774	5774
5775	5775
5776	5776
5777	5777
5778	5778
5779	5779
5780	5780
5781	5781
5782	5782
5783	5783
5784	5784
5785	5785
5786	5786
5787	5787
5788	5788
5789	5789
5790	5790
5791	5791
5792	5792
5793	5793
5794	5794
5795	5795
5796	5796
5797	5797
5798	5798
5799	5799
5800	5800
5801	5801
5802	5802
5803	5803
5804	5804
5805	5805
5806	5806
5807	5807
5808	5808
5809	5809
5810	5810
5811	5811
5812	5812
5813	5813
5814	5814
5815	5815
5816	5816
5817	5817
5818	5818
5819	5819
5820	5820
5821	5821
5822	5822
5823	5823
5824	5824
5825	5825
5826	5826
5827	5827
5828	5828
5829	5829
5830	5830
5831	5831
5832	5832
5833	5833
5834	5834
5835	5835
5836	5836
5837	5837
5838	5838
5839	5839
5840	5840
5841	5841
5842	5842
5843	5843
5844	5844
5845	5845
5846	5846
5847	5847
5848	5848
5849	5849
5850	5850
5851	5851
5852	5852
5853	5853
5854	5854
5855	5855
5856	5856
5857	5857
5858	5858
5859	5859
5860	5860
5861	5861
5862	5862
5863	5863
5864	5864
5865	5865
5866	5866
5867	5867
5868	5868
5869	5869
5870	5870
5871	5871
5872	5872
5873	5873
5874	5874
5875	5875
5876	5876
5877	5877
5878	5878
5879	5879
5880	5880
5881	5881
5882	5882
5883	5883
5884	5884
5885	5885
5886	5886
5887	5887
5888	5888
5889	5889
5890	5890
5891	5891
5892	5892
5893	5893
5894	5894
5895	5895
5896	5896
5897	5897
5898	5898
5899	5899
5900	5900
5901	5901
5902	5902
5903	5903
5904	5904
5905	5905
5906	5906
5907	5907
5908	5908
5909	5909
5910	5910
5911	5911
5912	5912
5913	5913
5914	5914
5915	5915
5916	5916
5917	5917
5918	5918
5919	5919
5920	5920
5921	5921
5922	5922
5923	5923
5924	5924
5925	5925
5926	5926
5927	5927
5928	5928
5929	5929
5930	5930
5931	5931
5932	5932
5933	5933
5934	5934
5935	5935
5936	5936
5937	5937
5938	5938
5939	5939
5940	5940
5941	5941
5942	5942
5943	5943
5944	5944
5945	5945
5946	5946
5947	5947
5948	5948
5949	5949
5950	5950
5951	5951
5952	5952
5953	5953
5954	5954
5955	5955
5956	5956
5957	5957
5958	5958
5959	5959
5960	5960
5961	5961
5962	5962
5963	5963
5964	5964
5965	5965
5966	5966
5967	5967
5968	5968
5969	5969
5970	5970
5971	5971
5972	5972
5973	5973
5974	5974
5975	5975
5976	5976
5977	5977
5978	5978
5979	5979
5980	5980
5981	5981
5982	5982
5983	5983
5984	5984
5985	5985
5986	5986
5987	5987
5988	5988
5989	5989
5990	5990
5991	5991
5992	5992
5993	5993
5994	5994
5995	5995
5996	5996
5997	5997
5998	5998
5999	5999
6000	6000
6001	6001
6002	6002
6003	6003
6004	6004
6005	6005
6006	6006
6007	6007
6008	6008
6009	6009
6010	6010
6011	6011
6012	6012
6013	6013
6014	6014
6015	6015
6016	6016
6017	6017
6018	6018
6019	6019
6020	6020
6021	6021
6022	6022
6023	6023
6024	6024
6025	6025
6026	6026
6027	6027
6028	6028
6029	6029
6030	6030
6031	6031
6032	6032
6033	6033
6034	6034
6035	6035
6036	6036
6037	6037
6038	6038
6039	6039
6040	6040
6041	6041
6042	6042
6043	6043
6044	6044
6045	6045
6046	6046
6047	6047
6048	6048
6049	6049
6050	6050
6051	6051
6052	6052
6053	6053
6054	6054
6055	6055
6056	6056
6057	6057
6058	6058
6059	6059
6060	6060
6061	6061
6062	6062
6063	6063
6064	6064
6065	6065
6066	6066
6067	6067
6068	6068
6069	6069
6070	6070
6071	6071
6072	6072
6073	6073
6074	6074
6075	6075
6076	6076
6077	6077
6078	6078
6079	6079
6080	6080
6081	6081
6082	6082
6083	6083
6084	6084
6085	6085
6086	6086
6087	6087
6088	6088
6089	6089
6090	6090
6091	6091
6092	6092
6093	6093
6094	6094
6095	6095
6096	6096
6097	6097
6098	6098
6099	6099
6100	6100
6101	6101
6102	6102
6103	6103
6104	6104
6105	6105
6106	6106
6107	6107
6108	6108
6109	6109
6110	6110
6111	6111
6112	6112
6113	6113
6114	6114
6115	6115
6116	6116
6117	6117
6118	6118
6119	6119
6120	6120
6121	6121
6122	6122
6123	6123
6124	6124
6125	6125
6126	6126
6127	6127
6128	6128
6129	6129
6130	6130
6131	6131
6132	6132
6133	6133
6134	6134
6135	6135
6136	6136
6137	6137
6138	6138
6139	6139
6140	6140
6141	6141
6142	6142
6143	6143
6144	6144
6145	6145
6146	6146
6147	6147
6148	6148
6149	6149
6150	6150
6151	6151
6152	6152
6153	6153
6154	6154
6155	6155
6156	6156
6157	6157
6158	6158
6159	6159
6160	6160
6161	6161
6162	6162
6163	6163
6164	6164
6165	6165
6166	6166
6167	6167
6168	6168
6169	6169
6170	6170
6171	6171
6172	6172
6173	6173
6174	6174
6175	6175
6176	6176
6177	6177
6178	6178
6179	6179
6180	6180
6181	6181
6182	6182
6183	6183
6184	6184
6185	6185
6186	6186
6187	6187
6188	6188
6189	6189
6190	6190
6191	6191
6192	6192
6193	6193
6194	6194
6195	6195
6196	6196
6197	6197
6198	6198
6199	6199
6200	6200
6201	6201
6202	6202
6203	6203
6204	6204
6205	6205
6206	6206
6207	6207
6208	6208
6209	6209
6210	6210
6211	6211
6212	6212
6213	6213
6214	6214
6215	6215
6216	6216
6217	6217
6218	6218
6219	6219
6220	6220
6221	6221
6222	6222
6223	6223
6224	6224
6225	6225
6226	6226
6227	6227
6228	6228
6229	6229
6230	6230
6231	6231
6232	6232
6233	6233
6234	6234
6235	6235
6236	6236
6237	6237
6238	6238
6239	6239
6240	6240
6241	6241
6242	6242
6243	6243
6244	6244
6245	6245
6246	6246
6247	6247
6248	6248
6249	6249
6250	6250
6251	6251
6252	6252
6253	6253
6254	6254
6255	6255
6256	6256
6257	6257
6258	6258
6259	6259
6260	6260
6261	6261
6262	6262
6263	6263
6264	6264
6265	6265
6266	6266
6267	6267
6268	6268
6269	6269
6270	6270
6271	6271
6272	6272
6273	6273
6274	6274
6275	6275
6276	6276
6277	6277
6278	6278
6279	6279
6280	6280
6281	6281
6282	6282
6283	6283
6284	6284
6285	6285
6286	6286
6287	6287
6288	6288
6289	6289
6290	6290
6291	6291
6292	6292
6293	6293
6294	6294
6295	6295
6296	6296
6297	6297
6298	6298
6299	6299
6300	6300
6301	6301
6302	6302
6303	6303
6304	6304
6305	6305
6306	6306
6307	6307
6308	6308
6309	6309
6310	6310
6311	6311
6312	6312
6313	6313
6314	6314
6315	6315
6316	6316
6317	6317
6318	6318
6319	6319
6320	6320
6321	6321
6322	6322
6323	6323
6324	6324
6325	6325
6326	6326
6327	6327
6328	6328
6329	6329
6330	6330
6331	6331
6332	6332
6333	6333
6334	6334
6335	6335
6336	6336
6337	6337
6338	6338
6339	6339
6340	6340
6341	6341
6342	6342
6343	6343
6344	6344
6345	6345
6346	6346
6347	6347
6348	6348
6349	6349
6350	6350
6351	6351
6352	6352
6353	6353
6354	6354
6355	6355
6356	6356
6357	6357
6358	6358
6359	6359
6360	6360
6361	6361
6362	6362
6363	6363
6364	6364
6365	6365
6366	6366
6367	6367
6368	6368
6369	6369
6370	6370
6371	6371
6372	6372
6373	6373
6374	6374
6375	6375
6376	6376
6377	6377
6378	6378
6379	6379
6380	6380
6381	6381
6382	6382
6383	6383
6384	6384
6385	6385
6386	6386
6387	6387
6388	6388
6389	6389
6390	6390
6391	6391
6392	6392
6393	6393
6394	6394
6395	6395
6396	6396
6397	6397
6398	6398
6399	6399
6400	6400
6401	6401
6402	6402
6403	6403
6404	6404
6405	6405
6406	6406
6407	6407
6408	6408
6409	6409
6410	6410
6411	6411
6412	6412
6413	6413
6414	6414
6415	6415
6416	6416
6417	6417
6418	6418
6419	6419
6420	6420
6421	6421
6422	6422
6423	6423
6424	6424
6425	6425
6426	6426
6427	6427
6428	6428
6429	6429
6430	6430
6431	6431
6432	6432
6433	6433
6434	6434
6435	6435
6436	6436
6437	6437
6438	6438
6439	6439
6440	6440
6441	6441
6442	6442
6443	6443
6444	6444
6445	6445
6446	6446
6447	6447
6448	6448
6449	6449
6450	6450
6451	6451
6452	6452
6453	6453
6454	6454
6455	6455
6456	6456
6457	6457
6458	6458
6459	6459
6460	6460
6461	6461
6462	6462
6463	6463
6464	6464
6465	6465
6466	6466
6467	6467
6468	6468
6469	6469
6470	6470
6471	6471
6472	6472
6473	6473
6474	6474
6475	6475
6476	6476
6477	6477
6478	6478
6479	6479
6480	6480
6481	6481
6482	6482
6483	6483
6484	6484
6485	6485
6486	6486
6487	6487
6488	6488
6489	6489
6490	6490
6491	6491
6492	6492
6493	6493
6494	6494
6495	6495
6496	6496
6497	6497
6498	6498
6499	6499
6500	6500
6501	6501
6502	6502
6503	6503
6504	6504
6505	6505
6506	6506
6507	6507
6508	6508
6509	6509
6510	6510
6511	6511
6512	6512
6513	6513
6514	6514
6515	6515
6516	6516
6517	6517
6518	6518
6519	6519
6520	6520
6521	6521
6522	6522
6523	6523
6524	6524
6525	6525
6526	6526
6527	6527
6528	6528
6529	6529
6530	6530
6531	6531
6532	6532
6533	6533
6534	6534
6535	6535
6536	6536
6537	6537
6538	6538
6539	6539
6540	6540
6541	6541
6542	6542
6543	6543
6544	6544
6545	6545
6546	6546
6547	6547
6548	6548
6549	6549
6550	6550
6551	6551
6552	6552
6553	6553
6554	6554
6555	6555
6556	6556
6557	6557
6558	6558
6559	6559
6560	6560
6561	6561
6562	6562
6563	6563
6564	6564
6565	6565
6566	6566
6567	6567
6568	6568
6569	6569
6570	6570
6571	6571
6572	6572
6573	6573
6574	6574
6575	6575
6576	6576
6577	6577
6578	6578
6579	6579
6580	6580
6581	6581
6582	6582
6583	6583
6584	6584
6585	6585
6586	6586
6587	6587
6588	6588
6589	6589
6590	6590
6591	6591
6592	6592
6593	6593
6594	6594
6595	6595
6596	6596
6597	6597
6598	6598
6599	6599
6600	6600
6601	6601
6602	6602
6603	6603
6604	6604
6605	6605
6606	6606
6607	6607
6608	6608
6609	6609
6610	6610
6611	6611
6612	6612
6613	6613
6614	6614
6615	6615
6616	6616
6617	6617
6618	6618
6619	6619
6620	6620
6621	6621
6622	6622
6623	6623
6624	6624
6625	6625
6626	6626
6627	6627
6628	6628
6629	6629
6630	6630
6631	6631
6632	6632
6633	6633
6634	6634
6635	6635
6636	6636
6637	6637
6638	6638
6639	6639
6640	6640
6641	6641
6642	6642
6643	6643
6644	6644
6645	6645
6646	6646
6647	6647
6648	6648
6649	6649
6650	6650
6651	6651
6652	6652
6653	6653
6654	6654
6655	6655
6656	6656
6657	6657
6658	6658
6659	6659
6660	6660
6661	6661
6662	6662
6663	6663
6664	6664
6665	6665
6666	6666
6667	6667
6668	6668
6669	6669
6670	6670
6671	6671
6672	6672
6673	6673
6674	6674
6675	6675
6676	6676
6677	6677
6678	6678
6679	6679
6680	6680
6681	6681
6682	6682
6683	6683
6684	6684
6685	6685
6686	6686
6687	6687
6688	6688
6689	6689
6690	6690
6691	6691
6692	6692
6693	6693
6694	6694
6695	6695
6696	6696
6697	6697
6698	6698
6699	6699
6700	6700
6701	6701
6702	6702
6703	6703
6704	6704
6705	6705
6706	6706
6707	6707
6708	6708
6709	6709
6710	6710
6711	6711
6712	6712
6713	6713
6714	6714
6715	6715
6716	6716
6717	6717
6718	6718
6719	6719
6720	6720
6721	6721
6722	6722
6723	6723
6724	6724
6725	6725
6726	6726
6727	6727
6728	6728
6729	6729
6730	6730
6731	6731
6732	6732
6733	6733
6734	6734
6735	6735
6736	6736
6737	6737
6738	6738
6739	6739
6740	6740
6741	6741
6742	6742
6743	6743
6744	6744
6745	6745
6746	6746
6747	6747
6748	6748
6749	6749
6750	6750
6751	6751
6752	6752
6753	6753
6754	6754
6755	6755
6756	6756
6757	6757
6758	6758
6759	6759
6760	6760
6761	6761
6762	6762
6763	6763
6764	6764
6765	6765
6766	6766
6767	6767
6768	6768
6769	6769
6770	6770
6771	6771
6772	6772
6773	6773
6774	6774
6775	6775
6776	6776
6777	6777
6778	6778
6779	6779
6780	6780
6781	6781
6782	6782
6783	6783
6784	6784
6785	6785
6786	6786
6787	6787
6788	6788
6789	6789
6790	6790
6791	6791
6792	6792
6793	6793
6794	6794
6795	6795
6796	6796
6797	6797
6798	6798
6799	6799
6800	6800
6801	6801
6802	6802
6803	6803
6804	6804
6805	6805
6806	6806
6807	6807
6808	6808
6809	6809
6810	6810
6811	6811
6812	6812
6813	6813
6814	6814
6815	6815
6816	6816
6817	6817
6818	6818
6819	6819
6820	6820
6821	6821
6822	6822
6823	6823
6824	6824
6825	6825
6826	6826
6827	6827
6828	6828
6829	6829
6830	6830
6831	6831
6832	6832
6833	6833
6834	6834
6835	6835
6836	6836
6837	6837
6838	6838
6839	6839
6840	6840
6841	6841
6842	6842
6843	6843
6844	6844
6845	6845
6846	6846
6847	6847
6848	6848
6849	6849
6850	6850
6851	6851
6852	6852
6853	6853
6854	6854
6855	6855
6856	6856
6857	6857
6858	6858
6859	6859
6860	6860
6861	6861
6862	6862
6863	6863
6864	6864
6865	6865
6866	6866
6867	6867
6868	6868
6869	6869
6870	6870
6871	6871
6872	6872
6873	6873
6874	6874
6875	6875
6876	6876
6877	6877
6878	6878
6879	6879
6880	6880
6881	6881
6882	6882
6883	6883
6884	6884
6885	6885
6886	6886
6887	6887
6888	6888
6889	6889
6890	6890
6891	6891
6892	6892
6893	6893
6894	6894
6895	6895
6896	6896
6897	6897
6898	6898
6899	6899
6900	6900
6901	6901
6902	6902
6903	6903
6904	6904
6905	6905
6906	6906
6907	6907
6908	6908
6909	6909
6910	6910
6911	6911
6912	6912
6913	6913
6914	6914
6915	6915
6916	6916
6917	6917
6918	6918
6919	6919
6920	6920
6921	6921
6922	6922
6923	6923
6924	6924
6925	6925
6926	6926
6927	6927
6928	6928
6929	6929
6930	6930
6931	6931
6932	6932
6933	6933
6934	6934
6935	6935
6936	6936
6937	6937
6938	6938
6939	6939
6940	6940
6941	6941
6942	6942
6943	6943
6944	6944
6945	6945
6946	6946
6947	6947
6948	6948
6949	6949
6950	6950
6951	6951
6952	6952
6953	6953
6954	6954
6955	6955
6956	6956
6957	6957
6958	6958
6959	6959
6960	6960
6961	6961
6962	6962
6963	6963
6964	6964
6965	6965
6966	6966
6967	6967
6968	6968
6969	6969
6970	6970
6971	6971
6972	6972
6973	6973
6974	6974
6975	6975
6976	6976
6977	6977
6978	6978
6979	6979
6980	6980
6981	6981
6982	6982
6983	6983
6984	6984
6985	6985
6986	6986
6987	6987
6988	6988
6989	6989
6990	6990
6991	6991
6992	6992
6993	6993
6994	6994
6995	6995
6996	6996
6997	6997
6998	6998
6999	6999
7000	7000
7001	7001
7002	7002
7003	7003
7004	7004
7005	7005
7006	7006
7007	7007
7008	7008
7009	7009
7010	7010
7011	7011
7012	7012
7013	7013
7014	7014
7015	7015
7016	7016
7017	7017
7018	7018
7019	7019
7020	7020
7021	7021
7022	7022
7023	7023
7024	7024
7025	7025
7026	7026
7027	7027
7028	7028
7029	7029
7030	7030
7031	7031
7032	7032
7033	7033
7034	7034
7035	7035
7036	7036
7037	7037
7038	7038
7039	7039
7040	7040
7041	7041
7042	7042
7043	7043
7044	7044
7045	7045
7046	7046
7047	7047
7048	7048
7049	7049
7050	7050
7051	7051
7052	7052
7053	7053
7054	7054
7055	7055
7056	7056
7057	7057
7058	7058
7059	7059
7060	7060
7061	7061
7062	7062
7063	7063
7064	7064
7065	7065
7066	7066
7067	7067
7068	7068
7069	7069
7070	7070
7071	7071
7072	7072
7073	7073
7074	7074
7075	7075
7076	7076
7077	7077
7078	7078
7079	7079
7080	7080
7081	7081
7082	7082
7083	7083
7084	7084
7085	7085
7086	7086
7087	7087
7088	7088
7089	7089
7090	7090
7091	7091
7092	7092
7093	7093
7094	7094
7095	7095
7096	7096
7097	7097
7098	7098
7099	7099
7100	7100
7101	7101
7102	7102
7103	7103
7104	7104
7105	7105
7106	7106
7107	7107
7108	7108
7109	7109
7110	7110
7111	7111
7112	7112
7113	7113
7114	7114
7115	7115
7116	7116
7117	7117
7118	7118
7119	7119
7120	7120
7121	7121
7122	7122
7123	7123
7124	7124
7125	7125
7126	7126
7127	7127
7128	7128
7129	7129
7130	7130
7131	7131
7132	7132
7133	7133
7134	7134
7135	7135
7136	7136
7137	7137
7138	7138
7139	7139
7140	7140
7141	7141
7142	7142
7143	7143
7144	7144
7145	7145
7146	7146
7147	7147
7148	7148
7149	7149
7150	7150
7151	7151
7152	7152
7153	7153
7154	7154
7155	7155
7156	7156
7157	7157
7158	7158
7159	7159
7160	7160
7161	7161
7162	7162
7163	7163
7164	7164
7165	7165
7166	7166
7167	7167
7168	7168
7169	7169
7170	7170
7171	7171
7172	7172
7173	7173
7174	7174
7175	7175
7176	7176
7177	7177
7178	7178
7179	7179
7180	7180
7181	7181
7182	7182
7183	7183
7184	7184
7185	7185
7186	7186
7187	7187
7188	7188
7189	7189
7190	7190
7191	7191
7192	7192
7193	7193
7194	7194
7195	7195
7196	7196
7197	7197
7198	7198
7199	7199
7200	7200
7201	7201
7202	7202
7203	7203
7204	7204
7205	7205
7206	7206
7207	7207
7208	7208
7209	7209
7210	7210
7211	7211
7212	7212
7213	7213
7214	7214
7215	7215
7216	7216
7217	7217
7218	7218
7219	7219
7220	7220
7221	7221
7222	7222
7223	7223
7224	7224
7225	7225
7226	7226
7227	7227
7228	7228
7229	7229
7230	7230
7231	7231
7232	7232
7233	7233
7234	7234
7235	7235
7236	7236
7237	7237
7238	7238
7239	7239
7240	7240
7241	7241
7242	7242
7243	7243
7244	7244
7245	7245
7246	7246
7247	7247
7248	7248
7249	7249
7250	7250
7251	7251
7252	7252
7253	7253
7254	7254
7255	7255
7256	7256
7257	7257
7258	7258
7259	7259
7260	7260
7261	7261
7262	7262
7263	7263
7264	7264
7265	7265
7266	7266
7267	7267
7268	7268
7269	7269
7270	7270
7271	7271
7272	7272
7273	7273
7274	7274
7275	7275
7276	7276
7277	7277
7278	7278
7279	7279
7280	7280
7281	7281
7282	7282
7283	7283
7284	7284
7285	7285
7286	7286
7287	7287
7288	7288
7289	7289
7290	7290
7291	7291
7292	7292
7293	7293
7294	7294
7295	7295
7296	7296
7297	7297
7298	7298
7299	7299
7300	7300
7301	7301
7302	7302
7303	7303
7304	7304
7305	7305
7306	7306
7307	7307
7308	7308
7309	7309
7310	7310
7311	7311
7312	7312
7313	7313
7314	7314
7315	7315
7316	7316
7317	7317
7318	7318
7319	7319
7320	7320
7321	7321
7322	7322
7323	7323
7324	7324
7325	7325
7326	7326
7327	7327
7328	7328
7329	7329
7330	7330
7331	7331
7332	7332
7333	7333
7334	7334
7335	7335
7336	7336
7337	7337
7338	7338
7339	7339
7340	7340
7341	7341
7342	7342
7343	7343
7344	7344
7345	7345
7346	7346
7347	7347
7348	7348
7349	7349
7350	7350
7351	7351
7352	7352
7353	7353
7354	7354
7355	7355
7356	7356
7357	7357
7358	7358
7359	7359
7360	7360
7361	7361
7362	7362
7363	7363
7364	7364
7365	7365
7366	7366
7367	7367
7368	7368
7369	7369
7370	7370
7371	7371
7372	7372
7373	7373
7374	7374
7375	7375
7376	7376
7377	7377
7378	7378
7379	7379
7380	7380
7381	7381
7382	7382
7383	7383
7384	7384
7385	7385
7386	7386
7387	7387
7388	7388
7389	7389
7390	7390
7391	7391
7392	7392
7393	7393
7394	7394
7395	7395
7396	7396
7397	7397
7398	7398
7399	7399
7400	7400
7401	7401
7402	7402
7403	7403
7404	7404
7405	7405
7406	7406
7407	7407
7408	7408
7409	7409
7410	7410
7411	7411
7412	7412
7413	7413
7414	7414
7415	7415
7416	7416
7417	7417
7418	7418
7419	7419
7420	7420
7421	7421
7422	7422
7423	7423
7424	7424
7425	7425
7426	7426
7427	7427
7428	7428
7429	7429
7430	7430
7431	7431
7432	7432
7433	7433
7434	7434
7435	7435
7436	7436
7437	7437
7438	7438
7439	7439
7440	7440
7441	7441
7442	7442
7443	7443
7444	7444
7445	7445
7446	7446
7447	7447
7448	7448
7449	7449
7450	7450
7451	7451
7452	7452
7453	7453
7454	7454
7455	7455
7456	7456
7457	7457
7458	7458
7459	7459
7460	7460
7461	7461
7462	7462
7463	7463
7464	7464
7465	7465
7466	7466
7467	7467
7468	7468
7469	7469
7470	7470
7471	7471
7472	7472
7473	7473
7474	7474
7475	7475
7476	7476
7477	7477
7478	7478
7479	7479
7480	7480
7481	7481
7482	7482
7483	7483
7484	7484
7485	7485
7486	7486
7487	7487
7488	7488
7489	7489
7490	7490
7491	7491
7492	7492
7493	7493
7494	7494
7495	7495
7496	7496
7497	7497
7498	7498
7499	7499
7500	7500
7501	7501
7502	7502
7503	7503
7504	7504
7505	7505
7506	7506
7507	7507
7508	7508
7509	7509
7510	7510
7511	7511
7512	7512
7513	7513
7514	7514
7515	7515
7516	7516
7517	7517
7518	7518
7519	7519
7520	7520
7521	7521
7522	7522
7523	7523
7524	7524
7525	7525
7526	7526
7527	7527
7528	7528
7529	7529
7530	7530
7531	7531
7532	7532
7533	7533
7534	7534
7535	7535
7536	7536
7537	7537
7538	7538
7539	7539
7540	7540
7541	7541
7542	7542
7543	7543
7544	7544
7545	7545
7546	7546
7547	7547
7548	7548
7549	7549
7550	7550
7551	7551
7552	7552
7553	7553
7554	7554
7555	7555
7556	7556
7557	7557
7558	7558
7559	7559
7560	7560
7561	7561
7562	7562
7563	7563
7564	7564
7565	7565
7566	7566
7567	7567
7568	7568
7569	7569
7570	7570
7571	7571
7572	7572
7573	7573
7574	7574
7575	7575
7576	7576
7577	7577
7578	7578
7579	7579
7580	7580
7581	7581
7582	7582
7583	7583
7584	7584
7585	7585
7586	7586
7587	7587
7588	7588
7589	7589
7590	7590
7591	7591
7592	7592
7593	7593
7594	7594
7595	7595
7596	7596
7597	7597
7598	7598
7599	7599
7600	7600
7601	7601
7602	7602
7603	7603
7604	7604
7605	7605
7606	7606
7607	7607
7608	7608
7609	7609
7610	7610
7611	7611
7612	7612
7613	7613
7614	7614
7615	7615
7616	7616
7617	7617
7618	7618
7619	7619
7620	7620
7621	7621
7622	7622
7623	7623
7624	7624
7625	7625
7626	7626
7627	7627
7628	7628
7629	7629
7630	7630
7631	7631
7632	7632
7633	7633
7634	7634
7635	7635
7636	7636
7637	7637
7638	7638
7639	7639
7640	7640
7641	7641
7642	7642
7643	7643
7644	7644
7645	7645
7646	7646
7647	7647
7648	7648
7649	7649
7650	7650
7651	7651
7652	7652
7653	7653
7654	7654
7655	7655
7656	7656
7657	7657
7658	7658
7659	7659
7660	7660
7661	7661
7662	7662
7663	7663
7664	7664
7665	7665
7666	7666
7667	7667
7668	7668
7669	7669
7670	7670
7671	7671
7672	7672
7673	7673
7674	7674
7675	7675
7676	7676
7677	7677
7678	7678
7679	7679
7680	7680
7681	7681
7682	7682
7683	7683
7684	7684
7685	7685
7686	7686
7687	7687
7688	7688
7689	7689
7690	7690
7691	7691
7692	7692
7693	7693
7694	7694
7695	7695
7696	7696
7697	7697
7698	7698
7699	7699
7700	7700
7701	7701
7702	7702
7703	7703
7704	7704
7705	7705
7706	7706
7707	7707
7708	7708
7709	7709
7710	7710
7711	7711
7712	7712
7713	7713
7714	7714
7715	7715
7716	7716
7717	7717
7718	7718
7719	7719
7720	7720
7721	7721
7722	7722
7723	7723
7724	7724
7725	7725
7726	7726
7727	7727
7728	7728
7729	7729
7730	7730
7731	7731
7732	7732
7733	7733
7734	7734
7735	7735
7736	7736
7737	7737
7738	7738
7739	7739
7740	7740
7741	7741
7742	7742
7743	7743
7744	7744
7745	7745
7746	7746
7747	7747
7748	7748
7749	7749
7750	7750
7751	7751
7752	7752
7753	7753
7754	7754
7755	7755
7756	7756
7757	7757
7758	7758
7759	7759
7760	7760
7761	7761
7762	7762
7763	7763
7764	7764
7765	7765
7766	7766
7767	7767
7768	7768
7769	7769
7770	7770
7771	7771
7772	7772
7773	7773
7774	7774
7775	7775
7776	7776
7777	7777
7778	7778
7779	7779
7780	7780
7781	7781
7782	7782
7783	7783
7784	7784
7785	7785
7786	7786
7787	7787
7788	7788
7789	7789
7790	7790
7791	7791
7792	7792
7793	7793
7794	7794
7795	7795
7796	7796
7797	7797
7798	7798
7799	7799
7800	7800
7801	7801
7802	7802
7803	7803
7804	7804
7805	7805
7806	7806
7807	7807
7808	7808
7809	7809
7810	7810
7811	7811
7812	7812
7813	7813
7814	7814
7815	7815
7816	7816
7817	7817
7818	7818
7819	7819
7820	7820
7821	7821
7822	7822
7823	7823
7824	7824
7825	7825
7826	7826
7827	7827
7828	7828
7829	7829
7830	7830
7831	7831
7832	7832
7833	7833
7834	7834
7835	7835
7836	7836
7837	7837
7838	7838
7839	7839
7840	7840
7841	7841
7842	7842
7843	7843
7844	7844
7845	7845
7846	7846
7847	7847
7848	7848
7849	7849
7850	7850
7851	7851
7852	7852
7853	7853
7854	7854
7855	7855
7856	7856
7857	7857
7858	7858
7859	7859
7860	7860
7861	7861
7862	7862
7863	7863
7864	7864
7865	7865
7866	7866
7867	7867
7868	7868
7869	7869
7870	7870
7871	7871
7872	7872
7873	7873
7874	7874
7875	7875
7876	7876
7877	7877
7878	7878
7879	7879
7880	7880
7881	7881
7882	7882
7883	7883
7884	7884
7885	7885
7886	7886
7887	7887
7888	7888
7889	7889
7890	7890
7891	7891
7892	7892
7893	7893
7894	7894
7895	7895
7896	7896
7897	7897
7898	7898
7899	7899
7900	7900
7901	7901
7902	7902
7903	7903
7904	7904
7905	7905
7906	7906
7907	7907
7908	7908
7909	7909
7910	7910
7911	7911
7912	7912
7913	7913
7914	7914
7915	7915
7916	7916
7917	7917
7918	7918
7919	7919
7920	7920
7921	7921
7922	7922
7923	7923
7924	7924
7925	7925
7926	7926
7927	7927
7928	7928
7929	7929
7930	7930
7931	7931
7932	7932
7933	7933
7934	7934
7935	7935
7936	7936
7937	7937
7938	7938
7939	7939
7940	7940
7941	7941
7942	7942
7943	7943
7944	7944
7945	7945
7946	7946
7947	7947
7948	7948
7949	7949
7950	7950
7951	7951
7952	7952
7953	7953
7954	7954
7955	7955
7956	7956
7957	7957
7958	7958
7959	7959
7960	7960
7961	7961
7962	7962
7963	7963
7964	7964
7965	7965
7966	7966
7967	7967
7968	7968
7969	7969
7970	7970
7971	7971
7972	7972
7973	7973
7974	7974
7975	7975
7976	7976
7977	7977
7978	7978
7979	7979
7980	7980
7981	7981
7982	7982
7983	7983
7984	7984
7985	7985
7986	7986
7987	7987
7988	7988
7989	7989
7990	7990
7991	7991
7992	7992
7993	7993
7994	7994
7995	7995
7996	7996
7997	7997
7998	7998
7999	7999
8000	8000
8001	8001
8002	8002
8003	8003
8004	8004
8005	8005
8006	8006
8007	8007
8008	8008
8009	8009
8010	8010
8011	8011
8012	8012
8013	8013
8014	8014
8015	8015
8016	8016
8017	8017
8018	8018
8019	8019
8020	8020
8021	8021
8022	8022
8023	8023
8024	8024
8025	8025
8026	8026
8027	8027
8028	8028
8029	8029
8030	8030
8031	8031
8032	8032
8033	8033
8034	8034
8035	8035
8036	8036
8037	8037
8038	8038
8039	8039
8040	8040
8041	8041
8042	8042
8043	8043
8044	8044
8045	8045
8046	8046
8047	8047
8048	8048
8049	8049
8050	8050
8051	8051
8052	8052
8053	8053
8054	8054
8055	8055
8056	8056
8057	8057
8058	8058
8059	8059
8060	8060
8061	8061
8062	8062
8063	8063
8064	8064
8065	8065
8066	8066
8067	8067
8068	8068
8069	8069
8070	8070
8071	8071
8072	8072
8073	8073
8074	8074
8075	8075
8076	8076
8077	8077
8078	8078
8079	8079
8080	8080
8081	8081
8082	8082
8083	8083
8084	8084
8085	8085
8086	8086
8087	8087
8088	8088
8089	8089
8090	8090
8091	8091
8092	8092
8093	8093
8094	8094
8095	8095
8096	8096
8097	8097
8098	8098
8099	8099
8100	8100
8101	8101
8102	8102
8103	8103
8104	8104
8105	8105
8106	8106
8107	8107
8108	8108
8109	8109
8110	8110
8111	8111
8112	8112
8113	8113
8114	8114
8115	8115
8116	8116
8117	8117
8118	8118
8119	8119
8120	8120
8121	8121
8122	8122
8123	8123
8124	8124
8125	8125
8126	8126
8127	8127
8128	8128
8129	8129
8130	8130
8131	8131
8132	8132
8133	8133
8134	8134
8135	8135
8136	8136
8137	8137
8138	8138
8139	8139
8140	8140
8141	8141
8142	8142
8143	8143
8144	8144
8145	8145
8146	8146
8147	8147
8148	8148
8149	8149
8150	8150
8151	8151
8152	8152
8153	8153
8154	8154
8155	8155
8156	8156
8157	8157
8158	8158
8159	8159
8160	8160
8161	8161
8162	8162
8163	8163
8164	8164
8165	8165
8166	8166
8167	8167
8168	8168
8169	8169
8170	8170
8171	8171
8172	8172
8173	8173
8174	8174
8175	8175
8176	8176
8177	8177
8178	8178
8179	8179
8180	8180
8181	8181
8182	8182
8183	8183
8184	8184
8185	8185
8186	8186
8187	8187
8188	8188
8189	8189
8190	8190
8191	8191
8192	8192
8193	8193
8194	8194
8195	8195
8196	8196
8197	8197
8198	8198
8199	8199
8200	8200
8201	8201
8202	8202
8203	8203
8204	8204
8205	8205
8206	8206
8207	8207
8208	8208
8209	8209
8210	8210
8211	8211
8212	8212
8213	8213
8214	8214
8215	8215
8216	8216
8217	8217
8218	8218
8219	8219
8220	8220
8221	8221
8222	8222
8223	8223
8224	8224
8225	8225
8226	8226
8227	8227
8228	8228
8229	8229
8230	8230
8231	8231
8232	8232
8233	8233
8234	8234
8235	8235
8236	8236
8237	8237
8238	8238
8239	8239
8240	8240
8241	8241
8242	8242
8243	8243
8244	8244
8245	8245
8246	8246
8247	8247
8248	8248
8249	8249
8250	8250
8251	8251
8252	8252
8253	8253
8254	8254
8255	8255
8256	8256
8257	8257
8258	8258
8259	8259
8260	8260
8261	8261
8262	8262
8263	8263
8264	8264
8265	8265
8266	8266
8267	8267
8268	8268
8269	8269
8270	8270
8271	8271
8272	8272
8273	8273
8274	8274
8275	8275
8276	8276
8277	8277
8278	8278
8279	8279
8280	8280
8281	8281
8282	8282
8283	8283
8284	8284
8285	8285
8286	8286
8287	8287
8288	8288
8289	8289
8290	8290
8291	8291
8292	8292
8293	8293
8294	8294
8295	8295
8296	8296
8297	8297
8298	8298
8299	8299
8300	8300
8301	8301
8302	8302
8303	8303
8304	8304
8305	8305
8306	8306
8307	8307
8308	8308
8309	8309
8310	8310
8311	8311
8312	8312
8313	8313
8314	8314
8315	8315
8316	8316
8317	8317
8318	8318
8319	8319
8320	8320
8321	8321
8322	8322
8323	8323
8324	8324
8325	8325
8326	8326
8327	8327
8328	8328
8329	8329
8330	8330
8331	8331
8332	8332
8333	8333
8334	8334
8335	8335
8336	8336
8337	8337
8338	8338
8339	8339
8340	8340
8341	8341
8342	8342
8343	8343
8344	8344
8345	8345
8346	8346
8347	8347
8348	8348
8349	8349
8350	8350
8351	8351
8352	8352
8353	8353
8354	8354
8355	8355
8356	8356
8357	8357
8358	8358
8359	8359
8360	8360
8361	8361
8362	8362
8363	8363
8364	8364
8365	8365
8366	8366
8367	8367
8368	8368
8369	8369
8370	8370
8371	8371
8372	8372
8373	8373
8374	8374
8375	8375
8376	8376
8377	8377
8378	8378
8379	8379
8380	8380
8381	8381
8382	8382
8383	8383
8384	8384
8385	8385
8386	8386
8387	8387
8388	8388
8389	8389
8390	8390
8391	8391
8392	8392
8393	8393
8394	8394
8395	8395
8396	8396
8397	8397
8398	8398
8399	8399
8400	8400
8401	8401
8402	8402
8403	8403
8404	8404
8405	8405
8406	8406
8407	8407
8408	8408
8409	8409
8410	8410
8411	8411
8412	8412
8413	8413
8414	8414
8415	8415
8416	8416
8417	8417
8418	8418
8419	8419
8420	8420
8421	8421
8422	8422
8423	8423
8424	8424
8425	8425
8426	8426
8427	8427
8428	8428
8429	8429
8430	8430
8431	8431
8432	8432
8433	8433
8434	8434
8435	8435
8436	8436
8437	8437
8438	8438
8439	8439
8440	8440
8441	8441
8442	8442
8443	8443
8444	8444
8445	8445
8446	8446
8447	8447
8448	8448
8449	8449
8450	8450
8451	8451
8452	8452
8453	8453
8454	8454
8455	8455
8456	8456
8457	8457
8458	8458
8459	8459
8460	8460
8461	8461
8462	8462
8463	8463
8464	8464
8465	8465
8466	8466
8467	8467
8468	8468
8469	8469
8470	8470
8471	8471
8472	8472
8473	8473
8474	8474
8475	8475
8476	8476
8477	8477
8478	8478
8479	8479
8480	8480
8481	8481
8482	8482
8483	8483
8484	8484
8485	8485
8486	8486
8487	8487
8488	8488
8489	8489
8490	8490
8491	8491
8492	8492
8493	8493
8494	8494
8495	8495
8496	8496
8497	8497
8498	8498
8499	8499
8500	8500
8501	8501
8502	8502
8503	8503
8504	8504
8505	8505
8506	8506
8507	8507
8508	8508
8509	8509
8510	8510
8511	8511
8512	8512
8513	8513
8514	8514
8515	8515
8516	8516
8517	8517
8518	8518
8519	8519
8520	8520
8521	8521
8522	8522
8523	8523
8524	8524
8525	8525
8526	8526
8527	8527
8528	8528
8529	8529
8530	8530
8531	8531
8532	8532
8533	8533
8534	8534
8535	8535
8536	8536
8537	8537
8538	8538
8539	8539
8540	8540
8541	8541
8542	8542
8543	8543
8544	8544
8545	8545
8546	8546
8547	8547
8548	8548
8549	8549
8550	8550
8551	8551
8552	8552
8553	8553
8554	8554
8555	8555
8556	8556
8557	8557
8558	8558
8559	8559
8560	8560
8561	8561
8562	8562
8563	8563
8564	8564
8565	8565
8566	8566
8567	8567
8568	8568
8569	8569
8570	8570
8571	8571
8572	8572
8573	8573
8574	8574
8575	8575
8576	8576
8577	8577
8578	8578
8579	8579
8580	8580
8581	8581
8582	8582
8583	8583
8584	8584
8585	8585
8586	8586
8587	8587
8588	8588
8589	8589
8590	8590
8591	8591
8592	8592
8593	8593
8594	8594
8595	8595
8596	8596
8597	8597
8598	8598
8599	8599
8600	8600
8601	8601
8602	8602
8603	8603
8604	8604
8605	8605
8606	8606
8607	8607
8608	8608
8609	8609
8610	8610
8611	8611
8612	8612
8613	8613
8614	8614
8615	8615
8616	8616
8617	8617
8618	8618
8619	8619
8620	8620
8621	8621
8622	8622
8623	8623
8624	8624
8625	8625
8626	8626
8627	8627
8628	8628
8629	8629
8630	8630
8631	8631
8632	8632
8633	8633
8634	8634
8635	8635
8636	8636
8637	8637
8638	8638
8639	8639
8640	8640
8641	8641
8642	8642
8643	8643
8644	8644
8645	8645
8646	8646
8647	8647
8648	8648
8649	8649
8650	8650
8651	8651
8652	8652
8653	8653
8654	8654
8655	8655
8656	8656
8657	8657
8658	8658
8659	8659
8660	8660
8661	8661
8662	8662
8663	8663
8664	8664
8665	8665
8666	8666
8667	8667
8668	8668
8669	8669
8670	8670
8671	8671
8672	8672
8673	8673
8674	8674
8675	8675
8676	8676
8677	8677
8678	8678
8679	8679
8680	8680
8681	8681
8682	8682
8683	8683
8684	8684
8685	8685
8686	8686
8687	8687
8688	8688
8689	8689
8690	8690
8691	8691
8692	8692
8693	8693
8694	8694
8695	8695
8696	8696
8697	8697
8698	8698
8699	8699
8700	8700
8701	8701
8702	8702
8703	8703
8704	8704
8705	8705
8706	8706
8707	8707
8708	8708
8709	8709
8710	8710
8711	8711
8712	8712
8713	8713
8714	8714
8715	8715
8716	8716
8717	8717
8718	8718
8719	8719
8720	8720
8721	8721
8722	8722
8723	8723
8724	8724
8725	8725
8726	8726
8727	8727
8728	8728
8729	8729
8730	8730
8731	8731
8732	8732
8733	8733
8734	8734
8735	8735
8736	8736
8737	8737
8738	8738
8739	8739
8740	8740
8741	8741
8742	8742
8743	8743
8744	8744
8745	8745
8746	8746
8747	8747
8748	8748
8749	8749
8750	8750
8751	8751
8752	8752
8753	8753
8754	8754
8755	8755
8756	8756
8757	8757
8758	8758
8759	8759
8760	8760
8761	8761
8762	8762
8763	8763
8764	8764
8765	8765
8766	8766
8767	8767
8768	8768
8769	8769
8770	8770
8771	8771
8772	8772
8773	8773
8774	8774
8775	8775
8776	8776
8777	8777
8778	8778
8779	8779
8780	8780
8781	8781
8782	8782
8783	8783
8784	8784
8785	8785
8786	8786
8787	8787
8788	8788
8789	8789
8790	8790
8791	8791
8792	8792
8793	8793
8794	8794
8795	8795
8796	8796
8797	8797
8798	8798
8799	8799
8800	8800
8801	8801
8802	8802
8803	8803
8804	8804
8805	8805
8806	8806
8807	8807
8808	8808
8809	8809
8810	8810
8811	8811
8812	8812
8813	8813
8814	8814
8815	8815
8816	8816
8817	8817
8818	8818
8819	8819
8820	8820
8821	8821
8822	8822
8823	8823
8824	8824
8825	8825
8826	8826
8827	8827
8828	8828
8829	8829
8830	8830
8831	8831
8832	8832
8833	8833
8834	8834
8835	8835
8836	8836
8837	8837
8838	8838
8839	8839
8840	8840
8841	8841
8842	8842
8843	8843
8844	8844
8845	8845
8846	8846
8847	8847
8848	8848
8849	8849
8850	8850
8851	8851
8852	8852
8853	8853
8854	8854
8855	8855
8856	8856
8857	8857
8858	8858
8859	8859
8860	8860
8861	8861
8862	8862
8863	8863
8864	8864
8865	8865
8866	8866
8867	8867
8868	8868
8869	8869
8870	8870
8871	8871
8872	8872
8873	8873
8874	8874
8875	8875
8876	8876
8877	8877
8878	8878
8879	8879
8880	8880
8881	8881
8882	8882
8883	8883
8884	8884
8885	8885
8886	8886
8887	8887
8888	8888
8889	8889
8890	8890
8891	8891
8892	8892
8893	8893
8894	8894
8895	8895
8896	8896
8897	8897
8898	8898
8899	8899
8900	8900
8901	8901
8902	8902
8903	8903
8904	8904
8905	8905
8906	8906
8907	8907
8908	8908
8909	8909
8910	8910
8911	8911
8912	8912
8913	8913
8914	8914
8915	8915
8916	8916
8917	8917
8918	8918
8919	8919
8920	8920
8921	8921
8922	8922
8923	8923
8924	8924
8925	8925
8926	8926
8927	8927
8928	8928
8929	8929
8930	8930
8931	8931
8932	8932
8933	8933
8934	8934
8935	8935
8936	8936
8937	8937
8938	8938
8939	8939
8940	8940
8941	8941
8942	8942
8943	8943
8944	8944
8945	8945
8946	8946
8947	8947
8948	8948
8949	8949
8950	8950
8951	8951
8952	8952
8953	8953
8954	8954
8955	8955
8956	8956
8957	8957
8958	8958
8959	8959
8960	8960
8961	8961
8962	8962
8963	8963
8964	8964
8965	8965
8966	8966
8967	8967
8968	8968
8969	8969
8970	8970
8971	8971
8972	8972
8973	8973
8974	8974
8975	8975
8976	8976
8977	8977
8978	8978
8979	8979
8980	8980
8981	8981
8982	8982
8983	8983
8984	8984
8985	8985
8986	8986
8987	8987
8988	8988
8989	8989
8990	8990
8991	8991
8992	8992
8993	8993
8994	8994
8995	8995
8996	8996
8997	8997
8998	8998
8999	8999
9000	9000
9001	9001
9002	9002
9003	9003
9004	9004
9005	9005
9006	9006
9007	9007
9008	9008
9009	9009
9010	9010
9011	9011
9012	9012
9013	9013
9014	9014
9015	9015
9016	9016
9017	9017
9018	9018
9019	9019
9020	9020
9021	9021
9022	9022
9023	9023
9024	9024
9025	9025
9026	9026
9027	9027
9028	9028
9029	9029
9030	9030
9031	9031
9032	9032
9033	9033
9034	9034
9035	9035
9036	9036
9037	9037
9038	9038
9039	9039
9040	9040
9041	9041
9042	9042
9043	9043
9044	9044
9045	9045
9046	9046
9047	9047
9048	9048
9049	9049
9050	9050
9051	9051
9052	9052
9053	9053
9054	9054
9055	9055
9056	9056
9057	9057
9058	9058
9059	9059
9060	9060
9061	9061
9062	9062
9063	9063
9064	9064
9065	9065
9066	9066
9067	9067
9068	9068
9069	9069
9070	9070
9071	9071
9072	9072
9073	9073
9074	9074
9075	9075
9076	9076
9077	9077
9078	9078
9079	9079
9080	9080
9081	9081
9082	9082
9083	9083
9084	9084
9085	9085
9086	9086
9087	9087
9088	9088
9089	9089
9090	9090
9091	9091
9092	9092
9093	9093
9094	9094
9095	9095
9096	9096
9097	9097
9098	9098
9099	9099
9100	9100
9101	9101
9102	9102
9103	9103
9104	9104
9105	9105
9106	9106
9107	9107
9108	9108
9109	9109
9110	9110
9111	9111
9112	9112
9113	9113
9114	9114
9115	9115
9116	9116
9117	9117
9118	9118
9119	9119
9120	9120
9121	9121
9122	9122
9123	9123
9124	9124
9125	9125
9126	9126
9127	9127
9128	9128
9129	9129
9130	9130
9131	9131
9132	9132
9133	9133
9134	9134
9135	9135
9136	9136
9137	9137
9138	9138
9139	9139
9140	9140
9141	9141
9142	9142
9143	9143
9144	9144
9145	9145
9146	9146
9147	9147
9148	9148
9149	9149
9150	9150
9151	9151
9152	9152
9153	9153
9154	9154
9155	9155
9156	9156
9157	9157
9158	9158
9159	9159
9160	9160
9161	9161
9162	9162
9163	9163
9164	9164
9165	9165
9166	9166
9167	9167
9168	9168
9169	9169
9170	9170
9171	9171
9172	9172
9173	9173
9174	9174
9175	9175
9176	9176
9177	9177
9178	9178
9179	9179
9180	9180
9181	9181
9182	9182
9183	9183
9184	9184
9185	9185
9186	9186
9187	9187
9188	9188
9189	9189
9190	9190
9191	9191
9192	9192
9193	9193
9194	9194
9195	9195
9196	9196
9197	9197
9198	9198
9199	9199
9200	9200
9201	9201
9202	9202
9203	9203
9204	9204
9205	9205
9206	9206
9207	9207
9208	9208
9209	9209
9210	9210
9211	9211
9212	9212
9213	9213
9214	9214
9215	9215
9216	9216
9217	9217
9218	9218
9219	9219
9220	9220
9221	9221
9222	9222
9223	9223
9224	9224
9225	9225
9226	9226
9227	9227
9228	9228
9229	9229
9230	9230
9231	9231
9232	9232
9233	9233
9234	9234
9235	9235
9236	9236
9237	9237
9238	9238
9239	9239
9240	9240
9241	9241
9242	9242
9243	9243
9244	9244
9245	9245
9246	9246
9247	9247
9248	9248
9249	9249
9250	9250
9251	9251
9252	9252
9253	9253
9254	9254
9255	9255
9256	9256
9257	9257
9258	9258
9259	9259
9260	9260
9261	9261
9262	9262
9263	9263
9264	9264
9265	9265
9266	9266
\.


--
-- Data for Name: hidden; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.hidden (id, kept, "~dropped_gone") FROM stdin;
1	1	g1
2	2	g2
3	3	g3
4	4	g4
5	5	g5
6	6	g6
7	7	g7
8	8	g8
9	9	g9
10	10	g10
11	11	g11
12	12	g12
13	13	g13
14	14	g14
15	15	g15
16	16	g16
17	17	g17
18	18	g18
19	19	g19
20	20	g20
21	21	g21
22	22	g22
23	23	g23
24	24	g24
25	25	g25
26	26	g26
27	27	g27
28	28	g28
29	29	g29
30	30	g30
31	31	g31
32	32	g32
33	33	g33
34	34	g34
35	35	g35
36	36	g36
37	37	g37
38	38	g38
39	39	g39
40	40	g40
41	41	g41
42	42	g42
43	43	g43
44	44	g44
45	45	g45
46	46	g46
47	47	g47
48	48	g48
49	49	g49
50	50	g50
51	51	g51
52	52	g52
53	53	g53
54	54	g54
55	55	g55
56	56	g56
57	57	g57
58	58	g58
59	59	g59
60	60	g60
61	61	g61
62	62	g62
63	63	g63
64	64	g64
65	65	g65
66	66	g66
67	67	g67
68	68	g68
69	69	g69
70	70	g70
71	71	g71
72	72	g72
73	73	g73
74	74	g74
75	75	g75
76	76	g76
77	77	g77
78	78	g78
79	79	g79
80	80	g80
81	81	g81
82	82	g82
83	83	g83
84	84	g84
85	85	g85
86	86	g86
87	87	g87
88	88	g88
89	89	g89
90	90	g90
91	91	g91
92	92	g92
93	93	g93
94	94	g94
95	95	g95
96	96	g96
97	97	g97
98	98	g98
99	99	g99
100	100	g100
101	101	g101
102	102	g102
103	103	g103
104	104	g104
105	105	g105
106	106	g106
107	107	g107
108	108	g108
109	109	g109
110	110	g110
111	111	g111
112	112	g112
113	113	g113
114	114	g114
115	115	g115
116	116	g116
117	117	g117
118	118	g118
119	119	g119
120	120	g120
121	121	g121
122	122	g122
123	123	g123
124	124	g124
125	125	g125
126	126	g126
127	127	g127
128	128	g128
129	129	g129
130	130	g130
131	131	g131
132	132	g132
133	133	g133
134	134	g134
135	135	g135
136	136	g136
137	137	g137
138	138	g138
139	139	g139
140	140	g140
141	141	g141
142	142	g142
143	143	g143
144	144	g144
145	145	g145
146	146	g146
147	147	g147
148	148	g148
149	149	g149
150	150	g150
151	151	g151
152	152	g152
153	153	g153
154	154	g154
155	155	g155
156	156	g156
157	157	g157
158	158	g158
159	159	g159
160	160	g160
161	161	g161
162	162	g162
163	163	g163
164	164	g164
165	165	g165
166	166	g166
167	167	g167
168	168	g168
169	169	g169
170	170	g170
171	171	g171
172	172	g172
173	173	g173
174	174	g174
175	175	g175
176	176	g176
177	177	g177
178	178	g178
179	179	g179
180	180	g180
181	181	g181
182	182	g182
183	183	g183
184	184	g184
185	185	g185
186	186	g186
187	187	g187
188	188	g188
189	189	g189
190	190	g190
191	191	g191
192	192	g192
193	193	g193
194	194	g194
195	195	g195
196	196	g196
197	197	g197
198	198	g198
199	199	g199
200	200	g200
\.


--
-- Data for Name: log; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.log (word) FROM stdin;
once
\.


--
-- Data for Name: merged; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.merged (id, a, b, c) FROM stdin;
1	a1	b1	a1/b1
2	a2	b2	a2/b2
3	a3	b3	a3/b3
4	a4	b4	a4/b4
5	a5	b5	a5/b5
6	a6	b6	a6/b6
7	a7	b7	a7/b7
8	a8	b8	a8/b8
9	a9	b9	a9/b9
10	a10	b10	a10/b10
11	a11	b11	a11/b11
12	a12	b12	a12/b12
13	a13	b13	a13/b13
14	a14	b14	a14/b14
15	a15	b15	a15/b15
16	a16	b16	a16/b16
17	a17	b17	a17/b17
18	a18	b18	a18/b18
19	a19	b19	a19/b19
20	a20	b20	a20/b20
21	a21	b21	a21/b21
22	a22	b22	a22/b22
23	a23	b23	a23/b23
24	a24	b24	a24/b24
25	a25	b25	a25/b25
26	a26	b26	a26/b26
27	a27	b27	a27/b27
28	a28	b28	a28/b28
29	a29	b29	a29/b29
30	a30	b30	a30/b30
31	a31	b31	a31/b31
32	a32	b32	a32/b32
33	a33	b33	a33/b33
34	a34	b34	a34/b34
35	a35	b35	a35/b35
36	a36	b36	a36/b36
37	a37	b37	a37/b37
38	a38	b38	a38/b38
39	a39	b39	a39/b39
40	a40	b40	a40/b40
41	a41	b41	a41/b41
42	a42	b42	a42/b42
43	a43	b43	a43/b43
44	a44	b44	a44/b44
45	a45	b45	a45/b45
46	a46	b46	a46/b46
47	a47	b47	a47/b47
48	a48	b48	a48/b48
49	a49	b49	a49/b49
50	a50	b50	a50/b50
51	a51	b51	a51/b51
52	a52	b52	a52/b52
53	a53	b53	a53/b53
54	a54	b54	a54/b54
55	a55	b55	a55/b55
56	a56	b56	a56/b56
57	a57	b57	a57/b57
58	a58	b58	a58/b58
59	a59	b59	a59/b59
60	a60	b60	a60/b60
61	a61	b61	a61/b61
62	a62	b62	a62/b62
63	a63	b63	a63/b63
64	a64	b64	a64/b64
65	a65	b65	a65/b65
66	a66	b66	a66/b66
67	a67	b67	a67/b67
68	a68	b68	a68/b68
69	a69	b69	a69/b69
70	a70	b70	a70/b70
71	a71	b71	a71/b71
72	a72	b72	a72/b72
73	a73	b73	a73/b73
74	a74	b74	a74/b74
75	a75	b75	a75/b75
76	a76	b76	a76/b76
77	a77	b77	a77/b77
78	a78	b78	a78/b78
79	a79	b79	a79/b79
80	a80	b80	a80/b80
81	a81	b81	a81/b81
82	a82	b82	a82/b82
83	a83	b83	a83/b83
84	a84	b84	a84/b84
85	a85	b85	a85/b85
86	a86	b86	a86/b86
87	a87	b87	a87/b87
88	a88	b88	a88/b88
89	a89	b89	a89/b89
90	a90	b90	a90/b90
91	a91	b91	a91/b91
92	a92	b92	a92/b92
93	a93	b93	a93/b93
94	a94	b94	a94/b94
95	a95	b95	a95/b95
96	a96	b96	a96/b96
97	a97	b97	a97/b97
98	a98	b98	a98/b98
99	a99	b99	a99/b99
100	a100	b100	a100/b100
101	a101	b101	a101/b101
102	a102	b102	a102/b102
103	a103	b103	a103/b103
104	a104	b104	a104/b104
105	a105	b105	a105/b105
106	a106	b106	a106/b106
107	a107	b107	a107/b107
108	a108	b108	a108/b108
109	a109	b109	a109/b109
110	a110	b110	a110/b110
111	a111	b111	a111/b111
112	a112	b112	a112/b112
113	a113	b113	a113/b113
114	a114	b114	a114/b114
115	a115	b115	a115/b115
116	a116	b116	a116/b116
117	a117	b117	a117/b117
118	a118	b118	a118/b118
119	a119	b119	a119/b119
120	a120	b120	a120/b120
121	a121	b121	a121/b121
122	a122	b122	a122/b122
123	a123	b123	a123/b123
124	a124	b124	a124/b124
125	a125	b125	a125/b125
126	a126	b126	a126/b126
127	a127	b127	a127/b127
128	a128	b128	a128/b128
129	a129	b129	a129/b129
130	a130	b130	a130/b130
131	a131	b131	a131/b131
132	a132	b132	a132/b132
133	a133	b133	a133/b133
134	a134	b134	a134/b134
135	a135	b135	a135/b135
136	a136	b136	a136/b136
137	a137	b137	a137/b137
138	a138	b138	a138/b138
139	a139	b139	a139/b139
140	a140	b140	a140/b140
141	a141	b141	a141/b141
142	a142	b142	a142/b142
143	a143	b143	a143/b143
144	a144	b144	a144/b144
145	a145	b145	a145/b145
146	a146	b146	a146/b146
147	a147	b147	a147/b147
148	a148	b148	a148/b148
149	a149	b149	a149/b149
150	a150	b150	a150/b150
151	a151	b151	a151/b151
152	a152	b152	a152/b152
153	a153	b153	a153/b153
154	a154	b154	a154/b154
155	a155	b155	a155/b155
156	a156	b156	a156/b156
157	a157	b157	a157/b157
158	a158	b158	a158/b158
159	a159	b159	a159/b159
160	a160	b160	a160/b160
161	a161	b161	a161/b161
162	a162	b162	a162/b162
163	a163	b163	a163/b163
164	a164	b164	a164/b164
165	a165	b165	a165/b165
166	a166	b166	a166/b166
167	a167	b167	a167/b167
168	a168	b168	a168/b168
169	a169	b169	a169/b169
170	a170	b170	a170/b170
171	a171	b171	a171/b171
172	a172	b172	a172/b172
173	a173	b173	a173/b173
174	a174	b174	a174/b174
175	a175	b175	a175/b175
176	a176	b176	a176/b176
177	a177	b177	a177/b177
178	a178	b178	a178/b178
179	a179	b179	a179/b179
180	a180	b180	a180/b180
181	a181	b181	a181/b181
182	a182	b182	a182/b182
183	a183	b183	a183/b183
184	a184	b184	a184/b184
185	a185	b185	a185/b185
186	a186	b186	a186/b186
187	a187	b187	a187/b187
188	a188	b188	a188/b188
189	a189	b189	a189/b189
190	a190	b190	a190/b190
191	a191	b191	a191/b191
192	a192	b192	a192/b192
193	a193	b193	a193/b193
194	a194	b194	a194/b194
195	a195	b195	a195/b195
196	a196	b196	a196/b196
197	a197	b197	a197/b197
198	a198	b198	a198/b198
199	a199	b199	a199/b199
200	a200	b200	a200/b200
\.


--
-- Data for Name: new_table; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.new_table (id) FROM stdin;
1
2
3
4
5
6
7
8
9
10
11
12
13
14
15
16
17
18
19
20
21
22
23
24
25
26
27
28
29
30
31
32
33
34
35
36
37
38
39
40
41
42
43
44
45
46
47
48
49
50
51
52
53
54
55
56
57
58
59
60
61
62
63
64
65
66
67
68
69
70
71
72
73
74
75
76
77
78
79
80
81
82
83
84
85
86
87
88
89
90
91
92
93
94
95
96
97
98
99
100
101
102
103
104
105
106
107
108
109
110
111
112
113
114
115
116
117
118
119
120
121
122
123
124
125
126
127
128
129
130
131
132
133
134
135
136
137
138
139
140
141
142
143
144
145
146
147
148
149
150
151
152
153
154
155
156
157
158
159
160
161
162
163
164
165
166
167
168
169
170
171
172
173
174
175
176
177
178
179
180
181
182
183
184
185
186
187
188
189
190
191
192
193
194
195
196
197
198
199
200
\.


--
-- Data for Name: one; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.one (id) FROM stdin;
\.


--
-- Data for Name: renamed; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.renamed (id, old_name, new_name) FROM stdin;
1	r1	r1
2	r2	r2
3	r3	r3
4	r4	r4
5	r5	r5
6	r6	r6
7	r7	r7
8	r8	r8
9	r9	r9
10	r10	r10
11	r11	r11
12	r12	r12
13	r13	r13
14	r14	r14
15	r15	r15
16	r16	r16
17	r17	r17
18	r18	r18
19	r19	r19
20	r20	r20
21	r21	r21
22	r22	r22
23	r23	r23
24	r24	r24
25	r25	r25
26	r26	r26
27	r27	r27
28	r28	r28
29	r29	r29
30	r30	r30
31	r31	r31
32	r32	r32
33	r33	r33
34	r34	r34
35	r35	r35
36	r36	r36
37	r37	r37
38	r38	r38
39	r39	r39
40	r40	r40
41	r41	r41
42	r42	r42
43	r43	r43
44	r44	r44
45	r45	r45
46	r46	r46
47	r47	r47
48	r48	r48
49	r49	r49
50	r50	r50
51	r51	r51
52	r52	r52
53	r53	r53
54	r54	r54
55	r55	r55
56	r56	r56
57	r57	r57
58	r58	r58
59	r59	r59
60	r60	r60
61	r61	r61
62	r62	r62
63	r63	r63
64	r64	r64
65	r65	r65
66	r66	r66
67	r67	r67
68	r68	r68
69	r69	r69
70	r70	r70
71	r71	r71
72	r72	r72
73	r73	r73
74	r74	r74
75	r75	r75
76	r76	r76
77	r77	r77
78	r78	r78
79	r79	r79
80	r80	r80
81	r81	r81
82	r82	r82
83	r83	r83
84	r84	r84
85	r85	r85
86	r86	r86
87	r87	r87
88	r88	r88
89	r89	r89
90	r90	r90
91	r91	r91
92	r92	r92
93	r93	r93
94	r94	r94
95	r95	r95
96	r96	r96
97	r97	r97
98	r98	r98
99	r99	r99
100	r100	r100
101	r101	r101
102	r102	r102
103	r103	r103
104	r104	r104
105	r105	r105
106	r106	r106
107	r107	r107
108	r108	r108
109	r109	r109
110	r110	r110
111	r111	r111
112	r112	r112
113	r113	r113
114	r114	r114
115	r115	r115
116	r116	r116
117	r117	r117
118	r118	r118
119	r119	r119
120	r120	r120
121	r121	r121
122	r122	r122
123	r123	r123
124	r124	r124
125	r125	r125
126	r126	r126
127	r127	r127
128	r128	r128
129	r129	r129
130	r130	r130
131	r131	r131
132	r132	r132
133	r133	r133
134	r134	r134
135	r135	r135
136	r136	r136
137	r137	r137
138	r138	r138
139	r139	r139
140	r140	r140
141	r141	r141
142	r142	r142
143	r143	r143
144	r144	r144
145	r145	r145
146	r146	r146
147	r147	r147
148	r148	r148
149	r149	r149
150	r150	r150
151	r151	r151
152	r152	r152
153	r153	r153
154	r154	r154
155	r155	r155
156	r156	r156
157	r157	r157
158	r158	r158
159	r159	r159
160	r160	r160
161	r161	r161
162	r162	r162
163	r163	r163
164	r164	r164
165	r165	r165
166	r166	r166
167	r167	r167
168	r168	r168
169	r169	r169
170	r170	r170
171	r171	r171
172	r172	r172
173	r173	r173
174	r174	r174
175	r175	r175
176	r176	r176
177	r177	r177
178	r178	r178
179	r179	r179
180	r180	r180
181	r181	r181
182	r182	r182
183	r183	r183
184	r184	r184
185	r185	r185
186	r186	r186
187	r187	r187
188	r188	r188
189	r189	r189
190	r190	r190
191	r191	r191
192	r192	r192
193	r193	r193
194	r194	r194
195	r195	r195
196	r196	r196
197	r197	r197
198	r198	r198
199	r199	r199
200	r200	r200
\.


--
-- Data for Name: split; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.split (id, name, first, last) FROM stdin;
1	f1 l1	f1	l1
2	f2 l2	f2	l2
3	f3 l3	f3	l3
4	f4 l4	f4	l4
5	f5 l5	f5	l5
6	f6 l6	f6	l6
7	f7 l7	f7	l7
8	f8 l8	f8	l8
9	f9 l9	f9	l9
10	f10 l10	f10	l10
11	f11 l11	f11	l11
12	f12 l12	f12	l12
13	f13 l13	f13	l13
14	f14 l14	f14	l14
15	f15 l15	f15	l15
16	f16 l16	f16	l16
17	f17 l17	f17	l17
18	f18 l18	f18	l18
19	f19 l19	f19	l19
20	f20 l20	f20	l20
21	f21 l21	f21	l21
22	f22 l22	f22	l22
23	f23 l23	f23	l23
24	f24 l24	f24	l24
25	f25 l25	f25	l25
26	f26 l26	f26	l26
27	f27 l27	f27	l27
28	f28 l28	f28	l28
29	f29 l29	f29	l29
30	f30 l30	f30	l30
31	f31 l31	f31	l31
32	f32 l32	f32	l32
33	f33 l33	f33	l33
34	f34 l34	f34	l34
35	f35 l35	f35	l35
36	f36 l36	f36	l36
37	f37 l37	f37	l37
38	f38 l38	f38	l38
39	f39 l39	f39	l39
40	f40 l40	f40	l40
41	f41 l41	f41	l41
42	f42 l42	f42	l42
43	f43 l43	f43	l43
44	f44 l44	f44	l44
45	f45 l45	f45	l45
46	f46 l46	f46	l46
47	f47 l47	f47	l47
48	f48 l48	f48	l48
49	f49 l49	f49	l49
50	f50 l50	f50	l50
51	f51 l51	f51	l51
52	f52 l52	f52	l52
53	f53 l53	f53	l53
54	f54 l54	f54	l54
55	f55 l55	f55	l55
56	f56 l56	f56	l56
57	f57 l57	f57	l57
58	f58 l58	f58	l58
59	f59 l59	f59	l59
60	f60 l60	f60	l60
61	f61 l61	f61	l61
62	f62 l62	f62	l62
63	f63 l63	f63	l63
64	f64 l64	f64	l64
65	f65 l65	f65	l65
66	f66 l66	f66	l66
67	f67 l67	f67	l67
68	f68 l68	f68	l68
69	f69 l69	f69	l69
70	f70 l70	f70	l70
71	f71 l71	f71	l71
72	f72 l72	f72	l72
73	f73 l73	f73	l73
74	f74 l74	f74	l74
75	f75 l75	f75	l75
76	f76 l76	f76	l76
77	f77 l77	f77	l77
78	f78 l78	f78	l78
79	f79 l79	f79	l79
80	f80 l80	f80	l80
81	f81 l81	f81	l81
82	f82 l82	f82	l82
83	f83 l83	f83	l83
84	f84 l84	f84	l84
85	f85 l85	f85	l85
86	f86 l86	f86	l86
87	f87 l87	f87	l87
88	f88 l88	f88	l88
89	f89 l89	f89	l89
90	f90 l90	f90	l90
91	f91 l91	f91	l91
92	f92 l92	f92	l92
93	f93 l93	f93	l93
94	f94 l94	f94	l94
95	f95 l95	f95	l95
96	f96 l96	f96	l96
97	f97 l97	f97	l97
98	f98 l98	f98	l98
99	f99 l99	f99	l99
100	f100 l100	f100	l100
101	f101 l101	f101	l101
102	f102 l102	f102	l102
103	f103 l103	f103	l103
104	f104 l104	f104	l104
105	f105 l105	f105	l105
106	f106 l106	f106	l106
107	f107 l107	f107	l107
108	f108 l108	f108	l108
109	f109 l109	f109	l109
110	f110 l110	f110	l110
111	f111 l111	f111	l111
112	f112 l112	f112	l112
113	f113 l113	f113	l113
114	f114 l114	f114	l114
115	f115 l115	f115	l115
116	f116 l116	f116	l116
117	f117 l117	f117	l117
118	f118 l118	f118	l118
119	f119 l119	f119	l119
120	f120 l120	f120	l120
121	f121 l121	f121	l121
122	f122 l122	f122	l122
123	f123 l123	f123	l123
124	f124 l124	f124	l124
125	f125 l125	f125	l125
126	f126 l126	f126	l126
127	f127 l127	f127	l127
128	f128 l128	f128	l128
129	f129 l129	f129	l129
130	f130 l130	f130	l130
131	f131 l131	f131	l131
132	f132 l132	f132	l132
133	f133 l133	f133	l133
134	f134 l134	f134	l134
135	f135 l135	f135	l135
136	f136 l136	f136	l136
137	f137 l137	f137	l137
138	f138 l138	f138	l138
139	f139 l139	f139	l139
140	f140 l140	f140	l140
141	f141 l141	f141	l141
142	f142 l142	f142	l142
143	f143 l143	f143	l143
144	f144 l144	f144	l144
145	f145 l145	f145	l145
146	f146 l146	f146	l146
147	f147 l147	f147	l147
148	f148 l148	f148	l148
149	f149 l149	f149	l149
150	f150 l150	f150	l150
151	f151 l151	f151	l151
152	f152 l152	f152	l152
153	f153 l153	f153	l153
154	f154 l154	f154	l154
155	f155 l155	f155	l155
156	f156 l156	f156	l156
157	f157 l157	f157	l157
158	f158 l158	f158	l158
159	f159 l159	f159	l159
160	f160 l160	f160	l160
161	f161 l161	f161	l161
162	f162 l162	f162	l162
163	f163 l163	f163	l163
164	f164 l164	f164	l164
165	f165 l165	f165	l165
166	f166 l166	f166	l166
167	f167 l167	f167	l167
168	f168 l168	f168	l168
169	f169 l169	f169	l169
170	f170 l170	f170	l170
171	f171 l171	f171	l171
172	f172 l172	f172	l172
173	f173 l173	f173	l173
174	f174 l174	f174	l174
175	f175 l175	f175	l175
176	f176 l176	f176	l176
177	f177 l177	f177	l177
178	f178 l178	f178	l178
179	f179 l179	f179	l179
180	f180 l180	f180	l180
181	f181 l181	f181	l181
182	f182 l182	f182	l182
183	f183 l183	f183	l183
184	f184 l184	f184	l184
185	f185 l185	f185	l185
186	f186 l186	f186	l186
187	f187 l187	f187	l187
188	f188 l188	f188	l188
189	f189 l189	f189	l189
190	f190 l190	f190	l190
191	f191 l191	f191	l191
192	f192 l192	f192	l192
193	f193 l193	f193	l193
194	f194 l194	f194	l194
195	f195 l195	f195	l195
196	f196 l196	f196	l196
197	f197 l197	f197	l197
198	f198 l198	f198	l198
199	f199 l199	f199	l199
200	f200 l200	f200	l200
\.


--
-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.t (id, n) FROM stdin;
1	1
2	2
3	3
4	4
5	5
6	6
7	7
8	8
9	9
10	10
11	11
12	12
13	13
14	14
15	15
16	16
17	17
18	18
19	19
20	20
21	21
22	22
23	23
24	24
25	25
26	26
27	27
28	28
29	29
30	30
31	31
32	32
33	33
34	34
35	35
36	36
37	37
38	38
39	39
40	40
41	41
42	42
43	43
44	44
45	45
46	46
47	47
48	48
49	49
50	50
51	51
52	52
53	53
54	54
55	55
56	56
57	57
58	58
59	59
60	60
61	61
62	62
63	63
64	64
65	65
66	66
67	67
68	68
69	69
70	70
71	71
72	72
73	73
74	74
75	75
76	76
77	77
78	78
79	79
80	80
81	81
82	82
83	83
84	84
85	85
86	86
87	87
88	88
89	89
90	90
91	91
92	92
93	93
94	94
95	95
96	96
97	97
98	98
99	99
100	100
\.


--
-- Data for Name: twice; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.twice (n) FROM stdin;
1
1
\.


--
-- Data for Name: typed_begun; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.typed_begun (id, n, n_new_type) FROM stdin;
1	1	\N
2	2	\N
3	3	\N
4	4	\N
5	5	\N
6	6	\N
7	7	\N
8	8	\N
9	9	\N
10	10	\N
11	11	\N
12	12	\N
13	13	\N
14	14	\N
15	15	\N
16	16	\N
17	17	\N
18	18	\N
19	19	\N
20	20	\N
21	21	\N
22	22	\N
23	23	\N
24	24	\N
25	25	\N
26	26	\N
27	27	\N
28	28	\N
29	29	\N
30	30	\N
31	31	\N
32	32	\N
33	33	\N
34	34	\N
35	35	\N
36	36	\N
37	37	\N
38	38	\N
39	39	\N
40	40	\N
41	41	\N
42	42	\N
43	43	\N
44	44	\N
45	45	\N
46	46	\N
47	47	\N
48	48	\N
49	49	\N
50	50	\N
51	51	\N
52	52	\N
53	53	\N
54	54	\N
55	55	\N
56	56	\N
57	57	\N
58	58	\N
59	59	\N
60	60	\N
61	61	\N
62	62	\N
63	63	\N
64	64	\N
65	65	\N
66	66	\N
67	67	\N
68	68	\N
69	69	\N
70	70	\N
71	71	\N
72	72	\N
73	73	\N
74	74	\N
75	75	\N
76	76	\N
77	77	\N
78	78	\N
79	79	\N
80	80	\N
81	81	\N
82	82	\N
83	83	\N
84	84	\N
85	85	\N
86	86	\N
87	87	\N
88	88	\N
89	89	\N
90	90	\N
91	91	\N
92	92	\N
93	93	\N
94	94	\N
95	95	\N
96	96	\N
97	97	\N
98	98	\N
99	99	\N
100	100	\N
101	101	\N
102	102	\N
103	103	\N
104	104	\N
105	105	\N
106	106	\N
107	107	\N
108	108	\N
109	109	\N
110	110	\N
111	111	\N
112	112	\N
113	113	\N
114	114	\N
115	115	\N
116	116	\N
117	117	\N
118	118	\N
119	119	\N
120	120	\N
121	121	\N
122	122	\N
123	123	\N
124	124	\N
125	125	\N
126	126	\N
127	127	\N
128	128	\N
129	129	\N
130	130	\N
131	131	\N
132	132	\N
133	133	\N
134	134	\N
135	135	\N
136	136	\N
137	137	\N
138	138	\N
139	139	\N
140	140	\N
141	141	\N
142	142	\N
143	143	\N
144	144	\N
145	145	\N
146	146	\N
147	147	\N
148	148	\N
149	149	\N
150	150	\N
151	151	\N
152	152	\N
153	153	\N
154	154	\N
155	155	\N
156	156	\N
157	157	\N
158	158	\N
159	159	\N
160	160	\N
161	161	\N
162	162	\N
163	163	\N
164	164	\N
165	165	\N
166	166	\N
167	167	\N
168	168	\N
169	169	\N
170	170	\N
171	171	\N
172	172	\N
173	173	\N
174	174	\N
175	175	\N
176	176	\N
177	177	\N
178	178	\N
179	179	\N
180	180	\N
181	181	\N
182	182	\N
183	183	\N
184	184	\N
185	185	\N
186	186	\N
187	187	\N
188	188	\N
189	189	\N
190	190	\N
191	191	\N
192	192	\N
193	193	\N
194	194	\N
195	195	\N
196	196	\N
197	197	\N
198	198	\N
199	199	\N
200	200	\N
\.


--
-- Data for Name: typed_grace; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.typed_grace (id, n_old_type, n) FROM stdin;
1	1	1
2	2	2
3	3	3
4	4	4
5	5	5
6	6	6
7	7	7
8	8	8
9	9	9
10	10	10
11	11	11
12	12	12
13	13	13
14	14	14
15	15	15
16	16	16
17	17	17
18	18	18
19	19	19
20	20	20
21	21	21
22	22	22
23	23	23
24	24	24
25	25	25
26	26	26
27	27	27
28	28	28
29	29	29
30	30	30
31	31	31
32	32	32
33	33	33
34	34	34
35	35	35
36	36	36
37	37	37
38	38	38
39	39	39
40	40	40
41	41	41
42	42	42
43	43	43
44	44	44
45	45	45
46	46	46
47	47	47
48	48	48
49	49	49
50	50	50
51	51	51
52	52	52
53	53	53
54	54	54
55	55	55
56	56	56
57	57	57
58	58	58
59	59	59
60	60	60
61	61	61
62	62	62
63	63	63
64	64	64
65	65	65
66	66	66
67	67	67
68	68	68
69	69	69
70	70	70
71	71	71
72	72	72
73	73	73
74	74	74
75	75	75
76	76	76
77	77	77
78	78	78
79	79	79
80	80	80
81	81	81
82	82	82
83	83	83
84	84	84
85	85	85
86	86	86
87	87	87
88	88	88
89	89	89
90	90	90
91	91	91
92	92	92
93	93	93
94	94	94
95	95	95
96	96	96
97	97	97
98	98	98
99	99	99
100	100	100
101	101	101
102	102	102
103	103	103
104	104	104
105	105	105
106	106	106
107	107	107
108	108	108
109	109	109
110	110	110
111	111	111
112	112	112
113	113	113
114	114	114
115	115	115
116	116	116
117	117	117
118	118	118
119	119	119
120	120	120
121	121	121
122	122	122
123	123	123
124	124	124
125	125	125
126	126	126
127	127	127
128	128	128
129	129	129
130	130	130
131	131	131
132	132	132
133	133	133
134	134	134
135	135	135
136	136	136
137	137	137
138	138	138
139	139	139
140	140	140
141	141	141
142	142	142
143	143	143
144	144	144
145	145	145
146	146	146
147	147	147
148	148	148
149	149	149
150	150	150
151	151	151
152	152	152
153	153	153
154	154	154
155	155	155
156	156	156
157	157	157
158	158	158
159	159	159
160	160	160
161	161	161
162	162	162
163	163	163
164	164	164
165	165	165
166	166	166
167	167	167
168	168	168
169	169	169
170	170	170
171	171	171
172	172	172
173	173	173
174	174	174
175	175	175
176	176	176
177	177	177
178	178	178
179	179	179
180	180	180
181	181	181
182	182	182
183	183	183
184	184	184
185	185	185
186	186	186
187	187	187
188	188	188
189	189	189
190	190	190
191	191	191
192	192	192
193	193	193
194	194	194
195	195	195
196	196	196
197	197	197
198	198	198
199	199	199
200	200	200
\.


--
-- Data for Name: typed_ready; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.typed_ready (id, n, n_new_type) FROM stdin;
1	1	1
2	2	2
3	3	3
4	4	4
5	5	5
6	6	6
7	7	7
8	8	8
9	9	9
10	10	10
11	11	11
12	12	12
13	13	13
14	14	14
15	15	15
16	16	16
17	17	17
18	18	18
19	19	19
20	20	20
21	21	21
22	22	22
23	23	23
24	24	24
25	25	25
26	26	26
27	27	27
28	28	28
29	29	29
30	30	30
31	31	31
32	32	32
33	33	33
34	34	34
35	35	35
36	36	36
37	37	37
38	38	38
39	39	39
40	40	40
41	41	41
42	42	42
43	43	43
44	44	44
45	45	45
46	46	46
47	47	47
48	48	48
49	49	49
50	50	50
51	51	51
52	52	52
53	53	53
54	54	54
55	55	55
56	56	56
57	57	57
58	58	58
59	59	59
60	60	60
61	61	61
62	62	62
63	63	63
64	64	64
65	65	65
66	66	66
67	67	67
68	68	68
69	69	69
70	70	70
71	71	71
72	72	72
73	73	73
74	74	74
75	75	75
76	76	76
77	77	77
78	78	78
79	79	79
80	80	80
81	81	81
82	82	82
83	83	83
84	84	84
85	85	85
86	86	86
87	87	87
88	88	88
89	89	89
90	90	90
91	91	91
92	92	92
93	93	93
94	94	94
95	95	95
96	96	96
97	97	97
98	98	98
99	99	99
100	100	100
101	101	101
102	102	102
103	103	103
104	104	104
105	105	105
106	106	106
107	107	107
108	108	108
109	109	109
110	110	110
111	111	111
112	112	112
113	113	113
114	114	114
115	115	115
116	116	116
117	117	117
118	118	118
119	119	119
120	120	120
121	121	121
122	122	122
123	123	123
124	124	124
125	125	125
126	126	126
127	127	127
128	128	128
129	129	129
130	130	130
131	131	131
132	132	132
133	133	133
134	134	134
135	135	135
136	136	136
137	137	137
138	138	138
139	139	139
140	140	140
141	141	141
142	142	142
143	143	143
144	144	144
145	145	145
146	146	146
147	147	147
148	148	148
149	149	149
150	150	150
151	151	151
152	152	152
153	153	153
154	154	154
155	155	155
156	156	156
157	157	157
158	158	158
159	159	159
160	160	160
161	161	161
162	162	162
163	163	163
164	164	164
165	165	165
166	166	166
167	167	167
168	168	168
169	169	169
170	170	170
171	171	171
172	172	172
173	173	173
174	174	174
175	175	175
176	176	176
177	177	177
178	178	178
179	179	179
180	180	180
181	181	181
182	182	182
183	183	183
184	184	184
185	185	185
186	186	186
187	187	187
188	188	188
189	189	189
190	190	190
191	191	191
192	192	192
193	193	193
194	194	194
195	195	195
196	196	196
197	197	197
198	198	198
199	199	199
200	200	200
\.


--
-- Data for Name: ~dropped_hidden_table; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public."~dropped_hidden_table" (id) FROM stdin;
1
2
3
4
5
6
7
8
9
10
11
12
13
14
15
16
17
18
19
20
21
22
23
24
25
26
27
28
29
30
31
32
33
34
35
36
37
38
39
40
41
42
43
44
45
46
47
48
49
50
51
52
53
54
55
56
57
58
59
60
61
62
63
64
65
66
67
68
69
70
71
72
73
74
75
76
77
78
79
80
81
82
83
84
85
86
87
88
89
90
91
92
93
94
95
96
97
98
99
100
101
102
103
104
105
106
107
108
109
110
111
112
113
114
115
116
117
118
119
120
121
122
123
124
125
126
127
128
129
130
131
132
133
134
135
136
137
138
139
140
141
142
143
144
145
146
147
148
149
150
151
152
153
154
155
156
157
158
159
160
161
162
163
164
165
166
167
168
169
170
171
172
173
174
175
176
177
178
179
180
181
182
183
184
185
186
187
188
189
190
191
192
193
194
195
196
197
198
199
200
\.


--
-- Data for Name: one; Type: TABLE DATA; Schema: tenant_1; Owner: -
--

COPY tenant_1.one (id) FROM stdin;
\.


--
-- Name: backfill_skipped_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.backfill_skipped_id_seq', 1, false);


--
-- Name: backfills_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.backfills_id_seq', 7, true);


--
-- Name: ddl_seen_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.ddl_seen_id_seq', 1, false);


--
-- Name: fingerprints_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.fingerprints_id_seq', 1, true);


--
-- Name: jobs_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.jobs_id_seq', 13, true);


--
-- Name: journal_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.journal_id_seq', 32, true);


--
-- Name: operations_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.operations_id_seq', 11, true);


--
-- Name: schema_journal_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.schema_journal_id_seq', 3, true);


--
-- Name: schemas_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.schemas_id_seq', 1, true);


--
-- Name: squashed_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.squashed_id_seq', 1, false);


--
-- Name: writes_seen_id_seq; Type: SEQUENCE SET; Schema: migrate; Owner: -
--

SELECT pg_catalog.setval('migrate.writes_seen_id_seq', 1, false);


--
-- Name: filled filled_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.filled
    ADD CONSTRAINT filled_pkey PRIMARY KEY (id);


--
-- Name: hidden hidden_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hidden
    ADD CONSTRAINT hidden_pkey PRIMARY KEY (id);


--
-- Name: ~dropped_hidden_table hidden_table_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."~dropped_hidden_table"
    ADD CONSTRAINT hidden_table_pkey PRIMARY KEY (id);


--
-- Name: merged merged_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merged
    ADD CONSTRAINT merged_pkey PRIMARY KEY (id);


--
-- Name: new_table old_table_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.new_table
    ADD CONSTRAINT old_table_pkey PRIMARY KEY (id);


--
-- Name: renamed renamed_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.renamed
    ADD CONSTRAINT renamed_pkey PRIMARY KEY (id);


--
-- Name: split split_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.split
    ADD CONSTRAINT split_pkey PRIMARY KEY (id);


--
-- Name: t t_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id);


--
-- Name: typed_begun typed_begun_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.typed_begun
    ADD CONSTRAINT typed_begun_pkey PRIMARY KEY (id);


--
-- Name: typed_grace typed_grace_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.typed_grace
    ADD CONSTRAINT typed_grace_pkey PRIMARY KEY (id);


--
-- Name: typed_ready typed_ready_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.typed_ready
    ADD CONSTRAINT typed_ready_pkey PRIMARY KEY (id);


--
-- Name: one_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX one_id ON public.one USING btree (id);


--
-- Name: one_id; Type: INDEX; Schema: tenant_1; Owner: -
--

CREATE INDEX one_id ON tenant_1.one USING btree (id);


--
-- Name: filled held; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER held BEFORE UPDATE ON public.filled FOR EACH ROW WHEN ((old.id = 10000)) EXECUTE FUNCTION public.held();


--
-- Name: typed_begun held; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER held BEFORE UPDATE ON public.typed_begun FOR EACH ROW WHEN ((old.id = 100)) EXECUTE FUNCTION public.held();


--
-- Name: merged ~c_sync_6_f5af08ac; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~c_sync_6_f5af08ac" BEFORE INSERT ON public.merged FOR EACH ROW EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden');

ALTER TABLE public.merged ENABLE ALWAYS TRIGGER "~c_sync_6_f5af08ac";


--
-- Name: merged ~c_sync_update_6_f5af08ac; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~c_sync_update_6_f5af08ac" BEFORE UPDATE ON public.merged FOR EACH ROW WHEN (record_image_ne(ROW(new.a, new.b, new.c), ROW(old.a, old.b, old.c))) EXECUTE FUNCTION public.merged_c_sync_6_f5af08ac('6_f5af08ac', 'merged_a_hidden', 'merged_b_hidden');

ALTER TABLE public.merged ENABLE ALWAYS TRIGGER "~c_sync_update_6_f5af08ac";


--
-- Name: hidden ~dropped_gone_inserted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~dropped_gone_inserted" AFTER INSERT ON public.hidden FOR EACH ROW WHEN (record_image_ne(ROW(new."~dropped_gone"), ROW(NULL::text))) EXECUTE FUNCTION migrate.note_write('7_573fa67c');

ALTER TABLE public.hidden ENABLE ALWAYS TRIGGER "~dropped_gone_inserted";


--
-- Name: hidden ~dropped_gone_updated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~dropped_gone_updated" AFTER UPDATE ON public.hidden FOR EACH ROW WHEN (record_image_ne(ROW(new."~dropped_gone"), ROW(old."~dropped_gone"))) EXECUTE FUNCTION migrate.note_write('7_573fa67c');

ALTER TABLE public.hidden ENABLE ALWAYS TRIGGER "~dropped_gone_updated";


--
-- Name: ~dropped_hidden_table ~dropped_hidden_table_emptied; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~dropped_hidden_table_emptied" AFTER TRUNCATE ON public."~dropped_hidden_table" FOR EACH STATEMENT EXECUTE FUNCTION migrate.note_write('8_ccca7251');

ALTER TABLE public."~dropped_hidden_table" ENABLE ALWAYS TRIGGER "~dropped_hidden_table_emptied";


--
-- Name: ~dropped_hidden_table ~dropped_hidden_table_written; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~dropped_hidden_table_written" AFTER INSERT OR DELETE OR UPDATE ON public."~dropped_hidden_table" FOR EACH ROW EXECUTE FUNCTION migrate.note_write('8_ccca7251');

ALTER TABLE public."~dropped_hidden_table" ENABLE ALWAYS TRIGGER "~dropped_hidden_table_written";


--
-- Name: split ~first_last_sync_5_9eb6b554; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~first_last_sync_5_9eb6b554" BEFORE INSERT ON public.split FOR EACH ROW EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden');

ALTER TABLE public.split ENABLE ALWAYS TRIGGER "~first_last_sync_5_9eb6b554";


--
-- Name: split ~first_last_sync_update_5_9eb6b554; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~first_last_sync_update_5_9eb6b554" BEFORE UPDATE ON public.split FOR EACH ROW WHEN (record_image_ne(ROW(new.name, new.first, new.last), ROW(old.name, old.first, old.last))) EXECUTE FUNCTION public.split_first_last_sync_5_9eb6b554('5_9eb6b554', 'split_name_hidden');

ALTER TABLE public.split ENABLE ALWAYS TRIGGER "~first_last_sync_update_5_9eb6b554";


--
-- Name: typed_begun ~migrate_10_2558c207; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_10_2558c207" BEFORE TRUNCATE ON public.typed_begun FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('10_2558c207');


--
-- Name: renamed ~migrate_1_67c2379a; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_1_67c2379a" BEFORE TRUNCATE ON public.renamed FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('1_67c2379a');


--
-- Name: typed_ready ~migrate_2_f4ee638b; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_2_f4ee638b" BEFORE TRUNCATE ON public.typed_ready FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('2_f4ee638b');


--
-- Name: typed_grace ~migrate_3_dd684087; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_3_dd684087" BEFORE TRUNCATE ON public.typed_grace FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('3_dd684087');


--
-- Name: split ~migrate_5_9eb6b554; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_5_9eb6b554" BEFORE TRUNCATE ON public.split FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('5_9eb6b554');


--
-- Name: merged ~migrate_6_f5af08ac; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_6_f5af08ac" BEFORE TRUNCATE ON public.merged FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('6_f5af08ac');


--
-- Name: hidden ~migrate_7_573fa67c; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_7_573fa67c" BEFORE TRUNCATE ON public.hidden FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('7_573fa67c');


--
-- Name: ~dropped_hidden_table ~migrate_8_ccca7251; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~migrate_8_ccca7251" BEFORE TRUNCATE ON public."~dropped_hidden_table" FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('8_ccca7251');


--
-- Name: typed_begun ~n_sync_10_2558c207; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~n_sync_10_2558c207" BEFORE INSERT OR UPDATE ON public.typed_begun FOR EACH ROW EXECUTE FUNCTION public.typed_begun_n_sync_10_2558c207('10_2558c207', 'n_new_type', 'n_old_type');

ALTER TABLE public.typed_begun ENABLE ALWAYS TRIGGER "~n_sync_10_2558c207";


--
-- Name: typed_ready ~n_sync_2_f4ee638b; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~n_sync_2_f4ee638b" BEFORE INSERT OR UPDATE ON public.typed_ready FOR EACH ROW EXECUTE FUNCTION public.typed_ready_n_sync_2_f4ee638b('2_f4ee638b', 'n_new_type', 'n_old_type');

ALTER TABLE public.typed_ready ENABLE ALWAYS TRIGGER "~n_sync_2_f4ee638b";


--
-- Name: typed_grace ~n_sync_3_dd684087; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~n_sync_3_dd684087" BEFORE INSERT OR UPDATE ON public.typed_grace FOR EACH ROW EXECUTE FUNCTION public.typed_grace_n_sync_3_dd684087('3_dd684087', 'n_new_type', 'n_old_type');

ALTER TABLE public.typed_grace ENABLE ALWAYS TRIGGER "~n_sync_3_dd684087";


--
-- Name: renamed ~new_name_sync_1_67c2379a; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~new_name_sync_1_67c2379a" BEFORE INSERT ON public.renamed FOR EACH ROW EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a');

ALTER TABLE public.renamed ENABLE ALWAYS TRIGGER "~new_name_sync_1_67c2379a";


--
-- Name: renamed ~new_name_sync_update_1_67c2379a; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER "~new_name_sync_update_1_67c2379a" BEFORE UPDATE ON public.renamed FOR EACH ROW WHEN (record_image_ne(ROW(new.old_name, new.new_name), ROW(old.old_name, old.new_name))) EXECUTE FUNCTION public.renamed_new_name_sync_1_67c2379a('1_67c2379a');

ALTER TABLE public.renamed ENABLE ALWAYS TRIGGER "~new_name_sync_update_1_67c2379a";


--
-- Name: FUNCTION merged_c_sync_6_f5af08ac(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.merged_c_sync_6_f5af08ac() FROM PUBLIC;


--
-- Name: FUNCTION renamed_new_name_sync_1_67c2379a(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.renamed_new_name_sync_1_67c2379a() FROM PUBLIC;


--
-- Name: FUNCTION split_first_last_sync_5_9eb6b554(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.split_first_last_sync_5_9eb6b554() FROM PUBLIC;


--
-- Name: FUNCTION typed_begun_n_sync_10_2558c207(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.typed_begun_n_sync_10_2558c207() FROM PUBLIC;


--
-- Name: FUNCTION typed_grace_n_sync_3_dd684087(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.typed_grace_n_sync_3_dd684087() FROM PUBLIC;


--
-- Name: FUNCTION typed_ready_n_sync_2_f4ee638b(); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.typed_ready_n_sync_2_f4ee638b() FROM PUBLIC;


--
-- PostgreSQL database dump complete
--


