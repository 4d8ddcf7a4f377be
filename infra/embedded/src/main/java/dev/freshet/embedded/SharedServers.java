package dev.freshet.embedded;

/** Servers that outlive whoever closes them. */
record SharedServers(Servers servers) implements Servers {

    @Override
    public String jdbcUrl(String database) {
        return servers.jdbcUrl(database);
    }

    @Override
    public String user() {
        return servers.user();
    }

    @Override
    public String password() {
        return servers.password();
    }

    @Override
    public String bootstrapServers() {
        return servers.bootstrapServers();
    }

    @Override
    public String redisUri() {
        return servers.redisUri();
    }

    @Override
    public void createDatabase(String name) {
        servers.createDatabase(name);
    }

    @Override
    public void close() {
        // The JVM's end closes them
    }
}
