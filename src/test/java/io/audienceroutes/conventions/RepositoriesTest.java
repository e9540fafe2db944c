package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One class holds the statements on each table, in one form, and in words that SQLite and PostgreSQL share. */
class RepositoriesTest {
    private static final Path SCHEMA = Path.of("src/main/resources/db/sqlite/V1__state.sql");

    /** The class that reads and writes each table. */
    private static final Map<String, String> OWNERS = new TreeMap<>(Map.ofEntries(
            Map.entry("installation", "state/StateDatabase"),
            Map.entry("lease", "state/Leases"),
            Map.entry("number_series", "state/NumberSeries"),
            Map.entry("workflow_event", "state/EventLog"),
            Map.entry("event_chain", "state/EventLog"),
            Map.entry("credential", "credential/StoredCredentials"),
            Map.entry("person", "people/PersonTable"),
            Map.entry("session", "people/Sessions"),
            Map.entry("invitation", "people/InvitationTable"),
            Map.entry("api_token", "people/ApiTokens"),
            Map.entry("log_in_attempt", "people/LogInLimits"),
            Map.entry("authorization_request", "authorization/AuthorizationRequests"),
            Map.entry("destination_connection", "destination/ConnectionStates"),
            Map.entry("source_state", "source/SourceStates"),
            Map.entry("schedule_watch", "schedule/ScheduleWatch"),
            Map.entry("expected_file", "schedule/ExpectedFiles"),
            Map.entry("call_count", "call/CallCounts"),
            Map.entry("audience", "audience/Audiences"),
            Map.entry("audience_snapshot", "audience/MemberRecords"),
            Map.entry("audience_feed", "audience/MemberRecords"),
            Map.entry("audience_change", "audience/AudienceWatches"),
            Map.entry("audience_watch", "audience/AudienceWatches"),
            Map.entry("audience_reading", "audience/AudienceHistory"),
            Map.entry("audience_warning", "audience/AudienceWarnings"),
            Map.entry("reconciliation", "audience/Reconciliations"),
            Map.entry("workflow", "workflow/WorkflowRepository"),
            Map.entry("workflow_task", "workflow/Tasks"),
            Map.entry("workflow_file", "workflow/WorkflowFiles"),
            Map.entry("campaign_part", "workflow/WorkflowFiles"),
            Map.entry("file_ledger", "workflow/FileLedger"),
            Map.entry("command", "workflow/Commands"),
            Map.entry("approval", "workflow/Approvals"),
            Map.entry("reject_allowance", "workflow/RejectAllowances"),
            Map.entry("sample", "workflow/Samples"),
            Map.entry("plan", "workflow/Plans"),
            Map.entry("planned_run", "workflow/Plans"),
            Map.entry("delivered_batch", "workflow/ledger/BatchLedger"),
            Map.entry("tiktok_request", "workflow/ledger/BatchLedger"),
            Map.entry("campaign_run", "campaign/CampaignRun"),
            Map.entry("campaign_audience", "campaign/CampaignAudiences"),
            Map.entry("alert", "failure/Alerts"),
            Map.entry("api_call", "api/Idempotency")));

    /** Classes that read tables of others, and never write them. */
    private static final Map<String, Set<String>> READERS = new TreeMap<>(Map.ofEntries(
            // The reading side of a repository
            Map.entry("workflow/WorkflowSearch", Set.of("workflow", "sample", "reconciliation")),
            Map.entry("workflow/ledger/LedgerReader", Set.of("delivered_batch", "tiktok_request")),
            // Joins: in the order in which workflows came, or of workflows in a state
            Map.entry("workflow/WorkflowFiles", Set.of("workflow")),
            Map.entry("workflow/Samples", Set.of("workflow")),
            Map.entry("campaign/CampaignRun", Set.of("workflow", "campaign_part")),
            Map.entry("schedule/ExpectedFiles", Set.of("workflow")),
            // Joins: audiences with what is known of them; these rooms do not know that of workflows, or of credentials
            Map.entry("audience/MemberRecords", Set.of("audience")),
            Map.entry(
                    "audience/AudienceWatches",
                    Set.of("audience", "audience_snapshot", "audience_reading", "workflow")),
            Map.entry("destination/ConnectionStates", Set.of("credential")),
            // Joins: sessions with their person
            Map.entry("people/Sessions", Set.of("person"))));

    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"\\n(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);
    private static final Pattern TABLE = Pattern.compile("\\b(FROM|JOIN|INTO|UPDATE)\\s+(\\w+)");
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM)\\s.*", Pattern.DOTALL);
    private static final Pattern CLAUSE_INSIDE_A_LINE =
            Pattern.compile("\\S.*\\s(?:(?<!DELETE )FROM|(?<!LEFT )JOIN|WHERE|SET|VALUES|GROUP BY|ORDER BY|HAVING"
                    + "|ON CONFLICT|RETURNING|UNION)\\b");

    /** What SQLite has and PostgreSQL has not, or has in another form. */
    private static final Pattern DIALECT = Pattern.compile("\\browid\\b|\\bINSERT OR\\b|\\bREPLACE INTO\\b|\\bPRAGMA\\b"
            + "|\\b(?:IFNULL|GLOB|strftime|datetime|julianday|GROUP_CONCAT|last_insert_rowid|json_\\w+)\\s*\\("
            + "|\\b(?:MAX|MIN)\\([^()]*,|\\b(?:explicit|made_here|due|lost|in_flight|told|checked|create_requested|keeps_files"
            + "|keeps_unlisted|stop_requested|listed|valid|expiring|refusal_told|succeeded)\\s*(?:=|<>)\\s*[01]\\b");

    @Test
    void everyTableHasARepository() {
        Set<String> tables = new TreeSet<>();
        Matcher table = Pattern.compile("CREATE TABLE (\\w+)").matcher(SourceFiles.text(SCHEMA));
        while (table.find()) {
            tables.add(table.group(1));
        }

        assertThat(OWNERS.keySet()).isEqualTo(tables);
    }

    @Test
    void statementsOnATableStandInItsRepository() {
        Findings findings = Findings.against("Statements on a table stand in its repository; its readers only read");
        Map<String, Set<String>> read = new TreeMap<>();
        statements()
                .forEach((file, statements) -> statements.forEach(sql -> {
                    Matcher use = TABLE.matcher(sql);
                    while (use.find()) {
                        String table = use.group(2);
                        boolean reads = use.group(1).equals("JOIN")
                                || (use.group(1).equals("FROM")
                                        && !sql.startsWith("DELETE", use.start() - "DELETE ".length()));
                        if (!OWNERS.containsKey(table) || file.equals(OWNERS.get(table))) {
                            continue;
                        }
                        if (reads && READERS.getOrDefault(file, Set.of()).contains(table)) {
                            read.computeIfAbsent(file, key -> new TreeSet<>()).add(table);
                        } else {
                            findings.add(file, use.group() + ", which is for " + OWNERS.get(table));
                        }
                    }
                }));

        findings.requireNone();
        assertThat(read).as("readers that this test allows").isEqualTo(sorted(READERS));
    }

    @Test
    void aStatementIsOneTextWithEachClauseOnItsLine() {
        Findings findings = Findings.against("A statement is one literal; of several lines, each begins with a clause");
        Pattern assembled = Pattern.compile(
                "(?:createQuery|createUpdate|prepareBatch)\\(\\s*+(?!\")|\"\\s*\\+\\s*\"\\s*(?:FROM|WHERE|AND|SET|VALUES|ORDER BY)\\b");
        SourceFiles.main().forEach((file, text) -> {
            assembled
                    .matcher(text)
                    .results()
                    .forEach(found -> findings.add(file, "assembled: " + line(text, found.start())));
        });
        statements()
                .forEach((file, statements) -> statements.stream()
                        .filter(sql -> sql.contains("\n"))
                        .flatMap(String::lines)
                        .filter(line -> CLAUSE_INSIDE_A_LINE
                                .matcher(withoutParentheses(line))
                                .find())
                        .forEach(line -> findings.add(file, line.strip())));

        findings.requireNone();
    }

    @Test
    void statementsAreOfEveryDatabase() {
        Findings findings = Findings.against("What only one database understands stands in state/Dialect");
        statements().forEach((file, statements) -> {
            if (!file.equals("state/Dialect")) {
                statements.forEach(
                        sql -> DIALECT.matcher(sql).results().forEach(word -> findings.add(file, word.group())));
            }
        });

        findings.requireNone();
    }

    @Test
    void rowsAreReadByTheRegisteredMappers() {
        Findings findings = Findings.against("Columns are read by state/ColumnTypes, rows become records");
        SourceFiles.main().forEach((file, text) -> {
            if (!file.equals("state/ColumnTypes.java") && text.contains("java.sql.ResultSet")) {
                findings.add(file, "java.sql.ResultSet");
            }
            if (Pattern.compile("\\(row, context\\) ->|\\(columns, context\\) ->")
                    .matcher(text)
                    .find()) {
                findings.add(file, "a row mapper of its own");
            }
        });

        findings.requireNone();
    }

    /** The SQL statements by file, without the file's ending. */
    private static Map<String, List<String>> statements() {
        Map<String, List<String>> statements = new TreeMap<>();
        SourceFiles.main().forEach((file, text) -> {
            Matcher literal = LITERAL.matcher(text.replaceAll("(?s)/\\*.*?\\*/", ""));
            while (literal.find()) {
                String value = literal.group(1) == null ? literal.group(2) : literal.group(1);
                if (STATEMENT.matcher(value).matches()) {
                    statements
                            .computeIfAbsent(file.replace(".java", ""), key -> new ArrayList<>())
                            .add(value);
                }
            }
        });
        assertThat(statements.values().stream().mapToInt(Collection::size).sum())
                .isGreaterThan(100);
        return statements;
    }

    private static String withoutParentheses(String line) {
        String before;
        String rest = line;
        do {
            before = rest;
            rest = before.replaceAll("\\([^()]*\\)", "");
        } while (!rest.equals(before));
        return rest;
    }

    private static String line(String text, int at) {
        return text.substring(text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at))
                .strip();
    }

    private static Map<String, Set<String>> sorted(Map<String, Set<String>> sets) {
        Map<String, Set<String>> sorted = new TreeMap<>();
        sets.forEach((key, set) -> sorted.put(key, new TreeSet<>(set)));
        return sorted;
    }
}
