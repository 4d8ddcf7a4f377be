-- Answers about the sample course, as an application would have cached them. They need the lectures pack, which is why
-- this comes after it; a cache of the application's own is not for samples.
DO $$
BEGIN
    IF (SELECT count(*) FROM freshet.installed
        WHERE kind = 'table' AND name IN ('public.lectures', 'public.lecture_content_hashes', 'public.ai_response_cache')) < 3
    THEN
        RETURN;
    END IF;

    INSERT INTO public.ai_response_cache
        (cache_key, operation_type, lecture_ids, params, content_hash, response_data, tokens_used, content_size)
    SELECT
        -- operation LF sorted ids, comma between LF params in RFC 8785 form, as which they are written below
        encode(sha256(convert_to(
            a.operation || E'\n' || array_to_string(l.ids, ',') || E'\n' || a.params, 'UTF8')), 'hex'),
        a.operation, l.ids, a.params::jsonb, freshet.current_content_hash(l.ids), a.response::jsonb, a.tokens,
        octet_length(convert_to(a.response, 'UTF8'))
    FROM (VALUES
        ('summary', '{1}'::integer[], '{"language":"en"}', 310,
         '{"summary": "Rivers are fed by rain and, between rains, by groundwater that surfaces in springs. The land that drains to one point is its catchment; ridges divide catchments."}'),
        ('quiz', '{1}', '{"count":2}', 420,
         '{"questions": [{"question": "What keeps a river flowing in a dry summer?", "answer": "Groundwater from springs, the base flow."}, {"question": "What is a watershed?", "answer": "The edge of a catchment, along the ridges."}]}'),
        ('summary', '{2}', '{"language":"en"}', 290,
         '{"summary": "Speed is the balance of gravity and friction: slope and depth make water faster, a rough bed slower. Discharge is width times depth times speed."}'),
        ('flashcards', '{3}', '{"count":3}', 380,
         '{"cards": [{"front": "Three ways to carry a load", "back": "dissolved, suspended, rolling on the bed"}, {"front": "Why is clay hard to lift?", "back": "Its grains stick together."}, {"front": "What does a slowing river drop first?", "back": "The largest grains."}]}'),
        ('explanation', '{2,4}', '{"level":"school","topic":"meanders"}', 610,
         '{"explanation": "In a bend the fast water at the surface is thrown outwards and returns along the bed, where it is slow. It wears the outer bank away and leaves its sand on the inner one, so every bend grows."}'),
        ('quiz', '{5}', '{"count":1}', 260,
         '{"questions": [{"question": "How likely is a hundred-year flood within thirty years?", "answer": "About 26 percent."}]}'),
        ('comparison', '{5,6}', '{"format":"text"}', 540,
         '{"comparison": "On a flood plain and in a delta the same thing happens: water slows down and drops what it carries. The flood plain is built in floods, the delta all the time."}'),
        ('summary', '{1,2,3,4,5,6}', '{"language":"en"}', 1480,
         '{"summary": "Rain becomes springs, springs become a river. It speeds up with slope and depth, carries stone and sorts it, bends because bends feed themselves, floods the plain it has built, and ends in an estuary, a delta or the air."}')
    ) AS a (operation, lectures, params, tokens, response)
    CROSS JOIN LATERAL (
        SELECT array_agg(('1e000000-0000-4000-8000-00000000000' || n)::uuid ORDER BY n) AS ids
        FROM unnest(a.lectures) AS n
    ) AS l;
END
$$;
