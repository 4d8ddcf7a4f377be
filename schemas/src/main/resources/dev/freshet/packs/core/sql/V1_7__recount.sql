-- What a recount has to know of the counting before it.

-- In the order in which a statistics service that still runs writes to them: else one of the two would be a deadlock's victim.
LOCK TABLE freshet.entry, freshet.daily_operation, freshet.operation IN ACCESS EXCLUSIVE MODE;

ALTER TABLE freshet.daily_operation ADD COLUMN written_from timestamptz;
COMMENT ON COLUMN freshet.daily_operation.written_from IS
    'When the first of the events that are in these figures was written to the topic; NULL when nobody knows.';

CREATE TABLE freshet.refused_record (
    consumer      text        NOT NULL,
    topic_id      text        NOT NULL,
    partition     integer     NOT NULL,
    record_offset bigint      NOT NULL,
    reason        text        NOT NULL,
    refused_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, topic_id, partition, record_offset)
);
CREATE INDEX refused_record_refused_at ON freshet.refused_record (refused_at);
COMMENT ON TABLE freshet.refused_record IS
    'Records that could be read and not be counted, for the database refused their values. They were parked, and are in no figure.';

-- A day's hits are worth what the day's own loads took; only where it had none, what loads have taken so far.
CREATE OR REPLACE VIEW freshet.operation_figures AS
SELECT d.date, d.cache, d.operation, d.total_requests,
       d.redis_hits + d.postgres_hits AS cache_hits, d.misses + d.bypasses AS cache_misses,
       d.redis_hits, d.postgres_hits, d.bypasses,
       d.absent, d.fence, d.epoch, d.lease, d.hash, d.away,
       d.misses + d.bypasses - d.absent - d.fence - d.epoch - d.lease - d.hash - d.away AS untold,
       d.tokens_saved, d.needless_invalidations, d.loads, d.load_millis,
       (d.redis_hits + d.postgres_hits) * coalesce(own.per_answer, usual.per_answer, 0)
           + d.tokens_saved * coalesce(own.per_million_tokens, usual.per_million_tokens, 0) / 1000000 AS money_saved,
       coalesce((d.redis_hits + d.postgres_hits) * coalesce(d.load_millis::numeric / nullif(d.loads, 0),
           o.load_millis::numeric / nullif(o.loads, 0)), 0) AS load_millis_saved
FROM freshet.daily_operation AS d
LEFT JOIN freshet.operation AS o ON o.cache = d.cache AND o.operation = d.operation
LEFT JOIN freshet.price AS own
    ON own.operation = d.operation AND d.operation <> '' AND d.date >= own.since AND d.date < own.until
LEFT JOIN freshet.price AS usual ON usual.operation = '' AND d.date >= usual.since AND d.date < usual.until;
COMMENT ON VIEW freshet.operation_figures IS
    'Accesses by UTC day, cache and operation, with what the hits saved: money by freshet.price, time by what a load of the '
    'operation took on the average that day; on a day without a load, by all loads that were ever counted.';
COMMENT ON TABLE freshet.operation IS
    'Every operation that was ever counted, and what its loads took: what a hit saves on a day without a load.';
COMMENT ON VIEW freshet.daily_cache_performance IS
    'One row per UTC day and cache with accesses or invalidations. hit_rate from 0 to 1; the percentiles are of commit to '
    'invalidated.';

-- Of what has no size the index knows nothing, and needs nothing written.
DROP INDEX freshet.entry_size;
CREATE INDEX entry_size ON freshet.entry (size) WHERE size IS NOT NULL;

-- Nobody had said this price: the first that is said holds for the days before it, too.
DELETE FROM freshet.price
WHERE operation = '' AND since = '-infinity' AND until = 'infinity' AND per_answer = 0 AND per_million_tokens = 0;
