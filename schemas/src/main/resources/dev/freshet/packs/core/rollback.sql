-- Removes what is left of Freshet after the rollbacks of the packs: publication, schema (Flyway's history included), slot.
-- Plain SQL; run it in one transaction, with every Freshet process stopped. For a slot or publication of another name say
-- SET freshet.slot = '…' and SET freshet.publication = '…' before; SET freshet.keep_slot = 'on' leaves the slot to whoever
-- may drop it.
DO $$
DECLARE
    our_slot        CONSTANT text := coalesce(nullif(current_setting('freshet.slot', true), ''), 'freshet');
    our_publication CONSTANT text := coalesce(nullif(current_setting('freshet.publication', true), ''), 'freshet');
    keep_slot       CONSTANT boolean := coalesce(nullif(current_setting('freshet.keep_slot', true), ''), 'off')::boolean;
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

    -- A slot that nobody reads keeps the log until the disk is full: nothing goes while it would stay behind.
    IF NOT keep_slot
        AND EXISTS (SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = our_slot AND database = current_database())
        AND NOT (SELECT rolsuper OR rolreplication FROM pg_catalog.pg_roles WHERE rolname = current_user)
        AND NOT coalesce(pg_has_role(to_regrole('rds_replication'), 'USAGE'), false)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = format('%s may not drop the replication slot %s', quote_ident(current_user), our_slot),
            HINT = format('run as a user with REPLICATION: SELECT pg_drop_replication_slot(%L); '
                'or give freshet.admin.username and freshet.admin.password', our_slot);
    END IF;

    EXECUTE format('DROP PUBLICATION IF EXISTS %I', our_publication);

    -- What was granted on objects that stay. Whoever may not take it back any more does not stop the rollback.
    IF to_regclass('freshet.granted') IS NOT NULL THEN
        FOR item IN SELECT * FROM freshet.granted LOOP
            BEGIN
                IF item.kind = 'policy' THEN
                    EXECUTE format('DROP POLICY IF EXISTS %I ON %s', item.privilege, item.object);
                ELSE
                    EXECUTE format('REVOKE %s ON %s %s FROM %I', item.privilege, item.kind, item.object, item.role);
                END IF;
            EXCEPTION
                WHEN undefined_table OR undefined_object OR undefined_function OR undefined_column OR invalid_schema_name THEN
                    NULL; -- gone already
                WHEN insufficient_privilege THEN
                    RAISE NOTICE '% on % % stays granted to %: %',
                        item.privilege, item.kind, item.object, item.role, SQLERRM;
            END;
        END LOOP;
    END IF;

    -- By name and without CASCADE: something of others in the schema, or built on our objects, stops the rollback.
    DROP VIEW IF EXISTS
        freshet.most_accessed_entries,
        freshet.cache_growth,
        freshet.cache_performance,
        freshet.daily_cache_performance,
        freshet.operation_figures;
    DROP TABLE IF EXISTS
        freshet.heartbeat,
        freshet.consumer_position,
        freshet.daily_operation,
        freshet.daily_invalidation,
        freshet.refused_record,
        freshet.operation,
        freshet.price,
        freshet.entry,
        freshet.invalidation_log,
        freshet.capture_state,
        freshet.gap,
        freshet.granted,
        freshet.installed,
        freshet.schema_history;
    DROP FUNCTION IF EXISTS
        freshet.uninstall(text),
        freshet.quietly(regclass, text),
        freshet.let(regclass, text, text),
        freshet.install(regprocedure, text),
        freshet.install(regclass, text),
        freshet.lacking(regclass),
        freshet.obstacles(regprocedure),
        freshet.obstacles(regclass),
        freshet.obstacles_of_identity(regclass),
        freshet.obstacles_of_form(regclass),
        freshet.obstacles_of_ownership(regclass),
        freshet.castable(oid, oid),
        freshet.replica_identity(regclass),
        freshet.indexes(regclass),
        freshet.columns(regclass);
    DROP SCHEMA IF EXISTS freshet;

    -- Last, because no rollback brings a slot back.
    PERFORM pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots
    WHERE slot_name = our_slot AND database = current_database() AND NOT keep_slot;
END
$$;
