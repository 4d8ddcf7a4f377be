-- The tables of the exercises pack, in schema freshet until V20_2.

INSERT INTO freshet.installed (kind, name, pack) VALUES ('pack', 'exercises', 'exercises');

CREATE TABLE freshet.exercise_cache (
    id                 uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    cache_key          text        NOT NULL,
    exercise_type      text        NOT NULL,
    exercise_data      jsonb       NOT NULL,
    user_context_hash  text,
    difficulty         integer     CHECK (difficulty BETWEEN 1 AND 5),
    topics             text[]      NOT NULL DEFAULT '{}',
    usage_count        integer     NOT NULL DEFAULT 0,
    last_used_at       timestamptz NOT NULL DEFAULT now(),
    created_at         timestamptz NOT NULL DEFAULT now(),
    expires_at         timestamptz NOT NULL DEFAULT now() + interval '24 hours',
    generation_cost    numeric     NOT NULL DEFAULT 0,
    generation_time_ms integer,
    fences             jsonb
);
COMMENT ON TABLE freshet.exercise_cache IS 'Cached AI-made exercises.';
COMMENT ON COLUMN freshet.exercise_cache.cache_key IS 'SHA-256 in hex of what the exercise was asked by.';
COMMENT ON COLUMN freshet.exercise_cache.generation_cost IS 'What it cost to make; each use saves as much.';
COMMENT ON COLUMN freshet.exercise_cache.fences IS
    'The fences and the epoch that it was made under: it may be served only while they stand.';

CREATE UNIQUE INDEX idx_exercise_cache_key ON freshet.exercise_cache (cache_key);
CREATE INDEX idx_exercise_type_difficulty ON freshet.exercise_cache (exercise_type, difficulty);
CREATE INDEX idx_exercise_expires_at ON freshet.exercise_cache (expires_at);
CREATE INDEX idx_exercise_last_used ON freshet.exercise_cache (last_used_at, id);
CREATE INDEX idx_exercise_usage_count ON freshet.exercise_cache (usage_count DESC);
CREATE INDEX idx_exercise_lookup ON freshet.exercise_cache (exercise_type, difficulty, user_context_hash, expires_at);
CREATE INDEX idx_exercise_active ON freshet.exercise_cache (exercise_type, expires_at);
CREATE INDEX idx_exercise_topics ON freshet.exercise_cache USING gin (topics);
CREATE INDEX idx_exercise_context_hash ON freshet.exercise_cache (user_context_hash);

-- A deleted row names its Redis key by the cache key, so that is what a delete has to carry.
ALTER TABLE freshet.exercise_cache REPLICA IDENTITY USING INDEX idx_exercise_cache_key;

CREATE TABLE freshet.exercise_topics (
    name        text        PRIMARY KEY,
    description text,
    updated_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.exercise_topics IS 'What exercises are about: a changed topic makes every exercise on it stale.';

-- So that an update can be seen to have left the description as it was.
ALTER TABLE freshet.exercise_topics REPLICA IDENTITY FULL;

CREATE TABLE freshet.user_contexts (
    user_id      uuid        PRIMARY KEY,
    context_hash text        NOT NULL,
    context      jsonb,
    updated_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.user_contexts IS
    'What exercises are made for: a changed context makes the exercises with its hash stale.';
COMMENT ON COLUMN freshet.user_contexts.context_hash IS 'Of the context, by the application; it alone is published.';

-- The hash that was, without the context itself, which is nobody else's business.
CREATE UNIQUE INDEX idx_user_contexts_hash ON freshet.user_contexts (user_id, context_hash);
ALTER TABLE freshet.user_contexts REPLICA IDENTITY USING INDEX idx_user_contexts_hash;
