package dev.freshet.app.security;

import dev.freshet.app.settings.HttpSettings;
import dev.freshet.refusal.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Before anything starts: refuses tokens that are none, and an HTTP surface that is open to other machines. */
public final class AccessCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final String MANAGEMENT_ADDRESS = "management.server.address";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (new Tokens(HttpSettings.of(environment)).isEmpty()) {
            requireLoopback(environment.getProperty("server.address", ""));
        }
        checkManagementAddress(environment);
    }

    private static void requireLoopback(String address) {
        if (!isLoopback(address)) {
            throw new Refusal(
                    "HTTP would be open to other machines: server.address is "
                            + (address.isBlank() ? "not set, which means all addresses" : address) + ", and neither "
                            + Tokens.VIEWER + " nor " + Tokens.OPERATOR + " is set.",
                    "Set both tokens, of at least 16 random characters each (as environment variables: "
                            + "FRESHET_HTTP_VIEWER_TOKEN, FRESHET_HTTP_OPERATOR_TOKEN), or leave server.address at 127.0.0.1.");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** A management port of its own needs no token: it stays on this machine unless somebody says otherwise. */
    private static void checkManagementAddress(ConfigurableEnvironment environment) {
        boolean given = environment.getProperty(MANAGEMENT_ADDRESS) != null;
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("management defaults", Map.of(MANAGEMENT_ADDRESS, "127.0.0.1")));
        } else if (given) {
            throw new Refusal(
                    MANAGEMENT_ADDRESS + " is set, but the management endpoints listen where everything else does.",
                    "Set management.server.port to a port of their own, or leave the address out.");
        }
    }
}
