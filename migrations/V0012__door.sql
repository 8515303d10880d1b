-- The agents' own door: whether it is open and where, and the secrets by which agents and blueprints say who they are there.

CREATE TABLE door (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  is_open  INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  port     INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535),
  is_https INTEGER NOT NULL CHECK (is_https IN (0, 1))
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

-- Programs that wait until a person confirms at the desk that it is they who sign in. Of both codes only the SHA-256: the
-- program's is 256 bits of randomness, and the person's is worth nothing after 15 minutes. A row goes when its token was
-- fetched, and otherwise some time after its end.
CREATE TABLE sign_in_codes (
  device_hash    BLOB PRIMARY KEY CHECK (length(device_hash) = 32),
  user_hash      BLOB NOT NULL UNIQUE CHECK (length(user_hash) = 32),
  client         TEXT NOT NULL CHECK (length(client) BETWEEN 1 AND 256),
  scope          TEXT NOT NULL CHECK (length(scope) BETWEEN 1 AND 1024),
  asked_at       INTEGER NOT NULL,
  ends_at        INTEGER NOT NULL CHECK (ends_at > asked_at),
  asked_every_ms INTEGER NOT NULL CHECK (asked_every_ms > 0),
  last_asked_at  INTEGER,
  is_confirmed   INTEGER CHECK (is_confirmed IN (0, 1)),
  person_id      BLOB REFERENCES people (id),
  stamp          TEXT,
  CHECK ((person_id IS NOT NULL) = (is_confirmed IS NOT NULL)),
  CHECK ((stamp IS NOT NULL) = (is_confirmed IS 1))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sign_in_codes_are_answered_once BEFORE UPDATE ON sign_in_codes
WHEN OLD.is_confirmed IS NOT NULL AND (NEW.is_confirmed IS NOT OLD.is_confirmed OR NEW.person_id IS NOT OLD.person_id)
BEGIN SELECT RAISE(ABORT, 'a code is answered once'); END;
