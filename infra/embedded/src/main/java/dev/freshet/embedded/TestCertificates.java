package dev.freshet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority made for a test, and the certificates that it signs, by the JDK's keytool. Its files have no password that
 * would keep anybody out. Not thread-safe.
 */
public final class TestCertificates {

    /** Of every key store and trust store here. */
    public static final String PASSWORD = "changeit";

    private static final String AUTHORITY = "authority";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;
    private final Path store;

    private TestCertificates(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("authority.p12");
    }

    /** A new authority that keeps its files in the folder, which is made. */
    public static TestCertificates in(Path folder) {
        TestCertificates certificates = new TestCertificates(folder);
        try {
            Files.createDirectories(folder);
            certificates.keytool(AUTHORITY, "CN=Authority of " + folder.getFileName(), List.of("-ext", "bc:c"));
            certificates.writeTrust();
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate in PEM. */
    public Path authority() {
        return folder.resolve("authority.pem");
    }

    /** The authority's certificate in PKCS #12. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /**
     * A certificate that the authority has signed, with its private key.
     *
     * @param keyStore both in PKCS #12
     * @param certificate in PEM
     * @param key in PEM
     * @param keyDer the key as PKCS #8 in DER
     */
    public record Issued(Path keyStore, Path certificate, Path key, Path keyDer) {}

    /**
     * Signs a certificate, for servers and clients alike.
     *
     * @param name its common name, and the name of its files
     * @param hosts the host names that it is good for, no address among them; none for a client
     */
    public Issued issue(String name, String... hosts) {
        List<String> more = new ArrayList<>(List.of("-signer", AUTHORITY));
        for (String host : hosts) {
            more.addAll(List.of("-ext", "san=dns:" + host));
        }
        try {
            keytool(name, "CN=" + name, more);
            return write(name);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String alias, String distinguishedName, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", Platform.executable("keytool"))
                        .toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                distinguishedName,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2"));
        command.addAll(more);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool made no certificate for " + alias + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void writeTrust() throws IOException, GeneralSecurityException {
        Certificate certificate = open().getCertificate(AUTHORITY);
        Files.writeString(authority(), pem("CERTIFICATE", certificate.getEncoded()));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(AUTHORITY, certificate);
        save(trusted, trustStore());
    }

    private Issued write(String name) throws IOException, GeneralSecurityException {
        Issued issued = new Issued(
                folder.resolve(name + ".p12"),
                folder.resolve(name + ".pem"),
                folder.resolve(name + ".key"),
                folder.resolve(name + ".pk8"));
        KeyStore all = open();
        Key key = all.getKey(name, PASSWORD.toCharArray());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(name, key, PASSWORD.toCharArray(), all.getCertificateChain(name));
        save(own, issued.keyStore());
        Files.writeString(
                issued.certificate(),
                pem("CERTIFICATE", all.getCertificate(name).getEncoded()));
        writeSecret(issued.key(), pem("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII));
        writeSecret(issued.keyDer(), key.getEncoded());
        return issued;
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }

    private static void save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    /** PostgreSQL, and its driver, take no key that others may read. */
    private static void writeSecret(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        boolean mine = file.toFile().setReadable(false, false) && file.toFile().setReadable(true, true);
        if (!mine) {
            throw new UncheckedIOException(new IOException("cannot be made private: " + file));
        }
    }

    private static String pem(String title, byte[] content) {
        return "-----BEGIN " + title + "-----\n" + LINES.encodeToString(content) + "\n-----END " + title + "-----\n";
    }
}
