package io.audienceroutes.stage.compare;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.Slices;
import io.audienceroutes.member.Snapshots;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The members of an audience of whom nobody knows whether they are in it, before a run.
 *
 * @param uncertain may be there or not
 * @param lateAdds of calls without an answer: these additions may still take effect, after a removal too
 * @param lateRemoves the same of removals
 * @param names gives each new file a name that none had
 */
record Doubts(
        Optional<DigestFile> uncertain,
        Optional<DigestFile> lateAdds,
        Optional<DigestFile> lateRemoves,
        Supplier<Path> names) {
    /** Of the members that the run added, those that a late removal may take out again. */
    Optional<DigestFile> undoneBy(Slices acceptedAdds) {
        return common(lateRemoves, acceptedAdds);
    }

    /** Who is uncertain after the run. Nearly always there is nobody, and no file is made for them. */
    Optional<DigestFile> uncertainAfter(
            Slices acceptedAdds, Slices lostAdds, Slices acceptedRemoves, Slices lostRemoves) {
        Optional<DigestFile> afterAdds = fold(uncertain, lostAdds, acceptedAdds);
        Optional<DigestFile> afterRemoves = fold(afterAdds, lostRemoves, acceptedRemoves);
        Optional<DigestFile> withUndone = plus(afterRemoves, undoneBy(acceptedAdds));
        return plus(withUndone, common(lateAdds, acceptedRemoves));
    }

    /** The members of late calls after the run: those of its own, and the ones before until a list is over. */
    Optional<DigestFile> lateAddsAfter(boolean listIsOver, Slices lostAdds) {
        return fold(listIsOver ? Optional.empty() : lateAdds, lostAdds, Slices.none());
    }

    /** As above, of removals. */
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
