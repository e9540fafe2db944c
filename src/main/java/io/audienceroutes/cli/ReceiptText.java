package io.audienceroutes.cli;

import io.audienceroutes.text.Figures;
import io.audienceroutes.workflow.Approval;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Receipt.Outcomes;
import io.audienceroutes.workflow.Receipt.SampleFigures;
import io.audienceroutes.workflow.Receipt.Unlisted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A receipt as text. */
final class ReceiptText {
    private static final int SHOWN_REQUEST_IDS = 3;

    private ReceiptText() {}

    /** The receipt, which is also in this file; empty if no file remains. */
    static String of(Receipt receipt, Optional<Path> file) {
        List<String> lines = new ArrayList<>();
        lines.add("Receipt of " + (receipt.isRehearsal() ? "rehearsal " : "workflow ") + receipt.workflowId() + ": "
                + receipt.state());
        field(lines, "file", receipt.file());
        receipt.fileSha256().ifPresent(sha256 -> field(lines, "file SHA-256", sha256));
        field(lines, "destination", receipt.destination());
        field(
                lines,
                "audience",
                receipt.audienceName()
                        + receipt.audienceId().map(id -> " (id " + id + ")").orElse(""));
        receipt.findings().forEach(finding -> field(lines, finding.about(), finding.text()));
        field(lines, "e-mail rule", receipt.emailRule());
        field(
                lines,
                "rows",
                Figures.count(receipt.rowsRead()) + " read = " + Figures.count(receipt.rowsAccepted()) + " accepted + "
                        + Figures.count(receipt.rowsRejected()) + " rejected");
        field(lines, "identifiers", Figures.count(receipt.identifiers()) + " found = " + outcomes(receipt.outcomes()));
        if (receipt.unlisted().found() > 0) {
            field(lines, "unlisted", unlisted(receipt.unlisted()));
        }
        field(
                lines,
                "batches",
                Figures.count(receipt.batches())
                        + (receipt.isRehearsal() ? " accepted by the simulator" : " accepted by TikTok"));
        field(lines, "requests", requests(receipt.requestIds(), file));
        receipt.sample().ifPresent(sample -> field(lines, "sample", sample(sample)));
        receipt.approvals().forEach(approval -> field(lines, "approved", approved(approval)));
        receipt.warnings().forEach(warning -> field(lines, "warning", warning));
        receipt.startedAt().ifPresent(at -> field(lines, "started", at.toString()));
        receipt.endedAt().ifPresent(at -> field(lines, "ended", at.toString()));
        receipt.availableBy()
                .filter(at -> !receipt.isRehearsal())
                .ifPresent(at -> field(
                        lines,
                        "available by",
                        at + " (expected to be visible in TikTok"
                                + (receipt.newAudience() ? "; a new audience takes 24 to 48 hours)" : ")")));
        field(lines, "balance", receipt.balances() ? "every row and identifier is accounted for" : "DOES NOT ADD UP");
        return String.join(System.lineSeparator(), lines);
    }

    private static void field(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-13s %s", name, value));
    }

    private static String unlisted(Unlisted unlisted) {
        List<String> parts = new ArrayList<>();
        part(parts, unlisted.removed(), "removed");
        part(parts, unlisted.stay(), "not removed yet");
        return Figures.count(unlisted.found()) + " found = " + String.join(" + ", parts);
    }

    private static String approved(Approval approval) {
        String reason = approval.reason().isBlank() ? "" : ": " + approval.reason();
        return "'" + approval.condition() + "' by " + approval.actor() + " at " + approval.at() + reason;
    }

    private static String outcomes(Outcomes outcomes) {
        List<String> parts = new ArrayList<>();
        part(parts, outcomes.added(), "added");
        part(parts, outcomes.unchanged(), "unchanged");
        part(parts, outcomes.duplicate(), "duplicate");
        part(parts, outcomes.rejected(), "rejected");
        part(parts, outcomes.suppressed(), "suppressed");
        part(parts, outcomes.held(), "held");
        part(parts, outcomes.removed(), "removed");
        part(parts, outcomes.notPresent(), "not present");
        part(parts, outcomes.failed(), "failed");
        return parts.isEmpty() ? "0" : String.join(" + ", parts);
    }

    private static void part(List<String> parts, long count, String name) {
        if (count > 0) {
            parts.add(Figures.count(count) + " " + name);
        }
    }

    private static String requests(List<String> ids, Optional<Path> file) {
        int shown = Math.min(SHOWN_REQUEST_IDS, ids.size());
        String more = ids.size() > shown
                ? " and " + (ids.size() - shown) + " more"
                        + file.map(path -> " in " + path).orElse("")
                : "";
        return ids.isEmpty() ? "none" : String.join(", ", ids.subList(0, shown)) + more;
    }

    private static String sample(SampleFigures sample) {
        return Figures.count(sample.members()) + " members, " + Figures.count(sample.added()) + " of them added, to "
                + sample.audienceName()
                + sample.audienceId().map(id -> " (id " + id + ")").orElse("") + " by " + sample.workflowId()
                + sample.approvedBy().map(who -> ", approved by " + who).orElse(", not approved")
                + sample.approvedAt().map(at -> " at " + at).orElse("");
    }
}
