CREATE SCHEMA billing;
CREATE TABLE billing.accounts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE billing.invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES billing.accounts,
    sum numeric(14, 2) NOT NULL CHECK (sum >= 0),
    due_on date NOT NULL
);
CREATE INDEX ON billing.invoices (account_id, due_on);
