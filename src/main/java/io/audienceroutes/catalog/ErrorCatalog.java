package io.audienceroutes.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * What errors mean and how to resolve them: {@code config/error-catalog.yaml}, validated.
 *
 * <p>Look-ups never fail: an unknown code is permanent and leads to the action {@code unknown-error}; an unknown
 * condition counts as {@code internal-error}.
 */
public final class ErrorCatalog {
    /** The condition of every unexpected failure. */
    public static final String INTERNAL_ERROR = "internal-error";

    private final Map<String, WorkflowAction> actions;
    private final List<CatalogRule> rules;
    private final Map<String, CatalogEntry> conditions;

    ErrorCatalog(Map<String, WorkflowAction> actions, List<CatalogRule> rules, Map<String, CatalogEntry> conditions) {
        this.actions = Map.copyOf(actions);
        this.rules = List.copyOf(rules);
        this.conditions = Map.copyOf(conditions);
    }

    /**
     * Reads and checks a catalogue.
     *
     * @throws InvalidCatalog with file and key: unreadable, invalid by its schema, a duplicate id or key, an unknown
     *     action, an invalid regular expression or range, an unreachable entry, no entry for any
     */
    public static ErrorCatalog load(Path file) {
        return new CatalogFile(file).read();
    }

    /**
     * What TikTok's response means: the first entry that matches code and message.
     *
     * @param message as TikTok sent it; at most its first 2,000 characters are matched
     */
    public CatalogEntry forCode(int code, String message) {
        for (CatalogRule rule : rules) {
            if (rule.matches(code, message)) {
                return rule.entry();
            }
        }
        throw new IllegalStateException("The last entry of the error catalogue matches every code");
    }

    /**
     * What one of our own conditions means, such as {@code segment-file-empty}; an unknown one is an internal error.
     */
    public CatalogEntry forCondition(String condition) {
        return conditions.getOrDefault(condition, conditions.get(INTERNAL_ERROR));
    }

    /** The names of the conditions that the catalogue knows. */
    public Set<String> conditions() {
        return conditions.keySet();
    }

    /**
     * A workflow action by its id.
     *
     * @throws NoSuchElementException when there is none
     */
    public WorkflowAction action(String id) {
        return Optional.ofNullable(actions.get(id))
                .orElseThrow(() -> new NoSuchElementException("The error catalogue has no action \"" + id + "\""));
    }

    /** The ids of all workflow actions. */
    public Set<String> actionIds() {
        return actions.keySet();
    }

    /** What a code means with this message; without a message, everything that it can mean. */
    public Explanation explain(int code, Optional<String> message) {
        List<CatalogEntry> meanings =
                message.map(text -> List.of(forCode(code, text))).orElseGet(() -> allMeanings(code));
        return new Explanation(code, message, meanings);
    }

    private List<CatalogEntry> allMeanings(int code) {
        List<CatalogEntry> meanings = new ArrayList<>();
        for (CatalogRule rule : rules) {
            if (rule.codes().contains(code)) {
                meanings.add(rule.entry());
                if (rule.message().isEmpty()) {
                    break;
                }
            }
        }
        return meanings;
    }
}
