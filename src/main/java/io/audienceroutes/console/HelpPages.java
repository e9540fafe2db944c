package io.audienceroutes.console;

import io.audienceroutes.catalog.CatalogEntry;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.console.Page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What errors mean and what to do about them: the error catalogue, to be searched by code or words. */
public final class HelpPages {
    private static final Pattern CODE = Pattern.compile("\\d{1,9}");

    private final ConsoleData data;
    private final Frame frame;

    /** Pages of what is in these. */
    public HelpPages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /** Path {@code /help}; {@code text} is a code or words, or empty for everything. */
    public String search(Visit visit, String text) {
        String typed = Show.typed(text);
        String sought = typed.toLowerCase(Locale.ROOT);
        List<WorkflowAction> actions = data.catalog().actionIds().stream()
                .sorted()
                .map(data.catalog()::action)
                .filter(action -> (action.id() + " " + action.title() + " " + action.cause())
                        .toLowerCase(Locale.ROOT)
                        .contains(sought))
                .toList();
        List<Condition> conditions = data.catalog().conditions().stream()
                .sorted()
                .map(name -> new Condition(name, data.catalog().forCondition(name)))
                .filter(each -> !sought.isEmpty() && each.matches(sought))
                .toList();
        List<CatalogEntry> codes = CODE.matcher(sought).matches() ? entries(Integer.parseInt(sought)) : List.of();
        return frame.page(
                visit,
                "Help",
                Section.HELP,
                "help",
                Map.of("text", typed, "actions", actions, "conditions", conditions, "codes", codes));
    }

    /** Path {@code /help/{code}}: a code of TikTok, a condition or an action. */
    public String show(Visit visit, String code) {
        List<Meaning> meanings = meanings(code);
        return frame.page(
                visit,
                "Help on " + Show.brief(code),
                Section.HELP,
                "helpEntry",
                Map.of("code", Show.brief(code), "meanings", meanings));
    }

    private List<Meaning> meanings(String code) {
        List<Meaning> meanings = new ArrayList<>();
        if (CODE.matcher(code).matches()) {
            entries(Integer.parseInt(code)).forEach(entry -> meanings.add(Meaning.of(entry)));
        } else if (data.catalog().conditions().contains(code)) {
            meanings.add(Meaning.of(data.catalog().forCondition(code)));
        } else if (data.catalog().actionIds().contains(code)) {
            WorkflowAction action = data.catalog().action(code);
            meanings.add(new Meaning(action.cause(), Optional.empty(), Optional.empty(), action));
        }
        return meanings;
    }

    private List<CatalogEntry> entries(int code) {
        return data.catalog().explain(code, Optional.empty()).meanings();
    }

    /** A condition by its name. */
    record Condition(String name, CatalogEntry entry) {
        boolean matches(String sought) {
            return (name + " " + entry.meaning()).toLowerCase(Locale.ROOT).contains(sought);
        }
    }

    /** One thing that a code can mean. */
    record Meaning(String meaning, Optional<String> pattern, Optional<String> retried, WorkflowAction action) {
        static Meaning of(CatalogEntry entry) {
            return new Meaning(entry.meaning(), entry.messagePattern(), Optional.of(entry.retried()), entry.action());
        }

        String who() {
            return switch (action.who()) {
                case ADVERTISER_ADMIN -> "An administrator of the TikTok account";
                case OPERATOR -> "An operator of this product";
                case DATA_TEAM -> "The team that makes the segment files";
                case DEVELOPER -> "The owner of the TikTok developer app";
                case NOBODY -> "Nobody: it resolves itself";
            };
        }

        /** The steps without the names of a workflow. */
        List<WorkflowCase.Step> steps() {
            return action.steps().stream()
                    .map(step -> new WorkflowCase.Step(step.textFor(Map.of()), step.links(), Optional.empty()))
                    .toList();
        }
    }
}
