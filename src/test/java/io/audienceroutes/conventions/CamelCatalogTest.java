package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.LanguageValidationResult;
import org.junit.jupiter.api.Test;

/** Camel's catalogue, by which designers offer options: it knows every endpoint, option and expression of the routes. */
class CamelCatalogTest {
    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();

    @Test
    void everyEndpointIsOneOfTheCatalogue() throws URISyntaxException {
        Findings findings = Findings.against("camel-catalog validates the endpoint");
        int endpoints = 0;
        for (RouteStep step : RouteFile.steps(RouteFile.all())) {
            if (step.uri().isPresent()) {
                endpoints++;
                EndpointValidationResult result = validated(step);
                if (!result.isSuccess()) {
                    findings.add(step.file(), step + ": " + result.summaryErrorMessage(false));
                }
            }
        }
        findings.requireNone();
        assertThat(endpoints).isGreaterThan(200);
    }

    @Test
    void everySimpleExpressionCanBeParsed() {
        Findings findings = Findings.against("camel-catalog parses the Simple expression or predicate");
        int[] expressions = {0};
        for (RouteFile file : RouteFile.all()) {
            file.eachValue((place, value) -> {
                if (place.endsWith("/simple/expression")) {
                    expressions[0]++;
                    LanguageValidationResult result = parsed(place, value.asText());
                    if (!result.isSuccess()) {
                        findings.add(file, place + ": " + result.getShortError());
                    }
                }
            });
        }
        findings.requireNone();
        assertThat(expressions[0]).isGreaterThan(50);
    }

    @Test
    void anUnknownOptionIsFound() throws URISyntaxException {
        String uri = CATALOG.asEndpointUri("direct", Map.of("name", "anywhere", "nonsense", "true"), false);

        assertThat(CATALOG.validateEndpointProperties(uri).isSuccess()).isFalse();
    }

    private static EndpointValidationResult validated(RouteStep step) throws URISyntaxException {
        Map<String, String> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> option :
                step.settings().path("parameters").properties()) {
            options.put(option.getKey(), option.getValue().asText());
        }
        return CATALOG.validateEndpointProperties(
                CATALOG.asEndpointUri(step.uri().orElseThrow(), options, false));
    }

    private static LanguageValidationResult parsed(String place, String text) {
        boolean predicate = place.contains("/when/") || place.contains("/filter/") || place.contains("/onWhen/");
        ClassLoader classes = CamelCatalogTest.class.getClassLoader();
        return predicate
                ? CATALOG.validateLanguagePredicate(classes, "simple", text)
                : CATALOG.validateLanguageExpression(classes, "simple", text);
    }
}
