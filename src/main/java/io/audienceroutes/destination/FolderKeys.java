package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.Source.Links;
import io.audienceroutes.destination.SourceHandling.Ready;

/** A folder in a destination file and its stored form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record FolderKeys(
        String directory,
        String include,
        String links,
        String ready,
        Integer settleSeconds,
        Integer pollSeconds,
        String afterwards,
        String archiveDirectory,
        String onFailure) {
    /** A local folder is cheap to poll. */
    private static final int POLL_SECONDS = 5;

    static FolderKeys of(Source.Folder folder) {
        SourceKeys.Handling handling = SourceKeys.Handling.of(folder.handling());
        return new FolderKeys(
                folder.directory(),
                folder.include(),
                SourceKeys.text(folder.links()),
                handling.ready(),
                handling.settleSeconds(),
                handling.pollSeconds(),
                handling.afterwards(),
                handling.archive(),
                handling.onFailure());
    }

    Source.Folder toFolder(String usualInclude) {
        return new Source.Folder(
                directory,
                SourceKeys.or(include, usualInclude),
                SourceKeys.read(Links.class, links, Links.LEAVE),
                new SourceKeys.Handling(ready, settleSeconds, pollSeconds, afterwards, archiveDirectory, onFailure)
                        .with(Ready.SETTLE, POLL_SECONDS));
    }
}
