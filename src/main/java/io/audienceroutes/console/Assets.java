package io.audienceroutes.console;

import io.audienceroutes.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that pages load: the style sheet, the scripts, the icon. Their addresses hold a digest of their content, so
 * that a browser may keep them for ever and still gets the next version at once.
 */
public final class Assets {
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final Map<String, Asset> FILES = new TreeMap<>(Map.of(
            "console.css", load("/console/console.css", "text/css; charset=utf-8"),
            "console.js", load("/console/console.js", "text/javascript; charset=utf-8"),
            "icon.svg", load("/console/icon.svg", "image/svg+xml"),
            "htmx.min.js", load(HTMX, "text/javascript; charset=utf-8")));

    private Assets() {}

    /** The address of a file, for pages. */
    public static String path(String name) {
        return "/assets/" + FILES.get(name).version() + "/" + name;
    }

    /** The file with this address, whichever version it names; path {@code /assets/{version}/{name}}. */
    public static Optional<Asset> at(String path) {
        return Optional.ofNullable(FILES.get(path.substring(path.lastIndexOf('/') + 1)));
    }

    private static Asset load(String resource, String contentType) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The console's file " + resource + " is not on the class path.");
            }
            return new Asset(contentType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The console's file " + resource + " cannot be read", e);
        }
    }

    /** One file. */
    public static final class Asset {
        private final String contentType;
        private final byte[] content;
        private final String version;

        private Asset(String contentType, byte[] content) {
            this.contentType = contentType;
            this.content = content;
            this.version = Sha256.hex(Arrays.toString(content)).substring(0, 12);
        }

        /** For the header {@code Content-Type}. */
        public String contentType() {
            return contentType;
        }

        /** A copy of its bytes. */
        public byte[] content() {
            return content.clone();
        }

        String version() {
            return version;
        }
    }
}
