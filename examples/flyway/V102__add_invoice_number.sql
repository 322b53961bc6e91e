ALTER TABLE invoices ADD COLUMN number text;
CREATE UNIQUE INDEX CONCURRENTLY invoices_number ON invoices (number);
