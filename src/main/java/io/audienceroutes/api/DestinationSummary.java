package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Source;
import io.audienceroutes.segment.IdentifierType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A destination, and whether it can deliver.
 *
 * @param environment {@code production}, or {@code sandbox} for a rehearsal
 * @param syncMode {@code mirror} or {@code add}
 * @param source where its files are taken from: {@code folder}, {@code sftp}, {@code s3}; none where files come only by
 *     explicit delivery
 * @param connection {@code unchecked}, {@code valid}, {@code unknown} or {@code not-valid}
 * @param finding what stands in the way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DestinationSummary(
        String name,
        String description,
        String environment,
        String credential,
        List<String> advertiserIds,
        List<String> userIdTypes,
        String syncMode,
        String source,
        String connection,
        Instant checkedAt,
        String finding,
        String remedy) {
    public DestinationSummary {
        advertiserIds = List.copyOf(advertiserIds);
        userIdTypes = List.copyOf(userIdTypes);
    }

    static DestinationSummary of(Destination destination, Optional<ConnectionState> connection) {
        Optional<ConnectionState.Finding> finding = connection.flatMap(ConnectionState::finding);
        return new DestinationSummary(
                destination.name(),
                destination.description(),
                destination.environment().id(),
                destination.credential(),
                destination.advertiserIds(),
                destination.userIdTypes().stream().map(IdentifierType::name).toList(),
                WorkflowSummary.word(destination.syncMode()),
                destination.source().map(Source::kind).orElse(null),
                WorkflowSummary.word(connection.map(ConnectionState::state).orElse(ConnectionState.State.UNCHECKED)),
                connection.flatMap(ConnectionState::checkedAt).orElse(null),
                finding.map(ConnectionState.Finding::message).orElse(null),
                finding.flatMap(ConnectionState.Finding::remedy).orElse(null));
    }
}
