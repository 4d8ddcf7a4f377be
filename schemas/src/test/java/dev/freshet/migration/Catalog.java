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
            SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl) FROM pg_namespace JOIN mine USING (oid, nspname)
            UNION ALL
            -- a grant that is taken back leaves a list of what the owner may do anyway
            SELECT concat_ws(' ', 'grant', c.oid::regclass, grantor::regrole, grantee::regrole, privilege_type, is_grantable)
            FROM pg_class c JOIN mine ON mine.oid = relnamespace, aclexplode(coalesce(relacl, acldefault('r', relowner)))
            UNION ALL
            SELECT concat_ws(' ', 'grant', attrelid::regclass, attname, grantor::regrole, grantee::regrole, privilege_type)
            FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN mine ON mine.oid = relnamespace, aclexplode(attacl)
            UNION ALL
            SELECT concat_ws(' ', 'comment', pg_describe_object(classoid, objoid, objsubid), description)
            FROM pg_description WHERE objoid >= 16384
            UNION ALL
            SELECT concat_ws(' ', 'relation', c.oid::regclass, relkind, relreplident, relrowsecurity, relforcerowsecurity,
                             relpersistence, reloptions, relowner::regrole)
            FROM pg_class c JOIN mine ON mine.oid = relnamespace
            UNION ALL
            SELECT concat_ws(' ', 'column', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
                             attidentity, attgenerated, pg_get_expr(adbin, adrelid))
            FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN mine ON mine.oid = relnamespace
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attnum > 0 AND NOT attisdropped
            UNION ALL
            SELECT 'index ' || pg_get_indexdef(indexrelid) || ' ' || indisreplident || ' ' || indisprimary
            FROM pg_index JOIN pg_class c ON c.oid = indrelid JOIN mine ON mine.oid = relnamespace
            UNION ALL
            SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid), convalidated)
            FROM pg_constraint JOIN mine ON mine.oid = connamespace
            UNION ALL
            SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled)
            FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN mine ON mine.oid = relnamespace WHERE NOT tgisinternal
            UNION ALL
            SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), proowner::regrole, proacl::text)
            FROM pg_proc p JOIN mine ON mine.oid = pronamespace
            UNION ALL
            SELECT concat_ws(' ', 'type', format_type(t.oid, NULL)) FROM pg_type t JOIN mine ON mine.oid = typnamespace
            UNION ALL
            SELECT concat_ws(' ', 'policy', p.*) FROM pg_policies p
            UNION ALL
            SELECT concat_ws(' ', 'publication', pubname, pubowner::regrole) FROM pg_publication
            UNION ALL
            SELECT concat_ws(' ', 'published', t.*) FROM pg_publication_tables t
            UNION ALL
            SELECT concat_ws(' ', 'slot', slot_name) FROM pg_replication_slots WHERE database = current_database()
            UNION ALL
            SELECT concat_ws(' ', 'role', rolname, rolcanlogin, rolsuper, shobj_description(oid, 'pg_authid')) FROM pg_roles
            UNION ALL
            SELECT concat_ws(' ', 'member', roleid::regrole, member::regrole, grantor::regrole) FROM pg_auth_members
            UNION ALL
            SELECT concat_ws(' ', 'default grant', d.*) FROM pg_default_acl d
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
