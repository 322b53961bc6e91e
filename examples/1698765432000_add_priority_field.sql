-- Migration: 1698765432000
-- Description: Add priority field to conversations
-- Date: 20231031

-- ============================================================================
-- UP MIGRATION
-- ============================================================================

BEGIN;

ALTER TABLE conversations
ADD COLUMN priority TEXT DEFAULT 'medium' NOT NULL;

-- PostgreSQL refuses this statement inside a transaction. It may stand here all
-- the same: it runs as a unit of its own, after what comes before it is committed.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_priority
ON conversations(priority);

COMMIT;

-- ============================================================================
-- DOWN MIGRATION (ROLLBACK)
-- ============================================================================

BEGIN;

DROP INDEX IF EXISTS idx_conversations_priority;

ALTER TABLE conversations
DROP COLUMN IF EXISTS priority;

COMMIT;
