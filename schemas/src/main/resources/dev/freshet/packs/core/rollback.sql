-- Removes what is left of Freshet after the rollbacks of the packs: publication, schema (Flyway's history included), slot.
-- Plain SQL; run it in one transaction, with every Freshet process stopped. For a slot or publication of another name say
-- SET freshet.slot = '…' and SET freshet.publication = '…' before.
DO $$
DECLARE
    our_slot        CONSTANT text := coalesce(nullif(current_setting('freshet.slot', true), ''), 'freshet');
    our_publication CONSTANT text := coalesce(nullif(current_setting('freshet.publication', true), ''), 'freshet');
    item record;
    packs text;
BEGIN
    IF to_regclass('freshet.installed') IS NOT NULL THEN
        SELECT string_agg(name, ', ' ORDER BY name) INTO packs FROM freshet.installed WHERE kind = 'pack' AND name <> 'core';
        IF packs IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'FR001',
                MESSAGE = format('packs are still installed: %s', packs),
                HINT = 'run their rollback.sql first, in the reverse order of their versions';
        END IF;
    END IF;

    -- Slot names belong to the whole server: a slot of another database is another Freshet's.
    FOR item IN
        SELECT active_pid FROM pg_catalog.pg_replication_slots
        WHERE slot_name = our_slot AND database = current_database() AND active
    LOOP
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = format('replication slot %s is in use by the server process with pid %s', our_slot, item.active_pid),
            HINT = format('stop the capture first, or end its connection: SELECT pg_terminate_backend(%s)', item.active_pid);
    END LOOP;

    EXECUTE format('DROP PUBLICATION IF EXISTS %I', our_publication);

    -- By name and without CASCADE: something of others in the schema, or built on our objects, stops the rollback.
    DROP TABLE IF EXISTS
        freshet.heartbeat,
        freshet.consumer_position,
        freshet.daily_operation,
        freshet.daily_invalidation,
        freshet.invalidation_log,
        freshet.capture_state,
        freshet.gap,
        freshet.installed,
        freshet.schema_history;
    DROP SCHEMA IF EXISTS freshet;

    -- Last, because no rollback brings a slot back.
    PERFORM pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots
    WHERE slot_name = our_slot AND database = current_database();
END
$$;
