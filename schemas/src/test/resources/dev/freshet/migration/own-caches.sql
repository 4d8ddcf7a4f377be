-- The caches that the application made by hand before it knew of Freshet: tables, functions and triggers of our names.
CREATE TABLE public.ai_response_cache (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    cache_key        text NOT NULL UNIQUE,
    operation_type   text NOT NULL,
    lecture_ids      uuid[] NOT NULL,
    params           jsonb NOT NULL DEFAULT '{}',
    content_hash     text NOT NULL,
    response_data    jsonb NOT NULL,
    tokens_used      integer DEFAULT 0,
    content_size     integer,
    hit_count        integer DEFAULT 0,
    created_at       timestamptz DEFAULT now(),
    last_accessed_at timestamptz DEFAULT now(),
    model            text DEFAULT 'small'
);
CREATE UNIQUE INDEX idx_ai_cache_key ON public.ai_response_cache (cache_key);
CREATE INDEX idx_ai_cache_lecture_ids ON public.ai_response_cache USING gin (lecture_ids);
CREATE INDEX idx_ai_cache_created_at ON public.ai_response_cache (created_at DESC);
ALTER TABLE public.ai_response_cache REPLICA IDENTITY FULL;
ALTER TABLE public.ai_response_cache ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON public.ai_response_cache FOR SELECT USING (model = current_user);
CREATE FUNCTION public.update_cache_access() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN NEW.last_accessed_at := now(); RETURN NEW; END$$;
CREATE TRIGGER trigger_update_cache_access BEFORE UPDATE OF hit_count ON public.ai_response_cache
    FOR EACH ROW EXECUTE FUNCTION public.update_cache_access();

CREATE TABLE public.lecture_content_hashes (
    lecture_id   uuid PRIMARY KEY REFERENCES public.lectures (id) ON DELETE CASCADE,
    content_hash text NOT NULL,
    updated_at   timestamptz DEFAULT now()
);
CREATE FUNCTION public.invalidate_cache_on_lecture_change() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN DELETE FROM public.ai_response_cache WHERE NEW.lecture_id = ANY (lecture_ids); RETURN NEW; END$$;
CREATE TRIGGER lecture_hash_changed AFTER UPDATE OF content_hash ON public.lecture_content_hashes
    FOR EACH ROW EXECUTE FUNCTION public.invalidate_cache_on_lecture_change();
ALTER TABLE public.lecture_content_hashes ENABLE ALWAYS TRIGGER lecture_hash_changed;
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN NEW.updated_at := now(); RETURN NEW; END$$;
CREATE TRIGGER touch BEFORE UPDATE ON public.lecture_content_hashes FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.lecture_content_hashes ENABLE REPLICA TRIGGER touch;

CREATE TABLE public.ai_cache_stats (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    date           date NOT NULL DEFAULT current_date,
    total_requests bigint DEFAULT 0,
    cache_hits     bigint DEFAULT 0,
    cache_misses   bigint DEFAULT 0,
    tokens_saved   bigint DEFAULT 0,
    updated_at     timestamptz DEFAULT now(),
    CONSTRAINT idx_ai_cache_stats_date UNIQUE (date)
);
CREATE FUNCTION public.increment_cache_stats(p_date date, p_hit boolean, p_tokens integer) RETURNS void LANGUAGE sql AS
$$UPDATE public.ai_cache_stats SET total_requests = total_requests + 1 WHERE date = p_date$$;
CREATE FUNCTION public.get_cache_stats(from_date date DEFAULT current_date, to_date date DEFAULT current_date)
    RETURNS TABLE (date date, total_requests bigint, cache_hits bigint, cache_misses bigint, hit_rate double precision,
                   tokens_saved bigint)
    LANGUAGE sql AS 'SELECT date, total_requests, cache_hits, cache_misses, 0::double precision, tokens_saved FROM public.ai_cache_stats';

INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data)
VALUES ('k', 'quiz', '{1e000000-0000-4000-8000-000000000001}', 'of another scheme', '{"a": 1}');
INSERT INTO public.lecture_content_hashes (lecture_id, content_hash, updated_at)
VALUES ('1e000000-0000-4000-8000-000000000001', 'of another scheme', '2020-01-01');
INSERT INTO public.ai_cache_stats (date, total_requests, cache_hits) VALUES ('2020-01-01', 10, NULL);
