-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- What tools/audit --store keeps: doc/campaign.md tells it for who asks it in SQL.
-- Another schema takes another user_version: see store.py, which sets it.

-- Captures that were read as one: the files of a ring buffer, most often one capture.
CREATE TABLE stream (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,   -- SHA-256 of those of its captures, as they were given
    host TEXT NOT NULL,         -- the machine that read them
    version TEXT NOT NULL,      -- its SMB1 Audit
    ring ANY NOT NULL,          -- the first name among those of its ring
    place INTEGER NOT NULL,     -- which of the streams of that ring it is
    added TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

-- What of it could be read without a break.
CREATE TABLE stretch (
    id INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES stream ON DELETE CASCADE,
    gap TEXT NOT NULL           -- why it does not go on with the one before; empty: it is none
) STRICT;

-- A name is a BLOB where it is no UTF-8.
CREATE TABLE capture (
    id INTEGER PRIMARY KEY,
    stretch INTEGER NOT NULL REFERENCES stretch ON DELETE CASCADE,
    name ANY NOT NULL,
    sha256 TEXT NOT NULL,
    trouble TEXT,               -- why not all of it could be read
    frames INTEGER,
    cut_frames INTEGER,         -- those that were not captured whole
    time TEXT,                  -- of its frames, the earliest
    last_time TEXT
) STRICT;

-- Who sent mailslot datagrams, at the capture that has the first one; how many, in the
-- captures that were read as one.
CREATE TABLE datagram (
    id INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES capture ON DELETE CASCADE,
    name ANY NOT NULL,          -- empty: not known; so is an address
    address ANY NOT NULL,
    frame INTEGER NOT NULL,
    datagrams INTEGER NOT NULL
) STRICT;

-- What many connections have in common: a record in JSON, in which the columns of the
-- next table are 0 or empty.
CREATE TABLE kind (
    id INTEGER PRIMARY KEY,
    record TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE -- the first 16 bytes of the SHA-256 of that: half the room
) STRICT;

-- Times are microseconds since 1970, UTC.
CREATE TABLE connection (
    capture INTEGER NOT NULL REFERENCES capture ON DELETE CASCADE,
    number INTEGER NOT NULL,    -- its place among the records of the capture
    kind INTEGER NOT NULL REFERENCES kind,
    time INTEGER,
    last_time INTEGER,
    frame INTEGER,
    last_frame INTEGER,
    offer_frame INTEGER,
    answer_frame INTEGER,
    close_frame INTEGER,
    client_port INTEGER,
    server_port INTEGER,
    PRIMARY KEY (capture, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX stretch_of_stream ON stretch (stream);
CREATE INDEX capture_of_stretch ON capture (stretch);
CREATE INDEX capture_by_content ON capture (sha256);
CREATE INDEX capture_by_name ON capture (name);
CREATE INDEX datagram_of_capture ON datagram (capture);

-- The records, with the columns of --format csv. Lists are JSON.
CREATE VIEW record AS SELECT
    capture.name AS capture,
    connection.frame AS frame,
    strftime('%Y-%m-%dT%H:%M:%S', connection.time / 1000000, 'unixepoch')
        || printf('.%06dZ', connection.time % 1000000) AS time,
    connection.last_frame AS last_frame,
    strftime('%Y-%m-%dT%H:%M:%S', connection.last_time / 1000000, 'unixepoch')
        || printf('.%06dZ', connection.last_time % 1000000) AS last_time,
    kind.record ->> '$.verdict' AS verdict,
    kind.record ->> '$.needs_smb1' AS needs_smb1,
    kind.record ->> '$.client_address' AS client_address,
    connection.client_port AS client_port,
    kind.record ->> '$.server_address' AS server_address,
    connection.server_port AS server_port,
    kind.record ->> '$.offer' AS offer,
    kind.record ->> '$.offer_dialect' AS offer_dialect,
    kind.record ->> '$.offer_count' AS offer_count,
    kind.record ->> '$.offer_stack' AS offer_stack,
    kind.record ->> '$.smb1_only' AS smb1_only,
    kind.record ->> '$.selected' AS selected,
    kind.record ->> '$.selected_index' AS selected_index,
    kind.record ->> '$.selected_family' AS selected_family,
    kind.record ->> '$.summary' AS summary,
    connection.offer_frame AS offer_frame,
    connection.answer_frame AS answer_frame,
    connection.close_frame AS close_frame,
    kind.record ->> '$.client_name' AS client_name,
    kind.record ->> '$.client_domain' AS client_domain,
    kind.record ->> '$.client_user' AS client_user,
    kind.record ->> '$.client_os' AS client_os,
    kind.record ->> '$.client_lanman' AS client_lanman,
    kind.record ->> '$.server_name' AS server_name,
    kind.record ->> '$.server_domain' AS server_domain,
    kind.record ->> '$.server_os' AS server_os,
    kind.record ->> '$.server_lanman' AS server_lanman,
    kind.record ->> '$.share' AS share,
    kind.record ->> '$.signing' AS signing,
    kind.record ->> '$.auth' AS auth,
    kind.record ->> '$.browser' AS browser,
    kind.record ->> '$.scanner' AS scanner,
    kind.record ->> '$.why' AS why,
    kind.record ->> '$.client_user_refused' AS client_user_refused,
    kind.record ->> '$.client_users' AS client_users,
    kind.record ->> '$.client_need' AS client_need,
    kind.record ->> '$.client_why' AS client_why,
    kind.record ->> '$.server_need' AS server_need,
    kind.record ->> '$.server_why' AS server_why,
    kind.record ->> '$.client_vendor' AS client_vendor,
    kind.record ->> '$.server_vendor' AS server_vendor,
    kind.record ->> '$.client_resolved' AS client_resolved,
    kind.record ->> '$.server_resolved' AS server_resolved,
    kind.record ->> '$.left_out' AS left_out,
    kind.record ->> '$.unseen' AS unseen
FROM connection
    JOIN kind ON kind.id = connection.kind
    JOIN capture ON capture.id = connection.capture;
