package io.audienceroutes.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Passwords that are tried first: those of a list, also repeated or with digits or signs around them, numbers, and texts
 * of a few different characters.
 */
final class CommonPasswords {
    private static final String LIST = "/people/common-passwords.txt";
    private static final int FEW_CHARACTERS = 5;
    private static final Pattern REPEATED = Pattern.compile("(.+?)\\1+");
    private static final Pattern NUMBER = Pattern.compile("[\\d\\s.,/+-]+");
    private static final Pattern AROUND = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");

    private final Set<String> list;

    CommonPasswords() {
        try (InputStream in = CommonPasswords.class.getResourceAsStream(LIST);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            list = reader.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of common passwords cannot be read", e);
        }
    }

    boolean contain(String password) {
        String word = password.toLowerCase(Locale.ROOT);
        Matcher repeated = REPEATED.matcher(word);
        return list.contains(word)
                || NUMBER.matcher(word).matches()
                || word.chars().distinct().count() < FEW_CHARACTERS
                || list.contains(AROUND.matcher(word).replaceAll(""))
                || (repeated.matches() && (repeated.group(1).length() <= FEW_CHARACTERS || contain(repeated.group(1))));
    }

    int size() {
        return list.size();
    }
}
