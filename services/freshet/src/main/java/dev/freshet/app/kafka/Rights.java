package dev.freshet.app.kafka;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Spells out what one user may do, from any host. Reading and writing imply describing. */
record Rights(String user) {

    AclBinding read(String topic) {
        return allow(AclOperation.READ, new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL));
    }

    AclBinding readAll(String prefix) {
        return allow(AclOperation.READ, new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED));
    }

    AclBinding write(String topic) {
        return allow(AclOperation.WRITE, new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL));
    }

    AclBinding writeAll(String prefix) {
        return allow(AclOperation.WRITE, new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED));
    }

    /** Consumer groups whose names begin so. */
    AclBinding join(String prefix) {
        return allow(AclOperation.READ, new ResourcePattern(ResourceType.GROUP, prefix, PatternType.PREFIXED));
    }

    private AclBinding allow(AclOperation operation, ResourcePattern resource) {
        return new AclBinding(
                resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
