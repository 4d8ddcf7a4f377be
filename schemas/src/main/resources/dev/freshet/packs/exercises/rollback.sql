-- Removes the exercises pack. Plain SQL; run it in one transaction, before the rollback of core, with every Freshet process
-- stopped. Nothing is dropped with CASCADE: what others built on our objects stops the rollback, with its name.
DO $$
BEGIN
    IF to_regclass('freshet.installed') IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM freshet.installed WHERE kind = 'pack' AND name = 'exercises') THEN
        RETURN;
    END IF;

    DROP MATERIALIZED VIEW IF EXISTS public.exercise_cache_daily_metrics;
    DROP VIEW IF EXISTS public.exercise_cache_stats, public.exercise_cache_overview, public.expired_exercises;
    PERFORM freshet.uninstall('exercises');
    DELETE FROM freshet.installed WHERE pack = 'exercises';
END
$$;
