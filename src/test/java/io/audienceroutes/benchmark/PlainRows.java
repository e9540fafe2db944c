package io.audienceroutes.benchmark;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads the second column of a list, e-mail addresses or telephone numbers, and hands on its digests, 32 bytes each: one thread reads, two hash. */
final class PlainRows {
    private static final int CHUNK = 10_000;
    private static final int WORKERS = 2;
    private static final int MOST_WAITING = 4;
    static final int WIDTH = 32;

    /** The rule of HTML for addresses (html.spec.whatwg.org, "valid e-mail address"), with one dot at least. */
    private static final Pattern ADDRESS =
            Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\\.[a-z0-9-]+)+");

    private PlainRows() {}

    /** Takes digests back to back; called on several threads. */
    interface Digests {
        void accept(byte[] digests, int length) throws IOException, InterruptedException;
    }

    /** Takes e-mail addresses. */
    static void read(Path list, Digests digests) throws IOException, InterruptedException {
        read(list, PlainRows::address, digests);
    }

    /** Takes telephone numbers of the United States, as libphonenumber alone reads them. */
    static void readPhones(Path list, Digests digests) throws IOException, InterruptedException {
        read(list, PlainRows::phone, digests);
    }

    private static void read(Path list, UnaryOperator<String> identifier, Digests digests)
            throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        Semaphore room = new Semaphore(MOST_WAITING);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (BufferedReader reader = Files.newBufferedReader(list, StandardCharsets.UTF_8)) {
            reader.readLine();
            String[] lines = new String[CHUNK];
            int filled = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines[filled++] = line;
                if (filled == CHUNK) {
                    submit(workers, room, failure, lines, filled, identifier, digests);
                    lines = new String[CHUNK];
                    filled = 0;
                }
            }
            submit(workers, room, failure, lines, filled, identifier, digests);
        } finally {
            workers.shutdown();
            workers.awaitTermination(1, TimeUnit.HOURS);
        }
        if (failure.get() != null) {
            throw new IOException("A chunk failed", failure.get());
        }
    }

    private static void submit(
            ExecutorService workers,
            Semaphore room,
            AtomicReference<Exception> failure,
            String[] lines,
            int filled,
            UnaryOperator<String> identifier,
            Digests digests)
            throws InterruptedException {
        room.acquire();
        workers.execute(() -> {
            try {
                hash(lines, filled, identifier, digests);
            } catch (IOException | UncheckedIOException e) {
                failure.set(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                room.release();
            }
        });
    }

    private static void hash(String[] lines, int filled, UnaryOperator<String> identifier, Digests digests)
            throws IOException, InterruptedException {
        byte[] hashed = new byte[filled * WIDTH];
        int length = 0;
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < filled; i++) {
                String value = identifier.apply(secondColumn(lines[i]));
                if (!value.isEmpty()) {
                    sha256.update(value.getBytes(StandardCharsets.UTF_8));
                    length += sha256.digest(hashed, length, WIDTH);
                }
            }
        } catch (NoSuchAlgorithmException | DigestException e) {
            throw new IllegalStateException(e);
        }
        digests.accept(length == hashed.length ? hashed : Arrays.copyOf(hashed, length), length);
    }

    private static String address(String cell) {
        String address = cell.strip().toLowerCase(Locale.ROOT);
        return ADDRESS.matcher(address).matches() ? address : "";
    }

    private static String phone(String cell) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = numbers.parse(cell, "US");
            return numbers.isValidNumber(number) ? numbers.format(number, PhoneNumberFormat.E164) : "";
        } catch (NumberParseException e) {
            return "";
        }
    }

    private static String secondColumn(String line) {
        int from = line.indexOf(',') + 1;
        return line.substring(from, line.indexOf(',', from));
    }
}
