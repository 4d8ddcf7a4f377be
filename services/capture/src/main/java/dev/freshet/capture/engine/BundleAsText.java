package dev.freshet.capture.engine;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * Writes an SSL bundle, which only clients made by Spring Boot understand, as what every Kafka client understands:
 * certificates and key in PEM. The key among them is a secret.
 */
final class BundleAsText {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final SslBundle bundle;
    private final Map<String, String> properties = new LinkedHashMap<>();

    private BundleAsText(SslBundle bundle) {
        this.bundle = bundle;
    }

    /** Kafka's {@code ssl.*} properties. */
    static Map<String, String> of(SslBundle bundle) {
        try {
            return new BundleAsText(bundle).properties();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The SSL bundle of spring.kafka.ssl.bundle cannot be read: " + e, e);
        }
    }

    private Map<String, String> properties() throws GeneralSecurityException {
        KeyStore trusted = bundle.getStores().getTrustStore();
        if (trusted != null) {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, certificates(trusted));
        }
        KeyStore own = bundle.getStores().getKeyStore();
        if (own != null) {
            String alias = alias(own);
            properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            properties.put(
                    SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, chain(List.of(own.getCertificateChain(alias))));
            properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, key(own.getKey(alias, password())));
        }
        properties.put(SslConfigs.SSL_PROTOCOL_CONFIG, bundle.getProtocol());
        put(SslConfigs.SSL_CIPHER_SUITES_CONFIG, bundle.getOptions().getCiphers());
        put(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, bundle.getOptions().getEnabledProtocols());
        return properties;
    }

    private void put(String name, String @Nullable [] values) {
        if (values != null) {
            properties.put(name, String.join(",", values));
        }
    }

    /** The one that is named, or the first that has a key. */
    private String alias(KeyStore store) throws GeneralSecurityException {
        String named = bundle.getKey().getAlias();
        if (named != null) {
            return named;
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return alias;
            }
        }
        throw new GeneralSecurityException("its key store has no private key");
    }

    private char @Nullable [] password() {
        String ofKey = bundle.getKey().getPassword();
        String password = ofKey == null ? bundle.getStores().getKeyStorePassword() : ofKey;
        return password == null ? null : password.toCharArray();
    }

    private static String certificates(KeyStore store) throws GeneralSecurityException {
        List<Certificate> all = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            all.add(store.getCertificate(alias));
        }
        return chain(all);
    }

    private static String chain(List<Certificate> certificates) throws GeneralSecurityException {
        StringBuilder pem = new StringBuilder();
        for (Certificate certificate : certificates) {
            pem.append(block("CERTIFICATE", certificate.getEncoded()));
        }
        return pem.toString();
    }

    private static String key(Key key) throws GeneralSecurityException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new GeneralSecurityException("its private key does not leave the store");
        }
        return block("PRIVATE KEY", Objects.requireNonNull(encoded));
    }

    private static String block(String title, byte[] content) {
        return "-----BEGIN " + title + "-----\n" + LINES.encodeToString(content) + "\n-----END " + title + "-----\n";
    }
}
