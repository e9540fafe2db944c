package io.audienceroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Variable;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** What each pick-up tells of a file, and that a file which is not stored fails its exchange, so that it stays. */
final class PickUpTemplatesTest extends RouteTest {
    private boolean stored = true;

    PickUpTemplatesTest() {
        super("pick-up-from-folder", "pick-up-from-sftp", "pick-up-from-s3");
        border("receive-segment-file", exchange -> {
            note(exchange.getVariable("destinationName") + ", " + exchange.getVariable("fileName") + ", "
                    + exchange.getVariable("fileLength") + " bytes");
            exchange.setVariable("workflowId", "w1");
        });
        border("copy");
        border("delete");
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("receiveStage", new Received());
        registry.bind("bucketObjects", new Objects());
    }

    @Override
    void advise(CamelContext camel) throws Exception {
        instance(camel, "folder", Map.of("directory", "inbox", "include", ".*"));
        instance(
                camel,
                "sftp",
                Map.of(
                        "host", "127.0.0.1",
                        "port", "22",
                        "username", "u",
                        "directory", "d",
                        "include", ".*",
                        "connectMillis", "1000",
                        "aliveMillis", "1000"));
        instance(camel, "s3", Map.of("bucket", "segments", "archived", "true", "objects", "bucketObjects"));
        AdviceWith.adviceWith(camel, "s3", advice -> {
            advice.weaveById("copy-into-archive*").replace().to("direct:copy");
            advice.weaveById("delete-from-bucket*").replace().to("direct:delete");
        });
    }

    private static void instance(CamelContext camel, String kind, Map<String, String> parameters) throws Exception {
        TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(camel, "pick-up-from-" + kind)
                .routeId(kind)
                .parameter("destinationName", "crm")
                .parameter("pollMillis", "1000")
                .parameter("schedule", "none")
                .parameter("look", "none")
                .parameter("faultLog", "none")
                .parameter("files", "none");
        parameters.forEach(builder::parameter);
        builder.add();
        AdviceWith.adviceWith(camel, kind, advice -> advice.replaceFromWith("direct:" + kind));
    }

    @Test
    void aFileOfAFolderIsNamedByItsLastPart() {
        assertThat(pickUp("folder", fileOf("in/list.csv")).getException()).isNull();

        assertThat(calls()).containsExactly("receive-segment-file", "crm, list.csv, 7 bytes", "require stored");
    }

    @Test
    void aFileOfAnSftpServerIsNamedByItsLastPart() {
        assertThat(pickUp("sftp", fileOf("in/list.csv")).getException()).isNull();

        assertThat(calls()).containsExactly("receive-segment-file", "crm, list.csv, 7 bytes", "require stored");
    }

    @Test
    void anObjectIsReceivedThenCopiedThenDeleted() {
        assertThat(pickUp("s3", object("in/list.csv")).getException()).isNull();

        assertThat(calls())
                .containsExactly(
                        "receive-segment-file",
                        "crm, list.csv, 7 bytes",
                        "require stored",
                        "to archive in/list.csv",
                        "copy",
                        "to delete in/list.csv",
                        "delete",
                        "gone in/list.csv");
    }

    @Test
    void noHeaderNamesAnObjectThatIsCopiedOrDeleted() {
        Exchange exchange = pickUp("s3", object("in/${date:now}.csv"));

        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(calls()).contains("to delete in/${date:now}.csv");
    }

    @Test
    void whatIsNotStoredStaysAtItsSource() {
        stored = false;

        assertThat(pickUp("folder", fileOf("list.csv")).getException()).hasMessage("not stored");
        assertThat(pickUp("sftp", fileOf("list.csv")).getException()).hasMessage("not stored");
        assertThat(pickUp("s3", object("list.csv")).getException()).hasMessage("not stored");
        assertThat(calls()).doesNotContain("copy", "delete");
    }

    private Exchange pickUp(String kind, Processor prepared) {
        return call(kind, prepared);
    }

    private static Processor fileOf(String name) {
        return exchange -> {
            exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
            exchange.getMessage().setHeader(Exchange.FILE_LENGTH, 7L);
        };
    }

    private static Processor object(String key) {
        return exchange -> {
            exchange.getMessage().setHeader("CamelAwsS3Key", key);
            exchange.getMessage().setHeader("CamelAwsS3ContentLength", 7L);
        };
    }

    /** Knows what is stored. */
    public final class Received {
        public void requireStored(@Variable("workflowId") String workflowId) {
            note("require stored");
            if (!stored) {
                throw new IllegalStateException("not stored");
            }
        }
    }

    /** Names the requests of a bucket. */
    public final class Objects {
        public String nameOf(@Variable("objectKey") String key) {
            return key.substring(key.lastIndexOf('/') + 1);
        }

        public String toArchive(@Variable("objectKey") String key) {
            note("to archive " + key);
            return "copy request";
        }

        public String toDelete(@Variable("objectKey") String key) {
            note("to delete " + key);
            return "delete request";
        }

        public void gone(@Variable("objectKey") String key) {
            note("gone " + key);
        }
    }
}
