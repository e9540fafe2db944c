package io.audienceroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class TikTokConnectionTest {
    @Test
    void noTlsOlderThanTwelveIsSpoken() throws Exception {
        BundleOptions options =
                new BundleOptions(new BundleHome(Path.of("")), List.of(), Map.of(), false, false, false);
        try (BundleSettings settings = BundleSettings.load(options)) {
            CamelContext camel = new DefaultCamelContext();
            var tls = TikTokConnection.of(settings, name -> name).tls().createSSLContext(camel);

            assertThat(tls.createSSLEngine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        }
    }
}
