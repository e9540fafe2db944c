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
 * Identifies settings that send the same to the same audience. The hash is computed from a canonical form: the relevant
 * keys of the destination file, as JSON in alphabetical order. A list counts as delivered only under the hash of its
 * settings, so the form is versioned and does not depend on Java names.
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
