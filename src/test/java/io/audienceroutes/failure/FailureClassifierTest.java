package io.audienceroutes.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.failure.FailureClassifier.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;

/** What an exception means, by the catalogue that ships. */
final class FailureClassifierTest {
    private static final String CELL = "ann@example.com";
    private static final ErrorCatalog CATALOG = ErrorCatalog.load(Path.of("config/error-catalog.yaml"));

    private final FailureClassifier classifier = new FailureClassifier(CATALOG);

    @Test
    void ourOwnExceptionIsFoundBelowWhatWrapsIt() {
        WorkflowError ours = new WorkflowError("plan-outdated", "The plan is outdated");

        Throwable meaning =
                FailureClassifier.meaning(new CamelExecutionException("x", null, new IllegalStateException(ours)));

        assertThat(meaning).isSameAs(ours);
    }

    @Test
    void whatIsNotOursMeansItself() {
        IllegalStateException theirs = new IllegalStateException("theirs");

        assertThat(FailureClassifier.meaning(theirs)).isSameAs(theirs);
    }

    @Test
    void aWorkflowErrorHasTheActionOfItsConditionAndItsOwnWords() {
        Cause cause = classifier.describe(new WorkflowError("plan-outdated", "The plan is outdated"));

        assertThat(cause.condition()).isEqualTo("plan-outdated");
        assertThat(cause.message()).isEqualTo("The plan is outdated");
        assertThat(cause.action())
                .isEqualTo(CATALOG.forCondition("plan-outdated").action());
    }

    @Test
    void aDatabaseFaultIsToldByItsCodeWhereverItIsInTheChain() {
        Cause cause = classifier.describe(
                new IllegalStateException("x", new SQLException("UNIQUE failed: " + CELL, "state", 19)));

        assertThat(cause.condition()).isEqualTo("state-unavailable");
        assertThat(cause.message()).contains("code 19").doesNotContain(CELL);
    }

    @Test
    void ourAccountOfAFileIsShown() {
        Cause cause = classifier.describe(new UncheckedIOException(
                "The staged copy /srv/data/staging/w1 cannot be read", new IOException("Input/output error")));

        assertThat(cause.condition()).isEqualTo("staging-failed");
        assertThat(cause.message()).contains("/srv/data/staging/w1");
    }

    @Test
    void whatNobodyForesawIsToldByItsTypeAndNeverByItsMessage() {
        Cause cause = classifier.describe(new NumberFormatException("For input string: " + CELL));

        assertThat(cause.condition()).isEqualTo(ErrorCatalog.INTERNAL_ERROR);
        assertThat(cause.message()).contains("NumberFormatException").doesNotContain(CELL);
    }

    @Test
    void anErrorOfTheMachineIsNamedBelowWhatWrapsIt() {
        Cause cause = classifier.describe(new IllegalStateException("x", new StackOverflowError()));

        assertThat(cause.message()).contains("StackOverflowError").doesNotContain("IllegalState");
    }

    @Test
    void aFailureThatWasTriedForItsWholeBudgetSaysSoAndKeepsItsCondition() {
        Cause away = classifier.describe(new WorkflowError("staging-failed", "The disk is full."));

        Cause exhausted = classifier.exhausted(away, Duration.ofHours(6));

        assertThat(exhausted.condition()).isEqualTo("staging-failed");
        assertThat(exhausted.message()).startsWith("The disk is full.").contains("for 6 hours");
        assertThat(exhausted.action())
                .isEqualTo(CATALOG.forCondition("retries-exhausted").action());
    }
}
