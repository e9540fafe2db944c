package io.audienceroutes.app;

import io.audienceroutes.call.Caller;
import io.audienceroutes.diagnosis.TikTokQuestions;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Calls TikTok through the route {@code call-tiktok}, without a workflow. */
final class TikTokAsker implements TikTokQuestions {
    private static final String OURS = "io.audienceroutes.";

    private final CamelContext camel;

    TikTokAsker(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public TikTokReply ask(String credential, TikTokCall call) {
        try (ProducerTemplate producer = camel.createProducerTemplate()) {
            Exchange answered = producer.request("direct:call-tiktok", exchange -> {
                exchange.setVariable("caller", Caller.of(credential));
                exchange.getMessage().setBody(call);
            });
            if (answered.getException() != null) {
                throw ours(answered.getException());
            }
            return answered.getMessage().getBody(TikTokReply.class);
        } catch (IOException e) {
            throw new UncheckedIOException("TikTok could not be queried", e);
        }
    }

    /** Camel wraps the exceptions of beans. */
    private static RuntimeException ours(Exception wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(OURS) && cause instanceof RuntimeException meant) {
                return meant;
            }
        }
        return new IllegalStateException("TikTok could not be queried", wrapped);
    }
}
