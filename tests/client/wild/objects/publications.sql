CREATE TABLE orders (id int PRIMARY KEY, secret text, region text);
CREATE TABLE parted (id int) PARTITION BY LIST (id);
CREATE PUBLICATION some_orders FOR TABLE orders (id, region) WHERE (region = 'eu') WITH (publish = 'insert, update');
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION parts FOR TABLE parted WITH (publish_via_partition_root = true);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA public;
ALTER PUBLICATION parts SET (publish = 'insert');
ALTER PUBLICATION some_orders SET TABLE orders;
ALTER TABLE orders REPLICA IDENTITY FULL;
DROP PUBLICATION everything;
CREATE SUBSCRIPTION wild_copy CONNECTION 'host=elsewhere.example dbname=x' PUBLICATION some_orders, parts
    WITH (connect = false, enabled = false, create_slot = false, slot_name = NONE);
ALTER SUBSCRIPTION wild_copy SET PUBLICATION some_orders WITH (refresh = false);
CREATE TABLE subscriptions AS SELECT subname, subenabled, subpublications, subconninfo FROM pg_subscription
WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
DROP SUBSCRIPTION wild_copy;
