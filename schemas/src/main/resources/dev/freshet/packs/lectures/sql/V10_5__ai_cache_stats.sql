-- The daily figures of the AI answers, in schema freshet until V10_7.

SET LOCAL check_function_bodies = off;

CREATE TABLE freshet.ai_cache_stats (
    id             uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    date           date        NOT NULL,
    total_requests bigint      NOT NULL DEFAULT 0,
    cache_hits     bigint      NOT NULL DEFAULT 0,
    cache_misses   bigint      NOT NULL DEFAULT 0,
    tokens_saved   bigint      NOT NULL DEFAULT 0,
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idx_ai_cache_stats_date UNIQUE (date)
);
COMMENT ON TABLE freshet.ai_cache_stats IS 'Accesses of all caches, one row per UTC day.';

GRANT SELECT, INSERT, UPDATE, DELETE ON freshet.ai_cache_stats TO service_role;

CREATE FUNCTION freshet.update_cache_stats_timestamp() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END
$$;

CREATE TRIGGER update_cache_stats_timestamp
    BEFORE UPDATE ON freshet.ai_cache_stats
    FOR EACH ROW EXECUTE FUNCTION freshet.update_cache_stats_timestamp();

CREATE FUNCTION freshet.increment_cache_stats(stat_date date, is_hit boolean, saved_tokens integer) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO public.ai_cache_stats AS s (date, total_requests, cache_hits, cache_misses, tokens_saved)
    SELECT stat_date, 1, hit::integer, (NOT hit)::integer, CASE WHEN hit THEN coalesce(saved_tokens, 0) ELSE 0 END
    FROM (SELECT coalesce(is_hit, false) AS hit) AS access
    ON CONFLICT (date) DO UPDATE SET
        total_requests = coalesce(s.total_requests, 0) + EXCLUDED.total_requests,
        cache_hits = coalesce(s.cache_hits, 0) + EXCLUDED.cache_hits,
        cache_misses = coalesce(s.cache_misses, 0) + EXCLUDED.cache_misses,
        tokens_saved = coalesce(s.tokens_saved, 0) + EXCLUDED.tokens_saved
$$;
COMMENT ON FUNCTION freshet.increment_cache_stats(date, boolean, integer) IS
    'Counts one request: a hit, which saved that many tokens, or a miss, which saved none.';

-- Days are UTC days. A session east of it already writes tomorrow: today is the later of the two.
CREATE FUNCTION freshet.get_cache_stats(
    start_date date DEFAULT greatest(CURRENT_DATE, (now() AT TIME ZONE 'UTC')::date) - 29,
    end_date date DEFAULT greatest(CURRENT_DATE, (now() AT TIME ZONE 'UTC')::date))
    RETURNS TABLE (
        date date,
        total_requests bigint,
        cache_hits bigint,
        cache_misses bigint,
        hit_rate double precision,
        tokens_saved bigint)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.date, s.total_requests, s.cache_hits, s.cache_misses,
           CASE WHEN s.total_requests > 0 THEN s.cache_hits::double precision / s.total_requests ELSE 0 END,
           s.tokens_saved
    FROM public.ai_cache_stats AS s
    WHERE s.date BETWEEN start_date AND end_date
    ORDER BY s.date
$$;
COMMENT ON FUNCTION freshet.get_cache_stats(date, date) IS
    'One row per day with traffic, both ends included, the last 30 days by default; hit_rate from 0 to 1.';
