package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorCatalog;
import java.nio.file.Path;

/** The catalogue that ships. */
final class Catalogs {
    private static final ErrorCatalog SHIPPED = ErrorCatalog.load(Path.of("config/error-catalog.yaml"));

    private Catalogs() {}

    static ErrorCatalog shipped() {
        return SHIPPED;
    }
}
