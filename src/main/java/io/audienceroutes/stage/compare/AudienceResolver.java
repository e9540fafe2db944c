package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.AudienceSearch;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.audience.RecentLooks;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.tiktok.Advertiser;
import io.audienceroutes.tiktok.AudienceChoice;
import io.audienceroutes.tiktok.AudienceDecision;
import io.audienceroutes.tiktok.AudienceName;
import io.audienceroutes.tiktok.RecordedAudience;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageInterrupted;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Stage Compare, first half: advertisers are verified, the audience is found or made. Called by routes {@code
 * create-audience}, {@code deliver-changes}, {@code ensure-audience}, {@code list-audiences}, {@code look-up-audience}, {@code prepare-members}
 * and {@code read-audience-pages}.
 */
public final class AudienceResolver {
    private static final String VERIFY = "Verify advertisers";
    private static final String FIND = "Find or make the audience";

    private final Workflows workflows;
    private final StageResults results;
    private final Tasks tasks;
    private final Audiences audiences;
    private final ReplyReader reader;
    private final PlanGuard planGuard;
    private final RecentLooks recent;
    private final Clock clock;
    private final Duration visibleAfter;
    private final TikTokCalls calls = new TikTokCalls();

    /** Keeps what is found in the audiences' rows. */
    public AudienceResolver(
            Workflows workflows,
            Tasks tasks,
            Audiences audiences,
            ReplyReader reader,
            PlanGuard planGuard,
            RecentLooks recent,
            Clock clock,
            Duration visibleAfter) {
        this.workflows = workflows;
        this.results = new StageResults(workflows);
        this.tasks = tasks;
        this.audiences = audiences;
        this.reader = reader;
        this.planGuard = planGuard;
        this.recent = recent;
        this.clock = clock;
        this.visibleAfter = visibleAfter;
    }

    /** Whether the advertisers have to be asked for: not where this process found them in use within a minute. */
    public boolean advertisersAreDue(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        Destination settings = workflow.settings();
        boolean known =
                workflow.type() != WorkflowType.PLAN && recent.inUse(settings.credential(), settings.advertiserIds());
        if (known) {
            tasks.begin(workflowId, Stage.COMPARE, VERIFY, advertisers(settings));
            tasks.succeed(workflowId, Stage.COMPARE, VERIFY, Map.of("seen", "within the last minute"));
        }
        return !known;
    }

    private static Map<String, String> advertisers(Destination settings) {
        return Map.of("advertisers", String.join(" ", settings.advertiserIds()));
    }

    /** Asks for every advertiser of the destination at once. */
    public TikTokCall advertisersCall(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<String> ids = workflow.settings().advertiserIds();
        tasks.begin(workflowId, Stage.COMPARE, VERIFY, advertisers(workflow.settings()));
        return calls.advertiserInfo(ids);
    }

    /** Raises unless TikTok knows every advertiser and each is enabled. */
    public void requireAdvertisers(@Variable("workflowId") String workflowId, @Body TikTokReply reply) {
        Destination settings = workflows.require(workflowId).settings();
        List<String> configured = settings.advertiserIds();
        Map<String, Advertiser> found = reader.advertisers(reply).stream()
                .collect(Collectors.toMap(Advertiser::advertiserId, Function.identity(), (one, same) -> one));
        List<String> unknown =
                configured.stream().filter(id -> !found.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            throw new WorkflowError(
                    "advertiser-not-reachable",
                    "The advertisers of the destination cannot be verified: TikTok does not know "
                            + String.join(", ", unknown) + " (request id " + reply.requestId()
                            + "). Nothing was sent. An advertiser id has 19 digits; it is in the dropdown menu at the"
                            + " top right of TikTok Ads Manager.");
        }
        requireInUse(configured.stream().map(found::get).toList(), reply.requestId());
        tasks.succeed(workflowId, Stage.COMPARE, VERIFY, Map.of("requestId", reply.requestId()));
        recent.foundInUse(settings.credential(), configured);
    }

    private static void requireInUse(List<Advertiser> advertisers, String requestId) {
        advertisers.stream()
                .filter(each -> each.standing() != Advertiser.Standing.IN_USE)
                .findFirst()
                .ifPresent(each -> {
                    boolean suspended = each.standing() == Advertiser.Standing.SUSPENDED;
                    throw new WorkflowError(
                            suspended ? "advertiser-suspended" : "advertiser-not-approved",
                            "Nothing was sent: TikTok " + (suspended ? "has suspended" : "has not approved")
                                    + " the advertising account " + each.advertiserId() + " (" + each.told()
                                    + ", request id " + requestId + ").");
                });
    }

    /**
     * Begins to look for the audience among all that the owner sees. Where this process saw the recorded audience there
     * within a minute, the look is over already; to find that it is missing always takes a look of its own.
     */
    public AudienceSearch search(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        tasks.begin(workflowId, Stage.COMPARE, FIND, Map.of("name", workflow.audienceName()));
        Audience ours = audiences.require(workflow.audience());
        String credential = workflow.settings().credential();
        return recent.audiences(credential, ours.owner())
                .filter(seen -> workflow.type() != WorkflowType.PLAN && isThere(ours, seen))
                .orElseGet(() -> AudienceSearch.begin(ours.owner(), clock.instant()));
    }

    private boolean isThere(Audience ours, AudienceSearch seen) {
        return ours.tiktokId().isPresent()
                && AudienceChoice.choose(
                                new AudienceName(ours.name()), seen.listings(), recorded(ours), clock.instant())
                        instanceof AudienceDecision.Reuse reuse
                && reuse.recorded();
    }

    private static Optional<RecordedAudience> recorded(Audience ours) {
        return ours.tiktokId().map(id -> new RecordedAudience(id, ours.createdAt()));
    }

    /** The call for the next page. */
    public TikTokCall pageCall(@Variable("audienceSearch") AudienceSearch search) {
        return calls.listAudiences(search.owner(), search.nextPage());
    }

    /** The search with one more page. */
    public AudienceSearch add(@Variable("audienceSearch") AudienceSearch search, @Body TikTokReply reply) {
        return search.with(reader.audiencePage(reply));
    }

    /** Whether the list lacks the audience that our books hold: it may be gone, or the list may be short or late. */
    public boolean recordedIsUnlisted(
            @Variable("workflowId") String workflowId, @Variable("audienceSearch") AudienceSearch search) {
        return ours(workflowId)
                .tiktokId()
                .filter(id -> search.listings().stream()
                        .noneMatch(listing -> listing.audienceId().equals(id)))
                .isPresent();
    }

    /** The call that asks for the recorded audience by its id. */
    public TikTokCall recordedCall(@Variable("workflowId") String workflowId) {
        Audience ours = ours(workflowId);
        return calls.getAudience(ours.owner(), ours.tiktokId().orElseThrow());
    }

    /** The search with the recorded audience, where TikTok still knows it. */
    public AudienceSearch addRecorded(@Variable("audienceSearch") AudienceSearch search, @Body TikTokReply reply) {
        return reader.audience(reply).map(search::with).orElse(search);
    }

    /** Whether TikTok still knows the audience that it was asked for. What is remembered of its lists is void if not. */
    public boolean recordedIsThere(@Body TikTokReply reply) {
        boolean there = reader.audience(reply).isPresent();
        if (!there) {
            recent.forget();
        }
        return there;
    }

    /** Whether no call to TikTok will prove that the audience is there, because nothing is to be sent. */
    public boolean nothingIsSent(@Variable("workflowId") String workflowId) {
        boolean nothing = workflows
                .require(workflowId)
                .comparison()
                .filter(comparison -> comparison.adds() + comparison.removes() == 0)
                .isPresent();
        return nothing && ours(workflowId).tiktokId().isPresent();
    }

    /**
     * Lets the list be compared again, with an audience that is looked up anew, where TikTok has lost the one before; once,
     * because its list may go on to name what it does not know by id.
     */
    public void requireThere(@Variable("workflowId") String workflowId, @Body TikTokReply reply) {
        if (!recordedIsThere(reply) && results.mayCompareAgain(workflowId)) {
            audiences.doubt(workflows.require(workflowId).audience());
            results.compareAgain(workflowId);
            throw new StageInterrupted(Stage.DELIVER);
        }
    }

    private Audience ours(String workflowId) {
        return audiences.require(workflows.require(workflowId).audience());
    }

    /** Decides what to do: reuse, make, or ask a person. Keeps the id of a reused audience. */
    public ChosenAudience choose(
            @Variable("workflowId") String workflowId, @Variable("audienceSearch") AudienceSearch search) {
        Workflow workflow = workflows.require(workflowId);
        Audience ours = audiences.require(workflow.audience());
        recent.found(workflow.settings().credential(), search);
        AudienceDecision decision = decide(ours, search);
        if (decision instanceof AudienceDecision.Reuse reuse) {
            planGuard.requireAudience(
                    workflow,
                    Optional.of(reuse.audienceId()),
                    audiences.require(workflow.audience()).madeHere());
            reuse(workflow, reuse);
            return new ChosenAudience(false);
        }
        if (!(decision instanceof AudienceDecision.Create create)) {
            throw refusal(ours, decision);
        }
        planGuard.requireAudience(workflow, Optional.empty(), false);
        create.warnings().forEach(warning -> workflows.warn(workflowId, warning));
        return new ChosenAudience(true);
    }

    /** Notes that a create is on its way, and makes the call. */
    public TikTokCall createCall(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        Audience ours = audiences.require(workflow.audience());
        planGuard.creating(workflow);
        audiences.createRequested(ours.row());
        return calls.createAudience(ours.owner(), new AudienceName(ours.name()));
    }

    /** Keeps the id of the new audience. */
    public void made(@Variable("workflowId") String workflowId, @Body TikTokReply reply) {
        Workflow workflow = workflows.require(workflowId);
        String audienceId = reader.createdAudienceId(reply);
        audiences.made(workflow.audience(), audienceId);
        tasks.succeed(workflowId, Stage.COMPARE, FIND, Map.of("audienceId", audienceId, "made", "true"));
    }

    /**
     * Decides by the books. Where a create was sent whose answer was lost, the audience of that name that the books do
     * not hold is the one that it made, and is decided on as ours.
     */
    private AudienceDecision decide(Audience ours, AudienceSearch search) {
        AudienceName name = new AudienceName(ours.name());
        AudienceDecision decision = AudienceChoice.choose(name, search.listings(), recorded(ours), clock.instant());
        if (decision instanceof AudienceDecision.Reuse reuse
                && !reuse.recorded()
                && ours.createRequestedAt().isPresent()) {
            audiences.made(ours.row(), reuse.audienceId());
            RecordedAudience made = new RecordedAudience(reuse.audienceId(), ours.createRequestedAt());
            return AudienceChoice.choose(name, search.listings(), Optional.of(made), clock.instant());
        }
        if (decision instanceof AudienceDecision.Create && mayStillShow(ours)) {
            throw reader.notListedYet(name);
        }
        return decision;
    }

    private boolean mayStillShow(Audience ours) {
        return ours.createRequestedAt()
                .filter(requested -> clock.instant().isBefore(requested.plus(visibleAfter)))
                .isPresent();
    }

    private void reuse(Workflow workflow, AudienceDecision.Reuse reuse) {
        audiences.reused(workflow.audience(), reuse.audienceId());
        reuse.warnings().forEach(warning -> workflows.warn(workflow.id(), warning));
        tasks.succeed(workflow.id(), Stage.COMPARE, FIND, Map.of("audienceId", reuse.audienceId(), "made", "false"));
    }

    /** Why no audience can be delivered to. */
    public static WorkflowError refusal(Audience ours, AudienceDecision decision) {
        return decision instanceof AudienceDecision.Full full
                ? full(ours, full)
                : ambiguous(ours, (AudienceDecision.Ambiguous) decision);
    }

    private static WorkflowError ambiguous(Audience ours, AudienceDecision.Ambiguous found) {
        return new WorkflowError(
                "audience-name-ambiguous",
                "Could not use the audience name '" + ours.name() + "' of advertiser " + ours.owner()
                        + ": expected a Partner audience of its own or none; found " + found.why()
                        + ". Nothing was sent. Rename or delete what holds the name in TikTok Ads Manager, or choose"
                        + " another name.");
    }

    private static WorkflowError full(Audience ours, AudienceDecision.Full full) {
        return new WorkflowError(
                "audience-limit-reached",
                "Could not make audience '" + ours.name() + "': advertiser " + ours.owner() + " holds " + full.held()
                        + " audiences and TikTok allows " + AudienceChoice.MAX_AUDIENCES
                        + ". Nothing was sent. Delete some that are not used any more, then resolve.");
    }

    /** Whether the audience has to be made. Variable {@code audienceChoice} of route {@code ensure-audience}. */
    public record ChosenAudience(boolean create) {}
}
