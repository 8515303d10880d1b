-- The agents' own door: whether it is open and where, and the secrets by which agents and blueprints say who they are there.

CREATE TABLE door (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  port    INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535)
) STRICT;

-- Of the secret itself only its SHA-256: it is 256 bits of randomness, so that nothing can be guessed from the hash.
CREATE TABLE secrets (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  agent_id     BLOB REFERENCES agents (id),
  blueprint_id BLOB REFERENCES blueprints (id),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  hint         TEXT NOT NULL CHECK (length(hint) = 3),
  hash         BLOB NOT NULL CHECK (length(hash) = 32),
  created_at   INTEGER NOT NULL,
  created_by   BLOB NOT NULL REFERENCES people (id),
  ends_at      INTEGER NOT NULL,
  revoked_at   INTEGER,
  last_used_at INTEGER,
  CHECK ((agent_id IS NULL) <> (blueprint_id IS NULL)),
  CHECK (ends_at > created_at)
) STRICT;
CREATE INDEX secrets_by_agent ON secrets (agent_id, created_at) WHERE agent_id IS NOT NULL;
CREATE INDEX secrets_by_blueprint ON secrets (blueprint_id, created_at) WHERE blueprint_id IS NOT NULL;
CREATE TRIGGER secrets_only_wear_out BEFORE UPDATE ON secrets
WHEN NEW.id <> OLD.id OR NEW.agent_id IS NOT OLD.agent_id OR NEW.blueprint_id IS NOT OLD.blueprint_id
  OR NEW.hash <> OLD.hash OR NEW.ends_at <> OLD.ends_at OR NEW.created_at <> OLD.created_at
  OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at)
BEGIN SELECT RAISE(ABORT, 'a secret is used and revoked, and nothing else changes about it'); END;
CREATE TRIGGER secrets_are_never_deleted BEFORE DELETE ON secrets
BEGIN SELECT RAISE(ABORT, 'secrets are kept for ever, revoked or not'); END;
