package io.audienceroutes.console;

import io.audienceroutes.console.Page.Section;
import java.util.HashMap;
import java.util.Map;

/** Puts a page's content into the frame that all of them share. */
final class Frame {
    private final ConsoleData data;

    Frame(ConsoleData data) {
        this.data = data;
    }

    /** The page as HTML. */
    String page(Visit visit, String title, Section section, String template, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(
                "page",
                new Page(
                        title,
                        section,
                        visit,
                        data.environment(),
                        data.workflows().countNeedingPeople()));
        return Templates.render(template, all);
    }

    /** A part of a page, for a script that puts it in place. */
    static String part(String template, Map<String, Object> parameters) {
        return Templates.render(template, parameters);
    }
}
