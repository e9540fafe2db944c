package io.audienceroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** A batch that fails keeps its failure to itself until the split around it has ended. */
final class DeliverBatchTest extends RouteTest {
    private Optional<RuntimeException> obstacle = Optional.empty();
    private final List<String> kept = new ArrayList<>();

    DeliverBatchTest() {
        super("deliver-batch");
        border("map-batch", exchange -> {
            obstacle.ifPresent(met -> {
                throw met;
            });
            exchange.getMessage().setBody(7L);
        });
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("deliverStage", new Keeper());
    }

    @Test
    void whatTikTokAcceptedIsCounted() {
        Exchange exchange = deliver();

        assertThat(exchange.getMessage().getBody()).isEqualTo(7L);
        assertThat(kept).isEmpty();
    }

    @Test
    void aFailureIsKeptWithItsBatchAndNotRaised() {
        obstacle = Optional.of(new IllegalStateException("TikTok is away"));

        Exchange exchange = deliver();

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo(0L);
        assertThat(kept).containsExactly("batch 3: TikTok is away");
    }

    private Exchange deliver() {
        return call("deliver-batch", exchange -> exchange.getMessage().setBody("batch 3"));
    }

    /** Keeps failures. */
    public final class Keeper {
        public long keep(@Variable("batch") String batch, @ExchangeException Exception met) {
            kept.add(batch + ": " + met.getMessage());
            return 0;
        }
    }
}
