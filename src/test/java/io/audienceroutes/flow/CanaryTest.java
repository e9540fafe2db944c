package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.testing.LogCapture;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever happens to a grant, its secrets stay where they belong: nothing that people or machines read shows one. */
@Tag("flow")
final class CanaryTest extends GrantFlowTest {
    private static final String RENEWAL = "tt_user/oauth2/refresh_token/";

    private final Set<String> canaries = new LinkedHashSet<>();
    private final StringBuilder shown = new StringBuilder();

    @Test
    void secretsAreShownNowhere() throws Exception {
        pinLoggersAsShipped();
        try (LogCapture log = new LogCapture()) {
            bundle.with("camel.main.startup-summary-level", "verbose")
                    .with("camel.main.auto-configuration-log-summary", "true");
            startAgainWith("camel.main.jmx-enabled", "true");
            liveThroughEverything();
            shown.append(log.text());
        }
        canaries.add("simulator-app-secret");
        canaries.add(bearer().substring("Bearer ".length()));
        canaries.add(Files.readString(folder.resolve("secrets").resolve("master.key")));

        assertThat(canaries).hasSizeGreaterThanOrEqualTo(8);
        Map<String, String> places = new LinkedHashMap<>();
        places.put("log, start-up summary, exceptions, answers, receipts, alerts, audit", shown.toString());
        places.put("JMX", jmx());
        places.put(
                "command line of the process",
                String.join(" ", ProcessHandle.current().info().arguments().orElse(new String[0])));
        places.put("names of threads", Thread.getAllStackTraces().keySet().toString());
        places.putAll(dataFiles());
        places.forEach((place, text) -> canaries.forEach(canary -> assertThat(text.contains(canary))
                .as(place + " shows a secret of " + canary.length() + " characters")
                .isFalse()));
    }

    private void liveThroughEverything() {
        tiktok.change("{'accessTokenSeconds':86400}");
        String back = browser.whereto(bundle.pendingAuthorization(CREDENTIAL).link());
        canaries.add(back.replaceAll(".*auth_code=([^&]+).*", "$1"));
        shown.append(browser.open(back).body()).append(browser.open(back).body());
        rememberTokens();
        see(bundle.deliverToTheEnd("crm", Lists.file(0, 3)), WorkflowState.ISSUE);
        tiktok.change("{'expireTokens':true}");
        see(bundle.deliverToTheEnd("crm", Lists.file(0, 4)), WorkflowState.ISSUE);
        rememberTokens();
        tiktok.change("{'expireTokens':true}");
        tiktok.fault("{'path':'" + RENEWAL + "','code':40107,'message':'Refresh token is invalid'}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 5));
        see(failed, WorkflowState.FAILED);
        shown.append(browser.open(api("/oauth/callback?auth_code=x&state=y")).body());
        authorize();
        rememberTokens();
        see(bundle.resolve(failed.id()), WorkflowState.ISSUE);
        bundle.credentialStore().rotate("operator@example.com");
        tiktok.fault("{'path':'user/info/','code':50000,'message':'System error'}");
        shown.append(StoredJson.writePretty(bundle.check(CREDENTIAL)));
        shown.append(browser.call("GET", api("/api/v1/credentials"), bearer()).body());
        shown.append(browser.call("POST", api("/api/v1/credentials/acme/check"), bearer())
                .body());
        shown.append(bundle.credentials().describeAll(Set.of(CREDENTIAL)));
        shown.append(bundle.credentials().find(CREDENTIAL));
    }

    private void rememberTokens() {
        canaries.add(
                bundle.credentialStore().token(CREDENTIAL).orElseThrow().token().value());
        canaries.add(bundle.credentialStore()
                .refreshToken(CREDENTIAL)
                .map(AccessToken::value)
                .orElseThrow());
    }

    private void see(Workflow workflow, WorkflowState state) {
        assertThat(workflow.state()).as(String.valueOf(workflow.failure())).isEqualTo(state);
        shown.append(workflow)
                .append(bundle.description(workflow.id()))
                .append(bundle.receipt(workflow.id()))
                .append(StoredJson.writePretty(bundle.receipt(workflow.id())))
                .append(bundle.alerts(workflow.id()))
                .append(bundle.tasks(workflow.id()));
    }

    /** Every logger of the log configuration that ships has its level; every other one logs everything. */
    private static void pinLoggersAsShipped() throws IOException {
        Properties shipped = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("config/log4j2.properties"))) {
            shipped.load(reader);
        }
        shipped.stringPropertyNames().stream()
                .filter(key -> key.startsWith("logger.") && key.endsWith(".name"))
                .forEach(key -> Configurator.setLevel(
                        shipped.getProperty(key), Level.toLevel(shipped.getProperty(key.replace(".name", ".level")))));
    }

    private Map<String, String> dataFiles() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (var found = Files.walk(bundle.data())) {
            found.filter(Files::isRegularFile).forEach(file -> files.put(file.toString(), content(file)));
        }
        assertThat(files.keySet()).anyMatch(name -> name.endsWith("audience-routes.db"));
        return files;
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jmx() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder dump = new StringBuilder();
        for (ObjectName name : server.queryNames(null, null)) {
            dump.append(name).append('\n');
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                dump.append(attribute.getName())
                        .append('=')
                        .append(value(server, name, attribute))
                        .append('\n');
            }
        }
        assertThat(dump).hasSizeGreaterThan(1_000);
        return dump.toString();
    }

    private static String value(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            Object value = server.getAttribute(name, attribute.getName());
            return value instanceof Object[] values ? Arrays.deepToString(values) : String.valueOf(value);
        } catch (JMException | RuntimeException e) {
            return "unreadable";
        }
    }
}
