package dev.freshet.app.requests;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses addresses and bodies that are too long, and bodies that do not come. Stands behind the check of who asks:
 * nobody without permission makes us keep a body.
 */
public final class RequestLimits extends OncePerRequestFilter {

    /** The connector bounds the request line and all headers together; this leaves them some room. */
    private static final int LONGEST_ADDRESS = 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DataSize largest;

    public RequestLimits(DataSize largest) {
        this.largest = largest;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (lengthOfAddress(request) > LONGEST_ADDRESS) {
            refuse(
                    request,
                    response,
                    HttpStatus.URI_TOO_LONG,
                    "the address is longer than %d characters".formatted(LONGEST_ADDRESS));
            return;
        }
        byte[] body;
        try {
            body = RequestBody.read(request, Math.toIntExact(largest.toBytes()), PATIENCE);
        } catch (RequestBody.TooLargeException e) {
            refuse(
                    request,
                    response,
                    HttpStatus.CONTENT_TOO_LARGE,
                    "the body is larger than %d bytes".formatted(largest.toBytes()));
            return;
        } catch (RequestBody.TooSlowException e) {
            new ProblemDocument(HttpStatus.REQUEST_TIMEOUT, "the body did not arrive in time").write(response);
            return;
        }
        if (hasReadableQuery(request)) {
            chain.doFilter(new WithBody(request, body), response);
        } else {
            new ProblemDocument(HttpStatus.BAD_REQUEST, "the query is malformed or has too many parameters")
                    .write(response);
        }
    }

    /** The connector reads the query when it is first asked for, which would be too late to answer well. */
    private static boolean hasReadableQuery(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return true;
        } catch (InvalidParameterException e) {
            return false;
        }
    }

    private static int lengthOfAddress(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI().length() + (query == null ? 0 : 1 + query.length());
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        new ProblemDocument(status, detail).write(response);
        RequestBody.discard(request);
    }

    /** The request, with the body already read. */
    private static final class WithBody extends HttpServletRequestWrapper {

        private final Bytes body;

        WithBody(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new Bytes(new ByteArrayInputStream(body));
        }

        @Override
        public ServletInputStream getInputStream() {
            return body;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }
    }

    private static final class Bytes extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Bytes(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is read at once");
        }
    }
}
