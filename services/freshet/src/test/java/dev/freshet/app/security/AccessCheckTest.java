package dev.freshet.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.mock.env.MockEnvironment;

class AccessCheckTest {

    private static final String GOOD = "0123456789abcdef";

    private final MockEnvironment settings = new MockEnvironment();

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no-such-host.invalid", " "})
    void refusesToBeOpenToOtherMachines(String address) {
        settings.setProperty("server.address", address);

        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.remedy())
                        .contains("FRESHET_HTTP_VIEWER_TOKEN", "FRESHET_HTTP_OPERATOR_TOKEN", "127.0.0.1"))
                .hasMessageContainingAll("server.address", "freshet.http.viewer-token", "freshet.http.operator-token");
    }

    @Test
    void refusesToBeOpenOnAllAddressesWhenNoneIsNamed() {
        assertThatThrownBy(this::check).hasMessageContaining("all addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.9.9.9"})
    void isOpenOnThisMachine(String address) {
        settings.setProperty("server.address", address);
        check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"freshet.http.viewer-token", "freshet.http.operator-token"})
    void anyTokenCloses(String setting) {
        settings.setProperty("server.address", "0.0.0.0");
        settings.setProperty(setting, GOOD);
        check();
    }

    @ParameterizedTest
    @CsvSource({
        "freshet.http.viewer-token, '', is empty",
        "freshet.http.operator-token, '', is empty",
        "freshet.http.viewer-token, '                 ', is empty",
        "freshet.http.operator-token, 0123456789abcde, 15 characters",
        "freshet.http.viewer-token, 0123456789 abcdef, cannot carry",
        "freshet.http.viewer-token, 0123456789abcdéf, cannot carry",
    })
    void refusesATokenThatIsNoneAndKeepsItToItself(String setting, String token, String why) {
        settings.setProperty("server.address", "127.0.0.1");
        settings.setProperty(setting, token);

        assertThatThrownBy(this::check)
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll(setting, why)
                .message()
                .doesNotContain(token.isBlank() ? "\0" : token);
    }

    @Test
    void refusesOneTokenForBoth() {
        settings.setProperty("server.address", "127.0.0.1");
        settings.setProperty("freshet.http.viewer-token", GOOD);
        settings.setProperty("freshet.http.operator-token", GOOD);

        assertThatThrownBy(this::check)
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("freshet.http.viewer-token", "freshet.http.operator-token", "the same");
    }

    @Test
    void aManagementPortStaysOnThisMachineUnlessSomebodySaysOtherwise() {
        settings.setProperty("server.address", "127.0.0.1");
        settings.setProperty("management.server.port", "8090");
        check();
        assertThat(settings.getProperty("management.server.address")).isEqualTo("127.0.0.1");

        settings.setProperty("management.server.address", "0.0.0.0");
        check();
        assertThat(settings.getProperty("management.server.address")).isEqualTo("0.0.0.0");
    }

    @Test
    void refusesAManagementAddressWithoutAPortOfItsOwn() {
        settings.setProperty("server.address", "127.0.0.1");
        settings.setProperty("management.server.address", "127.0.0.1");

        assertThatThrownBy(this::check).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.remedy())
                .contains("management.server.port"));
    }

    private void check() {
        check(settings);
    }

    private static void check(ConfigurableEnvironment environment) {
        new AccessCheck()
                .onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                        new DefaultBootstrapContext(), new SpringApplication(), new String[0], environment));
    }
}
