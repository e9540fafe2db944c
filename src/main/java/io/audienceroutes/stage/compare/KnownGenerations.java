package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.member.DamagedMemberFile;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.HeldMembers;
import io.audienceroutes.member.Slices;
import io.audienceroutes.member.Snapshots;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * All members in any member file of an audience: the current generation, earlier ones, and those missing in the records
 * because an older backup was restored.
 */
final class KnownGenerations {
    private final MemberRecords records;
    private final AudienceMemberFiles audienceMemberFiles;
    private final DataDirectory data;

    KnownGenerations(MemberRecords records, AudienceMemberFiles audienceMemberFiles, DataDirectory data) {
        this.records = records;
        this.audienceMemberFiles = audienceMemberFiles;
        this.data = data;
    }

    /**
     * What is known about an audience under one id schema. All members are uncertain: all listed ones are sent again.
     *
     * @param files how many generations were read
     * @param unreadable the missing or damaged files: members that only they contain are unknown
     */
    record Known(HeldMembers held, int files, List<String> unreadable) {}

    /** The id types with a file, in the order of their enum. */
    List<DigestType> types(long audience) {
        return Stream.of(DigestType.values())
                .filter(type -> !files(audience, IdSchema.of(type).name()).isEmpty())
                .toList();
    }

    /** Reads all of them, into one file of this workflow. */
    Known read(Workflow workflow, String idSchema, java.util.Set<String> others) {
        List<String> unreadable = new ArrayList<>();
        Optional<DigestFile> all = Optional.empty();
        int read = 0;
        for (Path file : files(workflow.audience(), idSchema)) {
            try {
                all = Optional.of(with(all, DigestFile.open(file), workflow, idSchema));
                read++;
            } catch (DamagedMemberFile damaged) {
                unreadable.add(file.getFileName().toString());
            }
        }
        List<DigestFile> claimed = audienceMemberFiles.claimed(workflow.audience(), idSchema, others);
        return new Known(new HeldMembers(Optional.empty(), all, claimed), read, unreadable);
    }

    private DigestFile with(Optional<DigestFile> all, DigestFile one, Workflow workflow, String idSchema) {
        one.verify();
        Path together = data.workflow(workflow.id())
                .resolve("known-" + idSchema.toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID());
        return Snapshots.fold(all, Slices.all(one), Slices.none(), together);
    }

    /** The files of the folder, and the recorded ones, which may be missing. */
    private List<Path> files(long audience, String idSchema) {
        String prefix = prefix(audience, idSchema);
        Stream<Path> named =
                records.files().stream().filter(name -> name.startsWith(prefix)).map(data.members()::resolve);
        try (Stream<Path> there = Files.list(data.members())) {
            return Stream.concat(
                            named,
                            there.filter(file -> file.getFileName().toString().startsWith(prefix))
                                    .filter(file ->
                                            file.getFileName().toString().endsWith(SnapshotBuilder.SUFFIX)))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + data.members() + " cannot be listed", e);
        }
    }

    private static String prefix(long audience, String idSchema) {
        return String.format(Locale.ROOT, SnapshotBuilder.PREFIX, audience, idSchema.toLowerCase(Locale.ROOT));
    }
}
