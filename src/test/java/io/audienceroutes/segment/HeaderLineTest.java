package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Columns are found by the names that were set or by usual ones, and where that is not sure the file is refused. */
class HeaderLineTest {
    private static final Set<IdentifierType> ALL = EnumSet.allOf(IdentifierType.class);

    @Test
    void everyUsualNameIsFoundHoweverItIsWritten() {
        for (IdentifierType type : IdentifierType.values()) {
            for (String name : UsualNames.of(type)) {
                for (String written : List.of(
                        name,
                        name.toUpperCase(Locale.ROOT),
                        " " + name.replace('_', ' ') + "\u00a0",
                        name.replace('_', '-'),
                        name.replace("_", ""))) {
                    assertThat(usual(Set.of(type), "customer", written))
                            .as(written)
                            .containsExactly(new IdentifierColumn(type, name, 1));
                }
            }
        }
    }

    @Test
    void aUsualNameBelongsToOneTypeOnly() {
        List<String> loose = ALL.stream()
                .flatMap(type -> UsualNames.of(type).stream())
                .map(ColumnName::loose)
                .toList();

        assertThat(loose).doesNotHaveDuplicates();
    }

    @Test
    void typesAreFoundSideBySide() {
        assertThat(usual(ALL, "GAID", "E-Mail", "IDFA", "Mobile Phone"))
                .containsExactly(
                        new IdentifierColumn(IdentifierType.EMAIL, "email", 1),
                        new IdentifierColumn(IdentifierType.PHONE, "mobile_phone", 3),
                        new IdentifierColumn(IdentifierType.AAID, "gaid", 0),
                        new IdentifierColumn(IdentifierType.IDFA, "idfa", 2));
    }

    @Test
    void severalColumnsThatMayHoldATypeAreRefusedWithTheirNames() {
        SegmentFileRefused refusal = catchThrowableOfType(
                SegmentFileRefused.class, () -> usual(Set.of(IdentifierType.PHONE), "phone", "name", "Mobile"));

        assertThat(refusal)
                .hasMessage("The header line of the segment file has several columns that may hold PHONE: \"phone\""
                        + " (column 1) and \"Mobile\" (column 3). Set columns.PHONE in the destination to the column"
                        + " to read, or to a list of all of them, and deliver the file again.");
        assertThat(refusal.code()).isEqualTo("segment-file-ambiguous-column");
    }

    @Test
    void columnsOfOneNameAddUpAndAreToldApartByTheirPlace() {
        List<IdentifierColumn> expected = List.of(
                new IdentifierColumn(IdentifierType.EMAIL, "email (column 1)", 0),
                new IdentifierColumn(IdentifierType.EMAIL, "email (column 2)", 1),
                new IdentifierColumn(IdentifierType.EMAIL, "email (column 4)", 3));

        assertThat(usual(Set.of(IdentifierType.EMAIL), "email", "Email", "phone", " email "))
                .isEqualTo(expected);
        assertThat(named(Map.of(IdentifierType.EMAIL, List.of("email")), "email", "Email", "phone", " email "))
                .isEqualTo(expected);
    }

    @Test
    void namesThatAreOnlyAlikeDoNotAddUp() {
        assertThat(catchThrowableOfType(
                        SegmentFileRefused.class, () -> usual(Set.of(IdentifierType.EMAIL), "email", "e-mail", "mail")))
                .hasMessageContaining("several columns that may hold EMAIL");
        assertThat(catchThrowableOfType(
                        SegmentFileRefused.class,
                        () -> named(Map.of(IdentifierType.EMAIL, List.of("e_mail")), "email", "e-mail")))
                .hasMessageContaining("with different capitalisation");
    }

    @Test
    void headersInOtherLanguagesAreFound() {
        for (String name : List.of(
                "E-Mail-Adresse",
                "Correo electr\u00f3nico",
                "Adresse e-mail",
                "\u30e1\u30fc\u30eb\u30a2\u30c9\u30ec\u30b9")) {
            assertThat(usual(Set.of(IdentifierType.EMAIL), "id", name)).as(name).hasSize(1);
        }
        assertThat(usual(Set.of(IdentifierType.PHONE), "T\u00e9l\u00e9phone portable", "Nom"))
                .hasSize(1);
    }

    @Test
    void namesThatWereSetWinOverUsualOnesAndAddUp() {
        List<IdentifierColumn> columns = named(
                Map.of(IdentifierType.EMAIL, List.of("private mail", "Work-Mail")),
                "email",
                "WORK_MAIL",
                "PrivateMail");

        assertThat(columns)
                .containsExactly(
                        new IdentifierColumn(IdentifierType.EMAIL, "private mail", 2),
                        new IdentifierColumn(IdentifierType.EMAIL, "Work-Mail", 1));
    }

    @Test
    void aNameThatIsWrittenAsSetWinsOverOneThatIsOnlyLikeIt() {
        assertThat(named(Map.of(IdentifierType.EMAIL, List.of("e-mail")), "email", "E-Mail"))
                .containsExactly(new IdentifierColumn(IdentifierType.EMAIL, "e-mail", 1));
    }

    @Test
    void accentsAreTheSameHoweverTheyAreCodedAndAreNotLeftOut() {
        assertThat(named(Map.of(IdentifierType.PHONE, List.of("T\u00e9l\u00e9phone")), "Te\u0301le\u0301phone"))
                .hasSize(1);
        assertThat(catchThrowableOfType(
                        SegmentFileRefused.class,
                        () -> named(Map.of(IdentifierType.PHONE, List.of("T\u00e9l\u00e9phone")), "telephone")))
                .hasMessageContaining("lacks \"T\u00e9l\u00e9phone\"");
    }

    @Test
    void oneColumnIsNotReadAsTwo() {
        SegmentFileRefused refusal = catchThrowableOfType(
                SegmentFileRefused.class,
                () -> named(
                        Map.of(IdentifierType.EMAIL, List.of("contact"), IdentifierType.PHONE, List.of("con-tact")),
                        "contact"));

        assertThat(refusal)
                .hasMessageStartingWith(
                        "Column 1 of the segment file is configured twice, as \"contact\" (EMAIL) and as"
                                + " \"con-tact\" (PHONE).");
    }

    @Test
    void columnsByPositionAreFoundByTheirNumber() {
        assertThat(named(Map.of(IdentifierType.EMAIL, List.of("2")), "1", "2", "3"))
                .containsExactly(new IdentifierColumn(IdentifierType.EMAIL, "2", 1));
    }

    @Test
    void whatIsMissingIsToldWithUsualNames() {
        assertThat(catchThrowableOfType(SegmentFileRefused.class, () -> usual(ALL, "first_name", "maid")))
                .hasMessageStartingWith(
                        "The header line of the segment file lacks a column of EMAIL (such as \"email\","
                                + " \"email_address\", \"mail\") and a column of PHONE (such as \"phone\", \"phone_number\","
                                + " \"mobile\") and a column of AAID")
                .hasMessageContaining(
                        "It names \"first_name\", \"maid\". A column of advertising ids may contain AAIDs or"
                                + " IDFAs: set columns.AAID or columns.IDFA to it.");
    }

    @Test
    void aFirstRowWithoutAnAtOrDigitsIsNotQuotedEither() {
        assertThat(catchThrowableOfType(
                        SegmentFileRefused.class, () -> usual(Set.of(IdentifierType.EMAIL), "Jane", "Doe", "London")))
                .hasMessageContaining("It has 3 cells without any usual column name: the file may have no header line.")
                .hasMessageNotContaining("Jane");
    }

    private static List<IdentifierColumn> usual(Set<IdentifierType> types, String... header) {
        return columns(types, IdentifierColumns.usual(), header);
    }

    private static List<IdentifierColumn> named(Map<IdentifierType, List<String>> named, String... header) {
        return columns(named.keySet(), IdentifierColumns.of(named), header);
    }

    private static List<IdentifierColumn> columns(
            Set<IdentifierType> types, IdentifierColumns columns, String... header) {
        return new HeaderLine(List.of(header))
                .columns(new PreparationRules(types, columns, EmailRule.PLAIN, Optional.empty()));
    }
}
