package dev.freshet.app.shared;

import dev.freshet.app.settings.Role;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks once, before the roles are made, whether Redis lets us in. A login or a certificate that is refused ends the start; a
 * Redis that is away does not: the roles wait for it.
 */
final class RedisCheck implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(RedisCheck.class);

    private final Set<Role> roles;
    private final ObjectProvider<RedisClient> redis;

    RedisCheck(Set<Role> roles, ObjectProvider<RedisClient> redis) {
        this.roles = roles;
        this.redis = redis;
    }

    @Override
    public void afterPropertiesSet() {
        if (roles.contains(Role.INVALIDATION) || roles.contains(Role.CONSOLE)) {
            connect();
        }
    }

    private void connect() {
        try {
            redis.getObject().connect().close();
        } catch (RedisConnectionException e) {
            if (isForGood(e)) {
                throw e;
            }
            LOG.warn("Redis cannot be reached yet: {}", String.valueOf(e.getCause()));
        }
    }

    private static boolean isForGood(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean untrusted = cause instanceof SSLException && !(cause instanceof SslHandshakeTimeoutException);
            if (untrusted || cause instanceof RedisCommandExecutionException) {
                return true;
            }
        }
        return false;
    }
}
