-- Functions over the cached exercises, in schema freshet until V20_3.

SET LOCAL check_function_bodies = off;

CREATE FUNCTION freshet.cleanup_expired_exercises() RETURNS integer
    LANGUAGE sql
    SET search_path = pg_catalog, pg_temp
AS $$
    WITH gone AS (DELETE FROM public.exercise_cache WHERE expires_at <= now() RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;
COMMENT ON FUNCTION freshet.cleanup_expired_exercises() IS 'Removes the expired entries, and says how many; Redis keys follow.';

CREATE FUNCTION freshet.evict_lru_exercises(max_entries integer) RETURNS integer
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    evicted integer;
BEGIN
    IF max_entries IS NULL OR max_entries < 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('evict_lru_exercises needs max_entries of 0 or more, not %s', coalesce(max_entries::text, 'NULL'));
    END IF;
    DELETE FROM public.exercise_cache WHERE id IN (
        SELECT id FROM public.exercise_cache ORDER BY last_used_at DESC, id DESC OFFSET max_entries);
    GET DIAGNOSTICS evicted = ROW_COUNT;
    RETURN evicted;
END
$$;
COMMENT ON FUNCTION freshet.evict_lru_exercises(integer) IS
    'Keeps so many entries, those used last, removes the others, and says how many; Redis keys follow.';

CREATE FUNCTION freshet.get_exercise_cache_stats()
    RETURNS TABLE (
        exercise_type text,
        cache_hit_rate double precision,
        estimated_cost_saved numeric,
        active_entries bigint,
        total_entries bigint,
        expired_entries bigint,
        total_usage bigint,
        generation_cost numeric,
        average_generation_time_ms double precision)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.* FROM public.exercise_cache_stats AS s ORDER BY s.exercise_type
$$;
COMMENT ON FUNCTION freshet.get_exercise_cache_stats() IS 'exercise_cache_stats, ordered by type.';

CREATE FUNCTION freshet.get_overall_cache_stats()
    RETURNS TABLE (
        cache_hit_rate double precision,
        total_entries bigint,
        active_entries bigint,
        total_cost_saved numeric,
        expired_entries bigint,
        total_usage bigint,
        generation_cost numeric,
        average_generation_time_ms double precision,
        size_bytes bigint)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT * FROM public.exercise_cache_overview
$$;
COMMENT ON FUNCTION freshet.get_overall_cache_stats() IS 'exercise_cache_overview.';

CREATE FUNCTION freshet.get_popular_exercises(max_results integer DEFAULT 10)
    RETURNS TABLE (
        cache_key text,
        exercise_type text,
        difficulty integer,
        topics text[],
        usage_count integer,
        last_used_at timestamptz,
        cost_saved numeric)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.cache_key, e.exercise_type, e.difficulty, e.topics, e.usage_count, e.last_used_at,
           e.usage_count * e.generation_cost
    FROM public.exercise_cache AS e
    WHERE e.expires_at > now()
    ORDER BY e.usage_count DESC, e.last_used_at DESC, e.cache_key
    LIMIT max_results
$$;
COMMENT ON FUNCTION freshet.get_popular_exercises(integer) IS 'Those active entries that were used most, the first first.';

CREATE FUNCTION freshet.get_lru_exercises(max_results integer DEFAULT 10)
    RETURNS TABLE (
        cache_key text,
        exercise_type text,
        usage_count integer,
        last_used_at timestamptz,
        expires_at timestamptz)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.cache_key, e.exercise_type, e.usage_count, e.last_used_at, e.expires_at
    FROM public.exercise_cache AS e
    ORDER BY e.last_used_at, e.id
    LIMIT max_results
$$;
COMMENT ON FUNCTION freshet.get_lru_exercises(integer) IS 'In the order in which evict_lru_exercises would remove them.';

-- Only its owner may refresh a materialized view, so this runs as that one. Readers are not kept out meanwhile.
CREATE FUNCTION freshet.refresh_exercise_cache_metrics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.exercise_cache_daily_metrics;
END
$$;
COMMENT ON FUNCTION freshet.refresh_exercise_cache_metrics() IS 'Brings exercise_cache_daily_metrics up to date.';
