package io.audienceroutes.sample;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Deletes the expired audience of a sample, which uses one of the 400. Only an audience that this product created is
 * deleted, and it is looked up first, because a deletion is repeated if its response was lost. Called by routes
 * {@code clean-up} and {@code remove-sample}.
 */
public final class SampleRemoval {
    private static final String TASK = "Delete the sample's audience";

    private final Workflows workflows;
    private final Tasks tasks;
    private final Samples samples;
    private final Audiences audiences;
    private final ReplyReader reader;
    private final TikTokCalls calls = new TikTokCalls();

    /** Deletes the audiences of these samples. */
    public SampleRemoval(Workflows workflows, Tasks tasks, Samples samples, Audiences audiences, ReplyReader reader) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.samples = samples;
        this.audiences = audiences;
        this.reader = reader;
    }

    /** Opens a workflow for each audience that is due. Returns how many. */
    public int openDue() {
        return samples.openRemovals();
    }

    /** The call that checks whether the audience still exists. */
    public TikTokCall lookCall(@Variable("workflowId") String removalId) {
        Workflow removal = workflows.require(removalId);
        Audience ours = audiences.require(removal.audience());
        String id = ours.tiktokId().orElseThrow();
        tasks.begin(removalId, Stage.COMPARE, TASK, Map.of("audience", ours.name(), "audienceId", id));
        return calls.getAudience(ours.owner(), id);
    }

    /** Whether TikTok still has the audience. */
    public boolean isThere(@Body TikTokReply reply) {
        return reader.audience(reply).isPresent();
    }

    /** The call that deletes it. */
    public TikTokCall deleteCall(@Variable("workflowId") String removalId) {
        Audience ours = audiences.require(workflows.require(removalId).audience());
        return calls.deleteAudience(ours.owner(), ours.tiktokId().orElseThrow());
    }

    /** It is deleted: the next sample creates a new one. */
    public void done(@Variable("workflowId") String removalId) {
        tasks.succeed(removalId, Stage.COMPARE, TASK, Map.of("deleted", "true"));
        samples.removed(removalId);
    }
}
