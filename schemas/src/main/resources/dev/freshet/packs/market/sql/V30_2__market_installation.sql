-- From schema freshet to schema public, or what is lacking there: see V1_2. All that stands in the way is said at once.
DO $$
DECLARE
    tables   CONSTANT regclass[] := ARRAY[
        'freshet.quantum_api_cache', 'freshet.ai_recommendations', 'freshet.llm_requests', 'freshet.top_picks_runs',
        'freshet.dashboard_performance', 'freshet.portfolio_snapshots', 'freshet.top_picks_position_snapshots'];
    cleanup  CONSTANT regprocedure := 'freshet.cleanup_expired_quantum_cache()';
    model    regclass;
    causes   text;
    remedies text;
BEGIN
    SELECT string_agg(o.cause, E';\n'), string_agg(DISTINCT o.remedy, E'\n') INTO causes, remedies
    FROM (
        SELECT format('%I may not create anything in schema public', current_user) AS cause,
               format('GRANT CREATE ON SCHEMA public TO %I;', current_user) AS remedy
        WHERE NOT has_schema_privilege('public', 'CREATE')
        UNION ALL
        SELECT found.cause, found.remedy FROM unnest(tables) AS m CROSS JOIN LATERAL freshet.obstacles(m) AS found
        UNION ALL
        SELECT found.cause, found.remedy FROM freshet.obstacles(cleanup) AS found
    ) AS o;
    IF causes IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001', MESSAGE = causes, HINT = remedies;
    END IF;

    -- What is generated cannot be added as a column with a default.
    IF to_regclass('public.quantum_api_cache') IS NOT NULL
        AND 'cache_key' NOT IN (SELECT name FROM freshet.columns(to_regclass('public.quantum_api_cache')))
    THEN
        ALTER TABLE public.quantum_api_cache
            ADD COLUMN cache_key text GENERATED ALWAYS AS (symbol::text || ':' || cache_type::text) STORED;
        INSERT INTO freshet.installed (kind, name, belongs_to, pack)
        VALUES ('column', 'cache_key', 'public.quantum_api_cache', 'market');
    END IF;

    FOREACH model IN ARRAY tables LOOP
        PERFORM freshet.install(model, 'market');
    END LOOP;
    PERFORM freshet.install(cleanup, 'market');

    -- The history is for the application to write, also when the tables are ours.
    UPDATE freshet.installed SET detail = 'the application writes it'
    WHERE kind = 'table' AND pack = 'market' AND name <> 'public.quantum_api_cache';
END
$$;
