package io.audienceroutes.corpus;

import io.audienceroutes.app.RunningBundle;
import org.junit.jupiter.api.Tag;

/** Whoever has camel-csv read the files gets the same from each of them. */
@Tag("flow")
class CorpusWithCamelCsvTest extends CorpusTest {
    @Override
    RunningBundle set(RunningBundle plain) {
        return plain.with("prepare.read-with-camel-csv", "true");
    }
}
