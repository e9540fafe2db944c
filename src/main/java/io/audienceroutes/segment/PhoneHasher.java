package io.audienceroutes.segment;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Hashes telephone numbers in E.164 form with the plus sign, as TikTok asks ({@code PHONE_SHA256}). Digits of any script
 * and the punctuation between them are read by libphonenumber; a number that its plan does not know is rejected.
 *
 * <p>A number with an extension is rejected and not cut: E.164 has no extensions, and the switchboard that would be left
 * is not the customer.
 */
final class PhoneHasher implements IdentifierHasher {
    /** What libphonenumber calls a region that is not known: only numbers with a plus sign are read then. */
    private static final String NO_REGION = "ZZ";

    private static final char FULL_WIDTH_PLUS_SIGN = '\uff0b';

    /** E.164 allows 15; a trunk prefix may come before them. */
    private static final int MOST_DIGITS = 17;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final String region;

    PhoneHasher(Optional<String> region) {
        this.region = region.orElse(NO_REGION);
    }

    @Override
    public Optional<RejectReason> hash(String cell, int from, int to, Digests digests) {
        Optional<RejectReason> unreadable = unreadable(cell, from, to);
        if (unreadable.isPresent()) {
            return unreadable;
        }
        PhoneNumber number;
        try {
            number = numbers.parse(cell.substring(from, to), region);
        } catch (NumberParseException e) {
            return Optional.of(reason(e, cell, from));
        }
        if (!numbers.isValidNumber(number)) {
            return Optional.of(RejectReason.PHONE_INVALID);
        }
        if (number.hasExtension()) {
            return Optional.of(RejectReason.PHONE_EXTENSION);
        }
        byte[] e164 = numbers.format(number, PhoneNumberFormat.E164).getBytes(StandardCharsets.US_ASCII);
        digests.addHashOf(e164, 0, e164.length);
        return Optional.empty();
    }

    @Override
    public String masked(String value) {
        return Masked.phone(value);
    }

    /** A region would help only a value that could be a national number: one without plus sign, and not endless. */
    private RejectReason reason(NumberParseException failure, String cell, int from) {
        char first = cell.charAt(from);
        boolean national = first != '+' && first != FULL_WIDTH_PLUS_SIGN;
        boolean shortEnough = cell.codePoints().filter(Character::isDigit).count() <= MOST_DIGITS;
        boolean countryUnknown = failure.getErrorType() == NumberParseException.ErrorType.INVALID_COUNTRY_CODE;
        return countryUnknown && national && shortEnough && region.equals(NO_REGION)
                ? RejectReason.PHONE_REGION_MISSING
                : RejectReason.PHONE_INVALID;
    }

    private static Optional<RejectReason> unreadable(String cell, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = cell.charAt(i);
            if (c == '\ufffd') {
                return Optional.of(RejectReason.UNDECODABLE_BYTES);
            }
            if (Character.isISOControl(c)) {
                return Optional.of(RejectReason.CONTROL_CHARACTER);
            }
        }
        return Optional.empty();
    }
}
