package io.audienceroutes.api;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.Explanation;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Header;

/** What errors mean, over HTTP. Called by the routes {@code api-*}. */
public final class ErrorApi {
    private final ErrorCatalog catalog;

    /** Asks this catalogue. */
    public ErrorApi(ErrorCatalog catalog) {
        this.catalog = catalog;
    }

    /** What a TikTok code, with its message where one is given, or a condition means. */
    public ApiAnswer explain(@Header("code") String code, @Header("message") String message) {
        if (code.matches("\\d{1,9}")) {
            Explanation explanation = catalog.explain(Integer.parseInt(code), Optional.ofNullable(message));
            return ApiAnswer.json(
                    200,
                    new ErrorMeanings(
                            code,
                            explanation.known(),
                            explanation.meanings().stream()
                                    .map(ErrorMeanings.Meaning::of)
                                    .toList()));
        }
        if (catalog.conditions().contains(code)) {
            return ApiAnswer.json(
                    200, new ErrorMeanings(code, true, List.of(ErrorMeanings.Meaning.of(catalog.forCondition(code)))));
        }
        throw new ApiNotFound("There is no condition of this name. Expected a TikTok code such as 40001, or a condition"
                + " that a workflow or an alert names.");
    }
}
