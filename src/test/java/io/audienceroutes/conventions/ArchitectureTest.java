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
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rooms, what each may know, and how time and state are had. */
class ArchitectureTest {
    private static final String ROOT = "io.audienceroutes.";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.audienceroutes");

    /** What each room may use of the others. */
    private static final Map<String, Set<String>> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("segment", Set.of()),
            Map.entry("format", Set.of("segment")),
            Map.entry("member", Set.of()),
            Map.entry("catalog", Set.of()),
            Map.entry("credential", Set.of()),
            Map.entry("tiktok", Set.of("catalog", "segment")),
            Map.entry("destination", Set.of("segment", "format")),
            Map.entry("workflow", Set.of("credential", "destination", "segment")),
            Map.entry(
                    "delivery",
                    Set.of(
                            "segment",
                            "format",
                            "member",
                            "catalog",
                            "tiktok",
                            "credential",
                            "destination",
                            "workflow")),
            Map.entry("diagnosis", Set.of("tiktok", "catalog", "credential", "destination")),
            Map.entry("source", Set.of("credential", "destination", "workflow", "delivery")),
            Map.entry(
                    "authorization", Set.of("catalog", "credential", "destination", "tiktok", "workflow", "delivery")),
            Map.entry(
                    "console",
                    Set.of(
                            "credential",
                            "authorization",
                            "tiktok",
                            "workflow",
                            "delivery",
                            "destination",
                            "diagnosis")),
            Map.entry("simulator", Set.of()),
            Map.entry(
                    "app",
                    Set.of(
                            "segment",
                            "format",
                            "member",
                            "catalog",
                            "tiktok",
                            "credential",
                            "destination",
                            "workflow",
                            "delivery",
                            "source",
                            "authorization",
                            "console",
                            "diagnosis",
                            "simulator"))));

    /** Words of TikTok's API; that id schemas have a column in the state database is another matter. */
    private static final Pattern WIRE_WORDS = Pattern.compile(
            "open_api/|custom_audience|segment/mapping|segment/audience|batch_data|advertiser_ids|audience_ids|Access-Token");

    @Test
    void everyRoomIsListed() {
        Set<String> rooms = PRODUCT.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()))
                .collect(Collectors.toSet());

        assertThat(rooms).isEqualTo(ROOMS.keySet());
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
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    /** By which a parameter of a bean says what it takes from an exchange; they do nothing else. */
    private static final List<Class<?>> SAYING = List.of(
            org.apache.camel.Variable.class,
            org.apache.camel.Body.class,
            org.apache.camel.Header.class,
            org.apache.camel.ExchangeProperty.class,
            org.apache.camel.ExchangeException.class);

    @Test
    void onlyTheStartTheSourcesAndTheSimulatorKnowCamel() {
        outside("app", "source", "simulator")
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
                        ROOT + "destination",
                        ROOT + "diagnosis")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(PRODUCT);
    }

    @Test
    void onlyTheStartKnowsTheCommandLine() {
        outside("app").dependOnClassesThat().resideInAPackage("picocli..").check(PRODUCT);
    }

    @Test
    void onlyTheStartOpensHttpConnectionsInJava() {
        outside("app")
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.apache.hc..", "org.apache.http..")
                .check(PRODUCT);
    }

    @Test
    void onlyWorkflowsKnowTheDatabase() {
        outside("workflow")
                .dependOnClassesThat()
                .resideInAnyPackage("javax.sql..", "org.jdbi..", "org.flywaydb..", "com.zaxxer..")
                .check(PRODUCT);
        // Delivery knows a failure of the database by its exception, to classify it
        outside("workflow", "delivery")
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
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
        List<String> allowed = List.of("app.SeenThrough");

        noClasses()
                .that(new DescribedPredicate<JavaClass>("are not " + allowed) {
                    @Override
                    public boolean test(JavaClass type) {
                        return !allowed.contains(type.getName().substring(ROOT.length()));
                    }
                })
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(PRODUCT);
        outside("app", "simulator").callMethod(Clock.class, "systemUTC").check(PRODUCT);
        outside("app", "simulator").callMethod(Clock.class, "systemDefaultZone").check(PRODUCT);
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
        outside("app").accessField(System.class, "out").check(PRODUCT);
        outside("app").accessField(System.class, "err").check(PRODUCT);
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
