-- Approvers who are away: whom they appointed, for which time, and which approvals reached the delegate; approvals that
-- were taken back.

-- A delegation that was edited or ended keeps its row; one that ended before it began was never in force.
CREATE TABLE delegations (
  id          BLOB PRIMARY KEY CHECK (length(id) = 16),
  approver_id BLOB NOT NULL REFERENCES people (id),
  delegate_id BLOB NOT NULL REFERENCES people (id),
  starts_at   INTEGER NOT NULL,
  ends_at     INTEGER,
  ended_at    INTEGER,
  created_at  INTEGER NOT NULL,
  CHECK (approver_id <> delegate_id),
  CHECK (ends_at IS NULL OR ends_at > starts_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX delegations_by_approver ON delegations (approver_id, starts_at);
CREATE INDEX delegations_by_delegate ON delegations (delegate_id, starts_at);
CREATE TRIGGER delegations_stay_ended BEFORE UPDATE ON delegations WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a delegation that was ended stays so'); END;
CREATE TRIGGER delegations_keep_their_approver BEFORE UPDATE OF approver_id, created_at ON delegations
BEGIN SELECT RAISE(ABORT, 'a delegation keeps its approver'); END;
CREATE TRIGGER delegations_are_never_deleted BEFORE DELETE ON delegations
BEGIN SELECT RAISE(ABORT, 'delegations are kept for ever'); END;

-- Which approvals reached a delegate, and in whose place. One hop only: whoever stands in is in nobody's place again.
CREATE TABLE stage_delegates (
  stage_id      BLOB NOT NULL,
  person_id     BLOB NOT NULL REFERENCES people (id),
  approver_id   BLOB NOT NULL,
  delegation_id BLOB NOT NULL REFERENCES delegations (id),
  PRIMARY KEY (stage_id, person_id, approver_id),
  FOREIGN KEY (stage_id, approver_id) REFERENCES stage_approvers (stage_id, person_id),
  CHECK (person_id <> approver_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stage_delegates_by_person ON stage_delegates (person_id);
CREATE TRIGGER stage_delegates_are_not_requestors BEFORE INSERT ON stage_delegates
WHEN NEW.person_id = (SELECT r.requestor_person_id FROM approval_stages s JOIN requests r ON r.id = s.request_id
                      WHERE s.id = NEW.stage_id)
BEGIN SELECT RAISE(ABORT, 'nobody decides on their own request, not for somebody else either'); END;

CREATE TRIGGER decisions_are_by_delegates_in_force BEFORE INSERT ON decisions
WHEN NEW.for_person_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM stage_delegates s JOIN delegations d ON d.id = s.delegation_id
  WHERE s.stage_id = NEW.stage_id AND s.person_id = NEW.person_id AND s.approver_id = NEW.for_person_id
    AND d.approver_id = NEW.for_person_id AND d.delegate_id = NEW.person_id
    AND d.starts_at <= NEW.decided_at
    AND NEW.decided_at < min(coalesce(d.ends_at, 9223372036854775807), coalesce(d.ended_at, 9223372036854775807)))
BEGIN SELECT RAISE(ABORT, 'only a delegate whose delegation is in force decides for an approver'); END;

-- An approval that its approver took back, with the request that removed what it had led to.
CREATE TABLE revocations (
  stage_id      BLOB PRIMARY KEY REFERENCES decisions (stage_id),
  request_id    BLOB NOT NULL UNIQUE REFERENCES requests (id),
  justification TEXT NOT NULL CHECK (length(justification) > 0),
  revoked_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER revocations_are_of_approvals BEFORE INSERT ON revocations
WHEN 'Approved' <> (SELECT d.verdict FROM decisions d WHERE d.stage_id = NEW.stage_id)
BEGIN SELECT RAISE(ABORT, 'only an approval is taken back'); END;
CREATE TRIGGER revocations_are_never_changed BEFORE UPDATE ON revocations
BEGIN SELECT RAISE(ABORT, 'revocations are never changed'); END;
CREATE TRIGGER revocations_are_never_deleted BEFORE DELETE ON revocations
BEGIN SELECT RAISE(ABORT, 'revocations are kept for ever'); END;
