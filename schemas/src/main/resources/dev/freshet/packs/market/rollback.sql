-- Removes the market pack. Plain SQL; run it in one transaction, before the rollback of core, with every Freshet process
-- stopped. Nothing is dropped with CASCADE: what others built on our objects stops the rollback, with its name.
DO $$
BEGIN
    IF to_regclass('freshet.installed') IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM freshet.installed WHERE kind = 'pack' AND name = 'market') THEN
        RETURN;
    END IF;

    PERFORM freshet.uninstall('market');
    DROP FUNCTION IF EXISTS freshet.expire_quantum_api_cache();
    DROP FUNCTION IF EXISTS freshet.quantum_cache_ttl(text);
    DELETE FROM freshet.installed WHERE pack = 'market';
END
$$;
