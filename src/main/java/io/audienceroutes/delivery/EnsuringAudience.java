package io.audienceroutes.delivery;

import io.audienceroutes.tiktok.AudienceChoice;
import io.audienceroutes.tiktok.AudienceListing;
import io.audienceroutes.tiktok.AudienceName;
import io.audienceroutes.tiktok.AudiencePage;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.workflow.Audiences;
import io.audienceroutes.workflow.Audiences.Audience;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowError;
import io.audienceroutes.workflow.Workflows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stage Compare, first half: advertisers are verified, the audience is found or made. Called by routes
 * {@code ensure-audience}, {@code list-audiences} and {@code create-audience}.
 */
public final class EnsuringAudience {
    private static final String VERIFY = "Verify advertisers";
    private static final String FIND = "Find or make the audience";

    private final Workflows workflows;
    private final Tasks tasks;
    private final Audiences audiences;
    private final TikTokCalls calls = new TikTokCalls();

    /** Keeps what is found in the audiences' rows. */
    public EnsuringAudience(Workflows workflows, Tasks tasks, Audiences audiences) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.audiences = audiences;
    }

    /** Asks for every advertiser of the destination at once. */
    public TikTokCall advertisersCall(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<String> ids = workflow.settings().advertiserIds();
        tasks.begin(workflowId, Stage.COMPARE, VERIFY, Map.of("advertisers", String.join(" ", ids)));
        return calls.advertiserInfo(ids);
    }

    /** Raises unless TikTok knows every advertiser and each is enabled. */
    public void requireAdvertisers(String workflowId, TikTokReply reply) {
        Workflow workflow = workflows.require(workflowId);
        AdvertiserCheck.requireUsable(workflow.settings().advertiserIds(), reply);
        tasks.succeed(workflowId, Stage.COMPARE, VERIFY, Map.of());
    }

    /** Begins to look for the audience among all that the owner sees. */
    public AudienceSearch search(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        tasks.begin(workflowId, Stage.COMPARE, FIND, Map.of("name", workflow.audienceName()));
        return AudienceSearch.begin(audiences.require(workflow.audience()).owner());
    }

    /** The call for the next page. */
    public TikTokCall pageCall(AudienceSearch search) {
        return calls.listAudiences(search.owner(), search.nextPage());
    }

    /** The search with one more page. */
    public AudienceSearch add(AudienceSearch search, TikTokReply reply) {
        return search.with(AudiencePage.of(reply));
    }

    /** Decides what to do: reuse, make, or ask a person. Keeps the id of a reused audience. */
    public ChosenAudience choose(String workflowId, AudienceSearch search) {
        Workflow workflow = workflows.require(workflowId);
        Audience ours = audiences.require(workflow.audience());
        AudienceChoice choice =
                AudienceChoice.among(search.listings(), new AudienceName(workflow.audienceName()), ours.tiktokId());
        if (choice instanceof AudienceChoice.Ambiguous ambiguous) {
            throw new WorkflowError("audience-name-ambiguous", ambiguous.message());
        }
        if (choice instanceof AudienceChoice.Reuse reuse) {
            reuse(workflow, ours, reuse);
            return new ChosenAudience(false);
        }
        return new ChosenAudience(true);
    }

    /** Checks the account's limit, notes that a create is on its way, and makes the call. */
    public TikTokCall createCall(String workflowId, AudienceSearch search) {
        Workflow workflow = workflows.require(workflowId);
        search.requireRoom(workflow.audienceName());
        audiences.createRequested(workflow.audience());
        return calls.createAudience(search.owner(), new AudienceName(workflow.audienceName()));
    }

    /** Keeps the id of the new audience. */
    public void made(String workflowId, TikTokReply reply) {
        Workflow workflow = workflows.require(workflowId);
        String audienceId = createdId(reply);
        audiences.made(workflow.audience(), audienceId);
        tasks.succeed(workflowId, Stage.COMPARE, FIND, Map.of("audienceId", audienceId, "made", "true"));
    }

    private static String createdId(TikTokReply reply) {
        String audienceId = reply.data().path("audience_id").asText("");
        if (audienceId.isEmpty()) {
            throw new WorkflowError(
                    "internal-error",
                    "TikTok said that it made the audience, but named no id (request " + reply.requestId()
                            + "). Retry looks for it by its name before anything else is made.");
        }
        return audienceId;
    }

    private void reuse(Workflow workflow, Audience ours, AudienceChoice.Reuse reuse) {
        AudienceListing chosen = reuse.listing();
        boolean known = ours.tiktokId().equals(Optional.of(chosen.audienceId()));
        if (!known && ours.createRequestedAt().isPresent()) {
            audiences.made(workflow.audience(), chosen.audienceId());
        } else {
            audiences.reused(workflow.audience(), chosen.audienceId());
        }
        warnings(ours, reuse, known).forEach(warning -> workflows.warn(workflow.id(), warning));
        tasks.succeed(
                workflow.id(),
                Stage.COMPARE,
                FIND,
                Map.of("audienceId", chosen.audienceId(), "made", "false", "size", Long.toString(chosen.coverNum())));
    }

    private static List<String> warnings(Audience ours, AudienceChoice.Reuse reuse, boolean known) {
        List<String> warnings = new ArrayList<>(reuse.warnings());
        if (!known && ours.createRequestedAt().isEmpty()) {
            warnings.add("Audience '" + ours.name() + "' (id " + reuse.listing().audienceId()
                    + ") was there before and was not filled by this product: its earlier members stay, so that it"
                    + " matches the list only in part.");
        }
        return warnings;
    }

    /** Whether the audience has to be made. Variable {@code audienceChoice} of route {@code ensure-audience}. */
    public record ChosenAudience(boolean create) {}
}
