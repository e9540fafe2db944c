package io.audienceroutes.stage.compare;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.Slices;
import io.audienceroutes.member.Snapshots;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The members whose presence in an audience is uncertain before a run.
 *
 * @param uncertain may be in the audience or not
 * @param lateAdds of calls without a response: these additions may still take effect, even after a removal
 * @param lateRemoves the same for removals
 * @param names provides a unique name for each new file
 */
record Doubts(
        Optional<DigestFile> uncertain,
        Optional<DigestFile> lateAdds,
        Optional<DigestFile> lateRemoves,
        Supplier<Path> names) {
    /** The members added by the run that a late removal may remove again. */
    Optional<DigestFile> undoneBy(Slices acceptedAdds) {
        return common(lateRemoves, acceptedAdds);
    }

    /** The uncertain members after the run. Almost always there are none, and no file is created. */
    Optional<DigestFile> uncertainAfter(
            Slices acceptedAdds, Slices lostAdds, Slices acceptedRemoves, Slices lostRemoves) {
        Optional<DigestFile> afterAdds = fold(uncertain, lostAdds, acceptedAdds);
        Optional<DigestFile> afterRemoves = fold(afterAdds, lostRemoves, acceptedRemoves);
        Optional<DigestFile> withUndone = plus(afterRemoves, undoneBy(acceptedAdds));
        return plus(withUndone, common(lateAdds, acceptedRemoves));
    }

    /** The members of late calls after the run: its own, and the previous ones until a list is complete. */
    Optional<DigestFile> lateAddsAfter(boolean listIsOver, Slices lostAdds) {
        return fold(listIsOver ? Optional.empty() : lateAdds, lostAdds, Slices.none());
    }

    /** As above, for removals. */
    Optional<DigestFile> lateRemovesAfter(boolean listIsOver, Slices lostRemoves) {
        return fold(listIsOver ? Optional.empty() : lateRemoves, lostRemoves, Slices.none());
    }

    private Optional<DigestFile> common(Optional<DigestFile> members, Slices touched) {
        if (members.isEmpty() || touched.file().isEmpty()) {
            return Optional.empty();
        }
        DigestFile others = Snapshots.fold(members, Slices.none(), touched, names.get());
        return fold(members, Slices.none(), Slices.all(others));
    }

    private Optional<DigestFile> plus(Optional<DigestFile> members, Optional<DigestFile> more) {
        return more.isEmpty() ? members : fold(members, Slices.all(more.get()), Slices.none());
    }

    private Optional<DigestFile> fold(Optional<DigestFile> members, Slices added, Slices removed) {
        if (members.isEmpty() && added.file().isEmpty()) {
            return members;
        }
        return Optional.of(Snapshots.fold(members, added, removed, names.get())).filter(file -> file.count() > 0);
    }
}
