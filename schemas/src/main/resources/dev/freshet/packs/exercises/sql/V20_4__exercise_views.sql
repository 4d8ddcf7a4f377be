-- Views of the cached exercises; they show nobody more than the table itself does.

CREATE VIEW public.exercise_cache_stats WITH (security_invoker = true) AS
SELECT exercise_type,
       coalesce(sum(usage_count)::double precision / nullif(sum(usage_count) + count(*), 0), 0) AS cache_hit_rate,
       coalesce(sum(usage_count * generation_cost), 0) AS estimated_cost_saved,
       count(*) FILTER (WHERE expires_at > now()) AS active_entries,
       count(*) AS total_entries,
       count(*) FILTER (WHERE expires_at <= now()) AS expired_entries,
       coalesce(sum(usage_count), 0) AS total_usage,
       coalesce(sum(generation_cost), 0) AS generation_cost,
       avg(generation_time_ms)::double precision AS average_generation_time_ms
FROM public.exercise_cache
GROUP BY exercise_type;
COMMENT ON VIEW public.exercise_cache_stats IS
    'By type. Each entry was missed once, when it was made, and hit as often as it was used: cache_hit_rate, from 0 to 1.';

CREATE VIEW public.exercise_cache_overview WITH (security_invoker = true) AS
SELECT coalesce(sum(usage_count)::double precision / nullif(sum(usage_count) + count(*), 0), 0) AS cache_hit_rate,
       count(*) AS total_entries,
       count(*) FILTER (WHERE expires_at > now()) AS active_entries,
       coalesce(sum(usage_count * generation_cost), 0) AS total_cost_saved,
       count(*) FILTER (WHERE expires_at <= now()) AS expired_entries,
       coalesce(sum(usage_count), 0) AS total_usage,
       coalesce(sum(generation_cost), 0) AS generation_cost,
       avg(generation_time_ms)::double precision AS average_generation_time_ms,
       pg_catalog.pg_total_relation_size('public.exercise_cache') AS size_bytes
FROM public.exercise_cache;
COMMENT ON VIEW public.exercise_cache_overview IS 'One row about all entries, the figures as in exercise_cache_stats.';

CREATE VIEW public.expired_exercises WITH (security_invoker = true) AS
SELECT id, cache_key, exercise_type, difficulty, topics, usage_count, created_at, expires_at,
       now() - expires_at AS expired_since
FROM public.exercise_cache
WHERE expires_at <= now();
COMMENT ON VIEW public.expired_exercises IS 'What cleanup_expired_exercises() would remove.';

GRANT SELECT ON public.exercise_cache_stats, public.exercise_cache_overview, public.expired_exercises TO PUBLIC;

CREATE MATERIALIZED VIEW public.exercise_cache_daily_metrics AS
SELECT (created_at AT TIME ZONE 'UTC')::date AS date,
       exercise_type,
       count(*) AS entries_created,
       coalesce(sum(usage_count * generation_cost), 0) AS cost_saved,
       coalesce(sum(usage_count), 0) AS total_usage,
       coalesce(sum(generation_cost), 0) AS generation_cost,
       avg(generation_time_ms)::double precision AS average_generation_time_ms
FROM public.exercise_cache
GROUP BY 1, 2;
COMMENT ON MATERIALIZED VIEW public.exercise_cache_daily_metrics IS
    'Entries that are there, by the UTC day on which they were made, as of the last refresh_exercise_cache_metrics().';
CREATE UNIQUE INDEX idx_exercise_daily_metrics ON public.exercise_cache_daily_metrics (date, exercise_type);
