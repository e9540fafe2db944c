package io.audienceroutes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.audienceroutes.model.Sequence.Setting;
import io.audienceroutes.model.Step.Kind;
import io.audienceroutes.model.Wire.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequences after which an audience once was not its list, in their shortest form. */
@Tag("flow")
final class KnownSequencesTest {
    private static Search search;

    @BeforeAll
    static void start() {
        search = new Search(Set.of(), EnumSet.allOf(Setting.class));
    }

    @AfterAll
    static void end() {
        search.close();
    }

    /** The shortest sequences of faults that were found; each breaks the model where its fault is there. */
    @ParameterizedTest
    @MethodSource
    void sequencesThatBrokeTheModelOnceDoNotAgain(String fault, Setting setting, List<Step> steps) {
        assertThat(search.replay(setting, steps)).as(fault).isEmpty();
    }

    static List<Arguments> sequencesThatBrokeTheModelOnceDoNotAgain() {
        return List.of(
                arguments(
                        "a second half-delivered run",
                        Setting.SINGLE,
                        List.of(
                                new Step(Kind.DROP, 2, 0, Fault.REFUSED, 2),
                                Step.of(Kind.EDIT, 1, 1),
                                Step.of(Kind.COMMAND, 0, 0),
                                new Step(Kind.COMMAND, 6, 0, Fault.REFUSED, 2))),
                arguments(
                        "an audience that was deleted and made again",
                        Setting.SINGLE,
                        List.of(
                                Step.of(Kind.EDIT, 2, 1),
                                Step.of(Kind.DROP, 0, 0),
                                new Step(Kind.DROP, 1, 0, Fault.REFUSED, 0),
                                Step.of(Kind.DELETE_AUDIENCE),
                                Step.of(Kind.DROP, 3, 0),
                                Step.of(Kind.COMMAND, 1, 0))),
                arguments(
                        "the same file after its audience was deleted",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.DROP, 2, 0), Step.of(Kind.DELETE_AUDIENCE), Step.of(Kind.DROP, 2, 0))),
                arguments(
                        "the same file after the opt-out list has grown",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.DROP, 2, 0), Step.of(Kind.OPT_OUT, 0, 0), Step.of(Kind.DROP, 2, 0))),
                arguments(
                        "the same file after half of another one",
                        Setting.SINGLE,
                        List.of(
                                Step.of(Kind.DROP, 0, 0),
                                new Step(Kind.DROP, 1, 0, Fault.REFUSED, 1),
                                Step.of(Kind.DROP, 0, 0))),
                arguments(
                        "a process that sleeps and wakes",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.DROP, 4, 0), Step.of(Kind.PAUSE, 0, 0), Step.of(Kind.COMMAND, 4, 0))),
                arguments(
                        "a newer file behind one whose copy broke off",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.BREAK, 0, 0), Step.of(Kind.DROP, 0, 2), Step.of(Kind.DROP, 1, 0))),
                arguments(
                        "TikTok's list of audiences is short",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.DROP, 1, 0), Step.of(Kind.SHORT_LIST), Step.of(Kind.DROP, 0, 0))),
                arguments(
                        "a plan while another list waits",
                        Setting.SINGLE,
                        List.of(
                                Step.of(Kind.DROP, 2, 0),
                                Step.of(Kind.EDIT, 3, 1),
                                Step.of(Kind.DROP, 3, 0),
                                Step.of(Kind.QUEUE, 4, 0),
                                Step.of(Kind.PLAN, 0, 0),
                                Step.of(Kind.COMMAND, 7, 1))),
                arguments(
                        "four bad ids in a batch of twelve",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.EDIT, 0, 4), Step.of(Kind.BAD_IDS, 1, 0), Step.of(Kind.DROP, 2, 0))),
                arguments(
                        "a definite refusal",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.DROP, 1, 0), new Step(Kind.DROP, 0, 0, Fault.REFUSED, 2))),
                arguments(
                        "identifiers of a row whose address opted out",
                        Setting.PHONES,
                        List.of(Step.of(Kind.OPT_OUT, 0, 0))),
                arguments(
                        "a process that wakes before another takes its work over",
                        Setting.SINGLE,
                        List.of(Step.of(Kind.PAUSE, 0, 0))),
                arguments(
                        "a sample after the e-mail rule has changed",
                        Setting.SAMPLE,
                        List.of(Step.of(Kind.DROP, 0, 0), Step.of(Kind.EDIT, 1, 1))));
    }
}
