package dev.freshet.app.servers;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** Tells a setting that somebody gave from the default in our own jar. */
final class Given {

    private static final String OWN_DEFAULTS = "class path resource [application.yaml]";

    private Given() {}

    static boolean byUser(Environment environment, String name) {
        ConfigurationPropertyName property = ConfigurationPropertyName.of(name);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            var found = source.getConfigurationProperty(property);
            if (found != null) {
                return found.getOrigin() == null
                        || !found.getOrigin().toString().contains(OWN_DEFAULTS);
            }
        }
        return false;
    }
}
