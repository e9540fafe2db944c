package io.audienceroutes.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.audienceroutes.state.Sha256;
import java.util.List;
import java.util.TreeMap;

/**
 * Tells whether two settings send the same to the same audience. The digest is of a canonical form: the keys of the
 * destination file that decide it, as JSON in alphabetical order. A list counts as delivered only under the digest of its
 * settings, so the form has a version, and names in Java have no part in it.
 */
final class SettingsDigest {
    private static final String VERSION = "destination settings 1";

    private static final List<String> DECISIVE = List.of(
            "name",
            "credential",
            "advertiserIds",
            "audienceName",
            "audienceNamePattern",
            "oneTimeAudienceName",
            "userIdTypes",
            "columns",
            "valueSeparator",
            "emailRule",
            "phoneRegion",
            "syncMode",
            "format",
            "optOut",
            "campaign");

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private SettingsDigest() {}

    static String of(DestinationKeys keys) {
        return Sha256.hex(VERSION + "\n" + canonical(keys));
    }

    static String canonical(DestinationKeys keys) {
        ObjectNode all = CANONICAL.valueToTree(keys);
        TreeMap<String, Object> decisive = new TreeMap<>();
        DECISIVE.stream().filter(all::hasNonNull).forEach(key -> decisive.put(key, all.get(key)));
        try {
            return CANONICAL.writeValueAsString(decisive);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings of a destination are JSON", e);
        }
    }
}
