package dev.freshet.app.shared;

import dev.freshet.app.settings.RedisSettings;
import dev.freshet.refusal.Refusal;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Turns the SSL bundle into what Lettuce understands. The host's name is compared with the certificate in any case. */
final class RedisTls {

    private RedisTls() {}

    static SslOptions of(RedisSettings settings, RedisURI address, SslBundles bundles) {
        String name = settings.sslBundle();
        if (name == null) {
            return SslOptions.create();
        }
        if (!address.isSsl()) {
            throw new Refusal(
                    "freshet.redis.ssl-bundle is set, but freshet.redis.uri is no TLS address.",
                    "Write rediss:// in freshet.redis.uri, or leave the bundle out.");
        }
        return options(bundle(name, bundles));
    }

    private static SslBundle bundle(String name, SslBundles bundles) {
        try {
            return bundles.getBundle(name);
        } catch (NoSuchSslBundleException e) {
            throw new Refusal(
                    "freshet.redis.ssl-bundle names an SSL bundle that there is not: " + name + ".",
                    "Set spring.ssl.bundle.pem." + name
                            + ".truststore.certificate to the authority's certificate, such as"
                            + " file:/etc/freshet/ca.pem.");
        }
    }

    private static SslOptions options(SslBundle bundle) {
        SslOptions.Builder options = SslOptions.builder()
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        if (bundle.getOptions().getCiphers() != null) {
            options.cipherSuites(bundle.getOptions().getCiphers());
        }
        if (bundle.getOptions().getEnabledProtocols() != null) {
            options.protocols(bundle.getOptions().getEnabledProtocols());
        }
        return options.build();
    }
}
