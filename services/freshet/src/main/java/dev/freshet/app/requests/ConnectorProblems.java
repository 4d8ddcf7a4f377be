package dev.freshet.app.requests;

import java.io.IOException;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What Tomcat refuses before any filter of ours, such as headers that are too large. Public, for Tomcat makes it by name. */
public final class ConnectorProblems extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < HttpStatus.BAD_REQUEST.value()
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        ResponseHeaders.set(request, response);
        try {
            new ProblemDocument(
                            Objects.requireNonNullElse(
                                    HttpStatus.resolve(response.getStatus()), HttpStatus.BAD_REQUEST),
                            "the request is malformed, or its headers are too large")
                    .write(response);
            response.finishResponse();
        } catch (IOException e) {
            getContainer().getLogger().debug("the caller has gone", e);
        }
    }
}
