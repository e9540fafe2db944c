package io.audienceroutes.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An Error in the thread of Camel's splitter fails its exchange, instead of leaving it to wait for ever. */
final class ErrorReportingIteratorTest {
    @Test
    void elementsAreHandedOn() {
        assertThat(new ErrorReportingIterator<>(List.of("a", "b").iterator()))
                .toIterable()
                .containsExactly("a", "b");
    }

    @Test
    void errorIsAnException() {
        Iterator<Integer> failing =
                Stream.of(1).map(ErrorReportingIteratorTest::deep).iterator();

        assertThatThrownBy(() -> new ErrorReportingIterator<>(failing).next())
                .isInstanceOf(SplitterError.class)
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    @Timeout(30)
    @SuppressWarnings("try")
    void splitWhoseIteratorMeetsAnErrorEnds() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:split")
                            .errorHandler(noErrorHandler())
                            .split(body())
                            .streaming()
                            .parallelProcessing()
                            .synchronous()
                            .stopOnException()
                            .log("row")
                            .end();
                }
            });
            camel.start();
            Iterator<Integer> failing =
                    Stream.of(1, 2).map(ErrorReportingIteratorTest::deep).iterator();

            var done = camel.createProducerTemplate()
                    .send(
                            "direct:split",
                            exchange -> exchange.getMessage().setBody(new ErrorReportingIterator<>(failing)));

            assertThat(done.getException()).hasRootCauseInstanceOf(StackOverflowError.class);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int deep(int number) {
        return deep(number + 1) + 1;
    }
}
