package dev.freshet.app.security;

/** What a request needs its caller to be allowed. Each includes those before it. */
enum Need {
    NOTHING,
    READING,
    ACTING
}
