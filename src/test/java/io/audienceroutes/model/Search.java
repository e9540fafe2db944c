package io.audienceroutes.model;

import io.audienceroutes.model.Sequence.Setting;
import io.audienceroutes.model.Step.Kind;
import io.audienceroutes.model.Wire.Fault;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tries sequences until one breaks the model, and makes that one as short as it can. */
final class Search implements AutoCloseable {
    private static final int LONGEST = 9;
    private static final int SEQUENCES_A_RIG = 250;
    private static final int MOST_SHRINKS = 150;
    private static final List<Fault> FAULTS = List.of(
            Fault.REFUSED,
            Fault.REFUSED,
            Fault.REFUSED,
            Fault.REFUSED_ONCE,
            Fault.ANSWER_LOST,
            Fault.ANSWER_LOST,
            Fault.BATCH_LOST,
            Fault.ANSWERS_LOST,
            Fault.BATCHES_LOST,
            Fault.LATE,
            Fault.THROTTLED);

    /** What is known already: sequences that break the model with such words are counted and not collected. */
    private static final Pattern KNOWN = Pattern.compile(System.getProperty("model.known", "nothing is known"));

    private final Set<Kind> without;
    private final Set<Setting> settings;
    private Rig rig = new Rig();
    private int onThisRig;
    private int number;

    /** Leaves these steps out, and keeps to these settings. */
    Search(Set<Kind> without, Set<Setting> settings) {
        this.without = without;
        this.settings = settings;
    }

    /** A sequence that breaks the model, with the words in which it does. */
    record Found(Setting setting, List<Step> steps, String why) {
        boolean known() {
            return KNOWN.matcher(why).find();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(setting.toString());
            steps.forEach(step -> text.append("\n    ").append(step));
            return text.append("\n  ").append(why).toString();
        }
    }

    /** Plays the sequence of this seed. */
    Optional<Found> play(long seed) {
        Random random = new Random(seed);
        Setting setting = Stream.generate(() -> setting(random))
                .filter(settings::contains)
                .findFirst()
                .orElseThrow();
        List<Step> steps = new ArrayList<>();
        int length = 2 + random.nextInt(LONGEST - 1);
        return run(setting, sequence -> {
                    for (int step = 0; step < length; step++) {
                        Step next = next(random, sequence);
                        steps.add(next);
                        sequence.apply(next);
                    }
                })
                .map(why -> new Found(setting, List.copyOf(steps), why));
    }

    /** Plays these steps again. */
    Optional<Found> replay(Setting setting, List<Step> steps) {
        return run(setting, sequence -> steps.forEach(sequence::apply)).map(why -> new Found(setting, steps, why));
    }

    /** The shortest sequence with a failure of this kind that leaving out and making simpler leads to. */
    Found shrink(Found found) {
        Found shortest = found;
        int tries = 0;
        boolean shorter = true;
        while (shorter && tries < MOST_SHRINKS) {
            shorter = false;
            for (Found candidate : candidates(shortest)) {
                tries++;
                Optional<Found> again = replay(candidate.setting(), candidate.steps());
                if (again.filter(other -> !other.known()).isPresent()) {
                    shortest = again.get();
                    shorter = true;
                    break;
                }
                if (tries >= MOST_SHRINKS) {
                    break;
                }
            }
        }
        return shortest;
    }

    private static List<Found> candidates(Found found) {
        List<Found> candidates = new ArrayList<>();
        List<Step> steps = found.steps();
        for (int left = Math.max(1, steps.size() / 2); left >= 1; left /= 2) {
            for (int at = steps.size() - left; at >= 0; at--) {
                List<Step> fewer = new ArrayList<>(steps);
                fewer.subList(at, at + left).clear();
                candidates.add(new Found(found.setting(), fewer, ""));
            }
        }
        if (found.setting() != Setting.SINGLE) {
            candidates.add(new Found(Setting.SINGLE, steps, ""));
        }
        for (int at = 0; at < steps.size(); at++) {
            for (Step simpler : simpler(steps.get(at))) {
                List<Step> other = new ArrayList<>(steps);
                other.set(at, simpler);
                candidates.add(new Found(found.setting(), other, ""));
            }
        }
        return candidates;
    }

    private static List<Step> simpler(Step step) {
        List<Step> simpler = new ArrayList<>();
        if (step.fault() != Fault.NONE) {
            simpler.add(new Step(step.kind(), step.a(), step.b(), Fault.NONE, 0));
            if (step.fault() != Fault.REFUSED) {
                simpler.add(new Step(step.kind(), step.a(), step.b(), Fault.REFUSED, step.skip()));
            }
            if (step.skip() > 0) {
                simpler.add(new Step(step.kind(), step.a(), step.b(), step.fault(), step.skip() - 1));
            }
        }
        if (step.a() > 0) {
            simpler.add(new Step(step.kind(), 0, step.b(), step.fault(), step.skip()));
        }
        if (step.b() > 0) {
            simpler.add(new Step(step.kind(), step.a(), 0, step.fault(), step.skip()));
        }
        if (Set.of(Kind.GIVE, Kind.QUEUE, Kind.KILL, Kind.PAUSE).contains(step.kind())) {
            simpler.add(new Step(Kind.DROP, step.a(), step.b(), step.fault(), step.skip()));
        }
        return simpler;
    }

    private Optional<String> run(Setting setting, java.util.function.Consumer<Sequence> steps) {
        if (onThisRig++ >= SEQUENCES_A_RIG) {
            newRig();
        }
        Sequence sequence = new Sequence(rig, setting, ++number);
        try {
            steps.accept(sequence);
            sequence.end();
            sequence.clear();
            return Optional.empty();
        } catch (MirrorModel.Broken broken) {
            sequence.clear();
            if (sequence.sleeping()) {
                newRig();
            }
            return Optional.of(String.valueOf(broken.getMessage()));
        } catch (RuntimeException | AssertionError broken) {
            newRig();
            return Optional.of(broken + " at " + List.of(broken.getStackTrace()).subList(0, 3));
        }
    }

    private void newRig() {
        rig.wire().release();
        rig.close();
        rig = new Rig();
        onThisRig = 0;
    }

    private static Setting setting(Random random) {
        int choice = random.nextInt(10);
        return choice < 7 ? Setting.SINGLE : List.of(Setting.values()).get(choice - 6);
    }

    private Step next(Random random, Sequence sequence) {
        Step step = any(random, sequence);
        while (without.contains(step.kind())) {
            step = any(random, sequence);
        }
        return step;
    }

    private static Step any(Random random, Sequence sequence) {
        if (sequence.sleeping() && random.nextInt(3) == 0) {
            return Step.of(Kind.WAKE, random.nextInt(2), 0);
        }
        List<Workflow> open = sequence.open();
        if (!open.isEmpty() && random.nextInt(3) == 0) {
            int index = random.nextInt(open.size());
            Workflow workflow = open.get(open.size() - 1 - index);
            List<Integer> likely = Sequence.commandsFor(
                    workflow.state(), workflow.waitingFor().equals(Optional.of(WaitingFor.APPROVAL)));
            return with(random, Kind.COMMAND, likely.get(random.nextInt(likely.size())), index);
        }
        int choice = random.nextInt(100);
        int list = random.nextInt(People.lists());
        int where = random.nextInt(4);
        if (choice < 36) {
            return with(random, Kind.DROP, list, where);
        } else if (choice < 44) {
            return with(random, Kind.GIVE, list, where);
        } else if (choice < 50) {
            return Step.of(Kind.QUEUE, list, where);
        } else if (choice < 53) {
            return Step.of(Kind.BREAK, list, where);
        } else if (choice < 55) {
            return with(random, Kind.RUN, 0, 0);
        } else if (choice < 65) {
            return Step.of(Kind.EDIT, random.nextInt(4), random.nextInt(6));
        } else if (choice < 70) {
            return Step.of(Kind.OPT_OUT, random.nextInt(People.COUNT), 0);
        } else if (choice < 77) {
            return with(random, Kind.COMMAND, random.nextInt(Sequence.commands()), random.nextInt(3));
        } else if (choice < 81) {
            return Step.of(Kind.DELETE_AUDIENCE, 0, choice < 80 ? 0 : 1);
        } else if (choice < 83) {
            return Step.of(Kind.SHORT_LIST);
        } else if (choice < 85) {
            return Step.of(Kind.STRANGER, random.nextInt(People.COUNT), 0);
        } else if (choice < 87) {
            return Step.of(Kind.KILL, list, random.nextInt(4));
        } else if (choice < 89) {
            return Step.of(Kind.PAUSE, list, random.nextInt(3));
        } else if (choice < 91) {
            return Step.of(Kind.PLAN, list, 0);
        } else if (choice < 93) {
            return Step.of(Kind.RETRY_FAILED, where, 0);
        } else if (choice < 94) {
            return Step.of(Kind.CLOCK_BACK);
        } else if (choice < 95) {
            return Step.of(Kind.RESTORE, list, 0);
        } else if (choice < 96) {
            return Step.of(Kind.RESTART);
        } else if (choice < 98) {
            return Step.of(Kind.BAD_IDS, random.nextInt(3), 0);
        } else if (choice < 99) {
            return Step.of(Kind.GOOD_IDS);
        }
        return Step.of(Kind.LAND);
    }

    private static Step with(Random random, Kind kind, int a, int b) {
        Fault fault = random.nextInt(5) < 3 ? Fault.NONE : FAULTS.get(random.nextInt(FAULTS.size()));
        return new Step(kind, a, b, fault, fault == Fault.NONE ? 0 : random.nextInt(5));
    }

    @Override
    public void close() {
        rig.close();
    }
}
