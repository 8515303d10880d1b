-- Reminders that fall due, and the notices that people receive.

CREATE TABLE reminders (
  id             BLOB PRIMARY KEY CHECK (length(id) = 16),
  assignment_id  BLOB NOT NULL REFERENCES assignments (id),
  kind           TEXT NOT NULL CHECK (kind IN ('expiring', 'ended')),
  threshold_days INTEGER NOT NULL CHECK (threshold_days >= 0),
  ends_at        INTEGER NOT NULL,
  due_at         INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('scheduled', 'sent', 'superseded')),
  done_at        INTEGER,
  recipients_by  TEXT CHECK (recipients_by IN ('sponsors', 'owners', 'custodian', 'nobody')),
  UNIQUE (assignment_id, ends_at, threshold_days),
  CHECK ((state = 'scheduled') = (done_at IS NULL)),
  CHECK ((kind = 'ended') = (threshold_days = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX reminders_due ON reminders (due_at, id) WHERE state = 'scheduled';
CREATE INDEX reminders_by_due ON reminders (due_at, id);
CREATE TRIGGER reminders_stay_done BEFORE UPDATE OF state ON reminders WHEN OLD.state <> 'scheduled'
BEGIN SELECT RAISE(ABORT, 'a reminder that was sent or superseded stays so'); END;
CREATE TRIGGER reminders_are_never_deleted BEFORE DELETE ON reminders
BEGIN SELECT RAISE(ABORT, 'reminders are kept for ever'); END;

CREATE TABLE notices (
  id                BLOB PRIMARY KEY CHECK (length(id) = 16),
  kind              TEXT NOT NULL CHECK (kind IN ('accessExpiring', 'accessEnded', 'decisionWanted', 'accessDelivered',
    'requestDenied', 'requestExpired', 'accessExtended', 'sponsorshipInherited', 'sponsorChange', 'agentHeld',
    'decisionForwarded', 'decisionReminder', 'decisionMade', 'decisionMissed', 'approvalsDelegated', 'approvalRevoked')),
  recipient_id      BLOB NOT NULL REFERENCES people (id),
  state             TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'superseded', 'failed')),
  due_at            INTEGER NOT NULL,
  created_at        INTEGER NOT NULL,
  shown_at          INTEGER,
  -- When a notice that its reader put off comes up again.
  snoozed_until     INTEGER,
  failure           TEXT,
  reminder_id       BLOB REFERENCES reminders (id),
  assignment_id     BLOB REFERENCES assignments (id),
  request_id        BLOB REFERENCES requests (id),
  stage_id          BLOB REFERENCES approval_stages (id),
  agent_id          BLOB REFERENCES agents (id),
  access_package_id BLOB REFERENCES access_packages (id),
  ends_at           INTEGER,
  sentence          TEXT NOT NULL,
  -- The same as code and values; nothing where a person or a workflow wrote the sentence.
  saying            TEXT CHECK (json_valid(saying)),
  CHECK ((state = 'shown') = (shown_at IS NOT NULL)),
  CHECK (state <> 'failed' OR failure IS NOT NULL),
  CHECK (snoozed_until IS NULL OR state = 'shown')
) STRICT, WITHOUT ROWID;
-- Each reminder reaches each recipient once.
CREATE UNIQUE INDEX notices_once ON notices (reminder_id, recipient_id) WHERE reminder_id IS NOT NULL;
CREATE INDEX notices_by_recipient ON notices (recipient_id, id);
CREATE INDEX notices_waiting ON notices (id) WHERE state IN ('waiting', 'failed');
CREATE INDEX notices_waiting_by_recipient ON notices (recipient_id, id) WHERE state IN ('waiting', 'failed');
CREATE INDEX notices_snoozed ON notices (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX notices_by_request ON notices (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX notices_by_assignment ON notices (assignment_id, recipient_id) WHERE assignment_id IS NOT NULL;
CREATE TRIGGER notices_are_shown_once BEFORE UPDATE OF state ON notices WHEN OLD.state IN ('shown', 'superseded')
BEGIN SELECT RAISE(ABORT, 'a notice that was shown or superseded stays so'); END;
CREATE TRIGGER notices_are_never_deleted BEFORE DELETE ON notices
BEGIN SELECT RAISE(ABORT, 'notices are kept for ever'); END;
