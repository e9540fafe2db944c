package io.audienceroutes.stage.recover;

import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.Feed;
import io.audienceroutes.audience.Reconciliations;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.AudienceNaming;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.segment.IdentifierType;
import io.audienceroutes.segment.UsualNames;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.receive.ReceiveStage;
import io.audienceroutes.tiktok.IdSchema;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Restores an audience to its last list when the recorded state is not trusted, for example after a backup was
 * restored. The last list of each destination that delivers to the audience becomes a file of digests, and a workflow
 * that sends all of it and removes all other members of any known generation. Called by the command
 * {@code audiences reconcile}.
 */
public final class AudienceReconciler {
    private static final String FILE_NAME = "reconcile.csv";
    private static final int DIGESTS_AT_ONCE = 10_000;
    private static final HexFormat HEX = HexFormat.of();

    private final Reconciliations reconciliations;
    private final MemberRecords records;
    private final ReceiveStage receiveStage;
    private final Function<String, Optional<Destination>> destinations;
    private final DataDirectory data;

    /** Opens workflows through {@code receiving}; {@code destinations} are the current ones. */
    public AudienceReconciler(
            Reconciliations reconciliations,
            MemberRecords records,
            ReceiveStage receiveStage,
            Function<String, Optional<Destination>> destinations,
            DataDirectory data) {
        this.reconciliations = reconciliations;
        this.records = records;
        this.receiveStage = receiveStage;
        this.destinations = destinations;
        this.data = data;
    }

    /**
     * A list to send.
     *
     * @param file to be received by the workflow, and deleted afterwards
     */
    public record Prepared(String destination, String audienceName, boolean fixedName, Path file) {}

    /** The last lists of the audience with this name or id, one per destination that still delivers to it. */
    public List<Prepared> prepare(String nameOrId) {
        List<Audience> found = reconciliations.audiencesCalled(nameOrId);
        if (found.isEmpty()) {
            throw new WorkflowError(
                    "destination-invalid",
                    "Audience '" + nameOrId + "' cannot be reconciled: no delivery to it is recorded. Nothing was sent."
                            + " List the known audiences with: audience-routes audiences list. To deliver a list"
                            + " to a new audience, use: audience-routes deliver FILE --destination NAME");
        }
        List<Prepared> prepared = found.stream()
                .flatMap(audience -> feeding(audience).stream().map(name -> prepare(audience, name)))
                .toList();
        if (prepared.isEmpty()) {
            throw new WorkflowError(
                    "destination-invalid",
                    "Audience '" + nameOrId + "' cannot be reconciled: none of the destinations that delivered to it"
                            + " exists any more. Nothing was sent. Restore the destination in config/destinations,"
                            + " then reconcile again.");
        }
        return prepared;
    }

    /** Opens the workflow that sends this list; returns its id. */
    public String open(Prepared prepared, boolean planOnly, String startedBy) {
        Optional<String> audience = prepared.fixedName() ? Optional.empty() : Optional.of(prepared.audienceName());
        String id = planOnly
                ? receiveStage.openPlan(prepared.destination(), audience, FILE_NAME, startedBy)
                : receiveStage.openExplicit(prepared.destination(), audience, FILE_NAME, startedBy);
        reconciliations.mark(id);
        return id;
    }

    private Set<String> feeding(Audience audience) {
        return records.feeds(audience.row()).stream()
                .map(Feed::destination)
                .filter(name -> destinations
                        .apply(name)
                        .filter(now -> now.owner().equals(audience.owner()))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Prepared prepare(Audience audience, String name) {
        Destination destination = destinations.apply(name).orElseThrow();
        if (destination.syncMode() != SyncMode.MIRROR) {
            throw new WorkflowError(
                    "destination-invalid",
                    "Audience '" + audience.name() + "' cannot be reconciled: destination '" + name + "' has the sync"
                            + " mode " + destination.syncMode().name().toLowerCase(java.util.Locale.ROOT)
                            + ", in which an audience does not mirror a list. Nothing was sent. Deliver the complete list"
                            + " again with: audience-routes deliver FILE --destination " + name);
        }
        boolean fixedName = destination.audience() instanceof AudienceNaming.Fixed fixed
                && fixed.name().equals(audience.name());
        return new Prepared(name, audience.name(), fixedName, write(audience, destination));
    }

    /**
     * One digest per row, in the column of its id type. A digest identifies a person only to those who know the
     * address.
     */
    private Path write(Audience audience, Destination destination) {
        Path file = data.staging().resolve("reconcile-" + java.util.UUID.randomUUID());
        List<IdentifierType> columns = destination.userIdTypes().stream()
                .sorted(Comparator.naturalOrder())
                .toList();
        try (Writer out = new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            out.write(columns.stream().map(type -> UsualNames.of(type).get(0)).collect(Collectors.joining(",")) + "\n");
            for (Feed feed : records.feeds(audience.row())) {
                IdentifierType type =
                        IdSchema.valueOf(feed.idSchema()).digests().identifier();
                if (feed.destination().equals(destination.name()) && columns.contains(type)) {
                    write(
                            out,
                            DigestFile.open(data.members().resolve(feed.file())),
                            columns.indexOf(type),
                            columns.size());
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The last list cannot be written to " + file, e);
        }
    }

    private static void write(Writer out, DigestFile list, int column, int columns) throws IOException {
        list.verify();
        for (int slice = 0; slice < list.slices(DIGESTS_AT_ONCE); slice++) {
            byte[] digests = list.slice(slice, DIGESTS_AT_ONCE);
            for (int at = 0; at < digests.length; at += list.width()) {
                out.write(",".repeat(column) + HEX.formatHex(digests, at, at + list.width())
                        + ",".repeat(columns - 1 - column) + "\n");
            }
        }
    }
}
