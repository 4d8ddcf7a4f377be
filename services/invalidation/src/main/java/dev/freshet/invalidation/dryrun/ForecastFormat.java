package dev.freshet.invalidation.dryrun;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How a forecast is written. */
public enum ForecastFormat {
    /** for people */
    TEXT {
        @Override
        public String write(Forecast forecast) {
            return ForecastText.of(forecast);
        }
    },
    /** for programs: the names of {@link Forecast} */
    JSON {
        @Override
        public String write(Forecast forecast) {
            return MAPPER.writeValueAsString(forecast);
        }
    };

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The whole text. */
    public abstract String write(Forecast forecast);
}
