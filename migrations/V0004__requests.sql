-- Requests and their approval, assignments and the rights that they give.

CREATE TABLE requests (
  id                  BLOB PRIMARY KEY CHECK (length(id) = 16),
  request_type        TEXT NOT NULL CHECK (request_type IN
    ('userAdd', 'userExtend', 'userRemove', 'adminAdd', 'adminUpdate', 'adminRemove', 'systemRemove')),
  state               TEXT NOT NULL CHECK (state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering',
    'delivered', 'partiallyDelivered', 'deliveryFailed', 'denied', 'canceled')),
  status              TEXT NOT NULL CHECK (status IN
    ('Accepted', 'Denied', 'Expired', 'AssignmentEnded', 'TargetNotEligible', 'Fulfilled', 'Canceled')),
  requestor_person_id BLOB REFERENCES people (id),
  requestor_agent_id  BLOB REFERENCES agents (id),
  agent_id            BLOB NOT NULL REFERENCES agents (id),
  access_package_id   BLOB NOT NULL REFERENCES access_packages (id),
  policy_id           BLOB NOT NULL REFERENCES policies (id),
  assignment_id       BLOB REFERENCES assignments (id),
  justification       TEXT NOT NULL,
  asked_start_at      INTEGER,
  asked_duration_ms   INTEGER CHECK (asked_duration_ms BETWEEN 1 AND 3660 * 86400000),
  asked_end_at        INTEGER,
  granted_duration_ms INTEGER CHECK (granted_duration_ms > 0),
  granted_end_at      INTEGER,
  created_at          INTEGER NOT NULL,
  completed_at        INTEGER,
  CHECK (requestor_person_id IS NULL OR requestor_agent_id IS NULL),
  CHECK ((completed_at IS NULL) = (state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering'))),
  CHECK (request_type <> 'userExtend' OR (assignment_id IS NOT NULL AND asked_end_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX requests_one_open_add ON requests (agent_id, access_package_id)
  WHERE request_type IN ('userAdd', 'adminAdd') AND completed_at IS NULL;
CREATE UNIQUE INDEX requests_one_open_extension ON requests (assignment_id)
  WHERE request_type IN ('userExtend', 'adminUpdate') AND completed_at IS NULL;
CREATE INDEX requests_by_agent ON requests (agent_id, id);
CREATE INDEX requests_by_package ON requests (access_package_id, id);
CREATE INDEX requests_by_requestor ON requests (requestor_person_id, id) WHERE requestor_person_id IS NOT NULL;
CREATE INDEX requests_by_assignment ON requests (assignment_id, id) WHERE assignment_id IS NOT NULL;
CREATE INDEX requests_by_time ON requests (created_at, id);
CREATE INDEX requests_by_state ON requests (state, created_at, id);
CREATE INDEX requests_open ON requests (created_at, id) WHERE completed_at IS NULL;
CREATE INDEX requests_starting ON requests (state, asked_start_at, id) WHERE state = 'scheduled';
CREATE TRIGGER requests_keep_what_was_asked BEFORE UPDATE OF request_type, requestor_person_id, requestor_agent_id,
  agent_id, access_package_id, policy_id, justification, asked_start_at, asked_duration_ms, asked_end_at, created_at
  ON requests
BEGIN SELECT RAISE(ABORT, 'what a request asks never changes'); END;
CREATE TRIGGER requests_move_along_the_table BEFORE UPDATE OF state ON requests
WHEN NEW.state <> OLD.state AND NOT (
     (OLD.state = 'submitted' AND NEW.state IN ('pendingApproval', 'scheduled', 'delivering', 'denied', 'canceled'))
  OR (OLD.state = 'pendingApproval' AND NEW.state IN ('scheduled', 'delivering', 'denied', 'canceled'))
  OR (OLD.state = 'scheduled' AND NEW.state IN ('delivering', 'canceled', 'deliveryFailed'))
  OR (OLD.state = 'delivering' AND NEW.state IN ('delivered', 'partiallyDelivered', 'deliveryFailed'))
  OR (OLD.state = 'partiallyDelivered' AND NEW.state = 'delivering')
  OR (OLD.state = 'deliveryFailed' AND NEW.state IN ('delivering', 'scheduled', 'canceled')))
BEGIN SELECT RAISE(ABORT, 'a request does not move so'); END;
CREATE TRIGGER requests_are_never_deleted BEFORE DELETE ON requests
BEGIN SELECT RAISE(ABORT, 'requests are kept for ever'); END;

CREATE TABLE approval_stages (
  id                        BLOB PRIMARY KEY CHECK (length(id) = 16),
  request_id                BLOB NOT NULL REFERENCES requests (id),
  number                    INTEGER NOT NULL CHECK (number BETWEEN 1 AND 3),
  state                     TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'approved', 'denied', 'expired', 'canceled')),
  limit_ms                  INTEGER NOT NULL CHECK (limit_ms > 0),
  is_justification_required INTEGER NOT NULL CHECK (is_justification_required IN (0, 1)),
  approvers_by              TEXT CHECK (approvers_by IN ('primary', 'fallback', 'administrators', 'nobody')),
  opened_at                 INTEGER,
  deadline_at               INTEGER,
  escalate_after_ms         INTEGER CHECK (escalate_after_ms > 0),
  escalates_at              INTEGER,
  escalated_at              INTEGER,
  alternates_by             TEXT CHECK (alternates_by IN ('alternate', 'fallbackAlternate', 'nobody')),
  remind_at                 INTEGER,
  UNIQUE (request_id, number),
  CHECK ((opened_at IS NULL) = (deadline_at IS NULL)),
  CHECK (state <> 'open' OR opened_at IS NOT NULL),
  CHECK (escalates_at < deadline_at),
  CHECK (remind_at < deadline_at),
  CHECK ((escalated_at IS NULL) = (alternates_by IS NULL)),
  CHECK (escalated_at IS NULL OR escalates_at IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX approval_stages_one_open ON approval_stages (request_id) WHERE state = 'open';
CREATE INDEX approval_stages_by_deadline ON approval_stages (deadline_at) WHERE state = 'open';
CREATE INDEX approval_stages_by_escalation ON approval_stages (escalates_at) WHERE state = 'open' AND escalated_at IS NULL;
CREATE INDEX approval_stages_by_reminder ON approval_stages (remind_at) WHERE state = 'open';
CREATE TRIGGER approval_stages_escalate_once BEFORE UPDATE OF escalated_at ON approval_stages WHEN OLD.escalated_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a stage is forwarded to its alternates once'); END;

-- Who may decide in their own right: the primary approvers, or whoever took their place, and the alternates who joined.
CREATE TABLE stage_approvers (
  stage_id  BLOB NOT NULL REFERENCES approval_stages (id),
  person_id BLOB NOT NULL REFERENCES people (id),
  list      TEXT NOT NULL CHECK (list IN ('primary', 'alternate')),
  PRIMARY KEY (stage_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stage_approvers_by_person ON stage_approvers (person_id);

-- The key is the stage: at most one decision closes it. A delegate decides for an approver, who is named beside them.
CREATE TABLE decisions (
  stage_id      BLOB PRIMARY KEY REFERENCES approval_stages (id),
  person_id     BLOB NOT NULL REFERENCES people (id),
  for_person_id BLOB REFERENCES people (id),
  verdict       TEXT NOT NULL CHECK (verdict IN ('Approved', 'Denied')),
  justification TEXT NOT NULL,
  is_shortened  INTEGER NOT NULL CHECK (is_shortened IN (0, 1)),
  decided_at    INTEGER NOT NULL,
  CHECK (for_person_id <> person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_by_person ON decisions (person_id, decided_at, stage_id);
CREATE INDEX decisions_by_represented ON decisions (for_person_id, decided_at, stage_id) WHERE for_person_id IS NOT NULL;
CREATE TRIGGER decisions_are_not_ones_own BEFORE INSERT ON decisions
WHEN (SELECT r.requestor_person_id FROM approval_stages s JOIN requests r ON r.id = s.request_id
      WHERE s.id = NEW.stage_id) IN (NEW.person_id, NEW.for_person_id)
BEGIN SELECT RAISE(ABORT, 'nobody decides on their own request'); END;
-- For whom a delegate decides must be an approver too; that the delegate was one is proved where delegations are kept.
CREATE TRIGGER decisions_are_by_approvers BEFORE INSERT ON decisions
WHEN NOT EXISTS (SELECT 1 FROM stage_approvers a
                 WHERE a.stage_id = NEW.stage_id AND a.person_id = coalesce(NEW.for_person_id, NEW.person_id))
BEGIN SELECT RAISE(ABORT, 'only an approver of the stage decides'); END;
CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;

CREATE TABLE assignments (
  id                BLOB PRIMARY KEY CHECK (length(id) = 16),
  agent_id          BLOB NOT NULL REFERENCES agents (id),
  access_package_id BLOB NOT NULL REFERENCES access_packages (id),
  policy_id         BLOB NOT NULL REFERENCES policies (id),
  request_id        BLOB NOT NULL UNIQUE REFERENCES requests (id),
  state             TEXT NOT NULL CHECK (state IN
    ('delivering', 'delivered', 'partiallyDelivered', 'deliveryFailed', 'expired')),
  starts_at         INTEGER NOT NULL,
  ends_at           INTEGER,
  let_expire_at     INTEGER,
  ended_at          INTEGER,
  end_reason        TEXT CHECK (end_reason IN ('expired', 'returned', 'removed', 'removedByRule', 'approvalRevoked')),
  CHECK (ends_at IS NULL OR ends_at > starts_at),
  CHECK ((state = 'expired') = (ended_at IS NOT NULL)),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CHECK (ended_at IS NULL OR ends_at IS NULL OR ended_at <= ends_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX assignments_one_current ON assignments (agent_id, access_package_id)
  WHERE state IN ('delivering', 'delivered', 'partiallyDelivered');
CREATE INDEX assignments_by_agent ON assignments (agent_id, id);
CREATE INDEX assignments_by_package ON assignments (access_package_id, id);
-- What ends never is listed last. The text of the expression is the one that queries use.
CREATE INDEX assignments_by_end ON assignments (coalesce(ends_at, 9223372036854775807), id);
CREATE INDEX assignments_held ON assignments (access_package_id, starts_at, ends_at, state) WHERE state <> 'expired';
CREATE INDEX assignments_ending ON assignments (ends_at, id) WHERE state <> 'expired' AND ends_at IS NOT NULL;
CREATE TRIGGER assignments_keep_their_subject BEFORE UPDATE OF agent_id, access_package_id, request_id, starts_at
  ON assignments
BEGIN SELECT RAISE(ABORT, 'an assignment keeps its agent, package, request and start'); END;
CREATE TRIGGER assignments_stay_over BEFORE UPDATE ON assignments WHEN OLD.state = 'expired'
BEGIN SELECT RAISE(ABORT, 'an assignment that is over stays over'); END;
CREATE TRIGGER assignments_are_never_deleted BEFORE DELETE ON assignments
BEGIN SELECT RAISE(ABORT, 'assignments are kept for ever'); END;

-- One right held over a time. Two sources of one right are two rows, so that one survives the other's end.
CREATE TABLE grants (
  id            BLOB PRIMARY KEY CHECK (length(id) = 16),
  agent_id      BLOB NOT NULL REFERENCES agents (id),
  right_kind    TEXT NOT NULL CHECK (right_kind IN
    ('groupMembership', 'appRole', 'delegatedPermission', 'directoryRoleActive', 'directoryRoleEligible')),
  origin_id     BLOB NOT NULL CHECK (length(origin_id) = 16),
  role_id       BLOB CHECK (length(role_id) = 16),
  assignment_id BLOB REFERENCES assignments (id),
  starts_at     INTEGER NOT NULL,
  ends_at       INTEGER,
  withdrawn_at  INTEGER,
  CHECK ((role_id IS NOT NULL) = (right_kind IN ('appRole', 'delegatedPermission')))
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_agent ON grants (agent_id, right_kind, origin_id);
CREATE INDEX grants_by_assignment ON grants (assignment_id) WHERE assignment_id IS NOT NULL;
CREATE INDEX grants_by_right ON grants (origin_id, right_kind);
CREATE UNIQUE INDEX grants_direct_once ON grants (agent_id, right_kind, origin_id, coalesce(role_id, x''))
  WHERE assignment_id IS NULL AND withdrawn_at IS NULL;
CREATE TRIGGER grants_are_never_deleted BEFORE DELETE ON grants
BEGIN SELECT RAISE(ABORT, 'grants are kept for ever'); END;
CREATE TRIGGER grants_stay_withdrawn BEFORE UPDATE ON grants
WHEN OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NOT OLD.withdrawn_at
BEGIN SELECT RAISE(ABORT, 'a withdrawn grant stays withdrawn'); END;
