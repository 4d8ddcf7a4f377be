package dev.freshet.app.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ResponseHeadersTest {

    @Test
    void tellBrowsersToComeBackByTlsOnlyWhenTheyCameByIt() {
        assertThat(strictTransport(true)).isEqualTo("max-age=31536000");
        assertThat(strictTransport(false)).isNull();
    }

    private static @Nullable String strictTransport(boolean secure) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSecure(secure);
        MockHttpServletResponse response = new MockHttpServletResponse();
        ResponseHeaders.set(request, response);
        return response.getHeader("Strict-Transport-Security");
    }
}
