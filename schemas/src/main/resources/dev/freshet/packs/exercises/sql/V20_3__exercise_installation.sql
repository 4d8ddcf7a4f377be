-- From schema freshet to schema public, or what is lacking there: see V1_2. All that stands in the way is said at once.
DO $$
DECLARE
    tables    CONSTANT regclass[] := ARRAY['freshet.exercise_cache', 'freshet.exercise_topics', 'freshet.user_contexts'];
    functions CONSTANT regprocedure[] := ARRAY[
        'freshet.cleanup_expired_exercises()', 'freshet.evict_lru_exercises(integer)', 'freshet.get_exercise_cache_stats()',
        'freshet.get_overall_cache_stats()', 'freshet.get_popular_exercises(integer)', 'freshet.get_lru_exercises(integer)',
        'freshet.refresh_exercise_cache_metrics()'];
    model     regclass;
    function  regprocedure;
    causes    text;
    remedies  text;
BEGIN
    SELECT string_agg(o.cause, E';\n'), string_agg(DISTINCT o.remedy, E'\n') INTO causes, remedies
    FROM (
        SELECT format('%I may not create anything in schema public', current_user) AS cause,
               format('GRANT CREATE ON SCHEMA public TO %I;', current_user) AS remedy
        WHERE NOT has_schema_privilege('public', 'CREATE')
        UNION ALL
        SELECT found.cause, found.remedy FROM unnest(tables) AS m CROSS JOIN LATERAL freshet.obstacles(m) AS found
        UNION ALL
        SELECT found.cause, found.remedy FROM unnest(functions) AS m CROSS JOIN LATERAL freshet.obstacles(m) AS found
        UNION ALL
        SELECT format('public.%I exists already and is not ours', c.relname),
               format('ALTER %s public.%I RENAME TO %I;',
                   CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END,
                   c.relname, c.relname || '_before_freshet')
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN ('exercise_cache_stats', 'exercise_cache_overview',
            'expired_exercises', 'exercise_cache_daily_metrics', 'idx_exercise_daily_metrics')
    ) AS o;
    IF causes IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001', MESSAGE = causes, HINT = remedies;
    END IF;

    FOREACH model IN ARRAY tables LOOP
        PERFORM freshet.install(model, 'exercises');
    END LOOP;
    FOREACH function IN ARRAY functions LOOP
        PERFORM freshet.install(function, 'exercises');
    END LOOP;

    -- What the topics and contexts are is for the application to say, also when the tables are ours.
    UPDATE freshet.installed SET detail = 'the application writes it'
    WHERE kind = 'table' AND pack = 'exercises' AND name IN ('public.exercise_topics', 'public.user_contexts');
END
$$;
