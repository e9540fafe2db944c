package io.audienceroutes.console;

import io.audienceroutes.console.Page.Section;
import io.audienceroutes.watch.AudienceReport;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The pages of the audiences that this product feeds in TikTok. */
public final class AudiencePages {
    private final ConsoleData data;
    private final Frame frame;

    /** Pages of what is in these. */
    public AudiencePages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /** Path {@code /audiences}. */
    public String list(Visit visit) {
        return frame.page(
                visit,
                "Audiences",
                Section.AUDIENCES,
                "audiences",
                Map.of("reports", data.audiences().all()));
    }

    /** Path {@code /audiences/{id}}; a {@link NoSuchElementException} where there is none of this id. */
    public String show(Visit visit, String id) {
        List<AudienceReport> found = data.audiences().of(id);
        if (found.isEmpty()) {
            throw new NoSuchElementException("No list was delivered to an audience with the id " + Show.brief(id));
        }
        return frame.page(
                visit,
                "Audience " + Show.brief(found.get(0).name()),
                Section.AUDIENCES,
                "audience",
                Map.of(
                        "plots",
                        found.stream().map(DestinationPages.AudiencePlot::of).toList()));
    }
}
