-- The figures. The consumers of the statistics role write these tables, each batch in one transaction with its positions.

CREATE TABLE freshet.daily_operation (
    date           date        NOT NULL,
    cache          text        NOT NULL,
    operation      text        NOT NULL DEFAULT '',
    redis_hits     bigint      NOT NULL DEFAULT 0,
    postgres_hits  bigint      NOT NULL DEFAULT 0,
    misses         bigint      NOT NULL DEFAULT 0,
    bypasses       bigint      NOT NULL DEFAULT 0,
    absent         bigint      NOT NULL DEFAULT 0,
    fence          bigint      NOT NULL DEFAULT 0,
    epoch          bigint      NOT NULL DEFAULT 0,
    lease          bigint      NOT NULL DEFAULT 0,
    hash           bigint      NOT NULL DEFAULT 0,
    away           bigint      NOT NULL DEFAULT 0,
    tokens_saved   bigint      NOT NULL DEFAULT 0,
    loads          bigint      NOT NULL DEFAULT 0,
    load_millis    bigint      NOT NULL DEFAULT 0,
    needless_invalidations bigint NOT NULL DEFAULT 0,
    total_requests bigint      GENERATED ALWAYS AS (redis_hits + postgres_hits + misses + bypasses) STORED,
    updated_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (date, cache, operation)
);
CREATE INDEX daily_operation_cache ON freshet.daily_operation (cache, operation, date);
CREATE INDEX daily_operation_operation ON freshet.daily_operation (operation, date);
COMMENT ON TABLE freshet.daily_operation IS 'Accesses by UTC day, cache and operation ('''' where a cache knows none).';
COMMENT ON COLUMN freshet.daily_operation.absent IS
    'Like fence to away: misses and bypasses for this reason. Those of which nobody said why are in none of them.';
COMMENT ON COLUMN freshet.daily_operation.loads IS 'Computations of which it is known how long they took: load_millis in all.';
COMMENT ON COLUMN freshet.daily_operation.needless_invalidations IS
    'Answers that were computed again within a week, from content of the same hash: they need not have been removed.';

CREATE TABLE freshet.operation (
    cache       text   NOT NULL,
    operation   text   NOT NULL DEFAULT '',
    loads       bigint NOT NULL DEFAULT 0,
    load_millis bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (cache, operation)
);
CREATE INDEX operation_operation ON freshet.operation (operation);
COMMENT ON TABLE freshet.operation IS
    'Every operation that was ever counted. What its loads took on the average is what a hit saves.';

CREATE TABLE freshet.price (
    operation          text    NOT NULL,
    since              date    NOT NULL,
    until              date    NOT NULL DEFAULT 'infinity',
    per_answer         numeric NOT NULL,
    per_million_tokens numeric NOT NULL,
    PRIMARY KEY (operation, since),
    CHECK (since < until)
);
COMMENT ON TABLE freshet.price IS
    'What an answer costs, by operation, '''' for those without a price of their own; since is included, until is not. '
    'Kept by the settings freshet.statistics.prices: a changed price holds from the day of the change on.';

CREATE TABLE freshet.daily_invalidation (
    date          date        NOT NULL,
    cache         text        NOT NULL,
    invalidations bigint      NOT NULL DEFAULT 0,
    rows_deleted  bigint      NOT NULL DEFAULT 0,
    keys_removed  bigint      NOT NULL DEFAULT 0,
    latencies     bigint      NOT NULL DEFAULT 0,
    latency       bytea,
    p50_millis    double precision,
    p95_millis    double precision,
    p99_millis    double precision,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (date, cache)
);
CREATE INDEX daily_invalidation_cache ON freshet.daily_invalidation (cache, date);
COMMENT ON TABLE freshet.daily_invalidation IS 'Invalidations by UTC day and cache.';
COMMENT ON COLUMN freshet.daily_invalidation.latency IS
    'From commit to invalidated, in microseconds: an HdrHistogram, compressed. The percentiles are read from it.';

CREATE TABLE freshet.entry (
    cache        text        NOT NULL,
    key          text        NOT NULL,
    operation    text        NOT NULL,
    hits         bigint      NOT NULL,
    misses       bigint      NOT NULL,
    tokens_saved bigint      NOT NULL,
    size         bigint,
    content_hash text,
    since        timestamptz NOT NULL,
    last_access  timestamptz NOT NULL,
    PRIMARY KEY (cache, key)
);
CREATE INDEX entry_hits ON freshet.entry (hits);
CREATE INDEX entry_since ON freshet.entry (since);
CREATE INDEX entry_size ON freshet.entry (size);
CREATE INDEX entry_last_access ON freshet.entry (last_access);
COMMENT ON TABLE freshet.entry IS 'What is known of each entry that was asked for, whether it is still kept or not.';
COMMENT ON COLUMN freshet.entry.since IS
    'When the answer was computed; of one never seen to be computed, when it was first asked for.';

-- What people look at with tools of their own. Columns are only ever added.

CREATE VIEW freshet.operation_figures AS
SELECT d.date, d.cache, d.operation, d.total_requests,
       d.redis_hits + d.postgres_hits AS cache_hits, d.misses + d.bypasses AS cache_misses,
       d.redis_hits, d.postgres_hits, d.bypasses,
       d.absent, d.fence, d.epoch, d.lease, d.hash, d.away,
       d.misses + d.bypasses - d.absent - d.fence - d.epoch - d.lease - d.hash - d.away AS untold,
       d.tokens_saved, d.needless_invalidations, d.loads, d.load_millis,
       (d.redis_hits + d.postgres_hits) * coalesce(own.per_answer, usual.per_answer, 0)
           + d.tokens_saved * coalesce(own.per_million_tokens, usual.per_million_tokens, 0) / 1000000 AS money_saved,
       coalesce((d.redis_hits + d.postgres_hits) * (o.load_millis::numeric / nullif(o.loads, 0)), 0) AS load_millis_saved
FROM freshet.daily_operation AS d
LEFT JOIN freshet.operation AS o ON o.cache = d.cache AND o.operation = d.operation
LEFT JOIN freshet.price AS own
    ON own.operation = d.operation AND d.operation <> '' AND d.date >= own.since AND d.date < own.until
LEFT JOIN freshet.price AS usual ON usual.operation = '' AND d.date >= usual.since AND d.date < usual.until;
COMMENT ON VIEW freshet.operation_figures IS
    'Accesses by UTC day, cache and operation, with what the hits saved: money by freshet.price, time by what the '
    'operation''s loads have taken on the average so far.';

-- A union and not a full join: so a condition on date or cache reaches both tables and their indexes.
CREATE VIEW freshet.daily_cache_performance AS
SELECT date, cache, sum(total_requests)::bigint AS total_requests, sum(cache_hits)::bigint AS cache_hits,
       sum(cache_misses)::bigint AS cache_misses,
       coalesce(sum(cache_hits)::double precision / nullif(sum(total_requests), 0), 0) AS hit_rate,
       sum(tokens_saved)::bigint AS tokens_saved, sum(money_saved) AS money_saved,
       sum(load_millis_saved) AS load_millis_saved, sum(needless_invalidations)::bigint AS needless_invalidations,
       sum(invalidations)::bigint AS invalidations, sum(rows_deleted)::bigint AS rows_deleted,
       sum(keys_removed)::bigint AS keys_removed,
       max(p50_millis) AS p50_millis, max(p95_millis) AS p95_millis, max(p99_millis) AS p99_millis
FROM (
    SELECT date, cache, total_requests, cache_hits, cache_misses, tokens_saved, money_saved, load_millis_saved,
           needless_invalidations, 0 AS invalidations, 0 AS rows_deleted, 0 AS keys_removed,
           NULL::double precision AS p50_millis, NULL::double precision AS p95_millis, NULL::double precision AS p99_millis
    FROM freshet.operation_figures
    UNION ALL
    SELECT date, cache, 0, 0, 0, 0, 0, 0, 0, invalidations, rows_deleted, keys_removed, p50_millis, p95_millis, p99_millis
    FROM freshet.daily_invalidation
) AS both_topics
GROUP BY date, cache;
COMMENT ON VIEW freshet.daily_cache_performance IS
    'One row per UTC day and cache with traffic. hit_rate from 0 to 1; the percentiles are of commit to invalidated.';

CREATE VIEW freshet.cache_performance AS
SELECT p.days, d.cache, sum(d.total_requests)::bigint AS total_requests, sum(d.cache_hits)::bigint AS cache_hits,
       sum(d.cache_misses)::bigint AS cache_misses,
       coalesce(sum(d.cache_hits)::double precision / nullif(sum(d.total_requests), 0), 0) AS hit_rate,
       sum(d.tokens_saved)::bigint AS tokens_saved, sum(d.money_saved) AS money_saved,
       sum(d.load_millis_saved) AS load_millis_saved,
       sum(d.needless_invalidations)::bigint AS needless_invalidations,
       sum(d.invalidations)::bigint AS invalidations, sum(d.rows_deleted)::bigint AS rows_deleted,
       sum(d.keys_removed)::bigint AS keys_removed
FROM freshet.daily_cache_performance AS d
JOIN (VALUES (7), (30), (90)) AS p (days) ON d.date > (now() AT TIME ZONE 'UTC')::date - p.days
WHERE d.date BETWEEN (now() AT TIME ZONE 'UTC')::date - 89 AND (now() AT TIME ZONE 'UTC')::date
GROUP BY p.days, d.cache;
COMMENT ON VIEW freshet.cache_performance IS
    'Each cache over the last 7, 30 and 90 UTC days, today included: WHERE days = 30.';

CREATE VIEW freshet.cache_growth AS
SELECT d.date, d.cache, d.total_requests, w.total_requests AS total_requests_a_week_before,
       d.total_requests::double precision / nullif(w.total_requests, 0) - 1 AS growth
FROM (
    SELECT date, cache, sum(total_requests)::bigint AS total_requests FROM freshet.daily_operation GROUP BY date, cache
) AS d
CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.total_requests), 0)::bigint AS total_requests
    FROM freshet.daily_operation AS b WHERE b.cache = d.cache AND b.date = d.date - 7
) AS w;
COMMENT ON VIEW freshet.cache_growth IS
    'Requests against those of the same weekday a week before: 0.1 is a tenth more; NULL where there were none.';

CREATE VIEW freshet.most_accessed_entries AS
SELECT cache, key, operation, hits, misses, tokens_saved, size, since, last_access
FROM freshet.entry ORDER BY hits DESC;
COMMENT ON VIEW freshet.most_accessed_entries IS
    'Entries asked for within the retention of details, the most hits first: LIMIT 20.';
