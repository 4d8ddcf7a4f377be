package dev.freshet.migration;

import java.util.List;

/** Everything that a database holds besides rows: what a migration may add and a rollback has to take away. */
final class Catalog {

    private static final String LISTING =
            """
            SET LOCAL search_path = pg_catalog;
            WITH mine AS (
                SELECT oid, nspname FROM pg_namespace
                WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
            )
            SELECT 'schema ' || nspname || ' ' || coalesce(nspacl::text, '') FROM pg_namespace JOIN mine USING (oid, nspname)
            UNION ALL
            SELECT concat_ws(' ', 'relation', c.oid::regclass, relkind, relreplident, relrowsecurity, relacl::text,
                             obj_description(c.oid, 'pg_class'))
            FROM pg_class c JOIN mine ON mine.oid = relnamespace
            UNION ALL
            SELECT concat_ws(' ', 'column', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
                             pg_get_expr(adbin, adrelid))
            FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN mine ON mine.oid = relnamespace
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attnum > 0
            UNION ALL
            SELECT 'index ' || pg_get_indexdef(indexrelid) || ' ' || indisreplident
            FROM pg_index JOIN pg_class c ON c.oid = indrelid JOIN mine ON mine.oid = relnamespace
            UNION ALL
            SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid))
            FROM pg_constraint JOIN mine ON mine.oid = connamespace
            UNION ALL
            SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled)
            FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN mine ON mine.oid = relnamespace WHERE NOT tgisinternal
            UNION ALL
            SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), proacl::text)
            FROM pg_proc p JOIN mine ON mine.oid = pronamespace
            UNION ALL
            SELECT concat_ws(' ', 'type', format_type(t.oid, NULL)) FROM pg_type t JOIN mine ON mine.oid = typnamespace
            UNION ALL
            SELECT concat_ws(' ', 'policy', p.*) FROM pg_policies p
            UNION ALL
            SELECT concat_ws(' ', 'publication', pubname) FROM pg_publication
            UNION ALL
            SELECT concat_ws(' ', 'slot', slot_name) FROM pg_replication_slots WHERE database = current_database()
            UNION ALL
            SELECT concat_ws(' ', 'role', rolname, rolcanlogin, rolsuper, shobj_description(oid, 'pg_authid')) FROM pg_roles
            UNION ALL
            SELECT concat_ws(' ', 'extension', extname, extversion) FROM pg_extension
            UNION ALL
            SELECT concat_ws(' ', 'setting', setdatabase, setrole, setconfig) FROM pg_db_role_setting
            ORDER BY 1
            """;

    private Catalog() {}

    static List<String> of(Database database) {
        return database.column(LISTING);
    }
}
