package io.audienceroutes.stage.confirm;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.sample.SampleAccount;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.compare.AudienceForecast;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Receipt.Outcomes;
import io.audienceroutes.workflow.Receipt.Unlisted;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.LedgerReader;
import io.audienceroutes.workflow.ledger.LedgerReader.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Creates receipts from the tally, the comparison and the ledger. */
public final class Receipts {
    /** The newest ended workflows, whose receipts are looked for. */
    private static final int RECEIPTS_LOOKED_AT = 1_000;

    private final LedgerReader ledgerReader;
    private final Audiences audiences;
    private final Approvals approvals;
    private final DataDirectory data;
    private final Clock clock;
    private final AudienceForecast forecast;
    private final SampleAccount sampleAccount;

    /** Creates receipts with the time when a change is expected to be visible. */
    public Receipts(
            LedgerReader ledgerReader,
            Audiences audiences,
            Approvals approvals,
            DataDirectory data,
            Clock clock,
            AudienceForecast forecast,
            SampleAccount sampleAccount) {
        this.ledgerReader = ledgerReader;
        this.audiences = audiences;
        this.approvals = approvals;
        this.data = data;
        this.clock = clock;
        this.forecast = forecast;
        this.sampleAccount = sampleAccount;
    }

    /** The receipt of a workflow that is about to be in this state. */
    public Receipt of(Workflow workflow, WorkflowState state) {
        Totals totals = ledgerReader.totals(workflow.id());
        RowTally tally = workflow.preparation().orElse(RowTally.zero());
        return new Receipt(
                workflow.id(),
                workflow.settings().environment().id(),
                state.label(),
                workflow.destination(),
                workflow.audienceName(),
                audiences.require(workflow.audience()).tiktokId(),
                workflow.fileName(),
                workflow.fileSha256(),
                workflow.settings().sha256(),
                workflow.settings().emailRule().name().toLowerCase(Locale.ROOT),
                tally.rowsRead(),
                tally.rowsAccepted(),
                tally.rowsRejected(),
                tally.identifiers(),
                outcomes(workflow, state, tally, totals),
                unlisted(workflow, totals),
                approvals.of(workflow.id()),
                totals.acceptedBatches(),
                ledgerReader.requestIds(workflow.id()),
                findings(workflow),
                warnings(workflow, state),
                sampleAccount.of(workflow),
                workflow.startedAt(),
                state.ended() ? Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS)) : Optional.empty(),
                totals.lastAcceptedAt().map(last -> forecast.shows(workflow.audience(), last)),
                totals.lastAcceptedAt()
                        .filter(last -> forecast.isNew(workflow.audience(), last))
                        .isPresent());
    }

    /** With the effect of the destination's opt-out list, once compared. */
    private static List<Finding> findings(Workflow workflow) {
        List<Finding> findings = new ArrayList<>(workflow.findings());
        workflow.comparison()
                .filter(comparison -> workflow.settings().optOut().isPresent())
                .filter(comparison -> !comparison.schemas().isEmpty())
                .map(comparison -> new Finding(
                        "opted out",
                        String.format(
                                Locale.ROOT,
                                "%,d listed identifiers left out, %,d members to remove",
                                comparison.suppressed(),
                                comparison.removedForOptOut())))
                .ifPresent(findings::add);
        return findings;
    }

    /** Zeros must not look like counts if nothing was counted. */
    private static List<String> warnings(Workflow workflow, WorkflowState state) {
        List<String> warnings = new ArrayList<>(workflow.warnings());
        if (state == WorkflowState.FAILED && workflow.preparation().isEmpty()) {
            warnings.add("The file was refused before all its rows were read: the counts cover only part of the file.");
        }
        return warnings;
    }

    /** Writes the receipts of ended workflows whose files are missing or older than their end, such as after a full disk. */
    public int publishMissing(Workflows workflows) {
        int written = 0;
        for (Workflow workflow : workflows.ended(RECEIPTS_LOOKED_AT)) {
            if (workflow.receipt().isPresent() && !published(workflow)) {
                publish(workflow);
                written++;
            }
        }
        return written;
    }

    private boolean published(Workflow workflow) {
        Path file = data.workflow(workflow.id()).resolve("receipt.json");
        try {
            Instant end = workflow.endedAt().orElseThrow().truncatedTo(ChronoUnit.SECONDS);
            return !Files.getLastModifiedTime(file).toInstant().isBefore(end);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("The receipt " + file + " cannot be inspected", e);
        }
    }

    /** Writes the receipt of an ended workflow to a file next to its rejects. */
    void publish(Workflow workflow) {
        Path file = data.workflow(workflow.id()).resolve("receipt.json");
        Path partial = file.resolveSibling("receipt.json.partial");
        try {
            String json = StoredJson.writePretty(workflow.receipt().orElseThrow());
            Files.writeString(partial, json + System.lineSeparator(), StandardCharsets.UTF_8);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WorkflowError("staging-failed", "The receipt " + file + " cannot be written: " + e + ".", e);
        }
    }

    /**
     * The outcomes of the identifiers. The figures come from four independent places: the tally of the rows, the
     * comparison of sorted sets, the ledger of accepted batches, and the skipped batches; the receipt proves that they
     * sum up to the identifiers.
     */
    private static Outcomes outcomes(
            Workflow workflow, WorkflowState state, RowTally tally, LedgerReader.Totals totals) {
        long accepted = tally.identifiers() - tally.rejectedIdentifiers();
        Optional<Comparison> compared =
                workflow.comparison().filter(comparison -> !comparison.schemas().isEmpty());
        if (compared.isEmpty()) {
            boolean failed = state == WorkflowState.FAILED;
            boolean removing = workflow.settings().syncMode() == SyncMode.REMOVE;
            long done = workflow.comparison()
                    .map(removing ? Comparison::removedEarlier : Comparison::addedEarlier)
                    .orElse(0L);
            long open = accepted - done;
            return new Outcomes(
                    removing ? 0 : done,
                    0,
                    0,
                    tally.rejectedIdentifiers(),
                    0,
                    failed ? 0 : open,
                    removing ? done : 0,
                    0,
                    failed ? open : 0);
        }
        Comparison comparison = compared.get();
        boolean removing = workflow.settings().syncMode() == SyncMode.REMOVE;
        long open = comparison.adds() - totals.added() - totals.addsGivenUp() - totals.addsRefused();
        long givenUp = totals.addsGivenUp() + totals.addsRefused();
        // What was delivered before another comparison is unchanged now, unless the audience lost it and it is sent
        // again
        long addedEarlier = Math.min(comparison.addedEarlier(), comparison.unchanged());
        long removedEarlier = removing ? Math.min(comparison.removedEarlier(), comparison.notPresent()) : 0;
        if (removing) {
            open += comparison.removes() - totals.removed() - totals.removesGivenUp() - totals.removesRefused();
            givenUp += totals.removesGivenUp() + totals.removesRefused();
        }
        boolean held = state != WorkflowState.FAILED;
        return new Outcomes(
                totals.added() + addedEarlier,
                comparison.unchanged() - addedEarlier,
                comparison.duplicates(),
                tally.rejectedIdentifiers(),
                comparison.suppressed(),
                held ? open : 0,
                removing ? totals.removed() + removedEarlier : 0,
                comparison.notPresent() - removedEarlier,
                givenUp + (held ? 0 : open));
    }

    /** Members that are no longer listed, and their outcomes; separate from those of listed identifiers. */
    private static Unlisted unlisted(Workflow workflow, LedgerReader.Totals totals) {
        Optional<Comparison> comparison = workflow.comparison();
        if (comparison.isEmpty() || workflow.settings().syncMode() == SyncMode.REMOVE) {
            return Unlisted.none();
        }
        long earlier = comparison.get().removedEarlier();
        long planned = comparison.get().removes();
        return new Unlisted(planned + earlier, totals.removed() + earlier, planned - totals.removed());
    }
}
