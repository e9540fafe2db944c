package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.segment.GroupRule;
import io.audienceroutes.segment.IdentifierColumns;
import io.audienceroutes.segment.IdentifierType;
import io.audienceroutes.segment.PreparationRules;
import io.audienceroutes.state.Environment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a source's segment files go: credential, advertisers, audience, what identifies a customer, and how it is sent.
 * Immutable; holds no secret. As JSON it has the keys of its YAML file, so stored settings read like configured ones.
 *
 * @param batchSize identifiers in one call, 1 to 10,000
 */
public record Destination(
        String name,
        String description,
        Account account,
        Target target,
        Identifiers identifiers,
        Files files,
        Guards guards,
        Optional<OptOut> optOut,
        Optional<Campaign> campaign,
        int batchSize) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final int MAX_NAME = 60;
    private static final Pattern ADVERTISER_ID = Pattern.compile("[0-9]{19}");
    private static final int MAX_BATCH = 10_000;

    public Destination {
        require(isName(name), "name");
        require(batchSize >= 1 && batchSize <= MAX_BATCH, "batchSize");
    }

    /**
     * Whose advertisers these are.
     *
     * @param credential the name of the credential that signs the calls
     * @param advertiserIds of one business account; the first owns the audience
     */
    public record Account(String credential, List<String> advertiserIds) {
        public Account {
            require(isName(credential), "credential");
            advertiserIds = List.copyOf(advertiserIds);
            require(!advertiserIds.isEmpty(), "advertiserIds");
            require(
                    advertiserIds.stream()
                            .allMatch(id -> ADVERTISER_ID.matcher(id).matches()),
                    "advertiserIds");
        }
    }

    /**
     * The audience, and how a list changes it.
     *
     * @param shared whether other destinations may feed the same audience, as far as they say so too
     */
    public record Target(AudienceNaming naming, SyncMode syncMode, boolean shared) {
        Target named(AudienceNaming other) {
            return new Target(other, syncMode, shared);
        }

        Target inMode(SyncMode other) {
            return new Target(naming, other, shared);
        }
    }

    /**
     * What identifies a customer, and how it is hashed.
     *
     * @param columns where the identifiers stand, as far as it was said
     * @param phoneRegion the country of phone numbers without country code, as ISO 3166 alpha-2
     */
    public record Identifiers(
            Set<IdentifierType> types, IdentifierColumns columns, EmailRule emailRule, Optional<String> phoneRegion) {
        public Identifiers {
            require(!types.isEmpty(), "userIdTypes");
            types = Collections.unmodifiableSet(EnumSet.copyOf(types));
            require(types.containsAll(columns.named().keySet()), "columns");
        }

        Identifiers in(IdentifierColumns others) {
            return new Identifiers(types, others, emailRule, phoneRegion);
        }
    }

    /**
     * The segment files.
     *
     * @param source where they come from; empty when they come only by explicit delivery
     * @param schedule when they are expected
     */
    public record Files(FileFormat format, Optional<Source> source, Optional<Schedule> schedule) {
        Files of(FileFormat other) {
            return new Files(other, source, schedule);
        }
    }

    /** What holds a delivery that is probably a mistake. */
    public record Guards(RejectLimit rejectLimit, ShrinkGuard shrinkGuard, Optional<SampleFirst> sampleFirst) {
        Guards after(SampleFirst sample) {
            return new Guards(rejectLimit, shrinkGuard, Optional.of(sample));
        }
    }

    /** Whether this can be the name of a destination or of a credential. */
    static boolean isName(String text) {
        return text.length() <= MAX_NAME && NAME.matcher(text).matches();
    }

    private static void require(boolean fulfilled, String key) {
        if (!fulfilled) {
            throw new IllegalArgumentException("A destination needs a valid " + key);
        }
    }

    public String credential() {
        return account.credential();
    }

    public List<String> advertiserIds() {
        return account.advertiserIds();
    }

    public AudienceNaming audience() {
        return target.naming();
    }

    public SyncMode syncMode() {
        return target.syncMode();
    }

    public boolean sharedAudience() {
        return target.shared();
    }

    public Set<IdentifierType> userIdTypes() {
        return identifiers.types();
    }

    public IdentifierColumns columns() {
        return identifiers.columns();
    }

    public EmailRule emailRule() {
        return identifiers.emailRule();
    }

    public Optional<String> phoneRegion() {
        return identifiers.phoneRegion();
    }

    public FileFormat format() {
        return files.format();
    }

    public Optional<Source> source() {
        return files.source();
    }

    public Optional<Schedule> schedule() {
        return files.schedule();
    }

    public RejectLimit rejectLimit() {
        return guards.rejectLimit();
    }

    public ShrinkGuard shrinkGuard() {
        return guards.shrinkGuard();
    }

    public Optional<SampleFirst> sampleFirst() {
        return guards.sampleFirst();
    }

    /** Whether files go to the simulator, and credential and advertisers are the simulator's. */
    public boolean sandbox() {
        return credential().equals(Rehearsal.CREDENTIAL);
    }

    /** The environment that it delivers to. */
    public Environment environment() {
        return sandbox() ? Environment.SANDBOX : Environment.PRODUCTION;
    }

    /** These settings for a rehearsal: with credential and advertisers of the simulator. */
    Destination rehearsed() {
        return with(new Account(
                Rehearsal.CREDENTIAL, Rehearsal.advertisers(advertiserIds().size())));
    }

    /** The advertiser that owns the audience: it is looked up and created there. */
    public String owner() {
        return advertiserIds().get(0);
    }

    /**
     * The name of the audience that this file is delivered to.
     *
     * @param fileName the file's base name
     * @throws AudienceNameRefused if the name is derived from the file name, and this file name does not match
     */
    public String audienceNameFor(String fileName) {
        return audience().nameFor(fileName);
    }

    /** Which rows of a file belong to this part of its campaign; empty for all rows. */
    public Optional<GroupRule> groupRule(Optional<CampaignPart> part) {
        return campaign.flatMap(settings -> settings.groupRule(part.flatMap(CampaignPart::group)));
    }

    /** The name of the audience, if it does not depend on the file. */
    public Optional<String> fixedAudienceName() {
        return audience() instanceof AudienceNaming.Fixed fixed ? Optional.of(fixed.name()) : Optional.empty();
    }

    /**
     * The campaign and group of this file; empty if files do not belong to campaigns, or if the audience was chosen for
     * one delivery.
     *
     * @throws AudienceNameRefused if the file's name does not match
     */
    public Optional<CampaignPart> partOf(String fileName) {
        return audience() instanceof AudienceNaming.FromCampaign from
                ? Optional.of(from.campaign().partOf(fileName))
                : Optional.empty();
    }

    /**
     * The name of the audience for this part of a campaign, or for any other file.
     *
     * @throws AudienceNameRefused if there is no valid name
     */
    public String audienceNameFor(String fileName, Optional<CampaignPart> part) {
        return audience() instanceof AudienceNaming.FromCampaign from && part.isPresent()
                ? from.campaign().audienceNameFor(part.get())
                : audienceNameFor(fileName);
    }

    /** The columns to read and the rules to hash by. */
    public PreparationRules preparationRules() {
        return new PreparationRules(userIdTypes(), columns(), emailRule(), phoneRegion());
    }

    /** Whether both allow sharing their audience, and deliver to it with the same settings. */
    public boolean mayShareWith(Destination other) {
        return sharedAudience()
                && other.sharedAudience()
                && syncMode() == other.syncMode()
                && account.equals(other.account);
    }

    /** These settings without removals, for an incomplete list. */
    public Destination withoutRemovals() {
        return syncMode() == SyncMode.MIRROR ? with(target.inMode(SyncMode.ADD)) : this;
    }

    /**
     * These settings for a file that this product wrote itself: its format is detected, and its columns have the usual
     * names.
     */
    public Destination forOwnFile() {
        return with(identifiers.in(IdentifierColumns.usual())).with(files.of(FileFormat.detected()));
    }

    /** These settings with a fixed audience name, for one delivery. */
    public Destination withAudienceName(String audienceName) {
        return with(target.named(new AudienceNaming.OneTime(audienceName)));
    }

    /** These settings with a sample of this size before the whole list, for one delivery. */
    public Destination withSampleFirst(int members) {
        int keepHours = sampleFirst().map(SampleFirst::keepHours).orElse(SampleFirst.DEFAULT_KEEP_HOURS);
        return with(guards.after(new SampleFirst(members, keepHours, true)));
    }

    /**
     * The settings for delivering a sample: a separate audience that contains only the sample.
     *
     * @throws AudienceNameRefused if the name is too long for the sample's suffix
     */
    public Destination forSample(String audienceName) {
        return new Destination(
                name,
                description,
                account,
                new Target(new AudienceNaming.OneTime(sampleAudienceName(audienceName)), SyncMode.MIRROR, false),
                identifiers,
                new Files(format(), Optional.empty(), Optional.empty()),
                new Guards(rejectLimit(), new ShrinkGuard(100, Long.MAX_VALUE), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                batchSize);
    }

    /**
     * The name of the sample's audience for a list to this audience.
     *
     * @throws AudienceNameRefused if the name is too long for the sample's suffix
     */
    public static String sampleAudienceName(String audienceName) {
        String beside = SampleFirst.audienceName(audienceName);
        if (beside.length() > AudienceNaming.MAX_CHARACTERS) {
            throw new AudienceNameRefused("The sample's audience cannot be named: TikTok stores "
                    + AudienceNaming.MAX_CHARACTERS + " characters, so at most "
                    + SampleFirst.longestName() + " remain besides " + Excerpt.of(SampleFirst.audienceName(""))
                    + ", but found " + Excerpt.of(audienceName) + ", a name of " + audienceName.length()
                    + " characters. Choose a shorter name, or deliver without a sample.");
        }
        return beside;
    }

    /**
     * A lower-case hexadecimal SHA-256 of all settings that affect what a delivery sends and where; source and
     * description do not.
     */
    public String sha256() {
        return SettingsDigest.of(keys());
    }

    /** These settings, with the audience and sample that were chosen for one delivery under other settings. */
    public Destination withOneTimeChoicesOf(Destination other) {
        Destination chosen =
                other.audience() instanceof AudienceNaming.OneTime name ? withAudienceName(name.name()) : this;
        return other.sampleFirst()
                .filter(SampleFirst::oneTime)
                .map(sample -> chosen.withSampleFirst(sample.members()))
                .orElse(chosen);
    }

    private Destination with(Account other) {
        return new Destination(
                name, description, other, target, identifiers, files, guards, optOut, campaign, batchSize);
    }

    private Destination with(Target other) {
        return new Destination(
                name, description, account, other, identifiers, files, guards, optOut, campaign, batchSize);
    }

    private Destination with(Identifiers other) {
        return new Destination(name, description, account, target, other, files, guards, optOut, campaign, batchSize);
    }

    private Destination with(Files other) {
        return new Destination(
                name, description, account, target, identifiers, other, guards, optOut, campaign, batchSize);
    }

    private Destination with(Guards other) {
        return new Destination(
                name, description, account, target, identifiers, files, other, optOut, campaign, batchSize);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Destination of(DestinationKeys keys) {
        return keys.toDestination();
    }

    @JsonValue
    DestinationKeys keys() {
        return DestinationKeys.of(this);
    }
}
