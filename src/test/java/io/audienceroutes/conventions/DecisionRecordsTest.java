package io.audienceroutes.conventions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Decision records have one form, so that a reader finds the date, the status and the alternatives of each. */
class DecisionRecordsTest {
    private static final List<String> SECTIONS = List.of("Context", "Decision", "Consequences", "Alternatives");
    private static final Pattern NAME = Pattern.compile("(\\d{4})-[a-z0-9.-]+\\.md");
    private static final Pattern HEAD = Pattern.compile(
            "\\A# (\\d+)\\. \\S.*\\n\\n- \\*\\*Date:\\*\\* \\d{4}-\\d\\d-\\d\\d\\n- \\*\\*Status:\\*\\* (.+)\\n\\n## ");
    private static final Pattern STATUS =
            Pattern.compile("(accepted|proposed|rejected|superseded by \\[record \\d+]\\(.+\\))(, .+)?");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (.+?)\\n(.*?)(?=^## |\\z)");

    @Test
    void everyRecordStartsWithNumberDateAndStatus() {
        Findings findings = Findings.against(
                "a decision record starts with '# N. Title', '- **Date:** YYYY-MM-DD' and '- **Status:** accepted'");
        for (DocsPage record : records()) {
            Matcher name = NAME.matcher(record.file().getFileName().toString());
            Matcher head = HEAD.matcher(record.text());
            if (!name.matches()) {
                findings.add(record, "the file name is not NNNN-title.md");
            } else if (!head.find()) {
                findings.add(record, "the head is missing");
            } else if (Integer.parseInt(name.group(1)) != Integer.parseInt(head.group(1))) {
                findings.add(record, "the number of the title is not that of the file");
            } else if (!STATUS.matcher(head.group(2)).matches()) {
                findings.add(record, "the status is none: " + head.group(2));
            }
        }
        findings.requireNone();
    }

    @Test
    void everyRecordHasTheSameSections() {
        Findings findings = Findings.against("a decision record has the sections " + SECTIONS + ", none of them empty");
        for (DocsPage record : records()) {
            List<String> sections = SECTION.matcher(record.text())
                    .results()
                    .filter(section -> !section.group(2).isBlank())
                    .map(section -> section.group(1))
                    .toList();
            if (!sections.equals(SECTIONS)) {
                findings.add(record, sections.toString());
            }
        }
        findings.requireNone();
    }

    @Test
    void noTwoRecordsHaveOneNumber() {
        Findings findings = Findings.against("a decision record has a number of its own");
        Map<String, DocsPage> numbers = new HashMap<>();
        for (DocsPage record : records()) {
            DocsPage other = numbers.put(record.file().getFileName().toString().substring(0, 4), record);
            if (other != null) {
                findings.add(record, "the number of " + other);
            }
        }
        findings.requireNone();
    }

    private static List<DocsPage> records() {
        return DocsPage.all().stream()
                .filter(page -> page.file().getParent() != null
                        && page.file().getParent().endsWith("decisions"))
                .toList();
    }
}
