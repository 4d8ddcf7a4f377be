-- The tables of the market pack, in schema freshet until V30_2.

INSERT INTO freshet.installed (kind, name, pack) VALUES ('pack', 'market', 'market');

SET LOCAL check_function_bodies = off;

CREATE FUNCTION freshet.quantum_cache_ttl(cache_type text) RETURNS interval
    LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN cache_type ILIKE 'technical%' THEN interval '1 minute' ELSE interval '5 minutes' END
$$;
COMMENT ON FUNCTION freshet.quantum_cache_ttl(text) IS
    'How long cached data of a type may be served: technical analysis 1 minute; market, on-chain, sentiment data 5 minutes.';

CREATE TABLE freshet.quantum_api_cache (
    id                 uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    symbol             varchar(10) NOT NULL,
    cache_type         varchar(50) NOT NULL,
    data               jsonb       NOT NULL,
    data_quality_score integer     CHECK (data_quality_score BETWEEN 0 AND 100),
    created_at         timestamptz NOT NULL DEFAULT now(),
    expires_at         timestamptz,
    fences             jsonb,
    cache_key          text        GENERATED ALWAYS AS (symbol::text || ':' || cache_type::text) STORED,
    -- Before the next one: PostgreSQL asks the older index first, and ON CONFLICT names this one.
    CONSTRAINT quantum_api_cache_key UNIQUE (cache_key),
    CONSTRAINT quantum_api_cache_symbol_cache_type_key UNIQUE (symbol, cache_type)
);
COMMENT ON TABLE freshet.quantum_api_cache IS 'Answers of market data providers, one for each symbol and type.';
COMMENT ON COLUMN freshet.quantum_api_cache.expires_at IS 'By freshet.quantum_cache_ttl(cache_type), unless a statement says otherwise.';
COMMENT ON COLUMN freshet.quantum_api_cache.fences IS
    'The fences and the epoch that it was fetched under: it may be served only while they stand.';
COMMENT ON COLUMN freshet.quantum_api_cache.cache_key IS 'symbol:cache_type, by which the read side names a row.';

CREATE INDEX idx_quantum_api_cache_symbol ON freshet.quantum_api_cache (symbol);
CREATE INDEX idx_quantum_api_cache_type ON freshet.quantum_api_cache (cache_type);
CREATE INDEX idx_quantum_api_cache_expires ON freshet.quantum_api_cache (expires_at);
CREATE INDEX idx_quantum_api_cache_symbol_type ON freshet.quantum_api_cache (symbol, cache_type);

CREATE FUNCTION freshet.expire_quantum_api_cache() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.expires_at := coalesce(NEW.expires_at, NEW.created_at + freshet.quantum_cache_ttl(NEW.cache_type));
    RETURN NEW;
END
$$;

CREATE TRIGGER expire_quantum_api_cache
    BEFORE INSERT OR UPDATE ON freshet.quantum_api_cache
    FOR EACH ROW EXECUTE FUNCTION freshet.expire_quantum_api_cache();

CREATE FUNCTION freshet.cleanup_expired_quantum_cache() RETURNS integer
    LANGUAGE sql
    SET search_path = pg_catalog, pg_temp
AS $$
    WITH gone AS (DELETE FROM public.quantum_api_cache WHERE expires_at <= now() RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;
COMMENT ON FUNCTION freshet.cleanup_expired_quantum_cache() IS 'Removes the expired rows, and says how many.';

CREATE TABLE freshet.ai_recommendations (
    id             uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    symbol         varchar(10),
    recommendation jsonb       NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.ai_recommendations IS 'What models recommended; makes nothing stale.';

CREATE TABLE freshet.llm_requests (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    provider    text,
    model       text,
    tokens_used integer     NOT NULL DEFAULT 0,
    cost        numeric     NOT NULL DEFAULT 0,
    duration_ms integer,
    created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.llm_requests IS 'What models were asked, and what it cost; makes nothing stale.';

CREATE TABLE freshet.top_picks_runs (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    universe   text        NOT NULL,
    mode       text        NOT NULL,
    picks      jsonb       NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.top_picks_runs IS 'Runs that chose the top picks of a universe in a mode.';

-- The names of the key, without the picks.
CREATE UNIQUE INDEX idx_top_picks_runs_key ON freshet.top_picks_runs (id, universe, mode);
ALTER TABLE freshet.top_picks_runs REPLICA IDENTITY USING INDEX idx_top_picks_runs_key;

CREATE TABLE freshet.dashboard_performance (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    performance jsonb       NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.dashboard_performance IS 'What the dashboard''s overview is made of.';

CREATE TABLE freshet.portfolio_snapshots (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    positions  jsonb       NOT NULL DEFAULT '[]',
    watchlist  jsonb       NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.portfolio_snapshots IS 'The portfolio as its monitor saw it.';

CREATE TABLE freshet.top_picks_position_snapshots (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    positions  jsonb       NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.top_picks_position_snapshots IS 'The positions in top picks as their monitor saw them.';
