package io.audienceroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Lists as tables: each column as wide as its widest cell. */
final class TextTableTest {
    @Test
    void columnsStandUnderTheirHeadings() {
        TextTable table = TextTable.of("NAME", "SIZE", "NOTE")
                .alignRight("SIZE")
                .row("a", "5", "x")
                .row("longer name", "12,000", "");

        assertThat(table.toString().lines())
                .containsExactly("NAME           SIZE  NOTE", "a                 5  x", "longer name  12,000");
    }

    @Test
    void aRowHasACellForEachHeading() {
        assertThatThrownBy(() -> TextTable.of("A", "B").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A row needs 2 cells, but has 1");
    }
}
