package dev.freshet.embedded;

/** One server, running; closing it stops it and may be repeated. */
interface Server extends AutoCloseable {

    /** Its name and version. */
    String title();

    int port();

    @Override
    void close();
}
