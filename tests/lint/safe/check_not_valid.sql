ALTER TABLE lines ADD CONSTRAINT lines_quantity_positive CHECK (quantity > 0) NOT VALID;
