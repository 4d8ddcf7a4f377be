package dev.freshet.app.requests;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Reads what a caller sends: so much and no more, so long and no longer. */
public final class RequestBody {

    private static final int AT_ONCE = 8192;

    private static final Duration LEAVE = Duration.ofSeconds(2);
    private static final long LEFT_OVER = 4L << 20;

    private RequestBody() {}

    /**
     * The body.
     *
     * @param patience longest wait for the whole of it; the connector's timeout bounds each read
     * @throws TooLargeException if there is more of it
     * @throws TooSlowException if it is not there in time
     */
    static byte[] read(HttpServletRequest request, int largest, Duration patience) throws IOException {
        if (request.getContentLengthLong() > largest) {
            throw new TooLargeException();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (copy(request, body, largest, patience) > largest) {
            throw new TooLargeException();
        }
        return body.toByteArray();
    }

    /**
     * Reads on for a moment once the answer is written, so that a caller who still writes sees it and no broken
     * connection. The connector is told to swallow nothing, because it would wait for as long as the bytes trickle.
     */
    public static void discard(HttpServletRequest request) {
        try {
            copy(request, OutputStream.nullOutputStream(), LEFT_OVER, LEAVE);
        } catch (IOException e) {
            // the answer is written; whoever hangs up or stalls has it or does not want it
            return;
        }
    }

    /** Returns how much was read: one byte more than {@code most} tells that there is more. */
    private static long copy(HttpServletRequest request, OutputStream target, long most, Duration patience)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        ServletInputStream source = request.getInputStream();
        byte[] buffer = new byte[AT_ONCE];
        long total = 0;
        while (total <= most) {
            int read = read(source, buffer, (int) Math.min(AT_ONCE, most + 1 - total));
            if (read < 0) {
                return total;
            }
            target.write(buffer, 0, read);
            total += read;
            if (System.nanoTime() > deadline) {
                throw new TooSlowException();
            }
        }
        return total;
    }

    /** Tomcat wraps what the socket throws. */
    private static int read(ServletInputStream source, byte[] buffer, int most) throws IOException {
        try {
            return source.read(buffer, 0, most);
        } catch (IOException e) {
            throw e.getCause() instanceof SocketTimeoutException ? new TooSlowException() : e;
        }
    }

    /** There is more of the body than is allowed. */
    static final class TooLargeException extends IOException {}

    /** The body did not come in time. */
    static final class TooSlowException extends IOException {}
}
