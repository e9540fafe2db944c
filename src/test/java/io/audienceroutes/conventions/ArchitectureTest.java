package io.audienceroutes.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rooms, what each may know, and how time and state are had. */
class ArchitectureTest {
    private static final String ROOT = "io.audienceroutes.";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.audienceroutes");

    /** What each room may use of the others; those of {@link #START} use them all. */
    private static final Map<String, Set<String>> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("catalog", Set.of()),
            Map.entry("member", Set.of()),
            Map.entry("segment", Set.of()),
            Map.entry("simulator", Set.of()),
            Map.entry("text", Set.of()),
            Map.entry(
                    "console",
                    Set.of(
                            "audience",
                            "authorization",
                            "catalog",
                            "credential",
                            "destination",
                            "failure",
                            "people",
                            "segment",
                            "source",
                            "stage",
                            "state",
                            "text",
                            "watch",
                            "workflow")),
            Map.entry("format", Set.of("segment")),
            Map.entry("state", Set.of("catalog")),
            Map.entry("tiktok", Set.of("catalog", "segment")),
            Map.entry("credential", Set.of("state")),
            Map.entry("people", Set.of("state")),
            Map.entry("destination", Set.of("format", "segment", "state")),
            Map.entry("workflow.claim", Set.of("state")),
            Map.entry("audience", Set.of("catalog", "destination", "state", "tiktok")),
            Map.entry("diagnosis", Set.of("catalog", "credential", "destination", "tiktok")),
            Map.entry("workflow.ledger", Set.of("state", "workflow.claim")),
            Map.entry(
                    "workflow",
                    Set.of(
                            "audience",
                            "catalog",
                            "destination",
                            "segment",
                            "state",
                            "text",
                            "workflow.claim",
                            "workflow.ledger")),
            Map.entry(
                    "call",
                    Set.of(
                            "catalog",
                            "credential",
                            "destination",
                            "state",
                            "tiktok",
                            "workflow",
                            "workflow.claim",
                            "workflow.ledger")),
            Map.entry("campaign", Set.of("audience", "catalog", "destination", "state", "workflow")),
            Map.entry(
                    "failure",
                    Set.of("catalog", "credential", "destination", "member", "segment", "state", "tiktok", "workflow")),
            Map.entry("stage", Set.of("audience", "catalog", "member", "segment", "workflow", "workflow.claim")),
            Map.entry("authorization", Set.of("call", "credential", "destination", "state", "tiktok")),
            Map.entry(
                    "sample",
                    Set.of(
                            "audience",
                            "catalog",
                            "destination",
                            "failure",
                            "member",
                            "segment",
                            "stage",
                            "tiktok",
                            "workflow")),
            Map.entry("schedule", Set.of("audience", "campaign", "destination", "state", "workflow")),
            Map.entry(
                    "stage.prepare",
                    Set.of(
                            "audience",
                            "campaign",
                            "catalog",
                            "destination",
                            "failure",
                            "format",
                            "member",
                            "segment",
                            "stage",
                            "state",
                            "workflow")),
            Map.entry("source", Set.of("credential", "destination", "schedule", "state")),
            Map.entry(
                    "stage.compare",
                    Set.of(
                            "audience",
                            "catalog",
                            "destination",
                            "member",
                            "segment",
                            "stage",
                            "stage.prepare",
                            "state",
                            "tiktok",
                            "workflow",
                            "workflow.ledger")),
            Map.entry(
                    "stage.deliver",
                    Set.of(
                            "audience",
                            "call",
                            "catalog",
                            "credential",
                            "destination",
                            "failure",
                            "format",
                            "member",
                            "segment",
                            "stage",
                            "stage.compare",
                            "stage.prepare",
                            "tiktok",
                            "workflow",
                            "workflow.ledger")),
            Map.entry(
                    "stage.confirm",
                    Set.of(
                            "audience",
                            "catalog",
                            "destination",
                            "member",
                            "sample",
                            "segment",
                            "stage",
                            "stage.compare",
                            "state",
                            "workflow",
                            "workflow.claim",
                            "workflow.ledger")),
            Map.entry(
                    "stage.plan",
                    Set.of(
                            "audience",
                            "catalog",
                            "credential",
                            "destination",
                            "failure",
                            "sample",
                            "segment",
                            "stage.compare",
                            "tiktok",
                            "workflow")),
            Map.entry(
                    "stage.receive",
                    Set.of("audience", "campaign", "catalog", "destination", "source", "stage", "state", "workflow")),
            Map.entry(
                    "watch",
                    Set.of(
                            "audience",
                            "call",
                            "catalog",
                            "credential",
                            "destination",
                            "failure",
                            "sample",
                            "stage.compare",
                            "state",
                            "tiktok",
                            "workflow")),
            Map.entry("http", Set.of("people", "state")),
            Map.entry(
                    "api",
                    Set.of(
                            "audience",
                            "authorization",
                            "call",
                            "catalog",
                            "console",
                            "credential",
                            "destination",
                            "diagnosis",
                            "failure",
                            "http",
                            "people",
                            "api",
                            "segment",
                            "state",
                            "tiktok",
                            "watch",
                            "workflow")),
            Map.entry(
                    "stage.recover",
                    Set.of(
                            "audience",
                            "catalog",
                            "credential",
                            "destination",
                            "failure",
                            "member",
                            "segment",
                            "source",
                            "stage",
                            "stage.confirm",
                            "stage.deliver",
                            "stage.plan",
                            "stage.prepare",
                            "stage.receive",
                            "state",
                            "tiktok",
                            "workflow",
                            "workflow.claim"))));

    /** The rooms in which all is put together, each with those that it does not use. */
    private static final Map<String, Set<String>> START = Map.of("app", Set.of("cli"), "cli", Set.of());

    /** Words of TikTok's API; that id schemas have a column in the state database is another matter. */
    private static final Pattern WIRE_WORDS = Pattern.compile(
            "open_api/|custom_audience|segment/mapping|segment/audience|batch_data|advertiser_ids|audience_ids|Access-Token");

    @Test
    void everyRoomIsListed() {
        Set<String> rooms = PRODUCT.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()))
                .collect(Collectors.toSet());

        assertThat(rooms).isEqualTo(rooms());
    }

    /** What people read of the rooms is what stands in their package-info. */
    @Test
    void tableOfRoomsIsThatOfThePackages() throws IOException {
        Map<String, String> written = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| (.+) \\|$")
                .matcher(section(Files.readString(Path.of("src/site/markdown/how-it-works.md")), "## Rooms"));
        while (row.find()) {
            written.put(row.group(1), row.group(2));
        }
        Map<String, String> packages = new TreeMap<>();
        for (String room : rooms()) {
            String info = Files.readString(
                    SourceFiles.MAIN.resolve(room.replace('.', '/')).resolve("package-info.java"));
            String text = info.substring(info.indexOf("/**") + 3, info.indexOf("*/"))
                    .replaceAll("\\s*\\n \\* ?", " ")
                    .strip();
            packages.put(room, text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1, text.length() - 1));
        }

        assertThat(written).isEqualTo(packages);
    }

    private static Set<String> rooms() {
        Set<String> rooms = new TreeSet<>(ROOMS.keySet());
        rooms.addAll(START.keySet());
        return rooms;
    }

    private static String section(String page, String heading) {
        int from = page.indexOf(heading);
        int to = page.indexOf("\n## ", from + 1);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    @Test
    void aRoomUsesOnlyTheRoomsItMay() {
        ROOMS.forEach((room, allowed) -> classes()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .onlyDependOnClassesThat(inARoomOf(room, allowed))
                .as("room " + room + " uses of the other rooms only " + allowed)
                .check(PRODUCT));
        START.forEach((room, forbidden) -> forbidden.forEach(other -> noClasses()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + other)
                .check(PRODUCT)));
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    /** By which a parameter of a bean says what it takes from an exchange; they do nothing else. */
    private static final List<Class<?>> SAYING = List.of(
            org.apache.camel.Variable.class,
            org.apache.camel.Body.class,
            org.apache.camel.Header.class,
            org.apache.camel.Headers.class,
            org.apache.camel.ExchangeProperty.class,
            org.apache.camel.ExchangeException.class);

    @Test
    void onlyTheStartTheSourcesAndTheSimulatorKnowCamel() {
        outside("app", "cli", "source", "simulator")
                .dependOnClassesThat(
                        resideInAPackage("org.apache.camel..").and(not(belongToAnyOf(SAYING.toArray(Class<?>[]::new)))))
                .check(PRODUCT);
        // And rooms that no route calls know none of it
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "segment",
                        ROOT + "format",
                        ROOT + "member",
                        ROOT + "tiktok",
                        ROOT + "catalog",
                        ROOT + "credential",
                        ROOT + "people",
                        ROOT + "text",
                        ROOT + "console",
                        ROOT + "destination",
                        ROOT + "diagnosis")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(PRODUCT);
    }

    @Test
    void onlyCommandsKnowTheCommandLine() {
        outside("cli").dependOnClassesThat().resideInAPackage("picocli..").check(PRODUCT);
    }

    @Test
    void onlyTheStartOpensHttpConnectionsInJava() {
        outside("app", "cli")
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.apache.hc..", "org.apache.http..")
                .check(PRODUCT);
    }

    /** Rooms that own tables; stages, the API and commands hold no SQL. */
    private static final String[] WITH_TABLES = {
        "state",
        "workflow",
        "workflow.claim",
        "workflow.ledger",
        "audience",
        "campaign",
        "schedule",
        "source",
        "destination",
        "credential",
        "people",
        "api",
        "authorization",
        "call",
        "failure"
    };

    @Test
    void onlyRoomsWithTablesKnowTheDatabase() {
        outside(WITH_TABLES)
                .dependOnClassesThat()
                .resideInAnyPackage("javax.sql..", "org.jdbi..", "org.flywaydb..", "com.zaxxer..", "java.sql..")
                .check(PRODUCT);
        outside("state")
                .dependOnClassesThat()
                .resideInAnyPackage("org.flywaydb..", "com.zaxxer..")
                .check(PRODUCT);
    }

    @Test
    void onlyTiktokAndItsSimulatorHoldTheWordsOfTheWire() {
        Findings findings = Findings.against("TikTok's wire words stand only in the rooms tiktok and simulator");
        SourceFiles.main().forEach((file, text) -> {
            if (!file.startsWith("tiktok/") && !file.startsWith("simulator/")) {
                WIRE_WORDS.matcher(withoutComments(text)).results().forEach(word -> findings.add(file, word.group()));
            }
        });
        findings.requireNone();
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(PRODUCT);
        outside("app", "cli", "simulator").callMethod(Clock.class, "systemUTC").check(PRODUCT);
        outside("app", "cli", "simulator")
                .callMethod(Clock.class, "systemDefaultZone")
                .check(PRODUCT);
    }

    @Test
    void datesAreOfJavaTime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Date.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Calendar")
                .check(PRODUCT);
    }

    @Test
    void onlyCommandsWriteToTheTerminal() {
        outside("cli").accessField(System.class, "out").check(PRODUCT);
        outside("app", "cli").accessField(System.class, "err").check(PRODUCT);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(PRODUCT);
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(PRODUCT);
        fields().that()
                .areStatic()
                .should()
                .notHaveRawType(new DescribedPredicate<JavaClass>("something that holds changing state") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getPackageName().startsWith("java.util.concurrent")
                                || type.isAssignableTo(StringBuilder.class)
                                || type.isAssignableTo(ThreadLocal.class);
                    }
                })
                .check(PRODUCT);
    }

    @Test
    void classesAreFinalUnlessMadeToBeExtended() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(PRODUCT);
    }

    private static String withoutComments(String java) {
        return java.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    }

    private static ClassesShould outside(String... rooms) {
        String[] packages = Arrays.stream(rooms).map(ROOT::concat).toArray(String[]::new);
        return noClasses().that().resideOutsideOfPackages(packages).should();
    }

    private static DescribedPredicate<JavaClass> inARoomOf(String room, Collection<String> allowed) {
        return new DescribedPredicate<>("in one of its rooms, or of a library") {
            @Override
            public boolean test(JavaClass type) {
                String name = type.getPackageName() + ".";
                return !name.startsWith(ROOT)
                        || name.equals(ROOT + room + ".")
                        || allowed.stream().anyMatch(other -> name.equals(ROOT + other + "."));
            }
        };
    }
}
