package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.MemberFile;
import io.audienceroutes.member.DamagedMemberFile;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.stage.DataDirectory;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads every member file again, from its first to its last byte. Called by the command {@code members verify}. */
public final class MemberFiles {
    private static final String MEMBERS = "members";

    private final MemberRecords records;
    private final Function<MemberFile, Optional<String>> contradictions;
    private final DataDirectory data;

    /**
     * Reads the files in the records.
     *
     * @param contradictions checks a snapshot against its workflow
     */
    public MemberFiles(
            MemberRecords records, Function<MemberFile, Optional<String>> contradictions, DataDirectory data) {
        this.records = records;
        this.contradictions = contradictions;
        this.data = data;
    }

    /**
     * All files with their problems, including contradictions with the ledger and the receipt; optionally only for
     * audiences with this name. Changes nothing.
     */
    public List<Checked> check(Optional<String> audienceName) {
        return records.named(audienceName).stream()
                .map(this::check)
                .map(this::withBooks)
                .toList();
    }

    private Checked withBooks(Checked file) {
        if (file.problem().isPresent() || !file.named().kind().equals(MEMBERS)) {
            return file;
        }
        try {
            return new Checked(file.named(), contradictions.apply(file.named()));
        } catch (DamagedMemberFile | UncheckedIOException damaged) {
            return new Checked(file.named(), Optional.of(String.valueOf(damaged.getMessage())));
        }
    }

    private Checked check(MemberFile named) {
        try {
            DigestFile file = DigestFile.open(data.members().resolve(named.file()));
            file.verify();
            Optional<String> problem = file.count() == named.members()
                    ? unfolded(named)
                    : Optional.of("holds " + file.count() + " members instead of " + named.members());
            return new Checked(named, problem);
        } catch (DamagedMemberFile damaged) {
            return new Checked(named, Optional.of(damaged.found()));
        } catch (UncheckedIOException unreadable) {
            return new Checked(named, Optional.of(unreadable.getMessage()));
        }
    }

    private static Optional<String> unfolded(MemberFile named) {
        return named.unfoldedWorkflow()
                .map(id -> "lacks the members that workflow " + id
                        + " delivered: the next list of this audience, or a retry of that workflow, adds them");
    }

    /** One file, and its problem, if any. */
    public record Checked(MemberFile named, Optional<String> problem) {}
}
