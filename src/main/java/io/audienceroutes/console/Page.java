package io.audienceroutes.console;

import io.audienceroutes.state.Environment;
import java.util.List;

/**
 * What the frame around each page shows.
 *
 * @param title of the page
 * @param section the entry of the navigation that it belongs to
 */
record Page(String title, Section section, Visit visit, Environment environment, long alerts) {
    boolean rehearsal() {
        return environment == Environment.SANDBOX;
    }

    /** The entries that this person is offered. */
    List<Section> sections() {
        return Section.LISTED;
    }

    /** The entries of the navigation. */
    enum Section {
        OVERVIEW("Overview", "/", "overview"),
        DESTINATIONS("Destinations", "/destinations", "destination"),
        WORKFLOWS("Workflows", "/workflows", "workflow"),
        AUDIENCES("Audiences", "/audiences", "audience"),
        CREDENTIALS("Credentials", "/credentials", "key"),
        ACTIVITY("Activity", "/activity", "activity"),
        SETTINGS("Settings", "/settings", "settings"),
        HELP("Help", "/help", "help"),
        NONE("", "", "");

        static final List<Section> LISTED =
                List.of(OVERVIEW, DESTINATIONS, WORKFLOWS, AUDIENCES, CREDENTIALS, ACTIVITY, SETTINGS, HELP);

        private final String title;
        private final String path;
        private final String icon;

        Section(String title, String path, String icon) {
            this.title = title;
            this.path = path;
            this.icon = icon;
        }

        String title() {
            return title;
        }

        String path() {
            return path;
        }

        String icon() {
            return icon;
        }
    }
}
