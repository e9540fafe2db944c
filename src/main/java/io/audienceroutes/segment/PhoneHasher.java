package io.audienceroutes.segment;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes telephone numbers in E.164 form with the plus sign, as TikTok asks ({@code PHONE_SHA256}). {@link PhoneCell}
 * extracts the digits of the cell; libphonenumber, which would read letters as digits, sees no other character. A
 * number that is not in the numbering plan is rejected.
 *
 * <p>A number with an extension is rejected and not cut: E.164 has no extensions, and the switchboard number that would
 * remain is not the customer's.
 */
final class PhoneHasher implements IdentifierHasher {
    /** libphonenumber's code for an unknown region: only numbers with a plus sign are parsed then. */
    private static final String NO_REGION = "ZZ";

    private static final int MEXICO = 52;
    private static final int MEXICAN_DIGITS = 10;
    private static final int ARGENTINA = 54;
    private static final int ARGENTINE_SUBSCRIBER = 6;

    /** E.164 allows 15; a trunk prefix may come before them. */
    private static final int MOST_DIGITS = 17;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final PhoneCell phoneCell = new PhoneCell();
    private final Corrections corrections = new Corrections();
    private final String region;

    PhoneHasher(Optional<String> region) {
        this.region = region.orElse(NO_REGION);
    }

    @Override
    public Optional<RejectReason> hash(String cell, int from, int to, Digests digests) {
        Optional<RejectReason> unreadable = phoneCell.read(cell, from, to, this::isWhole);
        if (unreadable.isPresent()) {
            return unreadable;
        }
        String text = phoneCell.number();
        PhoneNumber number;
        try {
            number = numbers.parse(text, region);
        } catch (NumberParseException e) {
            return Optional.of(reason(e, text));
        }
        if ((!numbers.isValidNumber(number) && !isValidWithoutMexicanOne(number))
                || number.hasExtension()
                || !isMadeOf(text, number)) {
            return Optional.of(RejectReason.PHONE_INVALID);
        }
        byte[] e164 = numbers.format(number, PhoneNumberFormat.E164).getBytes(StandardCharsets.US_ASCII);
        digests.addHashOf(e164, 0, e164.length);
        count();
        return Optional.empty();
    }

    @Override
    public Map<Correction, Long> corrections() {
        return corrections.toMap();
    }

    @Override
    public String masked(String value) {
        return Masked.phone(value);
    }

    private void count() {
        if (phoneCell.numeric()) {
            corrections.count(Correction.NUMERIC_PHONE);
        }
        if (phoneCell.lineWord()) {
            corrections.count(Correction.LINE_WORD);
        }
    }

    /** Whether a part of a cell is a complete number, so that the rest is another one. */
    private boolean isWhole(String text) {
        try {
            return numbers.isValidNumber(numbers.parse(text, region));
        } catch (NumberParseException e) {
            return false;
        }
    }

    /** Until 2019, Mexican mobile numbers were dialled with a 1 behind the country code; WhatsApp still writes it. */
    private boolean isValidWithoutMexicanOne(PhoneNumber number) {
        String national = numbers.getNationalSignificantNumber(number);
        if (number.getCountryCode() != MEXICO || national.length() != MEXICAN_DIGITS + 1 || national.charAt(0) != '1') {
            return false;
        }
        number.setNationalNumber(Long.parseLong(national.substring(1)));
        boolean valid = numbers.isValidNumber(number);
        if (valid) {
            corrections.count(Correction.MEXICAN_ONE);
        }
        return valid;
    }

    /**
     * Whether the digits of the number end with digits of the cell, in their order: libphonenumber may only have taken
     * prefixes away, or put in front the area code of a region that has just one. Argentina writes mobile numbers in two
     * ways, with a 15 inside or a 9 in front: the last digits decide there.
     */
    private boolean isMadeOf(String text, PhoneNumber number) {
        String cell = text.startsWith("+") ? text.substring(1) : text;
        String national = numbers.getNationalSignificantNumber(number);
        if (cell.endsWith(national) || national.endsWith(cell)) {
            return true;
        }
        String subscriber = national.substring(Math.max(0, national.length() - ARGENTINE_SUBSCRIBER));
        return number.getCountryCode() == ARGENTINA && cell.endsWith(subscriber);
    }

    /** A region would help only a value that could be a national number: without plus sign, and not too long. */
    private RejectReason reason(NumberParseException failure, String text) {
        boolean national = text.charAt(0) != '+';
        boolean countryUnknown = failure.getErrorType() == NumberParseException.ErrorType.INVALID_COUNTRY_CODE;
        return countryUnknown && national && text.length() <= MOST_DIGITS && region.equals(NO_REGION)
                ? RejectReason.PHONE_REGION_MISSING
                : RejectReason.PHONE_INVALID;
    }
}
