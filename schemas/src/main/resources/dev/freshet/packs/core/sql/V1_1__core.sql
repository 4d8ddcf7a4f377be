-- What is Freshet's alone: schema freshet. All DDL here and in the packs names its schema, so that neither a search_path
-- nor tables of others in the same database matter.

-- Flyway has made the schema by now, for its history; a plain SQL client has not.
DO $$
BEGIN
    IF to_regnamespace('freshet') IS NULL THEN
        CREATE SCHEMA freshet;
    END IF;
END
$$;

-- Whoever may read a cache table needs freshet.current_content_hash; the tables here are granted to nobody.
GRANT USAGE ON SCHEMA freshet TO PUBLIC;

CREATE TABLE freshet.installed (
    number       bigint      GENERATED ALWAYS AS IDENTITY,
    kind         text        NOT NULL CHECK (kind IN ('pack', 'role', 'table', 'function', 'column', 'default', 'not null',
                                 'constraint', 'index', 'replica identity', 'row security', 'policy', 'grant', 'trigger')),
    name         text        NOT NULL,
    belongs_to   text        NOT NULL DEFAULT '',
    detail       text,
    pack         text        NOT NULL,
    installed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (kind, belongs_to, name)
);
COMMENT ON TABLE freshet.installed IS
    'What the migrations made outside schema freshet, in order. The rollback removes these and nothing else.';
COMMENT ON COLUMN freshet.installed.belongs_to IS 'The table of which it is a part; empty for what stands alone.';
COMMENT ON COLUMN freshet.installed.detail IS
    'Of a replica identity the former one, of a grant the privileges that its role did not have before.';

CREATE TABLE freshet.heartbeat (
    source text        PRIMARY KEY,
    beat   timestamptz NOT NULL
);
COMMENT ON TABLE freshet.heartbeat IS 'One row per capture, rewritten at every beat with the start of its transaction.';

CREATE TABLE freshet.consumer_position (
    consumer    text        NOT NULL,
    topic       text        NOT NULL,
    topic_id    text        NOT NULL,
    partition   integer     NOT NULL,
    next_offset bigint      NOT NULL,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, topic_id, partition)
);
COMMENT ON TABLE freshet.consumer_position IS
    'The next offset of each partition, advanced in the transaction that holds the effects of the records before it.';

CREATE TABLE freshet.invalidation_log (
    id             text        PRIMARY KEY,
    cache          text        NOT NULL,
    tag            text        NOT NULL,
    table_name     text,
    operation      text,
    transaction_id text,
    lsn            text,
    commit_time    timestamptz,
    command_id     text,
    who            text,
    why            text,
    rows_deleted   bigint      NOT NULL DEFAULT 0,
    keys_removed   bigint      NOT NULL DEFAULT 0,
    applied_at     timestamptz NOT NULL
);
CREATE INDEX invalidation_log_applied_at ON freshet.invalidation_log (applied_at DESC);
COMMENT ON TABLE freshet.invalidation_log IS
    'Outcomes as published: caused by a change (table_name …) or by a command (command_id …).';

CREATE TABLE freshet.capture_state (
    source     text        PRIMARY KEY,
    system_id  text,
    timeline   integer,
    rules      text,
    publication text,
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.capture_state IS
    'The server, the rules and the publication that a capture last ran against: a difference at its next start is a gap.';

CREATE TABLE freshet.gap (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source       text        NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    reason       text        NOT NULL,
    announced_at timestamptz
);
COMMENT ON TABLE freshet.gap IS
    'Changes may have been missed at this time; announced_at is when every cache was told. Until then no watermark.';
