-- The state database.
--
-- One room owns each table, and one class of it holds the statements (RepositoriesTest says which). Conventions:
--   times     UTC text of fixed width (yyyy-MM-ddTHH:mm:ss.SSSZ): readable, and sorted as they fall; columns "..._at"
--   booleans  0 or 1
--   JSON      text that only Java reads
--   names     constraints are named TABLE_WHAT, indexes TABLE_by_COLUMNS
-- No raw identifier of a person is ever stored.

------------------------------------------------------------------------------------------------------------------------
-- Room state: what the database itself is about, and what all rooms share.
------------------------------------------------------------------------------------------------------------------------

-- Which environment this database belongs to. In that of production, destinations with sandbox: true rehearse beside the
-- others. Owner: StateDatabase. One row, written when the database is made; kept for ever.
CREATE TABLE installation (
  id          INTEGER CONSTRAINT installation_key PRIMARY KEY CONSTRAINT installation_one_row CHECK (id = 1),
  environment TEXT    NOT NULL
);

-- Which process may do what, until when; fence grows with every new holder. Owner: Leases. A row is deleted when its
-- holder gives the lease back, and overwritten when it has ended.
CREATE TABLE lease (
  name       TEXT CONSTRAINT lease_key PRIMARY KEY,
  owner      TEXT    NOT NULL,
  held_until TEXT    NOT NULL,
  fence      INTEGER NOT NULL
);

-- Numbers that never repeat in this database, whatever becomes of an audience. Owner: NumberSeries. One row a series,
-- kept for ever.
CREATE TABLE number_series (
  name TEXT CONSTRAINT number_series_key PRIMARY KEY,
  last INTEGER NOT NULL
);
INSERT INTO number_series (name, last)
VALUES ('comparison', 0), ('generation', 0);

-- The audit: who did what to which workflow, credential, destination, person or API token. Append-only; each row carries
-- the hash of the one before, and the head of the chain is one row. workflow_id is a workflow, or destination:NAME,
-- credential:NAME, person:NAME, token:NAME, or log-in. Owner: EventLog. Kept for ever.
CREATE TABLE workflow_event (
  sequence      INTEGER CONSTRAINT workflow_event_key PRIMARY KEY,
  workflow_id   TEXT    NOT NULL,
  at            TEXT    NOT NULL,
  kind          TEXT    NOT NULL,
  actor         TEXT    NOT NULL,
  detail        TEXT    NOT NULL,
  previous_hash TEXT    NOT NULL,
  hash          TEXT    NOT NULL
);
CREATE INDEX workflow_event_by_workflow ON workflow_event (workflow_id, sequence);

-- The newest entry of the audit. Owner: EventLog. One row, changed in the transaction of each entry.
CREATE TABLE event_chain (
  id       INTEGER CONSTRAINT event_chain_key PRIMARY KEY CONSTRAINT event_chain_one_row CHECK (id = 1),
  sequence INTEGER NOT NULL,
  hash     TEXT    NOT NULL
);
INSERT INTO event_chain (id, sequence, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

------------------------------------------------------------------------------------------------------------------------
-- Rooms credential and authorization
------------------------------------------------------------------------------------------------------------------------

-- Tokens, and the name and address of who gave the grant, are encrypted under a key that is not in this database.
-- A row may stand for a token that is stored elsewhere (a file, a variable): then it only holds that TikTok refused it.
-- Owner: StoredCredentials. Kept until the credential is removed.
CREATE TABLE credential (
  name                TEXT CONSTRAINT credential_key PRIMARY KEY,
  id                  TEXT    NOT NULL CONSTRAINT credential_id UNIQUE,
  description         TEXT    NOT NULL DEFAULT '',
  access_token        TEXT,
  refresh_token       TEXT,
  user_name           TEXT,
  user_email          TEXT,
  scopes              TEXT    NOT NULL DEFAULT '[]',
  advertisers         TEXT    NOT NULL DEFAULT '[]',
  granted_at          TEXT,
  expires_at          TEXT,
  refresh_expires_at  TEXT,
  refused_fingerprint TEXT,
  refused_at          TEXT,
  refusal_told        INTEGER NOT NULL DEFAULT 0
);

-- A link that somebody may open to give a grant: its state is kept as a digest, and serves once.
-- Owner: AuthorizationRequests. Deleted some time after it has expired.
CREATE TABLE authorization_request (
  state_digest TEXT CONSTRAINT authorization_request_key PRIMARY KEY,
  credential   TEXT NOT NULL,
  redirect_url TEXT NOT NULL,
  actor        TEXT NOT NULL,
  made_at      TEXT NOT NULL,
  expires_at   TEXT NOT NULL,
  used_at      TEXT,
  outcome      TEXT,
  succeeded    INTEGER
);
CREATE INDEX authorization_request_by_credential ON authorization_request (credential, made_at);

------------------------------------------------------------------------------------------------------------------------
-- Room people: who may use the console and the API. Secrets of sessions, API tokens and invitations are random, and only
-- their SHA-256 digests are stored, so that a reader of the database cannot use them.
------------------------------------------------------------------------------------------------------------------------

-- Who may log in, or could once; name is in lower case. password_hash: Argon2id in the PHC format; none before the person
-- followed their invitation, and for those of an identity provider (source OIDC), whom it knows as subject.
-- Owner: PersonTable. Kept for ever: the audit names them.
CREATE TABLE person (
  name            TEXT CONSTRAINT person_key PRIMARY KEY,
  display_name    TEXT    NOT NULL,
  role            TEXT    NOT NULL,
  restrict_pii    INTEGER NOT NULL,
  source          TEXT    NOT NULL,
  subject         TEXT CONSTRAINT person_subject UNIQUE,
  password_hash   TEXT,
  password_set_at TEXT,
  created_at      TEXT    NOT NULL,
  disabled_at     TEXT,
  last_log_in_at  TEXT
);

-- Who is logged in on which browser; id is the digest of the secret in its cookie.
-- Owner: Sessions. Deleted when it ends.
CREATE TABLE session (
  id           TEXT CONSTRAINT session_key PRIMARY KEY,
  person       TEXT NOT NULL CONSTRAINT session_person REFERENCES person (name),
  opened_at    TEXT NOT NULL,
  last_used_at TEXT NOT NULL,
  address      TEXT NOT NULL
);
CREATE INDEX session_by_person ON session (person, opened_at);

-- The one-time links by which people set their passwords; the one without a person makes the first admin.
-- Owner: InvitationTable. Deleted 30 days after it has expired.
CREATE TABLE invitation (
  secret_digest TEXT CONSTRAINT invitation_key PRIMARY KEY,
  person        TEXT CONSTRAINT invitation_person REFERENCES person (name),
  made_by       TEXT NOT NULL,
  made_at       TEXT NOT NULL,
  expires_at    TEXT NOT NULL,
  used_at       TEXT
);
CREATE INDEX invitation_by_person ON invitation (person);

-- The tokens of programs. A name is free again when its token was revoked. Owner: ApiTokens. Kept for ever, as people are.
CREATE TABLE api_token (
  secret_digest TEXT CONSTRAINT api_token_key PRIMARY KEY,
  name          TEXT    NOT NULL,
  role          TEXT    NOT NULL,
  restrict_pii  INTEGER NOT NULL,
  created_by    TEXT    NOT NULL,
  created_at    TEXT    NOT NULL,
  expires_at    TEXT    NOT NULL,
  last_used_at  TEXT,
  revoked_at    TEXT
);
CREATE UNIQUE INDEX api_token_by_name ON api_token (name) WHERE revoked_at IS NULL;

-- Failed log-ins of a name (its digest: people type passwords into the wrong field) or an address. An attempt counts as
-- failed until it has succeeded. Owner: LogInLimits. Deleted 24 hours after the last attempt.
CREATE TABLE log_in_attempt (
  subject      TEXT CONSTRAINT log_in_attempt_key PRIMARY KEY,
  failures     INTEGER NOT NULL,
  last_at      TEXT    NOT NULL,
  locked_until TEXT    NOT NULL
);

------------------------------------------------------------------------------------------------------------------------
-- Rooms destination, source, schedule and call: one row a destination, and the calls of a day
------------------------------------------------------------------------------------------------------------------------

-- Whether the connection of each destination to TikTok can work, as it was last checked; only what can is polled.
-- due: somebody asked for a check, or the bundle started; next_check: the one that comes by itself.
-- Owner: ConnectionStates. Kept as long as the destination is configured.
CREATE TABLE destination_connection (
  destination TEXT CONSTRAINT destination_connection_key PRIMARY KEY,
  credential  TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  since       TEXT    NOT NULL,
  checked_at  TEXT,
  question    TEXT,
  message     TEXT,
  remedy      TEXT,
  action      TEXT,
  due         INTEGER NOT NULL DEFAULT 1,
  next_check  TEXT
);

-- How the source of each destination was found when it was last polled, and when it is polled again. left_alone: files
-- that are there and are not taken, as a JSON object of name and reason.
-- Owner: SourceStates. Kept as long as the destination has a source.
CREATE TABLE source_state (
  destination TEXT CONSTRAINT source_state_key PRIMARY KEY,
  place       TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  since       TEXT    NOT NULL,
  looked_at   TEXT,
  waiting     INTEGER NOT NULL DEFAULT 0,
  failures    INTEGER NOT NULL DEFAULT 0,
  condition   TEXT,
  message     TEXT,
  next_try    TEXT,
  left_alone  TEXT    NOT NULL DEFAULT '{}'
);

-- The times of a destination's schedule that are done with. Owner: ScheduleWatch. Kept.
CREATE TABLE schedule_watch (
  destination TEXT CONSTRAINT schedule_watch_key PRIMARY KEY,
  looked_for  TEXT NOT NULL,
  expected_at TEXT NOT NULL
);

-- The calls of a day of UTC, taken in lots; a lane is an app or an advertiser. Owner: CallCounts. Deleted when a later
-- day begins.
CREATE TABLE call_count (
  lane  TEXT    NOT NULL,
  day   TEXT    NOT NULL,
  calls INTEGER NOT NULL,
  CONSTRAINT call_count_key PRIMARY KEY (lane, day)
);

------------------------------------------------------------------------------------------------------------------------
-- Room audience: what this product knows of TikTok's audiences
------------------------------------------------------------------------------------------------------------------------

-- The identity of an audience is its environment, its owner and its name; TikTok's id is known once it was found or made.
-- unfolded_workflow: its accepted batches could not be folded into the snapshots, which are not complete until it is taken
-- up again, or until they are rebuilt. Owner: Audiences. Kept for ever; forgets its id when TikTok has deleted it.
CREATE TABLE audience (
  id                  INTEGER CONSTRAINT audience_key PRIMARY KEY,
  environment         TEXT    NOT NULL DEFAULT 'PRODUCTION',
  owner_advertiser_id TEXT    NOT NULL,
  name                TEXT    NOT NULL,
  tiktok_audience_id  TEXT,
  made_here           INTEGER NOT NULL DEFAULT 0,
  create_requested_at TEXT,
  created_at          TEXT,
  refreshed_at        TEXT,
  unfolded_workflow   TEXT,
  CONSTRAINT audience_identity UNIQUE (environment, owner_advertiser_id, name),
  CONSTRAINT audience_tiktok_id UNIQUE (environment, tiktok_audience_id)
);

-- The current generation of what this product put into an audience, one file an id schema.
-- uncertain: members of batches whose answer was lost; they may be in the audience or not. late: members of calls whose
-- answer was lost at some time, so that they may take effect after later ones. workflow_id, run: which run of which
-- workflow left the generation (a run is one comparison); folded: with which of its batches.
-- Owner: MemberRecords. Replaced when a workflow leaves the audience; deleted when the audience is forgotten.
CREATE TABLE audience_snapshot (
  audience_id       INTEGER NOT NULL CONSTRAINT audience_snapshot_audience REFERENCES audience (id),
  id_schema         TEXT    NOT NULL,
  generation        INTEGER NOT NULL,
  file              TEXT    NOT NULL,
  members           INTEGER NOT NULL,
  uncertain_file    TEXT,
  uncertain_members INTEGER NOT NULL DEFAULT 0,
  late_adds_file    TEXT,
  late_adds         INTEGER NOT NULL DEFAULT 0,
  late_removes_file TEXT,
  late_removes      INTEGER NOT NULL DEFAULT 0,
  workflow_id       TEXT    NOT NULL,
  run               INTEGER NOT NULL DEFAULT 0,
  folded            TEXT    NOT NULL DEFAULT '',
  CONSTRAINT audience_snapshot_key PRIMARY KEY (audience_id, id_schema)
);

-- The last list of each destination that feeds an audience, one file an id schema.
-- Owner: MemberRecords. Life time as of audience_snapshot.
CREATE TABLE audience_feed (
  audience_id INTEGER NOT NULL CONSTRAINT audience_feed_audience REFERENCES audience (id),
  destination TEXT    NOT NULL,
  id_schema   TEXT    NOT NULL,
  file        TEXT    NOT NULL,
  members     INTEGER NOT NULL,
  email_rule  TEXT    NOT NULL,
  CONSTRAINT audience_feed_key PRIMARY KEY (audience_id, destination, id_schema)
);

-- When TikTok accepted changes of an audience. restless_since is the first change after which the audience was not left
-- alone for two days: sizes may lag behind for so long.
-- Owner: AudienceWatches. Replaced when the audience has another id of TikTok's.
CREATE TABLE audience_change (
  audience_id        INTEGER CONSTRAINT audience_change_key PRIMARY KEY
                             CONSTRAINT audience_change_audience REFERENCES audience (id),
  tiktok_audience_id TEXT    NOT NULL,
  first_change_at    TEXT    NOT NULL,
  restless_since     TEXT    NOT NULL,
  last_change_at     TEXT    NOT NULL
);

-- What TikTok says about an audience. A row stands for all consecutive readings that say the same; problem is why TikTok
-- does not let it be used, twins are other audiences of its name.
-- Owner: AudienceHistory. Deleted after watch.keep-history-days, but for the newest of each audience.
CREATE TABLE audience_reading (
  id                 INTEGER CONSTRAINT audience_reading_key PRIMARY KEY,
  audience_id        INTEGER NOT NULL CONSTRAINT audience_reading_audience REFERENCES audience (id),
  tiktok_audience_id TEXT    NOT NULL,
  first_read_at      TEXT    NOT NULL,
  last_read_at       TEXT    NOT NULL,
  listed             INTEGER NOT NULL,
  type               TEXT    NOT NULL,
  matched            INTEGER,
  valid              INTEGER NOT NULL,
  expiring           INTEGER NOT NULL,
  expires_at         TEXT,
  status             TEXT    NOT NULL,
  problem            TEXT    NOT NULL,
  twins              TEXT    NOT NULL
);
CREATE INDEX audience_reading_by_audience ON audience_reading (audience_id, tiktok_audience_id, id);

-- What people have to know of an audience, until it is over.
-- Owner: AudienceWarnings. Kept; resolved_at says when it was over.
CREATE TABLE audience_warning (
  id          INTEGER CONSTRAINT audience_warning_key PRIMARY KEY,
  audience_id INTEGER NOT NULL CONSTRAINT audience_warning_audience REFERENCES audience (id),
  kind        TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  message     TEXT    NOT NULL,
  since       TEXT    NOT NULL,
  resolved_at TEXT
);
CREATE INDEX audience_warning_by_audience ON audience_warning (audience_id, resolved_at);

-- The lists of audiences that are read, one an advertiser and credential. told: an alert that it cannot be read was raised.
-- Owner: AudienceWatches. Kept.
CREATE TABLE audience_watch (
  owner_advertiser_id TEXT    NOT NULL,
  credential          TEXT    NOT NULL,
  read_at             TEXT,
  next_try_at         TEXT,
  failures            INTEGER NOT NULL DEFAULT 0,
  problem             TEXT,
  told                INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT audience_watch_key PRIMARY KEY (owner_advertiser_id, credential)
);

------------------------------------------------------------------------------------------------------------------------
-- Room workflow: one row a segment file that is seen through to a destination. Kept for ever, and all below with it.
------------------------------------------------------------------------------------------------------------------------

-- settings: the destination when the file came, as JSON; Resolve and Restart read it anew. arrival grows by one with every
-- workflow: the order in which an audience's workflows have their turn.
-- keeps_unlisted: nobody is removed for not being listed, because files of its campaign were ignored.
-- keeps_files: it ended with members that failed, and its working files are kept, so that these can be sent again.
-- opt_out_sha256: of the opt-out list that the working files were prepared with; empty where the destination has none.
-- fence: each claim of a workflow has a number of its own, one higher than the claim before. A process that writes with an
-- older one was paused while another took over, and is refused.
-- process_ends: how many processes ended in a row while they worked on it without getting further; process_ends_at: stage
-- and accepted batches when the last of them ended.
-- Owner: WorkflowRepository.
CREATE TABLE workflow (
  id              TEXT CONSTRAINT workflow_key PRIMARY KEY,
  type            TEXT    NOT NULL,
  environment     TEXT    NOT NULL DEFAULT 'PRODUCTION',
  destination     TEXT    NOT NULL,
  settings        TEXT    NOT NULL,
  audience_id     INTEGER NOT NULL CONSTRAINT workflow_audience REFERENCES audience (id),
  audience_name   TEXT    NOT NULL,
  file_name       TEXT    NOT NULL,
  file_sha256     TEXT,
  file_bytes      INTEGER,
  explicit        INTEGER NOT NULL DEFAULT 0,
  state           TEXT    NOT NULL,
  stage           TEXT    NOT NULL,
  waiting_for     TEXT,
  resume_at       TEXT,
  stop_requested  INTEGER NOT NULL DEFAULT 0,
  failure         TEXT,
  failing_since   TEXT,
  failures_in_row INTEGER NOT NULL DEFAULT 0,
  opt_out_sha256  TEXT    NOT NULL DEFAULT '',
  preparation     TEXT,
  comparison      TEXT,
  findings        TEXT    NOT NULL DEFAULT '[]',
  warnings        TEXT    NOT NULL DEFAULT '[]',
  receipt         TEXT,
  keeps_unlisted  INTEGER NOT NULL DEFAULT 0,
  keeps_files     INTEGER NOT NULL DEFAULT 0,
  superseded_by   TEXT,
  fence           INTEGER NOT NULL DEFAULT 0,
  process_ends    INTEGER NOT NULL DEFAULT 0,
  process_ends_at TEXT    NOT NULL DEFAULT '',
  started_by      TEXT    NOT NULL,
  arrived_at      TEXT    NOT NULL,
  arrival         INTEGER NOT NULL,
  started_at      TEXT,
  ended_at        TEXT
);
CREATE INDEX workflow_by_state ON workflow (state, arrival);
CREATE INDEX workflow_by_audience ON workflow (audience_id, arrival);
CREATE INDEX workflow_by_arrival ON workflow (arrival);
CREATE INDEX workflow_by_destination ON workflow (destination, arrival);

-- The tasks under each stage, with their inputs and outputs as JSON objects. Owner: Tasks.
CREATE TABLE workflow_task (
  workflow_id TEXT    NOT NULL CONSTRAINT workflow_task_workflow REFERENCES workflow (id),
  stage       TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  position    INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  inputs      TEXT    NOT NULL DEFAULT '{}',
  outputs     TEXT    NOT NULL DEFAULT '{}',
  started_at  TEXT,
  ended_at    TEXT,
  CONSTRAINT workflow_task_key PRIMARY KEY (workflow_id, stage, name)
);

-- The files of a workflow that has several, or that shares the staged copy of one with other workflows. A staged copy
-- has the name of the workflow that received it. PRESENT counts; REPLACED came earlier for the same group.
-- Owner: WorkflowFiles.
CREATE TABLE workflow_file (
  workflow_id    TEXT    NOT NULL CONSTRAINT workflow_file_workflow REFERENCES workflow (id),
  staged_as      TEXT    NOT NULL CONSTRAINT workflow_file_staged_copy REFERENCES workflow (id),
  file_name      TEXT    NOT NULL,
  campaign_group TEXT,
  group_key      TEXT    NOT NULL,
  file_sha256    TEXT    NOT NULL,
  file_bytes     INTEGER NOT NULL,
  arrived_at     TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  CONSTRAINT workflow_file_key PRIMARY KEY (workflow_id, staged_as)
);
CREATE INDEX workflow_file_by_staged_copy ON workflow_file (staged_as);

-- What was delivered where, under which settings and opt-out list: a file is a duplicate if the same would be delivered
-- again. OPEN from Receive. CONFIRMED: delivered in full. PARTIAL: confirmed, but some members failed, were given up or
-- are in doubt. RELEASED: the workflow ended otherwise. Owner: FileLedger.
CREATE TABLE file_ledger (
  workflow_id        TEXT CONSTRAINT file_ledger_key PRIMARY KEY
                          CONSTRAINT file_ledger_workflow REFERENCES workflow (id),
  destination        TEXT    NOT NULL,
  audience_id        INTEGER NOT NULL CONSTRAINT file_ledger_audience REFERENCES audience (id),
  file_sha256        TEXT    NOT NULL,
  settings_sha256    TEXT    NOT NULL,
  opt_out_sha256     TEXT    NOT NULL DEFAULT '',
  tiktok_audience_id TEXT,
  state              TEXT    NOT NULL,
  changed_at         TEXT    NOT NULL
);
CREATE INDEX file_ledger_by_content ON file_ledger (destination, audience_id, file_sha256);

-- What people ask of a workflow; a live runner executes it, or the process that asks. action: an argument, for example a
-- limit. Open until done_at; then succeeded and answer say what came of it. Owner: Commands.
CREATE TABLE command (
  id           INTEGER CONSTRAINT command_key PRIMARY KEY,
  workflow_id  TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  action       TEXT,
  reason       TEXT,
  actor        TEXT    NOT NULL,
  requested_at TEXT    NOT NULL,
  done_at      TEXT,
  succeeded    INTEGER,
  answer       TEXT
);
CREATE INDEX command_open ON command (done_at, id);

-- Approvals that let a held workflow go on. An approval covers the figures that its giver read; the text is kept beside
-- them. Owner: Approvals.
CREATE TABLE approval (
  workflow_id TEXT NOT NULL CONSTRAINT approval_workflow REFERENCES workflow (id),
  condition   TEXT NOT NULL,
  figures     TEXT NOT NULL,
  text        TEXT NOT NULL DEFAULT '',
  actor       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  at          TEXT NOT NULL,
  CONSTRAINT approval_key PRIMARY KEY (workflow_id, condition, figures)
);

-- Who allowed one workflow more rejected rows than its destination allows, and why; the last row counts.
-- Owner: RejectAllowances.
CREATE TABLE reject_allowance (
  id           INTEGER CONSTRAINT reject_allowance_key PRIMARY KEY,
  workflow_id  TEXT    NOT NULL CONSTRAINT reject_allowance_workflow REFERENCES workflow (id),
  most_percent INTEGER NOT NULL,
  most_rows    INTEGER NOT NULL,
  actor        TEXT    NOT NULL,
  reason       TEXT    NOT NULL,
  at           TEXT    NOT NULL
);
CREATE INDEX reject_allowance_by_workflow ON reject_allowance (workflow_id, id);

-- The samples that go before a whole list: sample_id is a workflow of its own, workflow_id that of the list. OPEN until
-- somebody decides; APPROVED; VOID when rejected, or when another list or other settings took its place. shown_figures:
-- what was shown of it last, which is what an approval covers. removal_id: the workflow that deletes its audience.
-- Owner: Samples.
CREATE TABLE sample (
  sample_id     TEXT CONSTRAINT sample_key PRIMARY KEY
                     CONSTRAINT sample_own_workflow REFERENCES workflow (id),
  workflow_id   TEXT    NOT NULL CONSTRAINT sample_workflow REFERENCES workflow (id),
  audience_id   INTEGER NOT NULL CONSTRAINT sample_audience REFERENCES audience (id),
  fingerprint   TEXT    NOT NULL,
  keep_hours    INTEGER NOT NULL,
  shown_figures TEXT,
  state         TEXT    NOT NULL,
  opened_at     TEXT    NOT NULL,
  decided_at    TEXT,
  removal_id    TEXT CONSTRAINT sample_removal REFERENCES workflow (id)
);
CREATE INDEX sample_by_workflow ON sample (workflow_id, opened_at);

-- What was found for a plan so far (JSON), and what it says once it is made (JSON). Owner: Plans.
CREATE TABLE plan (
  workflow_id TEXT CONSTRAINT plan_key PRIMARY KEY CONSTRAINT plan_workflow REFERENCES workflow (id),
  found       TEXT NOT NULL DEFAULT '{}',
  report      TEXT
);

-- The workflows that are to do exactly what a plan says. checked: it was found to do so. create_requested: its create call
-- was sent, so that an audience that it made is the one that the plan foresees. Owner: Plans.
CREATE TABLE planned_run (
  workflow_id      TEXT CONSTRAINT planned_run_key PRIMARY KEY
                        CONSTRAINT planned_run_workflow REFERENCES workflow (id),
  plan_id          TEXT    NOT NULL CONSTRAINT planned_run_plan REFERENCES plan (workflow_id),
  checked          INTEGER NOT NULL DEFAULT 0,
  create_requested INTEGER NOT NULL DEFAULT 0
);

-- Workflows that do not trust the books: they send their whole list, and remove every member that was ever known to be in
-- the audience and is not listed. Owner: Reconciliations (room audience).
CREATE TABLE reconciliation (
  workflow_id TEXT CONSTRAINT reconciliation_key PRIMARY KEY
                   CONSTRAINT reconciliation_workflow REFERENCES workflow (id)
);

------------------------------------------------------------------------------------------------------------------------
-- Room workflow.ledger: what was sent, accepted, refused or given up
------------------------------------------------------------------------------------------------------------------------

-- A batch that TikTok refused for its content is sent in parts: part 1 is the whole batch, parts 2p and 2p + 1 are the
-- halves of part p. SENT: on its way, or its answer was lost. ACCEPTED: TikTok answered code 0. DIVIDED: sent in halves
-- instead. REFUSED: one member, which TikTok refused alone. SKIPPED: given up by a person.
-- in_flight: the last attempt was sent and not answered. lost: the answer of some attempt was lost. refusal: why TikTok
-- refused the one member of a part: its code, message and request id as text.
-- Owner: BatchLedger. Deleted when the workflow compares again; by then it is in the snapshot of the audience.
CREATE TABLE delivered_batch (
  workflow_id TEXT    NOT NULL CONSTRAINT delivered_batch_workflow REFERENCES workflow (id),
  change      TEXT    NOT NULL,
  id_schema   TEXT    NOT NULL,
  batch_index INTEGER NOT NULL,
  part        INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  members     INTEGER NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 1,
  in_flight   INTEGER NOT NULL DEFAULT 0,
  lost        INTEGER NOT NULL DEFAULT 0,
  refusal     TEXT,
  request_id  TEXT,
  sent_at     TEXT    NOT NULL,
  settled_at  TEXT,
  CONSTRAINT delivered_batch_key PRIMARY KEY (workflow_id, change, id_schema, batch_index, part)
);

-- Every answer of TikTok that is not an accepted batch (those carry their request id themselves).
-- Owner: BatchLedger. Kept with the workflow.
CREATE TABLE tiktok_request (
  id          INTEGER CONSTRAINT tiktok_request_key PRIMARY KEY,
  workflow_id TEXT    NOT NULL CONSTRAINT tiktok_request_workflow REFERENCES workflow (id),
  at          TEXT    NOT NULL,
  purpose     TEXT    NOT NULL,
  http_status INTEGER NOT NULL,
  code        INTEGER NOT NULL,
  request_id  TEXT    NOT NULL
);
CREATE INDEX tiktok_request_by_workflow ON tiktok_request (workflow_id, id);

------------------------------------------------------------------------------------------------------------------------
-- Rooms campaign, schedule and failure
------------------------------------------------------------------------------------------------------------------------

-- What a workflow is within a campaign; no row for a workflow that is part of none. Owner: WorkflowFiles (room workflow).
CREATE TABLE campaign_part (
  workflow_id    TEXT CONSTRAINT campaign_part_key PRIMARY KEY
                      CONSTRAINT campaign_part_workflow REFERENCES workflow (id),
  campaign       TEXT NOT NULL,
  campaign_group TEXT
);

-- A workflow that collects the files of one campaign, until completed_at. Owner: CampaignRun.
CREATE TABLE campaign_run (
  workflow_id  TEXT CONSTRAINT campaign_run_key PRIMARY KEY
                    CONSTRAINT campaign_run_workflow REFERENCES workflow (id),
  destination  TEXT NOT NULL,
  campaign_key TEXT NOT NULL,
  due_at       TEXT NOT NULL,
  last_file_at TEXT NOT NULL,
  done_file_at TEXT,
  completed_at TEXT
);
CREATE INDEX campaign_run_by_campaign ON campaign_run (destination, campaign_key);

-- Which group an audience belongs to: two groups must not meet under one name. Owner: CampaignAudiences. Kept.
CREATE TABLE campaign_audience (
  audience_id INTEGER CONSTRAINT campaign_audience_key PRIMARY KEY
                      CONSTRAINT campaign_audience_audience REFERENCES audience (id),
  feed        TEXT    NOT NULL
);

-- A workflow that stands for a file which has not come by its time; one that came after "since" would have been it.
-- Owner: ExpectedFiles. Kept with the workflow.
CREATE TABLE expected_file (
  workflow_id TEXT CONSTRAINT expected_file_key PRIMARY KEY
                   CONSTRAINT expected_file_workflow REFERENCES workflow (id),
  destination TEXT NOT NULL,
  due_at      TEXT NOT NULL,
  since       TEXT NOT NULL
);

-- The alerts that were raised; topic and subject say what an alert is about, its text is for people.
-- Owner: Alerts. Kept.
CREATE TABLE alert (
  id          INTEGER CONSTRAINT alert_key PRIMARY KEY,
  workflow_id TEXT,
  at          TEXT NOT NULL,
  title       TEXT NOT NULL,
  message     TEXT NOT NULL,
  action      TEXT,
  topic       TEXT NOT NULL DEFAULT 'WORKFLOW',
  subject     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX alert_by_workflow ON alert (workflow_id, id);
CREATE INDEX alert_by_topic ON alert (topic, subject, at);

------------------------------------------------------------------------------------------------------------------------
-- Room api.
------------------------------------------------------------------------------------------------------------------------

-- Answers to actions of the API that a client may repeat with the same key; none as long as the action is at work.
-- Owner: Idempotency. Kept for a day.
CREATE TABLE api_call (
  actor           TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  digest          TEXT NOT NULL,
  answer          TEXT,
  at              TEXT NOT NULL,
  CONSTRAINT api_call_key PRIMARY KEY (actor, idempotency_key)
);
CREATE INDEX api_call_by_at ON api_call (at);
