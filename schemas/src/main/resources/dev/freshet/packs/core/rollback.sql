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

    -- All of one kind in one statement, so that they may depend on each other, and without CASCADE: what others built on
    -- our objects stops the rollback, with its name.
    FOR item IN
        SELECT 'DROP ' || kind || ' ' || string_agg(name, ', ') AS statement
        FROM (
            SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind,
                   oid::regclass::text AS name
            FROM pg_catalog.pg_class
            WHERE relnamespace = to_regnamespace('freshet') AND relkind IN ('v', 'm', 'r', 'p') AND NOT relispartition
            UNION ALL
            SELECT CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, oid::regprocedure::text
            FROM pg_catalog.pg_proc
            WHERE pronamespace = to_regnamespace('freshet') AND prokind IN ('f', 'p')
        ) AS ours
        GROUP BY kind
        ORDER BY array_position(ARRAY['VIEW', 'MATERIALIZED VIEW', 'TABLE', 'FUNCTION', 'PROCEDURE'], kind)
    LOOP
        EXECUTE item.statement;
    END LOOP;
    DROP SCHEMA IF EXISTS freshet;

    -- Last, because no rollback brings a slot back.
    PERFORM pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots
    WHERE slot_name = our_slot AND database = current_database();
END
$$;
