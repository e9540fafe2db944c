package io.audienceroutes.cli;

import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationProblem;
import io.audienceroutes.text.SafeText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Destinations and whether they can deliver, as text and JSON. */
final class ConnectionText {
    private ConnectionText() {}

    /** One line per destination, followed by the problems. */
    static String list(
            Collection<Destination> destinations,
            List<ConnectionState> connections,
            Set<String> refused,
            List<DestinationProblem> problems) {
        List<String> lines = new ArrayList<>();
        TextTable table = TextTable.of("DESTINATION", "CREDENTIAL", "ADVERTISER", "CONNECTION", "DESCRIPTION");
        destinations.forEach(each -> table.row(
                each.name(),
                each.credential(),
                each.owner(),
                refused.contains(each.credential())
                        ? "credential refused"
                        : find(each, connections).map(ConnectionText::word).orElse("not checked"),
                SafeText.line(each.description())));
        lines.add(table.toString());
        destinations.stream()
                .map(Destination::credential)
                .filter(refused::contains)
                .distinct()
                .forEach(credential -> lines.add(System.lineSeparator() + "TikTok has refused the token of credential "
                        + credential + ". Authorise it again: audience-routes credentials authorize " + credential));
        destinations.stream()
                .flatMap(each -> find(each, connections).stream())
                .filter(connection -> connection.finding().isPresent())
                .forEach(connection -> lines.add(System.lineSeparator() + of(connection)));
        if (!problems.isEmpty()) {
            lines.add(System.lineSeparator()
                    + "Files that are not valid; a running bundle keeps the last valid version of each:");
            problems.forEach(problem -> lines.add("  " + problem));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** One destination with a problem. */
    static String of(ConnectionState connection) {
        List<String> lines = new ArrayList<>();
        lines.add(connection.destination() + ": " + word(connection) + " since " + seconds(connection.since())
                + (connection.state().polls() ? "" : "; its source is not polled"));
        connection.finding().ifPresent(finding -> {
            lines.add("  problem       " + finding.question() + ": " + finding.message());
            finding.remedy().ifPresent(remedy -> lines.add("  what to do    " + remedy));
            finding.action().ifPresent(action -> lines.add("  action        " + action));
        });
        connection
                .nextCheck()
                .ifPresent(next -> lines.add("  next check    " + seconds(next)
                        + ", or now: audience-routes destinations check " + connection.destination()));
        return String.join(System.lineSeparator(), lines);
    }

    private static String word(ConnectionState connection) {
        return connection.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Optional<ConnectionState> find(Destination destination, List<ConnectionState> connections) {
        return connections.stream()
                .filter(connection -> connection.destination().equals(destination.name()))
                .findFirst();
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
