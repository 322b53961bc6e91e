CREATE TABLE "Order Items" (
    "Id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "Order" bigint NOT NULL REFERENCES orders
);
CREATE INDEX "Order Items Order" ON "Order Items" ("Order");
COMMENT ON TABLE "Order Items" IS 'it''s; quoted';
