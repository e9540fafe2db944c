package io.audienceroutes.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A list of telephone numbers of the United States in the spellings that exports have. One row in a hundred holds no number.
 * All numbers have exchange 555, which serves no customer.
 *
 * @param rows below the header
 */
record PhoneList(long rows) {
    private static final int INVALID_EVERY = 100;
    private static final int LINES = 10_000;
    private static final String[] AREAS = {
        "201", "202", "203", "205", "206", "207", "208", "209", "210", "212", "213", "214", "215", "216", "217", "218"
    };

    /** Writes the list, with LF at the ends of its lines. */
    void write(Path file) throws IOException {
        StringBuilder line = new StringBuilder();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write("customer_id,phone,first_name\n".getBytes(StandardCharsets.US_ASCII));
            for (long row = 0; row < rows; row++) {
                line.setLength(0);
                line.append(row).append(',');
                if (row % INVALID_EVERY == 0) {
                    line.append("not known");
                } else {
                    number(row, line);
                }
                line.append(",ann\n");
                out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static void number(long row, StringBuilder line) {
        String area = AREAS[(int) (row / LINES % AREAS.length)];
        String subscriber = Long.toString(LINES + row % LINES).substring(1);
        switch ((int) (row % 5)) {
            case 0 -> line.append("+1").append(area).append("555").append(subscriber);
            case 1 -> line.append('(').append(area).append(") 555-").append(subscriber);
            case 2 -> line.append(area).append("-555-").append(subscriber);
            case 3 -> line.append(area).append(".555.").append(subscriber);
            default -> line.append(area).append("555").append(subscriber);
        }
    }
}
