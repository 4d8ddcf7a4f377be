package dev.freshet.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class FailuresTest {

    static Stream<Throwable> passing() {
        return Stream.of(
                new CannotAcquireLockException("deadlock"),
                new SQLException("deadlock", "40P01"),
                new SQLException("serialization", "40001"),
                new SQLException("connection", "08006"),
                new SQLException("shutdown", "57P01"),
                new CannotGetJdbcConnectionException("no", new SQLException("refused", "08001")),
                new RedisCommandTimeoutException("slow"),
                new RedisConnectionException("away"),
                new RedisException("Currently not connected. Commands are rejected."),
                new RedisCommandExecutionException("LOADING Redis is loading the dataset in memory"),
                new RedisCommandExecutionException("OOM command not allowed when used memory > 'maxmemory'"),
                new TimeoutException("kafka"),
                new RebalanceInProgressException(),
                new ConnectException("refused"));
    }

    static Stream<Throwable> bugs() {
        return Stream.of(
                new BadSqlGrammarException("task", "sql", new SQLException("no such column", "42703")),
                new SQLException("permission denied", "42501"),
                new RedisCommandExecutionException("ERR Error running script"),
                new RecordTooLargeException(),
                new NullPointerException());
    }

    @ParameterizedTest
    @MethodSource
    void passing(Throwable failure) {
        assertThat(Failures.isPassing(failure)).isTrue();
        assertThat(Failures.isPassing(new IllegalStateException("wrapped", failure)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void bugs(Throwable failure) {
        assertThat(Failures.isPassing(failure)).isFalse();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        RetrySettings settings = new RetrySettings(Duration.ofMillis(100), Duration.ofMillis(500));

        assertThat(Stream.of(1, 2, 3, 4, 1_000_000).map(settings::pause).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 500L, 500L);
    }
}
