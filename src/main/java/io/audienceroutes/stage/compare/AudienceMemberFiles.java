package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.Feed;
import io.audienceroutes.audience.MemberRecords.Snapshot;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.HeldMembers;
import io.audienceroutes.stage.DataDirectory;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens the files that record what this product added to an audience. */
final class AudienceMemberFiles {
    private final MemberRecords records;
    private final DataDirectory data;

    AudienceMemberFiles(MemberRecords records, DataDirectory data) {
        this.records = records;
        this.data = data;
    }

    /** The members under one id schema; the lists of these other destinations are protected. */
    HeldMembers open(long audience, String idSchema, Set<String> others) {
        Optional<Snapshot> snapshot = records.snapshot(audience, idSchema);
        return new HeldMembers(
                snapshot.map(Snapshot::file).map(this::file),
                snapshot.flatMap(Snapshot::uncertainFile).map(this::file),
                claimed(audience, idSchema, others));
    }

    /** The lists of these destinations. */
    List<DigestFile> claimed(long audience, String idSchema, Set<String> others) {
        return records.feeds(audience).stream()
                .filter(feed -> feed.idSchema().equals(idSchema) && others.contains(feed.destination()))
                .map(Feed::file)
                .map(this::file)
                .toList();
    }

    private DigestFile file(String name) {
        return DigestFile.open(data.members().resolve(name));
    }
}
