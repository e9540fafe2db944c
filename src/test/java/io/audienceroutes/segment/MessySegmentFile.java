package io.audienceroutes.segment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A segment file as exports write them: byte order mark, CRLF, six columns, quoted names with commas and line ends; of
 * every 1,000 rows 10 without an address, 10 malformed, 50 repeated, some international, tagged and dotted. The same
 * bytes every time: what is in them was counted by another program.
 */
final class MessySegmentFile {
    private static final List<String> FIRST = words("ann bob carla david elena felix greta henry irene jonas kate liam"
            + " maria noah olga peter quinn rosa samuel tina uwe vera walter xenia yusuf zoe amir bella carlos diana"
            + " emil fatima");
    private static final List<String> LAST = words("smith jones brown miller davis garcia wilson moore taylor white"
            + " harris clark lewis young king wright lopez hill green adams baker nelson carter mitchell perez roberts"
            + " turner phillips campbell parker evans edwards");
    private static final List<String> DOMAINS = words("gmail.com yahoo.com hotmail.com outlook.com icloud.com aol.com"
            + " proton.me gmx.de mail.com web.de orange.fr live.co.uk qq.com naver.com comcast.net example.org");
    private static final List<String> SCRIPTS = words(
            "José Zoë Łukasz Søren Çağla Ангелина Γιώργος 美咲 محمد नेहा Đặng" + " Ōta O'Brien Anne-Marie Müller ẞtrauß");
    private static final List<String> COUNTRIES = words("US GB DE FR ES IT PL SE BR MX JP KR IN TR AE VN");
    private static final long SEED = 1;

    private MessySegmentFile() {}

    static byte[] ofRows(int rows) {
        StringBuilder text = new StringBuilder("\ufeffcustomer_id,email,first_name,last_name,country,signup_date\r\n");
        for (int i = 0; i < rows; i++) {
            appendRow(text, i);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendRow(StringBuilder text, int i) {
        int r = i % 1000;
        long h = mix((i * 3L + 1) ^ SEED);
        String email = email(i, r);
        if (r % 200 == 150 || email.contains(",")) {
            email = '"' + email + '"';
        }
        String first = (h & 3) == 0 ? pick(SCRIPTS, h, 5) : capitalised(pick(FIRST, h, 9));
        text.append(100_000 + i).append(',').append(email).append(',').append(first);
        text.append(',').append(lastName(r, capitalised(pick(LAST, h, 17))));
        text.append(',')
                .append(pick(COUNTRIES, h, 40))
                .append(',')
                .append(date(h))
                .append("\r\n");
    }

    private static String email(int i, int r) {
        String address = address(i);
        String local = address.substring(0, address.indexOf('@'));
        String domain = address.substring(address.indexOf('@') + 1);
        if (r < 10) {
            return r < 7 ? "" : "   ";
        }
        if (r < 20) {
            return malformed(i, local, domain);
        }
        if (r < 70) {
            return i < 1000 ? address : repeated(address(i - 520), r);
        }
        if (r < 75) {
            return r % 2 == 1 ? "jürgen" + address : local + "@münchen-" + i % 97 + ".de";
        }
        if (r < 95) {
            return local + "+news@" + domain;
        }
        if (r < 135) {
            String start = local.substring(0, Math.min(3, local.length()));
            return start.contains(".")
                    ? address
                    : String.join(".", start.split("")) + local.substring(start.length()) + "@gmail.com";
        }
        return r % 5 == 0 ? capitalised(address) : address;
    }

    private static String malformed(int i, String local, String domain) {
        return switch (i % 10) {
            case 0 -> local + domain;
            case 1 -> local + "@@" + domain;
            case 2 -> local + "@";
            case 3 -> "@" + domain;
            case 4 -> local + " x@" + domain;
            case 5 -> local + "@" + domain + ".";
            case 6 -> local + "@" + domain.substring(0, domain.indexOf('.'));
            case 7 -> local + "..a@" + domain;
            case 8 -> "n/a";
            default -> local + "@-" + domain;
        };
    }

    private static String repeated(String address, int r) {
        if (r < 40) {
            return address;
        }
        if (r < 55) {
            return r % 2 == 1 ? address.toUpperCase(Locale.ROOT) : titled(address);
        }
        return r % 2 == 1 ? "  " + address + " " : "\t" + address;
    }

    private static String lastName(int r, String name) {
        if (r == 300) {
            return '"' + name + ",\r\n" + name + '"';
        }
        return switch (r % 50) {
            case 7 -> '"' + name + ", Jr.\"";
            case 9 -> '"' + name + " \"\"the " + name.substring(0, 2) + "\"\"\"";
            default -> name;
        };
    }

    private static String address(int i) {
        long h = mix(i ^ SEED);
        String number = Integer.toHexString(i);
        String first = pick(FIRST, h, 8);
        String last = pick(LAST, h, 16);
        String local = switch ((int) (h & 7)) {
            case 0, 1, 2, 3 -> first + "." + last + number;
            case 4, 5 -> first + number;
            case 6 -> last + "_" + number;
            default -> first.charAt(0) + last + "-" + number;
        };
        return local + "@" + pick(DOMAINS, h, 24);
    }

    private static String date(long h) {
        return String.format(
                Locale.ROOT, "20%02d-%02d-%02d", 10 + (h >>> 44) % 16, 1 + (h >>> 50) % 12, 1 + (h >>> 55) % 28);
    }

    private static long mix(long seed) {
        long x = seed + 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    private static String pick(List<String> words, long h, int shift) {
        return words.get((int) (h >>> shift) & (words.size() - 1));
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String titled(String text) {
        StringBuilder titled = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            titled.append(inWord ? c : Character.toUpperCase(c));
            inWord = Character.isLetter(c);
        }
        return titled.toString();
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
