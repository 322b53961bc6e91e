BEGIN;
ALTER TABLE "projects" ADD COLUMN "summary" text NULL;
COMMIT;
