package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import org.junit.jupiter.api.Test;

/** What the files of a campaign become: treatment groups reach TikTok, control groups never do. */
class CampaignTest extends FlowTest {
    private static final String PATTERN = "pattern: '(?<campaign>.+)_(?<group>.+)\\.csv', controlGroups: [Control]";

    @Test
    void eachTreatmentGroupHasAnAudienceOfItsOwn() {
        campaign("files: separate, " + PATTERN + ", audienceName: '{campaign} {group}'");

        String a = bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        String b = bundle.drop("spring", "spring_B.csv", Lists.file(5, 20));
        String control = bundle.drop("spring", "spring_control.csv", Lists.file(20, 30));

        assertThat(bundle.awaitEnd(a).state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.awaitEnd(b).audienceName()).isEqualTo("spring B");
        assertThat(tiktok.emails("spring A")).isEqualTo(Lists.hashes(0, 10));
        assertThat(tiktok.emails("spring B")).isEqualTo(Lists.hashes(5, 20));
        Workflow skipped = bundle.workflow(control);
        assertThat(skipped.state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(skipped.warnings()).singleElement().asString().contains("'Control' is a control group");
        assertThat(bundle.data().resolve("staging").resolve(control + ".segment"))
                .doesNotExist();
        assertThat(tiktok.audiences("spring control")).isEmpty();
    }

    private void campaign(String settings) {
        bundle.destination("spring", "audienceName: -", "campaign: {" + settings + "}");
    }
}
