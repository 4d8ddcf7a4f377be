-- What was granted to the accounts (freshet_capture …, the application's) on objects of anybody.
CREATE TABLE freshet.granted (
    role      text NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('table', 'schema', 'function', 'policy')),
    object    text NOT NULL,
    privilege text NOT NULL,
    PRIMARY KEY (role, kind, object, privilege)
);
COMMENT ON TABLE freshet.granted IS
    'What ''freshet migrate'' granted. What the rules no longer need, and all at a rollback, is revoked; nothing else is.';
