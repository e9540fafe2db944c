package io.audienceroutes.segment;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Usual column names, for columns that are not configured, and words that distinguish a header line from data. */
public final class UsualNames {
    private static final Map<IdentifierType, List<String>> BY_TYPE = byType();

    /** Advertising ids of either system: the name does not show which. */
    private static final List<String> EITHER_DEVICE_ID =
            List.of("maid", "mobile_advertising_id", "mobile_ad_id", "advertising_id", "device_id", "ifa");

    private static final List<String> OTHER_WORDS = List.of(
            "id",
            "customer_id",
            "user_id",
            "external_id",
            "name",
            "first_name",
            "last_name",
            "surname",
            "full_name",
            "gender",
            "date_of_birth",
            "birthday",
            "street",
            "address",
            "city",
            "state",
            "zip",
            "postal_code",
            "postcode",
            "country",
            "country_code",
            "language",
            "segment",
            "group",
            "campaign",
            "created_at",
            "updated_at",
            "consent");

    private static final Set<String> KNOWN = Stream.of(
                    BY_TYPE.values().stream().flatMap(List::stream), EITHER_DEVICE_ID.stream(), OTHER_WORDS.stream())
            .flatMap(names -> names)
            .map(ColumnName::loose)
            .collect(Collectors.toUnmodifiableSet());

    private UsualNames() {}

    /** The names of a type's column, the most usual one first. */
    public static List<String> of(IdentifierType type) {
        return BY_TYPE.get(type);
    }

    /** Each usual name in the form of {@link ColumnName#loose}, with the name itself. */
    static Map<String, String> looseOf(IdentifierType type) {
        Map<String, String> loose = new LinkedHashMap<>();
        of(type).forEach(name -> loose.put(ColumnName.loose(name), name));
        return loose;
    }

    static boolean isEitherDeviceId(String name) {
        return EITHER_DEVICE_ID.stream().map(ColumnName::loose).anyMatch(ColumnName.loose(name)::equals);
    }

    /** Whether a column with this name counts as an identifier column. */
    public static boolean isOfIdentifier(String name) {
        return BY_TYPE.keySet().stream().anyMatch(type -> looseOf(type).containsKey(ColumnName.loose(name)));
    }

    /** Whether this is a usual column name, and not customer data. */
    static boolean isKnown(String name) {
        return KNOWN.contains(ColumnName.loose(name));
    }

    private static Map<IdentifierType, List<String>> byType() {
        Map<IdentifierType, List<String>> names = new EnumMap<>(IdentifierType.class);
        names.put(
                IdentifierType.EMAIL,
                List.of(
                        "email",
                        "email_address",
                        "mail",
                        "mail_address",
                        "hashed_email",
                        "email_sha256",
                        "e-mail-adresse",
                        "mailadresse",
                        "correo",
                        "correo electrónico",
                        "correo electronico",
                        "dirección de correo electrónico",
                        "adresse e-mail",
                        "adresse mail",
                        "courriel",
                        "adresse électronique",
                        "adresse de messagerie",
                        "indirizzo e-mail",
                        "posta elettronica",
                        "endereço de e-mail",
                        "correio eletrônico",
                        "correio eletrónico",
                        "e-mailadres",
                        "mailadres",
                        "adres e-mail",
                        "e-postadress",
                        "e-post",
                        "e-postadresse",
                        "sähköposti",
                        "sähköpostiosoite",
                        "e-mailová adresa",
                        "e-posta",
                        "e-posta adresi",
                        "alamat email",
                        "địa chỉ email",
                        "электронная почта",
                        "адрес электронной почты",
                        "эл. почта",
                        "електронна пошта",
                        "メール",
                        "メールアドレス",
                        "eメール",
                        "邮箱",
                        "邮箱地址",
                        "电子邮件",
                        "电子邮箱",
                        "電子郵件",
                        "電郵",
                        "이메일",
                        "이메일 주소",
                        "البريد الإلكتروني",
                        "דואר אלקטרוני",
                        "อีเมล",
                        "ईमेल"));
        names.put(
                IdentifierType.PHONE,
                List.of(
                        "phone",
                        "phone_number",
                        "mobile",
                        "mobile_number",
                        "mobile_phone",
                        "telephone",
                        "telephone_number",
                        "cell_phone",
                        "msisdn",
                        "hashed_phone",
                        "phone_sha256",
                        "telefon",
                        "telefonnummer",
                        "handy",
                        "handynummer",
                        "mobilnummer",
                        "mobiltelefon",
                        "rufnummer",
                        "teléfono",
                        "telefono",
                        "número de teléfono",
                        "numero de telefono",
                        "teléfono móvil",
                        "móvil",
                        "celular",
                        "téléphone",
                        "numéro de téléphone",
                        "téléphone portable",
                        "numéro de portable",
                        "cellulare",
                        "numero di telefono",
                        "telefone",
                        "número de telefone",
                        "telemóvel",
                        "telefoonnummer",
                        "mobiel nummer",
                        "numer telefonu",
                        "telefon komórkowy",
                        "puhelin",
                        "puhelinnumero",
                        "telefonní číslo",
                        "telefon numarasi",
                        "cep telefonu",
                        "nomor telepon",
                        "số điện thoại",
                        "телефон",
                        "номер телефона",
                        "мобильный телефон",
                        "номер телефону",
                        "電話",
                        "電話番号",
                        "携帯電話",
                        "携帯番号",
                        "携帯電話番号",
                        "电话",
                        "电话号码",
                        "手机",
                        "手机号",
                        "手机号码",
                        "電話號碼",
                        "手機號碼",
                        "전화번호",
                        "휴대폰",
                        "휴대폰 번호",
                        "رقم الهاتف",
                        "رقم الجوال",
                        "หมายเลขโทรศัพท์",
                        "เบอร์โทรศัพท์",
                        "मोबाइल नंबर",
                        "फ़ोन नंबर"));
        names.put(IdentifierType.AAID, List.of("aaid", "gaid", "google_advertising_id", "android_advertising_id"));
        names.put(IdentifierType.IDFA, List.of("idfa", "apple_advertising_id", "ios_advertising_id"));
        return names;
    }
}
