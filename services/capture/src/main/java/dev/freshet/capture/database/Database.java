package dev.freshet.capture.database;

import dev.freshet.refusal.Refusal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL whose changes are captured, in two forms: pooled for statements, and as address for the engine, which
 * opens its own connections. Says nothing of the password when printed.
 */
public final class Database {

    private final DataSource dataSource;
    private final URI address;
    private final Map<String, String> parameters;

    /**
     * Takes the address apart.
     *
     * @param dataSource to the same database
     * @param url {@code jdbc:postgresql://host:port/database?…}, of one host
     * @param user null when the URL has it
     * @param password null when the URL has it, or none is needed
     */
    public Database(DataSource dataSource, String url, @Nullable String user, @Nullable String password) {
        this.dataSource = dataSource;
        this.address = address(url);
        this.parameters = parameters(address);
        if (user != null) {
            parameters.put("user", user);
        }
        if (password != null) {
            parameters.put("password", password);
        }
    }

    private static URI address(String url) {
        if (url.startsWith("jdbc:postgresql://")) {
            URI address = URI.create(url.substring("jdbc:".length()));
            if (address.getHost() != null
                    && address.getPath() != null
                    && address.getPath().length() > 1) {
                return address;
            }
        }
        // Not the URL itself: it may hold a password
        throw new Refusal(
                "capture needs one PostgreSQL server and its database by name",
                "set spring.datasource.url to the form jdbc:postgresql://host:port/database");
    }

    private static Map<String, String> parameters(URI address) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = address.getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public String user() {
        return parameters.getOrDefault("user", "");
    }

    /** The connector's {@code database.*} and {@code driver.*} properties, the password among them. */
    public Map<String, String> connectorProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("database.hostname", address.getHost());
        properties.put("database.port", Integer.toString(port()));
        properties.put("database.dbname", name());
        parameters.forEach((name, value) -> {
            boolean login = name.equals("user") || name.equals("password");
            properties.put((login ? "database." : "driver.") + name, value);
        });
        return properties;
    }

    private int port() {
        return address.getPort() < 0 ? 5432 : address.getPort();
    }

    private String name() {
        return address.getPath().substring(1);
    }

    @Override
    public String toString() {
        return address.getHost() + ":" + port() + "/" + name();
    }
}
