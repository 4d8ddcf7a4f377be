package dev.freshet.capture.preflight;

import dev.freshet.capture.database.Database;
import dev.freshet.capture.publication.Publication;
import dev.freshet.capture.settings.CaptureSettings;
import dev.freshet.capture.slot.Slot;
import dev.freshet.capture.slot.SlotState;
import dev.freshet.refusal.Refusal;
import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.SourceRule;
import dev.freshet.rules.TableName;
import dev.freshet.rules.database.RulesCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refuses a start that cannot succeed. Reads only. Thread-safe; holds no state of its own. */
public final class Preflight {

    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    private static final int OLDEST_SERVER = 160000;

    private final Database database;
    private final JdbcClient statements;
    private final CaptureSettings settings;
    private final RuleSet rules;

    public Preflight(Database database, CaptureSettings settings, RuleSet rules) {
        this.database = database;
        this.statements = JdbcClient.create(database.dataSource());
        this.settings = settings;
        this.rules = rules;
    }

    /**
     * Checks everything.
     *
     * @throws Refusal with the cause and what to do about it
     */
    public void check() {
        requireServer();
        requireReplication();
        requireOwnTables();
        requireRules();
        rules.sources().values().forEach(this::requireSelect);
        Optional<SlotState> slot = new Slot(database.dataSource(), settings.slot()).state();
        slot.ifPresent(this::requireOurs);
        if (slot.isEmpty() || !slot.get().isActive()) {
            new Capacity(statements).require(slot.isPresent());
            new Publication(statements, settings.publication(), rules).requireReconcilable();
        }
    }

    private void requireServer() {
        int version = Integer.parseInt(setting("server_version_num"));
        if (version < OLDEST_SERVER) {
            throw new Refusal("PostgreSQL " + setting("server_version") + " is too old", "use PostgreSQL 16 or newer");
        }
        if (ask("select pg_is_in_recovery()")) {
            throw new Refusal(
                    "the database at " + database + " is a standby: changes are captured on the primary",
                    "let spring.datasource.url name the primary");
        }
        String level = setting("wal_level");
        if (!level.equals("logical")) {
            throw new Refusal(
                    "wal_level of the database at " + database + " is '" + level
                            + "', but capturing changes needs 'logical'",
                    "run: alter system set wal_level = 'logical'; then restart PostgreSQL");
        }
    }

    private void requireReplication() {
        boolean may = ask(
                """
                select rolsuper or rolreplication or exists (
                    select from pg_roles managed
                    where managed.rolname in ('rds_replication', 'rdsadmin') and pg_has_role(managed.oid, 'MEMBER'))
                from pg_roles where rolname = current_user
                """);
        if (!may) {
            String user = TableName.quoted(database.user());
            throw new Refusal(
                    "the database user " + user + " may not use replication slots",
                    "run as a superuser: alter role " + user + " replication; (Amazon RDS: grant rds_replication to "
                            + user + ")");
        }
    }

    private void requireOwnTables() {
        requireTable("heartbeat", "select, insert, update");
        requireTable("capture_state", "select, insert, update");
        requireTable("gap", "select, insert, update");
    }

    private void requireTable(String name, String privileges) {
        TableName table = new TableName("freshet", name);
        if (ask("select to_regclass('" + table.sql() + "') is null")) {
            throw new Refusal("the table " + table + " does not exist", "let the migrations run first");
        }
        for (String privilege : List.of(privileges.split(", "))) {
            if (!may(table, privilege)) {
                throw new Refusal(
                        "the database user " + TableName.quoted(database.user()) + " lacks " + privilege + " on "
                                + table,
                        "run: grant " + privileges + " on " + table.sql() + " to " + TableName.quoted(database.user())
                                + "; or let 'freshet migrate' do it");
            }
        }
    }

    private void requireRules() {
        try {
            new RulesCheck(database.dataSource()).check(rules).forEach(warning -> LOG.warn("{}", warning));
        } catch (InvalidRulesException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "mend the rules as said, and start again");
        }
    }

    /** Of the published columns only: a user may lack all others. */
    private void requireSelect(SourceRule source) {
        TableName table = source.table();
        boolean may = source.columns().isEmpty()
                ? may(table, "select")
                : source.columns().stream().allMatch(column -> may(table, column, "select"));
        if (!may) {
            String columns = source.columns().isEmpty()
                    ? ""
                    : source.columns().stream().map(TableName::quoted).collect(Collectors.joining(", ", " (", ")"));
            throw new Refusal(
                    "the database user " + TableName.quoted(database.user()) + " may not read the source " + table,
                    "run: grant select" + columns + " on " + table.sql() + " to " + TableName.quoted(database.user())
                            + "; or let 'freshet migrate' do it");
        }
    }

    private void requireOurs(SlotState slot) {
        List<String> wrong = new ArrayList<>();
        if (!Slot.PLUGIN.equals(slot.plugin())) {
            wrong.add("has the plugin '" + slot.plugin() + "'");
        }
        if (!ask("select current_database() = ?", slot.database())) {
            wrong.add("belongs to the database '" + slot.database() + "'");
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(
                    "the replication slot '" + settings.slot() + "' is somebody else's: it "
                            + String.join(" and ", wrong),
                    "name another one by freshet.capture.slot");
        }
    }

    private boolean may(TableName table, String privilege) {
        return ask(
                "select has_table_privilege(to_regclass(?), ?) or has_any_column_privilege(to_regclass(?), ?)",
                table.sql(),
                privilege,
                table.sql(),
                privilege);
    }

    private boolean may(TableName table, String column, String privilege) {
        return ask("select has_column_privilege(to_regclass(?), ?, ?)", table.sql(), column, privilege);
    }

    private boolean ask(String question, Object... parameters) {
        return Boolean.TRUE.equals(statements
                .sql(question)
                .params(List.of(parameters))
                .query(Boolean.class)
                .optional()
                .orElse(false));
    }

    private String setting(String name) {
        return statements
                .sql("select current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }
}
