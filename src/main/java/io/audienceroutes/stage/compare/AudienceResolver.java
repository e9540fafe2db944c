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
 * Stage Compare, first half: advertisers are verified, and the audience is found or created. Called by routes
 * {@code create-audience}, {@code deliver-changes}, {@code ensure-audience}, {@code list-audiences},
 * {@code look-up-audience}, {@code prepare-members} and {@code read-audience-pages}.
 */
public final class AudienceResolver {
    private static final String VERIFY = "Verify advertisers";
    private static final String FIND = "Find or create the audience";

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

    /** Stores the results in the rows of the audiences. */
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

    /** Whether the advertisers have to be queried: not if this process found them active within the last minute. */
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

    /** The call that queries all advertisers of the destination. */
    public TikTokCall advertisersCall(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<String> ids = workflow.settings().advertiserIds();
        tasks.begin(workflowId, Stage.COMPARE, VERIFY, advertisers(workflow.settings()));
        return calls.advertiserInfo(ids);
    }

    /** Throws unless TikTok knows every advertiser and each is enabled. */
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
                    "The advertisers of the destination cannot be verified: unknown to TikTok: "
                            + String.join(", ", unknown) + " (request id " + reply.requestId()
                            + "). Nothing was sent. An advertiser id has 19 digits; find it in the dropdown menu at the"
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
     * Starts the search for the audience among all that the owner sees. If this process saw the recorded audience
     * within the last minute, the search is already complete; that an audience is missing always requires a new search.
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

    /** Whether the list lacks the recorded audience: it may be deleted, or the list may be incomplete or outdated. */
    public boolean recordedIsUnlisted(
            @Variable("workflowId") String workflowId, @Variable("audienceSearch") AudienceSearch search) {
        return ours(workflowId)
                .tiktokId()
                .filter(id -> search.listings().stream()
                        .noneMatch(listing -> listing.audienceId().equals(id)))
                .isPresent();
    }

    /** The call that fetches the recorded audience by its id. */
    public TikTokCall recordedCall(@Variable("workflowId") String workflowId) {
        Audience ours = ours(workflowId);
        return calls.getAudience(ours.owner(), ours.tiktokId().orElseThrow());
    }

    /** The search with the recorded audience, if TikTok still has it. */
    public AudienceSearch addRecorded(@Variable("audienceSearch") AudienceSearch search, @Body TikTokReply reply) {
        return reader.audience(reply).map(search::with).orElse(search);
    }

    /** Whether TikTok still has the requested audience. If not, cached lists are discarded. */
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

    /**
     * Decides whether to reuse or create the audience, or to fail for an operator. Stores the id of a reused audience.
     */
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

    /** Records that a create call is about to be sent, and creates the call. */
    public TikTokCall createCall(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        Audience ours = audiences.require(workflow.audience());
        planGuard.creating(workflow);
        audiences.createRequested(ours.row());
        return calls.createAudience(ours.owner(), new AudienceName(ours.name()));
    }

    /** Stores the id of the new audience. */
    public void made(@Variable("workflowId") String workflowId, @Body TikTokReply reply) {
        Workflow workflow = workflows.require(workflowId);
        String audienceId = reader.createdAudienceId(reply);
        audiences.made(workflow.audience(), audienceId);
        tasks.succeed(workflowId, Stage.COMPARE, FIND, Map.of("audienceId", audienceId, "made", "true"));
    }

    /**
     * Decides by the recorded state. If a create call was sent whose response was lost, an unrecorded audience with
     * that name is the one that it created, and counts as ours.
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

    /** Why no audience can receive members. */
    public static WorkflowError refusal(Audience ours, AudienceDecision decision) {
        return decision instanceof AudienceDecision.Full full
                ? full(ours, full)
                : ambiguous(ours, (AudienceDecision.Ambiguous) decision);
    }

    private static WorkflowError ambiguous(Audience ours, AudienceDecision.Ambiguous found) {
        return new WorkflowError(
                "audience-name-ambiguous",
                "The audience name '" + ours.name() + "' cannot be used for advertiser " + ours.owner()
                        + ": expected its own Partner audience or none, but found " + found.why()
                        + ". Nothing was sent. Rename or delete the audience with this name in TikTok Ads Manager, or choose"
                        + " another name.");
    }

    private static WorkflowError full(Audience ours, AudienceDecision.Full full) {
        return new WorkflowError(
                "audience-limit-reached",
                "Audience '" + ours.name() + "' cannot be created: advertiser " + ours.owner() + " has " + full.held()
                        + " audiences, and TikTok allows " + AudienceChoice.MAX_AUDIENCES
                        + ". Nothing was sent. Delete audiences that are no longer used, then resolve the workflow.");
    }

    /** Whether the audience has to be created. Variable {@code audienceChoice} of route {@code ensure-audience}. */
    public record ChosenAudience(boolean create) {}
}
