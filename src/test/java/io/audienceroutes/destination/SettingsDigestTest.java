package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** A list that was delivered stays delivered when Java names change, and not when what it decides does. */
class SettingsDigestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SETTINGS = """
            {"name": "acme", "description": "Newsletter", "credential": "acme-ads",
             "advertiserIds": ["7000000000000000001"], "audienceName": "Readers", "userIdTypes": ["PHONE", "EMAIL"],
             "columns": {"PHONE": "mobile", "EMAIL": "mail"}, "phoneRegion": "DE", "batchSize": 100,
             "source": {"folder": {"directory": "inbox"}}}
            """;

    @Test
    void canonicalFormIsThatOfTheKeysInAFile() throws Exception {
        assertThat(SettingsDigest.canonical(settings().keys())).isEqualTo(CANONICAL);
        assertThat(settings().sha256()).isEqualTo(DIGEST);
    }

    @Test
    void whatDecidesNothingDoesNotChangeIt() throws Exception {
        ObjectNode other = (ObjectNode) JSON.readTree(SETTINGS);
        other.put("description", "Readers of the newsletter")
                .put("batchSize", 5_000)
                .remove("source");

        assertThat(JSON.treeToValue(other, Destination.class).sha256())
                .isEqualTo(settings().sha256());
    }

    @Test
    void whatDecidesChangesIt() throws Exception {
        ObjectNode other = (ObjectNode) JSON.readTree(SETTINGS);
        other.put("emailRule", "strip");

        assertThat(JSON.treeToValue(other, Destination.class).sha256())
                .isNotEqualTo(settings().sha256());
    }

    private static Destination settings() throws Exception {
        return JSON.readValue(SETTINGS, Destination.class);
    }

    private static final String CANONICAL = """
            {"advertiserIds":["7000000000000000001"],"audienceName":"Readers","columns":{"EMAIL":["mail"],"PHONE":["mobile"]},\
            "credential":"acme-ads","emailRule":"plain",\
            "format":{"header":true},"name":"acme","phoneRegion":"DE","syncMode":"mirror","userIdTypes":["EMAIL","PHONE"]}\
            """;
    private static final String DIGEST = "f69d4dbcaaf6d0383ce12b5c0bdc50d846276308af9943576e20f31f0a374757";
}
