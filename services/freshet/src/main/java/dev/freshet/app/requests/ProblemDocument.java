package dev.freshet.app.requests;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** An answer that says no, as RFC 9457 wants it; for filters, which answer before Spring MVC could. */
public final class ProblemDocument {

    private final HttpStatus status;
    private final Map<String, Object> members = new LinkedHashMap<>();

    public ProblemDocument(HttpStatus status, String detail) {
        this.status = status;
        members.put("type", "about:blank");
        members.put("title", status.getReasonPhrase());
        members.put("status", status.value());
        members.put("detail", detail);
    }

    /** Adds a member of our own. */
    public ProblemDocument with(String member, String value) {
        members.put(member, value);
        return this;
    }

    /** The status code. */
    public int status() {
        return status.value();
    }

    /** Answers at once; nothing else may be written to the response. */
    public void write(HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = JsonMapper.shared().writeValueAsBytes(members);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
