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
 * Everybody whom any member file of an audience names, be it the current generation, one before it, or one that the books
 * do not know because an older backup of them was restored.
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
     * What is known of an audience under one id schema. Nobody is certain to be there: whoever is listed is sent again.
     *
     * @param files how many generations were read
     * @param unreadable the files that are missing or damaged: whom only they name, nobody knows
     */
    record Known(HeldMembers held, int files, List<String> unreadable) {}

    /** The id types of which there is a file, in the order of their enum. */
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

    /** Those of the folder, and those that the books name, which may be missing. */
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
